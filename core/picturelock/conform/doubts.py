"""What two cuts leave in doubt before any caption is looked at: whether they belong together, and what new sound says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from filecmp import cmp

from picturelock.conform.events import Event
from picturelock.conform.notes import CARRIED
from picturelock.conform.runs import SLIVER
from picturelock.conform.spans import Stretches
from picturelock.cut import Cut
from picturelock.findings import Fact, Finding, Place
from picturelock.times import Span, Timecode

SAME = "Picturelock: two versions of a cut differ"
_NAMED = 5
"""Places that one sentence names."""


def unrelated(old: Cut, new: Cut) -> Finding:
    """That two cuts have nothing in common (`Carrier.related`): one of them is probably another film."""
    facts: dict[str, Fact] = {"old": _name(old), "new": _name(new)}
    return Finding("conform.unrelated", "error", Place(file=str(new.path or "")), facts, CARRIED)


def same_cut(old: Cut, new: Cut) -> Finding | None:
    """That both cuts are one file, or two of the same bytes, so that nothing can have changed."""
    if old.path is None or new.path is None or not (old.path.is_file() and new.path.is_file()):
        return None
    try:
        same = old.path.samefile(new.path) or cmp(old.path, new.path, shallow=False)
    except OSError:
        return None
    if not same:
        return None
    facts: dict[str, Fact] = {"old": _name(old), "new": _name(new)}
    rule = "conform.same-file" if old.path.samefile(new.path) else "conform.same-cut"
    return Finding(rule, "warning", Place(file=str(new.path)), facts, SAME)


def untranscribed(parts: Iterable[tuple[str, Span]], new: Cut, known: Collection[str]) -> Iterator[Finding]:
    """One finding for sound that is new and of which nobody knows what is said. parts, known: see `bare_sound`."""
    names = {shot.source.key: shot.source.name for shot in new.shots}
    bare = bare_sound(parts, new, known)
    if not bare:
        return
    places = [f"{Timecode.at(new.start + span.start, new.rate, new.drop)} ({names[key]})" for span, key in bare]
    facts: dict[str, Fact] = {
        "count": len(bare),
        "places": ", ".join(places[:_NAMED]) + (" …" if len(places) > _NAMED else ""),
        "sources": " ".join(dict.fromkeys(names[key] for _, key in bare[:_NAMED])),
    }
    yield Finding("conform.untranscribed", "warning", Place(record=bare[0][0]), facts, CARRIED)


def bare_sound(parts: Iterable[tuple[str, Span]], new: Cut, known: Collection[str]) -> list[tuple[Span, str]]:
    """Stretches of new sound without a transcript, in order, with their `Source.key`.

    parts: as `Carrier.new_parts`. known: `Source.key` of what has a transcript. What is shorter than `SLIVER` is left out, and
    so is what only a picture would let hear in a cut that has tracks of sound.
    """
    sources = {shot.id: shot.source for shot in new.shots}
    heard = {shot.id for shot in new.shots if shot.kind == "audio"}  # a cut that names its sound has no other
    by_source: dict[str, Stretches] = defaultdict(Stretches)
    for shot, span in parts:
        if heard and shot not in heard:
            continue
        if not sources[shot].generated and sources[shot].key not in known:
            by_source[sources[shot].key].add(span)
    return sorted((span, key) for key, spans in by_source.items() for span in spans.all() if span.duration >= SLIVER)


def untranslated(events: Iterable[Event], other: str, file: str) -> Iterator[Finding]:
    """One finding for each new caption of another file (its events and name) that a translation has nothing for."""
    for event in events:
        for cue in event.cues if event.state == "new" else ():
            facts: dict[str, Fact] = {"cue": cue.id, "other": other, "file": file, "text": " / ".join(cue.plain_lines)}
            yield Finding("conform.untranslated", "warning", Place(record=cue.span), facts, CARRIED)


def _name(cut: Cut) -> str:
    return cut.path.name if cut.path else cut.name
