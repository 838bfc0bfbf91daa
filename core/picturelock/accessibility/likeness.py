"""Whether captions say what is said: the words of each stretch of speech, looked for in the captions around it.

47 CFR 79.1(j)(2)(i) asks that captions match the spoken words; no rule gives a number. Ours: captions that hold less than
half of a stretch's words are edited (a warning), less than a fifth are about something else (an error). Case, accents and
punctuation do not count, nor does the order of the words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

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
    for stretch in _stretches(words, covers):
        said = Counter(part for word in stretch for part in parts(word.text, language))
        total = said.total()
        if not total:
            continue
        span = Span(stretch[0].span.start, max(word.span.end for word in stretch))
        found = (said & around.parts(span)).total()
        percent = 100 * found // total
        if percent >= EDITED_PERCENT:
            continue
        facts: dict[str, Fact] = {
            "language": language,
            "percent": percent,
            "words": len(stretch),
            "text": " ".join(word.text for word in stretch[:LONGEST]),
        }
        nothing = percent < ELSE_PERCENT and len(stretch) >= FEWEST
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

    def parts(self, span: Span) -> Counter[str]:
        first = bisect_left(self._latest, span.start - AROUND)
        after = bisect_right(self._starts, span.end + AROUND)
        near = (self._parts[i] for i in range(first, after) if self._ends[i] >= span.start - AROUND)
        return Counter(part for found in near for part in found)


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
    last = stretch[-1]
    if following.span.start - last.span.end > STRETCH_PAUSE or len(stretch) >= LONGEST:
        return True
    return len(stretch) >= FEWEST and last.text.rstrip("\"'»”’)] \u00a0").endswith(
        (".", "?", "!", "…", "。", "？", "！")
    )
