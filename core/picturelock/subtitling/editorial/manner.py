"""How a house writes: a profile's conventions, and what a language does where the profile says nothing."""

from __future__ import annotations

from dataclasses import dataclass

from picturelock.cues import Kind
from picturelock.profiles import Profile
from picturelock.subtitling.editorial.signs import DOTS_NEEDED

_INTERRUPTION = {"en": "--", "fr": "…"}
"""Netflix, English and French (France) Timed Text Style Guides, continuity."""
_DUAL = {"en": "-Text"}
_SPELLS_NUMBERS = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Manner:
    """Conventions with nothing left open but what no house of this language has a habit for. Values as in `CONVENTIONS`."""

    language: str
    """Of the track."""
    spacing: str
    """The profile's French spacing, or "" for that of each word's own language."""
    dual: str
    """How each line of two speakers opens: "-", "- ", "– ", ">> "; "" for none, "colour" where colours tell them apart."""
    ellipsis: str
    interruption: str
    numbers: str
    sound: str
    speaker: str
    """"" where speakers are not labelled: other kinds than SDH, "none", "colour"."""
    music: str
    """"" outside SDH: sung words have no notes."""
    characters: str
    italics: bool
    colours: str
    """"" for none."""
    labels: bool
    """True for SDH: sounds, music and speakers are written."""


def manner_of(profile: Profile, language: str, kind: Kind = "sub") -> Manner:
    """How a track of one language and kind is written for a profile."""
    primary = language.lower().replace("_", "-").split("-")[0]
    sdh, characters = kind == "sdh", profile.says("characters") or "any"
    dual = profile.says("dual_speaker") or _DUAL.get(primary, "- Text")
    colours = profile.says("colours")
    speaker = profile.says("speaker_label") or ("none" if colours in ("bbc", "sme") else "[Name]")
    ellipsis = profile.says("ellipsis") or ("..." if characters in DOTS_NEEDED else "…")
    return Manner(
        language=language,
        spacing=profile.spacing,
        dual="" if dual == "none" else dual.removesuffix("Text"),
        ellipsis=ellipsis,
        interruption=profile.says("interruption") or _INTERRUPTION.get(primary, ellipsis).replace("…", ellipsis),
        numbers=profile.says("numbers") or ("1-10" if primary in _SPELLS_NUMBERS else "any"),
        sound=profile.says("sound_label") or "[sound]",
        speaker=speaker if sdh and speaker not in ("none", "colour") else "",
        music=(profile.says("music") or "♪ text ♪") if sdh else "",
        characters=characters,
        italics=profile.says("italics") != "no",
        colours="" if colours == "none" or kind == "forced" else colours,
        labels=sdh,
    )
