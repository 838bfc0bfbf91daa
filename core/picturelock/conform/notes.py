"""What a person should look at after captions were carried: a finding for each, or one for all that share a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from picturelock.conform.runs import SLIVER
from picturelock.cues import Cue
from picturelock.cut import Cut
from picturelock.findings import Fact, Finding, Place
from picturelock.times import Flicks, FrameRate, Timecode, to_seconds

if TYPE_CHECKING:
    from picturelock.conform.events import Event

CARRIED = "Picturelock: captions follow their words and pictures, and whoever signs sees what became of each"


def notes(
    events: Sequence[Event],
    overlapping: Sequence[tuple[Cue, Cue, int]],
    old: Cut,
    rate: FrameRate,
    crammed: Sequence[tuple[Cue, Cue, Flicks]] = (),
) -> Iterator[Finding]:
    """Everything that is not simply kept or moved. rate: of the new cut. overlapping, crammed: as `order.Ordered` has them.

    "cue" is a number of the old file, "number" that of the written one: `renumbered` where the latter changes once more.
    """
    if events and not any(event.cues for event in events):
        yield Finding("conform.all-dropped", "error", Place(), {"count": len(events)}, CARRIED)
    else:
        for event in events:
            if event.cue is not None and not event.outside:
                yield from _of(event, event.cue, old, rate)
    yield from (_crammed(before, cue, wanting, rate) for before, cue, wanting in crammed)
    for before, cue, frames in overlapping:
        place = Place(record=cue.span, cue=cue.id)
        told: dict[str, Fact] = {"cue": before.id, "number": cue.id, "overlap_frames": frames}
        yield Finding("conform.overlap", "warning", place, told, CARRIED)
    outside = [event.cue for event in events if event.cue is not None and event.outside]
    if outside:
        facts: dict[str, Fact] = {
            "count": len(outside),
            "cue": outside[0].id,
            "end": str(Timecode.at(old.start + old.duration, old.rate, old.drop)),
        }
        yield Finding("conform.outside", "warning", Place(), facts, CARRIED)
    replaced = sum(event.followed == "replaced" for event in events)
    if replaced:
        yield Finding("conform.sound-replaced", "info", Place(), {"count": replaced}, CARRIED)


def renumbered(findings: Iterable[Finding], numbers: Mapping[str, str]) -> Iterator[Finding]:
    """Findings of carried cues, with the numbers that those have now, by the numbers that they had."""
    for one in findings:
        if one.place.cue not in numbers:
            yield one
            continue
        number = numbers[one.place.cue]
        facts = {**one.evidence, "number": number} if "number" in one.evidence else one.evidence
        yield replace(one, place=replace(one.place, cue=number), evidence=facts)


def _of(event: Event, old_cue: Cue, old: Cut, rate: FrameRate) -> Iterator[Finding]:
    facts: dict[str, Fact] = {"cue": old_cue.id, "text": " / ".join(old_cue.plain_lines)}
    if not event.cues:
        facts["at"] = str(Timecode.at(old.start + old_cue.span.start, old.rate, old.drop))
        if event.unheard:
            facts |= {"left_frames": rate.nearest(event.elsewhere), "words": " ".join(event.lost_words)}
            yield Finding("conform.unheard", "warning", Place(), facts, CARRIED)
        else:
            yield Finding("conform.dropped", "warning", Place(), facts, CARRIED)
        return
    place = Place(record=event.cues[0].span, cue=event.cues[0].id)
    facts["number"] = place.cue
    yield from _missing(event, place, facts, rate)
    if event.parts > 1:
        rule = "conform.repeated" if event.repeated else "conform.split"
        yield Finding(rule, "warning", place, {**facts, "parts": event.parts}, CARRIED)
    if event.retimed or event.reverse:
        yield Finding("conform.retimed", "info", place, facts, CARRIED)
    if event.copies:
        yield Finding("conform.copied", "info", place, {**facts, "times": 1 + event.copies}, CARRIED)


def _crammed(before: Cue, cue: Cue, wanting: Flicks, rate: FrameRate) -> Finding:
    """A copy of a part with more text than is heard; a few frames at its ends are the run-in and run-out."""
    facts: dict[str, Fact] = {
        "cue": before.id,
        "number": cue.id,
        "frames": rate.nearest(cue.span.duration),
        "wanting_frames": rate.nearest(wanting),
        "characters": sum(map(len, cue.plain_lines)),
        "seconds": round(to_seconds(cue.span.duration), 2),
        "text": " / ".join(cue.plain_lines),
    }
    little = wanting < SLIVER and 3 * wanting < before.span.duration
    place = Place(record=cue.span, cue=cue.id)
    return Finding("conform.copied-part", "info" if little else "warning", place, facts, CARRIED)


def _missing(event: Event, place: Place, facts: Mapping[str, Fact], rate: FrameRate) -> Iterator[Finding]:
    """What of a caption was cut away, and what went elsewhere: the words, or where none are known the frames."""
    cut, away = frames_missing(event, rate)
    if event.lost_words:
        words: dict[str, Fact] = {"lost_frames": cut, "words": " ".join(event.lost_words)}
        yield Finding("conform.words-lost", "warning", place, {**facts, **words}, CARRIED)
    elif cut > 0 and not event.words_known:
        seconds = round(to_seconds(event.lost - event.elsewhere), 2)
        yield Finding("conform.trimmed", "info", place, {**facts, "lost_frames": cut, "seconds": seconds}, CARRIED)
    if event.words_elsewhere:
        words = {"frames": away, "words": " ".join(event.words_elsewhere)}
        yield Finding("conform.words-elsewhere", "warning", place, {**facts, **words}, CARRIED)
    elif away > 0 and not event.words_known:
        yield Finding("conform.elsewhere", "info", place, {**facts, "frames": away}, CARRIED)


def frames_missing(event: Event, rate: FrameRate) -> tuple[int, int]:
    """Frames of the new cut's rate that were cut away, and that the new cut has at another place; their sum is exact."""
    away = rate.nearest(event.elsewhere)
    return max(rate.nearest(event.lost) - away, 0), away
