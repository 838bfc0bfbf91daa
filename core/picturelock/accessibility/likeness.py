"""Whether captions say what is said: the words of each stretch of speech, looked for in the captions around it.

47 CFR 79.1(j)(2)(i) asks that captions match the spoken words; no rule gives a number. Ours: captions that hold less than
half of a stretch's words are edited (a warning), less than a fifth are about something else (an error). Case, accents and
punctuation do not count, nor does the order of the words. Numbers that one side has in words and the other in figures are left
out. A song that captions only name ("[man sings]") is a warning.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from picturelock.accessibility.common import ends_sentence
from picturelock.accessibility.labels import names_song
from picturelock.accessibility.numerals import without_numbers
from picturelock.cues import Cue
from picturelock.findings import Fact, Finding, Place
from picturelock.spoken import RecordWord, parts
from picturelock.times import Flicks, Span, from_ms

AROUND: Flicks = from_ms(1500)
"""How far from a stretch a caption may be that says its words."""
STRETCH_PAUSE: Flicks = from_ms(1000)
"""Silence between two stretches; a sentence end also parts them once a stretch has FEWEST words."""
FEWEST = 4
"""A stretch with fewer words is never an error: "twenty-five" is "25" in captions."""
LONGEST = 12
"""Words of a stretch where neither silence nor a full stop parts them."""
EDITED_PERCENT = 50
ELSE_PERCENT = 20
MATCH = "Picturelock, house convention: captions say what is said"
SHARES = "the shares (50 %, 20 %) are Picturelock's"


def differing(
    words: Sequence[RecordWord],
    cues: Sequence[Cue],
    covers: Callable[[RecordWord], bool],
    language: str,
    file: str,
    source: str = MATCH,
) -> Iterator[Finding]:
    """Stretches of captioned words that the captions around them do not say.

    words: in the captions' language; cues: in order of start. Words that no caption covers are another finding. source: whose
    rule it is that captions match the speech.
    """
    around = _Around(cues, language)
    for stretch in _with_ends(_stretches(words, covers)):
        span = Span(stretch[0].span.start, max(word.span.end for word in stretch))
        written = around.parts(span)
        said = without_numbers(Counter(part for word in stretch for part in parts(word.text, language)), written)
        total = said.total()
        if not total:
            continue
        found = (said & written).total()
        percent = 100 * found // total
        if percent >= EDITED_PERCENT:
            continue
        facts: dict[str, Fact] = {
            "language": language,
            "percent": percent,
            "words": len(stretch),
            "text": " ".join(word.text for word in stretch[:LONGEST]),
        }
        nothing = percent < ELSE_PERCENT and min(len(stretch), total) >= FEWEST and not around.names_song(span)
        place = Place(file=file, record=span, shot=stretch[0].shot)
        yield Finding(
            "accessibility.caption-differs", "error" if nothing else "warning", place, facts, f"{source}; {SHARES}"
        )


class _Around:
    """The words that captions show near a stretch of time."""

    def __init__(self, cues: Sequence[Cue], language: str) -> None:
        self._starts = [cue.span.start for cue in cues]
        self._latest = list(accumulate((cue.span.end for cue in cues), max))
        self._ends = [cue.span.end for cue in cues]
        self._parts = [parts(cue.text, language) for cue in cues]
        self._songs = [names_song(cue) for cue in cues]

    def parts(self, span: Span) -> Counter[str]:
        near = self._near(Span(span.start - AROUND, span.end + AROUND))
        return Counter(part for number in near for part in self._parts[number])

    def names_song(self, span: Span) -> bool:
        """True where all captions over it say no more than that somebody sings."""
        over = list(self._near(span))
        return bool(over) and all(self._songs[number] for number in over)

    def _near(self, span: Span) -> Iterator[int]:
        first, after = bisect_left(self._latest, span.start), bisect_right(self._starts, span.end)
        return (number for number in range(first, after) if self._ends[number] >= span.start)


def _with_ends(stretches: Iterable[list[RecordWord]]) -> Iterator[list[RecordWord]]:
    """The last few words of a sentence go with the long stretch that they end."""
    last: list[RecordWord] = []
    for stretch in stretches:
        if len(last) >= LONGEST and len(stretch) < FEWEST and not _parted(last[-1], stretch[0]):
            last = [*last, *stretch]
            continue
        if last:
            yield last
        last = stretch
    if last:
        yield last


def _stretches(words: Iterable[RecordWord], covers: Callable[[RecordWord], bool]) -> Iterator[list[RecordWord]]:
    stretch: list[RecordWord] = []
    for word in words:
        covered = covers(word)
        if stretch and (not covered or _ends(stretch, word)):
            yield stretch
            stretch = []
        if covered:
            stretch.append(word)
    if stretch:
        yield stretch


def _ends(stretch: Sequence[RecordWord], following: RecordWord) -> bool:
    if following.span.start - stretch[-1].span.end > STRETCH_PAUSE or len(stretch) >= LONGEST:
        return True
    return len(stretch) >= FEWEST and _parted(stretch[-1], following)


def _parted(last: RecordWord, following: RecordWord) -> bool:
    """By silence, or the end of a sentence."""
    return following.span.start - last.span.end > STRETCH_PAUSE or ends_sentence(last)
