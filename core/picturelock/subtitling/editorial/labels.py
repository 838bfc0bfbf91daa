"""Labels of sounds, speakers and music, as each house writes them, and what editors write on the timeline for them.

On the timeline a marker whose name or note begins with a key and a colon is a label: "SDH: door slams", "SON : porte qui
claque", "MUSIC: slow waltz", "FN: PARIS, 1987". A marker that is named with the key alone has its text in its note.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from picturelock.cut import Marker

LabelKind = Literal["sound", "music", "forced"]
NOTES = "♪♫♩♬"

KEYS: Mapping[str, LabelKind] = MappingProxyType(
    {
        "sdh": "sound",
        "sound": "sound",
        "sfx": "sound",
        "son": "sound",
        "music": "music",
        "musique": "music",
        "fn": "forced",
        "nf": "forced",
        "forced": "forced",
    }
)
"""What a marker may begin with, in any case."""

_MARKER = re.compile(r"\s*([A-Za-z]{2,7})\s*[:：]\s*(.*)", re.DOTALL)
_NOT_A_NAME = re.compile(
    r"(?:speaker|spk|spkr|locuteur|locutrice|personne|person|voice|voix|unknown|inconnue?|s|und)?[ _-]*\d*", re.I
)
_BRACKETS = {"[": "]", "(": ")", "*": "*"}
_COMMON = frozenset(
    {"music", "applause", "laughter", "silence", "cheering", "crying", "screaming"}
    | {"musique", "applaudissements", "rires", "cris", "pleurs"}
)
"""What a recogniser writes with a capital though it names nobody."""
_MUSIC = frozenset({"music", "musique", "song", "chanson", "chant", "singing", "jingle", "générique"})


def marker_label(marker: Marker) -> tuple[LabelKind, str] | None:
    """What a marker says, and which kind of label it is; None where it is no label or says nothing."""
    for text in (marker.name, marker.note):
        match = _MARKER.match(text)
        kind = KEYS.get(match[1].lower()) if match else None
        if match and kind:
            said = " ".join((match[2] or (marker.note if text is marker.name else "")).split())
            return (kind, said) if said else None
    kind = KEYS.get(marker.name.strip().lower())
    said = " ".join(marker.note.split())
    return (kind, said) if kind and said else None


def bare_label(text: str) -> str:
    """The words of a label without its brackets, notes and final punctuation: "(Door slams.)" = "Door slams"."""
    bare = text.strip(" \u00a0")
    while len(bare) > 1 and _BRACKETS.get(bare[0]) == bare[-1]:
        bare = bare[1:-1].strip(" \u00a0")
    return bare.strip(NOTES + "#* \u00a0").rstrip(".,;:").rstrip()


def is_music(text: str) -> bool:
    """True where a label is about music."""
    words = {word.strip(string.punctuation) for word in text.casefold().split()}
    return not bare_label(text) or bool(words & _MUSIC) or any(note in text for note in NOTES)


def sound_label(text: str, style: str) -> str:
    """A sound as a style of `CONVENTIONS["sound_label"]` writes it; "" or an unknown style = "[sound]"."""
    bare = bare_label(text)
    if not bare:
        return ""
    if style.strip("[()]") == "SOUND":
        bare = bare.upper()
    elif bare.isupper() or bare.casefold() in _COMMON:
        bare = bare.lower()
    opening = style[:1] if style[:1] in "[(" else "" if style == "SOUND" else "["
    return f"{opening}{bare}{_BRACKETS.get(opening, '')}"


def speaker_label(name: str, style: str) -> str:
    """A speaker as a style of `CONVENTIONS["speaker_label"]` writes it; "" where it writes none or nobody has a name."""
    if style in ("", "none", "colour") or not is_name(name):
        return ""
    shown = " ".join(name.split())
    if "NAME" in style:
        shown = shown.upper()
    elif shown.isupper() and len(shown) > 3:
        shown = string.capwords(shown)
    return style.replace("NAME", shown).replace("Name", shown) if shown else ""


def is_name(name: str | None) -> bool:
    """False for what a program calls people that it cannot name: "SPEAKER_00", "2", ""."""
    return bool(name and name.strip()) and _NOT_A_NAME.fullmatch(" ".join((name or "").split())) is None


def music_marks(style: str) -> tuple[str, str]:
    """What opens and what closes sung words: ("♪ ", " ♪"); "♪ text" closes with nothing."""
    opening, _, closing = (style or "♪ text ♪").partition("text")
    return opening, closing
