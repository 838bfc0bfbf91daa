"""Every demand of a destination that some check judges, as lines of one table: what is asked, and what there is.

Nothing asked is left out: what has no measure of its own gets a line without one, which then says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from picturelock.production import Dossier
from picturelock.qc.measured import Measure, measures
from picturelock.specs import SECTIONS, UNITS, Spec
from picturelock.specs.vocabulary import INFORMATION

SERVING = frozenset({"loudness_tolerance", "dialogue_tolerance", "contrast"})
"""Limits that stand in the line of what they serve: LUFS with its tolerance, contrast with the text that must have it."""
MADE = "made"
"""A value: the package makes it itself."""
_CONTAINER = ("container", "codec", "profile", "bits", "chroma")
_TIMECODE = ("timecode_start", "timecode")
_CHECKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "qc.loudness": (
            *("loudness", "dialogue_loudness", "short_term_highest", "loudness_range_highest", "true_peak"),
        ),
        "qc.sound": ("phase_lowest", "silence_longest"),
        "qc.stillness": ("black_longest", "freeze_longest"),
        "qc.head_tail": ("black_head", "black_tail", "bars_length", "slate_length"),
        "qc.levels": ("level_lowest", "level_highest", "out_of_range", "qc.measures"),
        "qc.channels": ("layout",),
        "qc.timecode": tuple(f"picture.{name}" for name in _TIMECODE),
        "qc.container": (
            *(f"picture.{name}" for name in _CONTAINER),
            *(f"audio.{name}" for name in SECTIONS["audio"]),
            *("bit_rate_lowest", "bit_rate_highest"),
        ),
        "qc.raster": tuple(f"picture.{n}" for n in SECTIONS["picture"] if n not in (*_CONTAINER, *_TIMECODE)),
    }
)
_OF_FILE: Mapping[str, str] = {name: check for check, names in _CHECKS.items() for name in names}
"""What is measured of the master, and the check that judges it."""
_OTHERS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "captions.profile": ("accessibility.tracks", ("accessibility.captions-profile",)),
        "captions.format": ("accessibility.tracks", ("accessibility.captions-format",)),
        "captions.languages": ("accessibility.tracks", ("accessibility.captions-language",)),
        "accessibility.captions": (
            "accessibility.tracks",
            ("accessibility.captions-none", "accessibility.captions-missing", "accessibility.speech-uncaptioned"),
        ),
        "accessibility.sdh": (
            "accessibility.coverage",
            ("accessibility.sdh-", "accessibility.sound-uncaptioned", "captions.no-labels"),
        ),
        "accessibility.described_video": ("accessibility.described", ("accessibility.described-",)),
        "accessibility.description_script": ("accessibility.script", ("accessibility.script-",)),
        "accessibility.flashes": ("accessibility.flashes", ("accessibility.flashes", "accessibility.flashes-")),
        "accessibility.text_contrast": (
            "accessibility.legibility",
            ("accessibility.text-", "accessibility.graphics-undeclared"),
        ),
        "rights.territories": ("rights.coverage", ("rights.spec-territory", "rights.unknown-territory")),
        "rights.media": ("rights.coverage", ("rights.spec-medium",)),
        "rights.languages": ("rights.coverage", ("rights.spec-language",)),
        "window_years": ("rights.coverage", ("rights.spec-window",)),
        "ai.rules": ("rights.ai_use", ("ai-use.unknown-rules", "ai-use.rules-unreadable")),
        "ai.review": ("rights.ai_use", ("ai-use.review-", "ai-use.unreviewed", "ai-use.stale-review")),
        "ai.credentials": ("rights.ai_use", ("ai-use.credentials-missing",)),
    }
)
"""What is asked beyond the master: the check that judges it, and its rules; one that ends in "-" begins several."""
_LISTED: Mapping[str, str] = {"papers": "rights.paper-missing", "deliverables": "rights.deliverable-missing"}
_FILE_OF = {"described_video": "described-video", "description_script": "description-script"}


def lines(dossier: Dossier) -> Iterator[Measure]:
    """What the destination asks for, in the order of its vocabulary, then what was measured without being asked for."""
    measured = list(measures(dossier))
    spec = dossier.spec
    names = tuple(demands(spec)) if spec is not None else ()
    for name in names:
        found = [one for one in measured if one.name == name]
        yield from found or [_other(name, dossier)]
    yield from (one for one in measured if one.name not in names)


def demands(spec: Spec) -> Iterator[str]:
    """What a check judges of all that a destination asks, and what the package makes for it; what is optional is no demand."""
    yield from (name for name in UNITS if name in spec.by_name and name not in SERVING)
    for asked in spec.entries():
        if asked.value != "optional" and (asked.name not in INFORMATION or asked.name.startswith("papers.")):
            yield asked.name
    if spec.layouts:
        yield "layout"


def _other(name: str, dossier: Dossier) -> Measure:
    section, _, bare = name.partition(".")
    if name in _OF_FILE:
        return Measure(name, "", _OF_FILE[name], ())
    if section in _LISTED:
        files = [dossier.production.relative(one.file) for one in dossier.production.files if one.kind == bare]
        made = MADE if name in INFORMATION else ""
        return Measure(name, ", ".join(files) or made, "rights.coverage", (_LISTED[section],), tag=bare)
    check, rules = _OTHERS[name]
    found = Measure(name, _brought(name, dossier), check, rules)
    asked = dossier.spec.asks(name) if dossier.spec is not None and name == "ai.rules" else None
    named = tuple(f"ai-use.{rule}" for rule in _OF_RULES) if asked is not None else ()
    return replace(found, rules=(*rules, *named))


_OF_RULES = (
    "approval-missing",
    "authorship-missing",
    "disclosure-incomplete",
    "by-hand",
    "label-missing",
    "mostly-generated",
)


def _brought(name: str, dossier: Dossier) -> str:
    """What the production has of it, as words of the specs' vocabulary; "" = nothing to name."""
    production, delivery = dossier.production, dossier.production.delivery
    bare = name.rpartition(".")[2]
    orders = [order for order in production.captions if order.kind != "forced"]
    if name == "rights.territories":
        return ", ".join(delivery.territories)
    if name == "rights.media":
        return ", ".join(delivery.media)
    if name == "rights.languages":
        return ", ".join(dict.fromkeys((*(delivery.languages or production.languages), *(o.language for o in orders))))
    if name == "window_years":
        return f"{delivery.start or '…'} – {delivery.end or '…'}" if delivery.start or delivery.end else ""
    if name == "captions.profile":
        return ", ".join(dict.fromkeys(order.profile for order in orders))
    if name == "captions.format":
        return ", ".join(dict.fromkeys(order.file.suffix.lower().removeprefix(".") for order in orders))
    if name in ("captions.languages", "accessibility.captions", "accessibility.sdh"):
        kinds = ("sdh",) if bare == "sdh" else ("sub", "sdh")
        return ", ".join(dict.fromkeys(order.language for order in orders if order.kind in kinds))
    if bare in _FILE_OF:
        return ", ".join(production.relative(one.file) for one in production.files if one.kind == _FILE_OF[bare])
    return ", ".join(production.ai_rules) if name == "ai.rules" else ""
