"""The description script: what the describer says, in the gaps of the dialogue, at a pace that can be spoken and followed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from picturelock.accessibility import described_mixes as mixes
from picturelock.accessibility.common import (
    BLOCK_TIME,
    label,
    listed,
    master_file,
    place_of,
    scan_of,
    seconds,
    spec_title,
    speech_spans,
    wanted,
    words_of,
)  # fmt: skip
from picturelock.accessibility.described_mixes import Mix
from picturelock.accessibility.described_sound import LEAST
from picturelock.accessibility.gaps import CLOSE, find_gaps, is_known, pace
from picturelock.accessibility.mixes import compare, levels
from picturelock.cues import Cue
from picturelock.findings import Fact, Finding, Idle, Place, Severity
from picturelock.formats.on_record import on_record
from picturelock.media.scan.model import Scan
from picturelock.production import DeliveryFile, Dossier, span_of
from picturelock.spoken import speaks
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_ms, from_seconds

BETWEEN = "Picturelock: description is spoken in the gaps of the dialogue"
SPOKEN = "Picturelock, house convention: 160 words a minute in English, 170 in French"
ON_SCREEN = "WCAG 2.2, 1.2.5: what is shown and not said is described; the 10 s are Picturelock's"
SAME_SCRIPT = "Picturelock: the described mix holds what its script says"
KIND = "description-script"
LONG: Flicks = from_seconds(15)
"""A gap of this length without a description is pointed out."""
_OVERLAP: Flicks = from_ms(300)
_NEAR: Flicks = from_seconds(10)
_UNHEARD_SHARE = 0.15
_MANY, _MANY_SHARE = 3, 0.3
"""So many unheard events, and this share of all, are no slip of one line."""
_BRACKETS = re.compile(r"\[[^\[\]]{0,200}\]")
_FASTEST = Fraction(5, 4)
"""Times the usual pace up to which a describer manages."""


@dataclass(frozen=True, slots=True)
class _Script:
    file: str
    language: str
    events: tuple[Cue, ...]
    """On record time, in order."""


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """See the top of this module. A file that is missing or cannot be read was told when it was looked into."""
    files = [one for one in dossier.files if one.order.kind == KIND]
    asks = wanted(dossier, "description_script")
    if asks is None and not files:
        yield Idle("not-declared")
    if asks is not None and not files:
        yield asks.finding("accessibility.script-missing", Place(file=master_file(dossier)), spec=spec_title(dossier))
    for file in files:
        if file.captions is not None:
            yield from _judged(dossier, file)


def _judged(dossier: Dossier, file: DeliveryFile) -> Iterator[Finding]:
    name = dossier.production.relative(file.order.file)
    captions, notes = on_record(file.captions, dossier.cut, (), name) if file.captions is not None else (None, ())
    yield from notes
    events = tuple(sorted((c for c in captions.cues if c.text.strip()), key=lambda c: c.span)) if captions else ()
    language = file.order.language or (captions.language if captions else "und")
    script = _Script(name, language, events)
    if not events:
        yield Finding("accessibility.script-empty", "error", Place(file=name), {"file": name}, BETWEEN)
        return
    yield from _unwritten(script)
    yield from _order(dossier, script)
    over = list(_speech(dossier, script))
    yield from over
    yield from listed(_pace(script))
    yield from listed(_text(dossier, script))
    yield from listed(_unused(dossier, script))
    if not any(one.severity == "error" for one in over):
        yield from _heard(dossier, script)


def _unwritten(script: _Script) -> Iterator[Finding]:
    """Events without a word to speak, such as a template has."""
    empty = [event for event in script.events if not any(map(str.isalnum, _BRACKETS.sub("", event.text)))]
    if empty:
        facts: dict[str, Fact] = {"count": len(empty), "events": len(script.events)}
        yield _event("accessibility.script-unwritten", "error", script, empty[0], BETWEEN, **facts)


def _order(dossier: Dossier, script: _Script) -> Iterator[Finding]:
    """Two descriptions at once, what comes after the film, and a language that it does not go out in."""
    for one, other in pairwise(script.events):
        if other.span.start < one.span.end:
            yield _event("accessibility.script-overlap", "error", script, other, BETWEEN, other=one.id)
    for event in script.events:
        if dossier.cut.duration and event.span.end > dossier.cut.duration:
            yield _event("accessibility.script-beyond-cut", "error", script, event, BETWEEN)
    out = dossier.production.delivery.languages or dossier.production.languages
    if script.language != "und" and out and not any(speaks(script.language, one) for one in out):
        facts: dict[str, Fact] = {"file": script.file, "language": script.language, "languages": ", ".join(out)}
        yield Finding("accessibility.script-language", "error", Place(file=script.file), facts, BETWEEN)


def _speech(dossier: Dossier, script: _Script) -> Iterator[Finding]:
    """Events over what somebody says. Most of them: the script is of another version, or counts from another start."""
    speech = speech_spans(words_of(dossier), CLOSE)
    starts, ends = [one.start for one in speech], [one.end for one in speech]
    over: list[tuple[Cue, Flicks]] = []
    for event in script.events:
        first, after = bisect_right(ends, event.span.start), bisect_left(starts, event.span.end)
        shared = [event.span.intersect(one) for one in speech[first:after]]
        together = sum(one.duration for one in shared if one is not None)
        if together > _OVERLAP:
            over.append((event, together))
    if len(over) > 2 and 2 * len(over) > len(script.events):
        facts: dict[str, Fact] = {"file": script.file, "over": len(over), "events": len(script.events)}
        place = Place(file=script.file, record=over[0][0].span, cue=over[0][0].id)
        yield Finding("accessibility.script-out-of-place", "error", place, facts, BETWEEN)
        return
    yield from listed(
        _event("accessibility.script-over-dialogue", "warning", script, event, BETWEEN,
               seconds=round(together / FLICKS_PER_SECOND, 1))
        for event, together in over
    )  # fmt: skip


def _pace(script: _Script) -> Iterator[Finding]:
    """Events that nobody can speak in their time."""
    most = pace(script.language)
    for event in script.events:
        words = sum(any(sign.isalnum() for sign in part) for part in event.text.split())  # « and ! are no words
        allowed = int(_FASTEST * event.span.duration * most / (60 * FLICKS_PER_SECOND))
        if words > max(allowed, 1):
            spoken = round(words * 60 * FLICKS_PER_SECOND / max(event.span.duration, 1))
            yield _event(
                "accessibility.script-too-fast", "warning", script, event, SPOKEN,
                words=words, wpm=min(spoken, 99_999), usual=most, fit=allowed, most=int(_FASTEST * most),
                seconds=seconds(event.span),
            )  # fmt: skip


def _text(dossier: Dossier, script: _Script) -> Iterator[Finding]:
    """Text in the picture near which nothing is described."""
    for order in dossier.production.graphics:
        try:
            span = span_of(order, dossier.cut)
        except ValueError:
            continue  # the check of captions says so
        around = Span(max(0, span.start - _NEAR), span.end + _NEAR)
        if not any(event.span.overlaps(around) for event in script.events):
            facts: dict[str, Fact] = {"file": script.file, "name": order.name or order.start}
            place = place_of(span, dossier, script.file)
            yield Finding("accessibility.script-text-unread", "warning", place, facts, ON_SCREEN)


def _unused(dossier: Dossier, script: _Script) -> Iterator[Finding]:
    """Long gaps in which nothing is described: silence may be meant."""
    if not is_known(dossier):
        return
    for gap in find_gaps(dossier, LONG):
        if not any(event.span.overlaps(gap.span) for event in script.events):
            facts: dict[str, Fact] = {
                "file": script.file,
                "seconds": seconds(gap.span),
                "words": gap.words(script.language),
                "start": label(gap.span.start, dossier.cut),
            }
            place = place_of(gap.span, dossier, script.file)
            yield Finding("accessibility.script-gap-unused", "info", place, facts, ON_SCREEN)


def _heard(dossier: Dossier, script: _Script) -> Iterator[Finding]:
    """Events at which nothing is described in a mix of that language: it was made from another script, or not wholly."""
    has_channels = any(one.carries == mixes.DESCRIBED for one in mixes.layout(dossier))
    needed = has_channels or bool(mixes.files(dossier))
    measured, _ = scan_of(dossier, "accessibility.script", needed=False) if needed else (None, ())
    if measured is None:
        return
    speech = speech_spans(words_of(dossier))
    for mix in _mixes(dossier, script, measured):
        main = mixes.main_mix(dossier, measured, mix.language)
        if main is not None:
            yield from _beside(dossier, script, main, mix, speech)


def _mixes(dossier: Dossier, script: _Script, measured: Scan) -> Iterator[Mix]:
    """Described mixes in the language of a script. What cannot be measured is the word of the check of described video."""
    for one in mixes.in_master(dossier, measured):
        if not one.may_be_plain and (not one.language or speaks(one.language, script.language)):
            yield one
    for file in mixes.files(dossier):
        ours = not file.order.language or speaks(file.order.language, script.language)
        if ours and file.media is not None and file.media.audio:
            mix = mixes.of_file(dossier, file, file.media, mixes.lead_of(dossier, file.media))
            if not isinstance(mix, str):
                yield mix


def _beside(dossier: Dossier, script: _Script, main: Mix, mix: Mix, speech: Sequence[Span]) -> Iterator[Finding]:
    """The events that are not heard in one mix; most of them is no description of this film."""
    last = -(-max(1, dossier.cut.duration) // BLOCK_TIME)
    a, b = levels(main.channels, main.before)[:last], levels(mix.channels, mix.before)[:last]
    heard = compare(a, b, speech, alike=len(main.channels) == len(mix.channels))
    if not heard.step.is_in_step or heard.programme_missing or heard.holder == "main" or heard.described < LEAST:
        return  # told there as well
    unheard = [event for event in script.events if heard.share(event.span) < _UNHEARD_SHARE]
    if len(unheard) >= _MANY and len(unheard) > _MANY_SHARE * len(script.events):
        facts: dict[str, Fact] = {"file": script.file, "mix": mix.file, "channels": mix.names}
        place = Place(file=script.file, record=unheard[0].span, cue=unheard[0].id)
        told = {**facts, "unheard": len(unheard), "events": len(script.events)}
        yield Finding("accessibility.script-mostly-unheard", "error", place, told, SAME_SCRIPT)
    yield from listed(
        _event("accessibility.script-unheard", "warning", script, event, SAME_SCRIPT, mix=mix.file, channels=mix.names)
        for event in unheard
    )


def _event(rule: str, severity: Severity, script: _Script, event: Cue, source: str, /, **facts: Fact) -> Finding:
    """A finding about one event."""
    place = Place(file=script.file, record=event.span, cue=event.id)
    text = " ".join(event.text.split())[:120]
    return Finding(rule, severity, place, {"file": script.file, "cue": event.id, "text": text, **facts}, source)
