"""Findings of carried captions name the numbers of the file that is written, also where new ones came before them."""

from __future__ import annotations

from collections.abc import Callable

from picturelock import profiles
from picturelock.conform.events import Conformed, conform
from picturelock.cues import Captions
from picturelock.cut import Cut
from picturelock.findings import Finding
from picturelock.spoken import RecordWord
from picturelock.subtitling.recaption import recaption
from picturelock.times import FrameRate, Span
from picturelock.wording import LANGUAGES, message

PAL = FrameRate(25)
SAID = ("We", "never", "came", "back", "here.")


def words(first: int) -> list[RecordWord]:
    """A word every half second, all new."""
    spans = (Span(PAL.time_of(first + 12 * n), PAL.time_of(first + 12 * n + 10)) for n in range(5))
    return [RecordWord(text, span, "en", "x", "A1:1") for text, span in zip(SAID, spans, strict=True)]


def test_new_captions_before_the_old_ones(cut: Callable[..., Cut], captions: Callable[..., Captions]) -> None:
    old = cut(("a", 0, 100), ("b", 0, 100))
    new = cut(("x", 0, 100), ("a", 0, 50), ("b", 0, 100))
    before = captions((10, 80, "This one is cut short."), (110, 150, "This one is whole."))
    carried = conform(before, old, new)
    done = recaption(carried, new, words(5), profiles.load("netflix-en"))
    assert [one.place.cue for one in trimmed(carried)] == ["1"]
    (told,) = trimmed(done)
    fresh = len(done.captions.cues) - 2
    assert fresh > 0 and told.place.cue == str(1 + fresh)
    assert done.captions.cues[fresh].plain_lines == ("This one is cut short.",)
    assert told.evidence["number"] == told.place.cue and told.evidence["cue"] == "1"
    assert all(f"{1 + fresh} (1 " in message(told, language) for language in LANGUAGES)
    by_number = {cue.id: cue.span for cue in done.captions.cues}
    for finding in done.findings:
        assert not finding.place.cue or by_number[finding.place.cue] == finding.place.record


def trimmed(done: Conformed) -> list[Finding]:
    return [one for one in done.findings if one.rule == "conform.trimmed"]


def test_captions_that_were_brought_together(cut: Callable[..., Cut], captions: Callable[..., Captions]) -> None:
    old, new = cut(("a", 0, 100), ("-", 0, 50), ("b", 0, 100)), cut(("x", 0, 100), ("a", 0, 100), ("b", 0, 100))
    before = captions((40, 140, "Over the edge."), (152, 190, "After it."))
    done = recaption(conform(before, old, new), new, words(5), profiles.load("netflix-en"))
    by_number = {cue.id: cue.span for cue in done.captions.cues}
    assert all(by_number[one.place.cue] == one.place.record for one in done.findings if one.place.cue)
