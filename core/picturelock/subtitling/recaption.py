"""Captions for what a new cut lets hear and the old one did not, between those that were carried across."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from picturelock.conform.events import Conformed, Event
from picturelock.conform.notes import CARRIED, renumbered
from picturelock.conform.order import name_of
from picturelock.cues import Captions, Cue
from picturelock.cut import Cut
from picturelock.cutmap import subtract, union
from picturelock.findings import Finding, Place, Severity
from picturelock.profiles import Profile
from picturelock.spoken import RecordWord
from picturelock.subtitling.caption import picture_cuts
from picturelock.subtitling.segmentation.split import split
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Span

_BREATH: Flicks = FLICKS_PER_SECOND
"""Words closer than this are told in one finding."""


def recaption(done: Conformed, cut: Cut, words: Sequence[RecordWord], profile: Profile) -> Conformed:
    """The carried captions with new ones where speech is new, all in order and numbered.

    words: what is heard in the new cut in the captions' language, in order. A new caption keeps to the profile and to the
    gap from the carried ones beside it, which are a person's and are not touched; where they leave it no time it is a finding.
    """
    fresh = _fresh(done, words)
    middles = [_middle(word) for word in fresh]
    free = _free(done.captions, profile.at(cut.rate, done.captions.kind).min_gap, cut.duration)
    added: list[Cue] = []
    found: list[Finding] = []
    for span in free:
        said = fresh[bisect_left(middles, span.start) : bisect_left(middles, span.end)]
        for cue in _captions(said, span, cut, profile, done.captions):
            kept = _inside(cue, span, cut.rate)
            if kept is None:
                found.append(_finding("conform.no-room", "warning", cue.span, " / ".join(cue.plain_lines)))
            else:
                added.append(kept)
    found += _told("conform.new-speech-under", [word for word in fresh if not _among(free, _middle(word))])
    captions, events, numbers = _merge(done, added)
    found += (
        _finding("conform.new", "info", cue.span, " / ".join(cue.plain_lines), cue.id)
        for event in events[len(done.events) :]
        for cue in event.cues
    )
    return replace(done, captions=captions, events=events, findings=(*renumbered(done.findings, numbers), *found))


def uncaptioned(done: Conformed, words: Sequence[RecordWord]) -> Conformed:
    """The carried captions, with findings for the speech that is new and has no caption. words: see `recaption`."""
    fresh = _fresh(done, words)
    shown = union(cue.span for cue in done.captions.cues)
    bare = _told("conform.uncaptioned", [word for word in fresh if not _among(shown, _middle(word))])
    under = _told("conform.new-speech-under", [word for word in fresh if _among(shown, _middle(word))])
    return replace(done, findings=(*done.findings, *bare, *under))


def _fresh(done: Conformed, words: Sequence[RecordWord]) -> list[RecordWord]:
    """The words of sound that the old cut did not have, in order."""
    return sorted((word for word in words if _among(done.new_sound, _middle(word))), key=_middle)


def _captions(said: Sequence[RecordWord], span: Span, cut: Cut, profile: Profile, beside: Captions) -> Sequence[Cue]:
    if not said:
        return ()
    made, _ = split(said, profile, cut.rate, beside.language, kind=beside.kind, cuts=picture_cuts(cut), end=span.end)
    return made.cues


def _free(captions: Captions, gap: Flicks, end: Flicks) -> tuple[Span, ...]:
    """Record time that no carried caption has, nor the gap around it."""
    taken = union(Span(max(0, cue.span.start - gap), cue.span.end + gap) for cue in captions.cues)
    return subtract(Span(0, end), taken)


def _middle(word: RecordWord) -> Flicks:
    return (word.span.start + word.span.end) // 2


def _among(spans: Sequence[Span], time: Flicks) -> bool:
    """True where one of some spans, in order and apart from each other, holds a time."""
    at = bisect_right(spans, time, key=lambda span: span.start) - 1
    return at >= 0 and time < spans[at].end


def _inside(cue: Cue, span: Span, rate: FrameRate) -> Cue | None:
    """A cue cut to the whole frames that are free for it; None where there is none."""
    start = max(cue.span.start, rate.time_of(rate.ceil(span.start)))
    end = min(cue.span.end, rate.time_of(rate.floor(span.end)))
    return replace(cue, span=Span(start, end)) if end - start >= rate.frame else None


def _told(rule: str, words: Sequence[RecordWord]) -> Iterator[Finding]:
    """A finding for each stretch of words."""
    runs: list[list[RecordWord]] = []
    for word in words:
        if runs and word.span.start - runs[-1][-1].span.end < _BREATH:
            runs[-1].append(word)
        else:
            runs.append([word])
    for run in runs:
        span = Span(run[0].span.start, max(word.span.end for word in run))
        yield _finding(rule, "warning", span, " ".join(word.text for word in run))


def _finding(rule: str, severity: Severity, span: Span, text: str, cue: str = "") -> Finding:
    return Finding(rule, severity, Place(record=span, cue=cue), {"cue": cue, "text": text}, CARRIED)


def _merge(done: Conformed, added: Sequence[Cue]) -> tuple[Captions, tuple[Event, ...], dict[str, str]]:
    """Old and new cues in one order with one count, the events told with it, and each carried cue's number before and now."""
    every = sorted((*done.captions.cues, *added), key=lambda cue: (cue.span.start, cue.span.end))
    names: Counter[str] = Counter()
    numbered = {id(cue): replace(cue, id=name_of(cue, number, names)) for number, cue in enumerate(every, start=1)}
    by_old_name = {cue.id: numbered[id(cue)] for cue in done.captions.cues}
    told = [replace(event, cues=tuple(by_old_name[cue.id] for cue in event.cues)) for event in done.events]
    told += [Event("new", None, (numbered[id(cue)],)) for cue in added]
    numbers = {name: cue.id for name, cue in by_old_name.items()}
    return replace(done.captions, cues=tuple(numbered[id(cue)] for cue in every)), tuple(told), numbers
