"""A script that has no times, captioned where its words are heard.

Words that are heard give their times. Those between that are not (misheard, or numbers and names written otherwise) share
the time of what was heard instead, or the pause there is. A paragraph of which nothing is heard, with no speech in its
place, is left out; both are told. So is speech that the script does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from picturelock.cues import Captions, Kind
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Profile
from picturelock.spoken import RecordWord
from picturelock.subtitling.align.match import matches
from picturelock.subtitling.align.tell import clock, quoted
from picturelock.subtitling.align.text import Paragraph
from picturelock.subtitling.align.tokens import heard, written
from picturelock.subtitling.segmentation.split import split
from picturelock.times import Flicks, FrameRate, Span, from_ms

SOURCE = "Picturelock: a script is captioned where its words are heard"
_LEAST_PERCENT = 12
_PER_SIGN: Flicks = from_ms(65)
"""What a letter takes when people speak."""
_UNSCRIPTED = 5
"""Words in a row that the script does not have, from which on it is told."""
_MOST = 100


@dataclass(frozen=True, slots=True)
class _Item:
    """One word of the script."""

    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What a script is captioned for."""

    profile: Profile
    rate: FrameRate
    language: str
    kind: Kind = "sub"
    cuts: tuple[Flicks, ...] = ()
    """Record times of picture cuts."""
    end: Flicks | None = None
    file: str = ""
    """The script, named in the findings."""


def caption_script(
    script: Sequence[Paragraph], words: Sequence[RecordWord], setting: Setting
) -> tuple[Captions, tuple[Finding, ...]]:
    """Captions of a script by the words that are heard, in order of time; and what is to be said of it.

    Raises InputError where script and speech have too little in common.
    """
    items = [_Item(text, number) for number, one in enumerate(script) for text in one.text.split()]
    places = _places(items, words, setting)
    spans, guessed, gone = _fill(items, places, words, script)
    made = [
        RecordWord(item.text, span, setting.language, setting.file, "", speaker=script[item.paragraph].speaker)
        for item, span in zip(items, spans, strict=True)
        if span is not None
    ]
    captions, broken = split(
        made, setting.profile, setting.rate, setting.language, kind=setting.kind, cuts=setting.cuts, end=setting.end
    )
    told = (
        *_told(guessed, script, setting, "captions.align-guessed"),
        *_told(gone, script, setting, "captions.align-unheard"),
        *_unscripted(places, words, setting),
    )
    return captions, (*told, *broken)


def _places(items: Sequence[_Item], words: Sequence[RecordWord], setting: Setting) -> list[tuple[int, int] | None]:
    """For each script word the first and the last spoken word that it is, growing."""
    text, speech = written((item.text for item in items), setting.language), heard(words)
    found, _ = matches(text.tokens, speech.tokens)
    places: list[tuple[int, int] | None] = [None] * len(items)
    for owner, place in zip(text.owners, found, strict=True):
        if place >= 0:
            at, before = speech.owners[place], places[owner]
            places[owner] = (before[0], at) if before else (at, at)
    shared = sum(place >= 0 for place in found)
    if not shared or 100 * shared < _LEAST_PERCENT * len(text.tokens):
        raise InputError(
            "has no words in common with what is heard." if not shared else
            f"has too little in common with what is heard ({shared} of its {len(text.tokens)} words).",
            file=setting.file, hint="Is it the right programme, and the right language?",
        )  # fmt: skip
    return places


def _fill(
    items: Sequence[_Item],
    places: Sequence[tuple[int, int] | None],
    words: Sequence[RecordWord],
    script: Sequence[Paragraph],
) -> tuple[list[Span | None], dict[int, Span], dict[int, Span]]:
    """A span for each script word, None where it is left out; paragraphs that were placed by guess; those left out."""
    spans: list[Span | None] = [Span(words[p[0]].span.start, _end(words, *p)) if p else None for p in places]
    whole = [True] * len(script)
    for item, place in zip(items, places, strict=True):
        whole[item.paragraph] = whole[item.paragraph] and place is None
    guessed: dict[int, Span] = {}
    gone: dict[int, Span] = {}
    at = 0
    while at < len(items):
        if places[at] is not None:
            at += 1
            continue
        after = next((n for n in range(at, len(items)) if places[n] is not None), len(items))
        room, instead = _room(places, words, at, after)
        run = list(range(at, after))
        lost = {items[n].paragraph for n in run if whole[items[n].paragraph]}
        if lost and 2 * instead < len(run):
            gone |= dict.fromkeys(lost, room)
            run = [n for n in run if items[n].paragraph not in lost]
        elif lost:
            guessed |= dict.fromkeys(lost, room)
        _spread(run, items, places, spans, room, instead > 0)
        at = after
    return spans, guessed, gone


def _end(words: Sequence[RecordWord], first: int, last: int) -> Flicks:
    return max(words[n].span.end for n in range(first, last + 1))


def _room(
    places: Sequence[tuple[int, int] | None], words: Sequence[RecordWord], at: int, after: int
) -> tuple[Span, int]:
    """The time between the neighbours of a run of script words, or that of the words heard there; and how many those are."""
    before, following = places[at - 1] if at else None, places[after] if after < len(places) else None
    first, end = before[1] + 1 if before else 0, following[0] if following else len(words)
    if first < end:
        return Span(words[first].span.start, _end(words, first, end - 1)), end - first
    low = words[first - 1].span.end if first else 0
    high = words[end].span.start if end < len(words) else low
    return Span(low, max(low, high)), 0


def _spread(
    run: Sequence[int],
    items: Sequence[_Item],
    places: Sequence[tuple[int, int] | None],
    spans: list[Span | None],
    room: Span,
    instead: bool,
) -> None:
    """Give a run of script words their shares of the room, beside the neighbour whose paragraph they are of."""
    if not run:
        return
    lengths = [len(items[n].text) for n in run]
    wanted = min(room.duration, (3 if instead else 1) * sum(lengths) * _PER_SIGN)
    following = run[-1] + 1 < len(items) and items[run[-1] + 1].paragraph == items[run[0]].paragraph
    leading = run[0] > 0 and items[run[0] - 1].paragraph == items[run[0]].paragraph and places[run[0] - 1] is not None
    start = room.end - wanted if following and not leading else room.start
    total, done = max(1, sum(lengths)), 0
    for n, length in zip(run, lengths, strict=True):
        begin = start + wanted * done // total
        done += length
        spans[n] = Span(begin, start + wanted * done // total)


def _told(found: dict[int, Span], script: Sequence[Paragraph], setting: Setting, rule: str) -> Iterator[Finding]:
    for paragraph, span in list(found.items())[:_MOST]:
        one = script[paragraph]
        facts: dict[str, Fact] = {"text": quoted(one.text), "at": clock(span.start)}
        record = span if rule == "captions.align-guessed" else None
        yield Finding(rule, "warning", Place(file=setting.file, line=one.line, record=record), facts, SOURCE)
    if len(found) > _MOST:
        more: dict[str, Fact] = {"rule": rule, "count": len(found) - _MOST}
        yield Finding("captions.more", "warning", Place(file=setting.file), more, SOURCE)


def _unscripted(
    places: Sequence[tuple[int, int] | None], words: Sequence[RecordWord], setting: Setting
) -> Iterator[Finding]:
    """Stretches of speech between script words that follow one another."""
    edges = [(-1, (-1, -1)), *((n, place) for n, place in enumerate(places) if place)]
    for (at, before), (after, following) in pairwise([*edges, (len(places), (len(words), len(words)))]):
        said, unplaced = words[before[1] + 1 : following[0]], after - at - 1
        if 2 * len(said) >= unplaced > 0 and len(said) < unplaced + _UNSCRIPTED:
            continue  # they are what was heard instead
        if len(said) >= _UNSCRIPTED:
            span = Span(said[0].span.start, max(word.span.end for word in said))
            text = quoted(" ".join(word.text for word in said))
            facts: dict[str, Fact] = {"words": len(said), "text": text, "at": clock(span.start)}
            yield Finding("captions.align-unscripted", "info", Place(file=setting.file, record=span), facts, SOURCE)
