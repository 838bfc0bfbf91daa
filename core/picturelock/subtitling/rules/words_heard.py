"""Captions against what is heard: the whole file early, late or at another speed; one caption early, late, left hanging,
written otherwise than it is said, or said by nobody.

A file that is out of step as a whole is one finding; its captions are then judged as if it were in step, but for their times.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from picturelock.findings import Finding
from picturelock.subtitling.rules.timing_reading import Reading
from picturelock.subtitling.rules.words_match import Line, Match, Said
from picturelock.subtitling.rules.words_speed import whole_file
from picturelock.subtitling.subject import Event, Subject
from picturelock.times import Flicks, from_ms, to_seconds

VERBATIM = "Picturelock: what is written otherwise than it is said is looked at again (CRTC 2012-362, 2011-741: 100 % accuracy)"
UNSPOKEN = "Picturelock: a caption without speech is a sign, a sound or a caption of another version of the cut"

AROUND: Flicks = from_ms(1500)
"""How near to a caption somebody must speak."""
FEWEST_ERRORS = 2
_SHARE = {"sub": 50, "sdh": 25, "forced": 100}
"""Per cent of its words that differ, from which a caption is named: subtitles may condense, SDH is verbatim."""
_ACCURATE = 15
"""The same where the profile says how accurate captions must be: every word counts, and the transcript errs as well."""
_FOUND = 50
"""Per cent of its words, and of those heard, that must agree for a caption to be judged word by word; below that it is the
finding of `accessibility.likeness`."""
_QUOTED = 120


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. Without a transcript nothing is judged, and without words of its language only silence is."""
    line = Line()
    if subject.words:
        match = Match(subject, subject.words)
        found = match.each(line)
        fitted = match.line(found)
        off = whole_file(subject, fitted) if fitted is not None else None
        if fitted is not None and off is not None:
            yield off
            line = fitted
            found = match.each(line)
        yield from _one_by_one(subject, match, found, in_step=off is None)
    if subject.speech is not None and subject.captions.kind != "forced":
        yield from _unspoken(subject, line)


def _one_by_one(subject: Subject, match: Match, found: Sequence[Said | None], *, in_step: bool) -> Iterator[Finding]:
    sync = _Sync(subject, match)
    share = _SHARE[subject.captions.kind]
    if "accuracy" in subject.profile.facts and subject.captions.kind != "forced":
        share = min(share, _ACCURATE)
    for event, said in zip(subject.events, found, strict=True):
        if said is None:
            continue
        if in_step and sync.asked:
            yield from sync.findings(event, said)
        if said.errors >= FEWEST_ERRORS and 100 * said.errors > share * said.written:
            yield from _differs(subject, event, said, match)


class _Sync:
    """When a caption comes and goes, beside its own words."""

    def __init__(self, subject: Subject, match: Match) -> None:
        limits, self._subject, self._match = subject.limits, subject, match
        self._early, self._late, self._hang = limits.early, limits.late, limits.hang
        self.asked = any(limit is not None for limit in (self._early, self._late, self._hang))
        self._slack = subject.rate.frame // 2  # what moving a time to its frame may cost
        self._reading = Reading(subject)

    def findings(self, event: Event, said: Said) -> Iterator[Finding]:
        subject, slack, span = self._subject, self._slack, event.cue.span
        if said.opens and (self._late is not None or self._early is not None):
            late = span.start - self._match.start(said)
            if self._late is not None and late > self._late + slack:
                yield subject.finding("late", event, "late", seconds=round(to_seconds(late), 1))
            elif self._early is not None and -late > self._early + slack:
                yield subject.finding("early", event, "early", seconds=round(to_seconds(-late), 1))
        if said.closes and self._hang is not None and (hang := span.end - self._match.end(said)) > self._hang + slack:
            sooner = subject.rate.nearest(span.end - hang + self._hang) - event.start
            if sooner >= max(self._reading.needed(event), subject.rate.nearest(subject.limits.min_duration or 0)):
                yield subject.finding("hang", event, "hang", seconds=round(to_seconds(hang), 1))


def _differs(subject: Subject, event: Event, said: Said, match: Match) -> Iterator[Finding]:
    """Advice on one caption. Figures stand for words in many ways, and are left out."""
    heard = " ".join(word.text for word in match.words[said.first : said.last + 1])
    figures = any(sign.isdigit() for sign in event.text + heard)
    most = max(said.written, said.last - said.first + 1)
    if figures or 100 * said.shared < _FOUND * most:
        return
    yield subject.remark(
        "not-verbatim",
        event,
        "info",
        VERBATIM,
        text=_quote(event.text.replace("\n", " ")),
        heard=_quote(heard),
        errors=said.errors,
        words=said.written,
    )


def _unspoken(subject: Subject, line: Line) -> Iterator[Finding]:
    """Captions of words near which nobody speaks. Sounds, music and what is set in capitals (signs) are not speech."""
    speech = subject.speech or ()
    starts, ends = [span.start for span in speech], [span.end for span in speech]
    straight = line.offset == 0 and line.ppb == 0
    for event in subject.events:
        span = event.cue.span
        start, end = (span.start, span.end) if straight else (line.to_speech(span.start), line.to_speech(span.end))
        at = bisect_left(starts, end + AROUND)
        if (at and ends[at - 1] > start - AROUND) or not _is_speech(event.text):
            continue
        yield subject.remark("unspoken", event, "warning", UNSPOKEN, text=_quote(event.text.replace("\n", " ")))


def _is_speech(text: str) -> bool:
    plain = text.strip()
    if not plain or plain[0] in "[(♪♫#*" or "♪" in plain or "♫" in plain:
        return False
    return any(sign.islower() for sign in plain)


def _quote(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"
