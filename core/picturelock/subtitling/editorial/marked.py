"""Sounds and music that the editor noted on the timeline, set among the words of the speech.

A label comes at its marker where nobody speaks. Where somebody does, it goes to the nearest joint of the speech: the end of
a turn or a sentence, a pause, a comma, at last between two words; the division into captions then gives it a caption of its
own or a place in one, as the time allows. So no label ever stands over speech.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from picturelock.cut import Marker
from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Limits
from picturelock.subtitling.editorial.labels import is_music, marker_label, sound_label
from picturelock.subtitling.editorial.manner import Manner
from picturelock.subtitling.editorial.roles import Looks
from picturelock.subtitling.grammar import break_cost, ends_sentence
from picturelock.subtitling.typography import EditedWord
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_ms, to_seconds

NEAR = 16
"""Words before and after its marker among which a label looks for its place."""
FAR: Flicks = from_ms(1000)
"""A label further than this from its marker is a finding."""
IN_TIME = "Picturelock: the label of a sound comes within a second of it"
_PAUSE: Flicks = from_ms(300)
_PER_COST: Flicks = from_ms(300)  # how much later or earlier one degree of the grammar's cost is worth


def with_sounds(
    words: Sequence[EditedWord], markers: Iterable[Marker], manner: Manner, limits: Limits, looks: Looks
) -> tuple[list[EditedWord], list[Finding]]:
    """The words with the labels of the markers among them, and labels that found no place near their sound.

    words: in order of record time, as `editorial.edit` gives them.
    """
    labels = [(m.span, kind, text) for m in markers for kind, text in [marker_label(m) or ("forced", "")]]
    wanted = sorted((label for label in labels if label[1] != "forced"), key=lambda label: (label[0], label[2]))
    if not wanted:
        return list(words), []
    placed: dict[int, list[EditedWord]] = {}
    found: list[Finding] = []
    gone = (0, *accumulate((word.span.end for word in words), max))
    starts = [word.span.start for word in words]
    for span, kind, text in wanted:
        at = _joint(words, gone, starts, span.start)
        shown = sound_label(text, manner.sound)
        label = _label(shown, span, at, words, gone, limits, manner)
        label = replace(label, look=looks.of_label(kind == "music" or is_music(text)))
        placed.setdefault(at, []).append(label)
        away = abs(label.span.start - span.start)
        if away > FAR:
            facts: dict[str, Fact] = {"text": shown, "seconds": round(to_seconds(away), 1)}
            found.append(Finding("captions.sound-moved", "warning", Place(record=span), facts, IN_TIME))
    merged: list[EditedWord] = []
    for at in range(len(words) + 1):
        merged += placed.get(at, ())
        merged += words[at : at + 1]
    return merged, found


def _joint(words: Sequence[EditedWord], gone: Sequence[Flicks], starts: Sequence[Flicks], time: Flicks) -> int:
    """The index of the word before which a label at a time costs least."""
    middle = bisect_left(starts, time)
    near = range(max(0, middle - NEAR), min(len(words), middle + NEAR) + 1)
    return min(near, key=lambda at: (_away(at, gone, starts, time) + _tear(at, words, gone), abs(at - middle), at))


def _away(at: int, gone: Sequence[Flicks], starts: Sequence[Flicks], time: Flicks) -> Flicks:
    """How far the silence before a word is from a time."""
    if at == len(starts):
        return max(0, gone[at] - time)
    return max(0, min(gone[at], starts[at]) - time, time - starts[at])


def _tear(at: int, words: Sequence[EditedWord], gone: Sequence[Flicks]) -> Flicks:
    """What a label before a word does to the sentence that it stands in."""
    if at in (0, len(words)):
        return 0
    a, b = words[at - 1], words[at]
    if b.span.start - gone[at] >= _PAUSE or ends_sentence(a.text, a.language):
        return 0
    if (a.source, a.speaker, a.role) != (b.source, b.speaker, b.role):
        return 0
    return int(break_cost(a.text, b.text, a.language) * 1000) * _PER_COST // 1000


def _label(
    text: str,
    marked: Span,
    at: int,
    words: Sequence[EditedWord],
    gone: Sequence[Flicks],
    limits: Limits,
    manner: Manner,
) -> EditedWord:
    """A label that stands before a word, for as long as it takes to read and as the silence there lasts."""
    following = words[at].span.start if at < len(words) else None
    start = max(marked.start, gone[at])
    start = start if following is None else min(start, following)
    reading = max(limits.min_duration or 0, limits.reading_time(len(text), len(text.split())), FLICKS_PER_SECOND)
    end = start + reading if following is None else min(start + reading, following)
    if not words:
        return EditedWord(text, Span(start, end), manner.language, "", "", role="sound")
    neighbour = words[min(at, len(words) - 1)]
    return replace(neighbour, text=text, span=Span(start, end), confidence=None, role="sound")
