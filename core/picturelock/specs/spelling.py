"""How what a spec asks for is spelt. A word that is spelt otherwise is refused: it would never be met by any file.

Only the form is checked here, not that a codec or an audio layout exists: new ones need no new version of ours. Measures and
checksums are what this version can make; another one would be asked for and never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from picturelock.catalogue import EntryError
from picturelock.specs.vocabulary import CHECKSUMS, MEASURES, NAME_FIELDS

_WORD = (r"[a-z0-9][a-z0-9_]*", "small letters, figures and _, as FFmpeg spells it")
_TAG = (r"[a-z0-9][a-z0-9-]*", "small letters, figures and hyphens")
_LANGUAGE = (r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", 'a language tag such as "fr" or "fr-CA"')
_BITS = (r"[1-9]\d?", 'a number such as "10"')

_FORMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "picture.container": _WORD,
        "picture.codec": _WORD,
        "picture.profile": (r"[A-Za-z0-9][A-Za-z0-9 .:_+-]*", "a profile as FFmpeg spells it"),
        "picture.raster": (r"[1-9]\d{1,4}x[1-9]\d{1,4}", 'width and height such as "1920x1080"'),
        "picture.rate": (r"[1-9]\d{0,2}(?:\.\d{1,3})?", 'frames per second such as "23.976"'),
        "picture.scan": (
            r"progressive|interlaced-top|interlaced-bottom",
            '"progressive", "interlaced-top" or "interlaced-bottom"',
        ),
        "picture.pixel_aspect": (r"[1-9]\d{0,3}:[1-9]\d{0,3}", 'two numbers such as "1:1"'),
        "picture.bits": _BITS,
        "picture.chroma": (r"4:[0-4]:[0-4](?::4)?", '"4:2:2", "4:2:0" or "4:4:4"'),
        "picture.primaries": _TAG,
        "picture.transfer": _TAG,
        "picture.matrix": _TAG,
        "picture.range": (r"tv|pc", '"tv" or "pc"'),
        "picture.timecode_start": (r"\d\d:\d\d:\d\d[:;]\d\d", 'a timecode such as "10:00:00:00"'),
        "picture.timecode": (r"drop|non-drop", '"drop" or "non-drop"'),
        "audio.codec": _WORD,
        "audio.sample_rate": (r"[1-9]\d{3,5}", 'hertz such as "48000"'),
        "audio.bits": _BITS,
        "captions.profile": (r"[A-Za-z0-9][A-Za-z0-9_-]*", "the name of a caption profile"),
        "captions.format": _TAG,
        "captions.languages": _LANGUAGE,
        "rights.territories": (r"[A-Z]{2,20}", 'a code of ISO 3166 such as "CA", a group such as "EU", or "WORLD"'),
        "rights.media": (r"[a-z][a-z -]*", 'a medium such as "broadcast"'),
        "rights.languages": _LANGUAGE,
        "ai.rules": _TAG,
        "qc.measures": ("|".join(MEASURES), f"one of {', '.join(MEASURES)}"),
        "naming.pattern": (r"[A-Za-z0-9 ._:{}-]+", "letters, figures, . _ - and fields in braces"),
        "naming.case": (r"keep|upper|lower", '"keep", "upper" or "lower"'),
        "naming.accents": (r"keep|fold", '"keep" or "fold"'),
        "package.checksums": ("|".join(CHECKSUMS), f"one of {', '.join(CHECKSUMS)}"),
        "package.layout": (r"folders|flat|bagit", '"folders", "flat" or "bagit"'),
    }
)
"""By name: a pattern without repetitions inside repetitions, and what to say that was expected."""

_MOST_SIGNS = 200
_FIELD = re.compile(r"\{([^{}]*)\}")
_NUMBERED = re.compile(r"n:0?[1-9]")


def require_spelling(key: str, value: str) -> None:
    """Raise EntryError for a value that is not spelt as values of its kind are. key: "picture.raster"."""
    pattern, expected = _FORMS.get(key, (r".*", ""))
    if len(value) > _MOST_SIGNS or not re.fullmatch(pattern, value, re.ASCII):
        raise EntryError(key, f"is {value!r:.60}; expected {expected}")
    if key == "naming.pattern":
        _require_pattern(key, value)


def _require_pattern(key: str, text: str) -> None:
    """A name without its ending: fields in braces, and signs that every system can hold between them."""
    named = _FIELD.findall(text)
    unknown = next((name for name in named if name not in NAME_FIELDS and not _NUMBERED.fullmatch(name)), None)
    if unknown is not None:
        fields = ", ".join(f"{{{name}}}" for name in NAME_FIELDS)
        raise EntryError(key, f"names {{{unknown:.40}}}, which is no field; expected one of {fields}")
    rest = _FIELD.sub("", text)
    if "{" in rest or "}" in rest or ":" in rest:
        raise EntryError(key, f"is {text!r:.60}; expected each field in braces of its own, and no colon between them")
    if "title" not in named:
        raise EntryError(key, "does not name {title}; expected a pattern that tells one film from another")
    if text[0] in " ." or text[-1] in " .":
        raise EntryError(key, f"is {text!r:.60}; expected a name that neither begins nor ends with a space or a dot")
