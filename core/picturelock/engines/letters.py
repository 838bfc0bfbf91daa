"""How an unknown English word might sound: enough to hold its place between known words, not to pronounce it."""

from __future__ import annotations

_SOUNDS = {
    "tch": "CH", "sch": "SH", "igh": "AY", "ch": "CH", "sh": "SH", "th": "TH", "ph": "F", "wh": "W", "ck": "K", "ng": "NG",
    "qu": "K W", "ee": "IY", "ea": "IY", "oo": "UW", "ou": "AW", "ow": "OW", "ai": "EY", "ay": "EY", "oa": "OW", "au": "AO",
    "aw": "AO", "oi": "OY", "oy": "OY", "ar": "AA R", "er": "ER", "ir": "ER", "or": "AO R", "ur": "ER",
    "a": "AE", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH", "j": "JH", "k": "K", "l": "L",
    "m": "M", "n": "N", "o": "AA", "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "u": "AH", "v": "V", "w": "W", "x": "K S",
    "y": "IY", "z": "Z",
    "0": "Z IH R OW", "1": "W AH N", "2": "T UW", "3": "TH R IY", "4": "F AO R", "5": "F AY V", "6": "S IH K S",
    "7": "S EH V AH N", "8": "EY T", "9": "N AY N",
}  # fmt: skip
"""Groups of letters and their sounds in the phone set of CMUdict (ARPABET); the longest group that fits is taken."""

_LONGEST_WORD = 30


def guess(word: str) -> list[str]:
    """The sounds of a lower-case word by its letters (doubled ones sound once) and digits; empty where it has neither."""
    sounds: list[str] = []
    at = 0
    word = "".join(sign for sign in word if sign.isascii() and sign.isalnum())[:_LONGEST_WORD]
    while at < len(word):
        group = next(word[at : at + length] for length in (3, 2, 1) if word[at : at + length] in _SOUNDS)
        doubled = group.isalpha() and len(group) == 1 and at + 1 < len(word) and word[at + 1] == group
        sounds += _SOUNDS[group].split()
        at += len(group) + doubled
    return sounds
