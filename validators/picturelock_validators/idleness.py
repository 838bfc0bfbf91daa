"""Whether a check may say that it had nothing to judge: for which reasons, and only where they are true of the dossier.

This is the gate's own book, kept apart from the checks: one that falls silent where the destination asks gives no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from picturelock.production import Dossier
from picturelock.specs import Spec

_MASTER = ("no-master",)
_PICTURE = (*_MASTER, "no-picture")
_SOUND = (*_MASTER, "no-sound")
_ASKED = ("no-spec", "not-asked")

MAY: Mapping[str, tuple[str, ...]] = {
    "continuity.hygiene": ("empty-cut",),
    "subtitling.checks": ("no-captions",),
    "qc.container": (*_ASKED, *_MASTER),
    "qc.raster": (*_ASKED, *_PICTURE),
    "qc.timecode": (*_ASKED, *_PICTURE),
    "qc.decoding": _MASTER,
    "qc.levels": (*_ASKED, *_PICTURE),
    "qc.stillness": _PICTURE,
    "qc.head_tail": _PICTURE,
    "qc.timeline": (*_PICTURE, "empty-cut", "uncountable"),
    "qc.channels": (*_ASKED, *_SOUND),
    "qc.loudness": (*_ASKED, *_SOUND),
    "qc.sound": _SOUND,
    "qc.policies": ("not-declared", *_MASTER),
    "accessibility.coverage": ("no-captions",),
    "accessibility.tracks": ("no-captions",),
    "accessibility.deaf": ("no-sdh",),
    "accessibility.described": ("not-declared",),
    "accessibility.script": ("not-declared",),
    "accessibility.legibility": (*_ASKED, *_PICTURE, "not-declared"),
    "accessibility.flashes": (*_ASKED, *_MASTER),
}
"""Reasons by check; one that is not listed always judges."""

JUDGED: Mapping[str, tuple[str, ...]] = {
    "qc.container": (
        "picture.container", "picture.codec", "picture.profile", "picture.bits", "picture.chroma", "audio.codec",
        "audio.sample_rate", "audio.bits", "bit_rate_lowest", "bit_rate_highest",
    ),
    "qc.raster": (
        "picture.raster", "picture.rate", "picture.scan", "picture.pixel_aspect", "picture.primaries", "picture.transfer",
        "picture.matrix", "picture.range",
    ),
    "qc.timecode": ("picture.timecode_start", "picture.timecode"),
    "qc.levels": ("level_lowest", "level_highest", "out_of_range", "qc.measures=range"),
    "qc.channels": ("layout",),
    "qc.loudness": (
        "loudness", "dialogue_loudness", "true_peak", "short_term_highest", "loudness_range_highest",
    ),
    "accessibility.described": ("accessibility.described_video",),
    "accessibility.script": ("accessibility.description_script",),
    "accessibility.legibility": ("accessibility.text_contrast",),
    "accessibility.flashes": ("accessibility.flashes", "qc.measures=flashes"),
}  # fmt: skip
"""What of a spec each check judges: a limit, "section.name", or a value of it after "="."""


def is_true(check: str, reason: str, dossier: Dossier) -> bool:
    """True where a check, by its entry in the registry, may be idle for a reason, and the dossier bears it out."""
    name = check.partition(":")[0].removeprefix("picturelock.")
    return reason in MAY.get(name, ()) and _TRUE[reason](name, dossier)


def _not_asked(name: str, dossier: Dossier) -> bool:
    spec = dossier.spec
    return spec is not None and not any(_asks(spec, thing) for thing in JUDGED.get(name, ()))


def _asks(spec: Spec, thing: str) -> bool:
    if thing == "layout":
        return bool(spec.layouts)
    key, _, value = thing.partition("=")
    if "." not in key:
        return key in spec.by_name
    asked = spec.asks(key)
    if asked is None or key.startswith("accessibility."):
        return asked is not None and asked.value in ("required", "advisory")
    return not value or value in asked.values


def _no_picture(_: str, dossier: Dossier) -> bool:
    return dossier.master is not None and not dossier.master.video


def _no_captions(name: str, dossier: Dossier) -> bool:
    """Nor any asked for, but that is not the word of the check of caption files."""
    return not dossier.captions and (name == "subtitling.checks" or not dossier.production.languages)


def _no_sdh(_: str, dossier: Dossier) -> bool:
    held = [track.captions for track in dossier.captions if track.order.kind == "sdh"]
    return not any(captions is not None and captions.cues for captions in held)


def _not_declared(name: str, dossier: Dossier) -> bool:
    production, spec = dossier.production, dossier.spec
    if name == "qc.policies":
        return not production.delivery.policies
    if name == "accessibility.legibility":
        return not production.graphics
    kind = "description-script" if name == "accessibility.script" else "described-video"
    asked = spec is not None and any(_asks(spec, thing) for thing in JUDGED[name])
    return not asked and not any(file.order.kind == kind for file in dossier.files)


def _uncountable(_: str, dossier: Dossier) -> bool:
    return dossier.master is not None and (dossier.master.vfr or dossier.master.rate != dossier.cut.rate)


_TRUE: Mapping[str, Callable[[str, Dossier], bool]] = {
    "no-master": lambda _, dossier: dossier.master is None,
    "no-picture": _no_picture,
    "no-sound": lambda _, dossier: dossier.master is not None and not dossier.master.audio,
    "no-spec": lambda _, dossier: dossier.spec is None,
    "not-asked": _not_asked,
    "not-declared": _not_declared,
    "empty-cut": lambda _, dossier: not any(shot.enabled for shot in dossier.cut.shots),
    "no-captions": _no_captions,
    "no-sdh": _no_sdh,
    "uncountable": _uncountable,
}
REASONS = tuple(_TRUE)
"""Every reason; `report.toml` [idle] has their words."""
