"""What is there twice: captions, and words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import GAP, Correction, check_all, clip
from picturelock.subtitling.subject import Event, Subject

TWICE = "Picturelock: the same caption twice at the same time is a fault of an export"
AGAIN = "Picturelock: a caption that only repeats the one before flashes and says nothing new"
STUTTER = "Picturelock: a small word twice in a row is most often a slip of the keyboard"

_WORDS = {
    "en": "a an the of to in on at and for with from",
    "fr": "le la les l de des du un une et à que dans pour sur au aux ce cette je tu il on ne me te se",
}
_NAME = rf"(?<=de){GAP}+(?-i:[A-ZÀ-ÖØ-Þ])"  # "il parle de de Gaulle"
_DOUBLED = {
    language: re.compile(rf"(?<![\w'’-])({'|'.join(words.split())})(?:{GAP}+|\n)\1(?![\w'’-])(?!{_NAME})", re.I)
    for language, words in _WORDS.items()
}
_SHORTEST = 12  # characters: "No." may well be said twice


def _once(event: Event, subject: Subject) -> str:
    return _DOUBLED[subject.language].sub(r"\1", event.text)


EN = Correction("repeated-word", _DOUBLED["en"], _once, STUTTER, applies=lambda subject: subject.language == "en")
FR = Correction("repeated-word", _DOUBLED["fr"], _once, STUTTER, applies=lambda subject: subject.language == "fr")


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    yield from check_all(subject, EN, FR)
    before: Event | None = None
    for event in subject.events:
        if before is not None and event.lines and event.lines == before.lines:
            if same(before, event):
                yield subject.remark("duplicate", event, "error", TWICE, before=before.cue.id)
            elif event.characters >= _SHORTEST and event.start - before.end <= subject.rate.nominal:
                yield subject.remark(
                    "repeated-text", event, "warning", AGAIN, before=before.cue.id, text=clip(event.text)
                )
        before = event


def same(a: Event, b: Event) -> bool:
    """True for captions of one text, time, style and place."""
    return (a.start, a.end, a.cue.lines, a.cue.placement, a.cue.region, a.cue.align) == (
        b.start, b.end, b.cue.lines, b.cue.placement, b.cue.region, b.cue.align,
    )  # fmt: skip
