"""Spaces that machines leave beside apostrophes and inside quotation marks: "don ' t", "l' été", "“ yes ”"."""

from __future__ import annotations

import re

from picturelock.subtitling.rules.text_base import GAP

_MARK = "['’]"
_BESIDE = re.compile(rf"{GAP}{_MARK}|{_MARK}{GAP}")
_ELIDED = r"(?<![\w'’])([cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|aujourd)"
_FRENCH = re.compile(rf"{_ELIDED}{GAP}*({_MARK}){GAP}+(?=[^\W\d_])|{_ELIDED}{GAP}+({_MARK})(?=[^\W\d_])", re.I)
_ENGLISH = re.compile(rf"(?<=[a-zA-Z]){GAP}*({_MARK}){GAP}*(?=(?:s|t|m|d|re|ve|ll)(?![\w'’]))")
_CURLY = re.compile(rf"(?<=“){GAP}+(?=\S)|(?<=\S){GAP}+(?=”)")
_STRAIGHT = re.compile(rf'^([^"]*"){GAP}+([^"]*[^"\s]){GAP}+("[^"]*)$')


def closed_up(text: str, language: str) -> str:
    """Text without these spaces. English loses those of its short forms only, French those of its elisions."""
    if _BESIDE.search(text):
        if language == "en":
            text = _ENGLISH.sub(lambda match: match[1] if _loose(match) else match[0], text)
        elif language == "fr":
            text = _FRENCH.sub(lambda match: f"{match[1] or match[3]}{match[2] or match[4]}", text)
    if "“" in text or "”" in text:
        text = _CURLY.sub("", text)
    return "\n".join(_STRAIGHT.sub(r"\1\2\3", line) for line in text.split("\n")) if '"' in text else text


def _loose(match: re.Match[str]) -> bool:
    """True where the mark stands apart from the word before; the apostrophe of "the boys' t-shirts" does not."""
    return match[0][:1] not in ("'", "’")
