"""What is wrong with a file that was found: too short, another rate or raster, too few channels, another of its reel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from picturelock.conform.names import reel as telling_reel
from picturelock.conform.relink.model import Candidate, Link, Need, Short
from picturelock.conform.relink.sequences import lacking, numbers_used
from picturelock.cut import Source
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.timeline.locate import knows_start
from picturelock.times import Flicks, FrameRate, Span, Timecode


def shortage(need: Need, found: Source, file: Candidate, rate: FrameRate, slack: Flicks) -> Short:
    """How many frames of the source are used, or wanted as handles, and not in the file. Files that last as long as the cut
    likes, and those that we cannot look into, are never short."""
    own = found.rate or rate
    if file.frames:
        first, last = numbers_used(file, need.source, need.used, own)
        head, holes, tail = lacking(file, first, last)
        before = own.ceil(need.used.start - need.wanted.start)
        after = own.ceil(need.wanted.end - need.used.end)
        wide = lacking(file, first - before, last + after)
        return Short(head, tail, holes, wide[0] - head, wide[2] - tail)
    if file.info is None or found.available is None:
        return Short()
    there = found.available
    head, tail = _beyond(need.used, there, own, slack)
    wide_head, wide_tail = _beyond(need.wanted, there, own, slack)
    return Short(head, tail, 0, wide_head - head, wide_tail - tail)


def checked(need: Need, file: Candidate, short: Short, before: Candidate | None, rate: FrameRate) -> Iterator[Finding]:
    """What to say of one file. before: the file that the timeline names now, where it could be looked into."""
    yield from _shortness(need, file, short)
    info = file.info
    name = file.path.name
    if info is None:
        if not file.frames and need.source.available is not None:
            yield finding("timeline.relink-unchecked", "info", need, {"file": name})
        return
    own = need.source.rate or rate
    if info.rate is not None and need.video and info.rate != own:
        facts: dict[str, Fact] = {"file": name, "found": info.rate.label, "asked": own.label}
        yield finding("timeline.relink-rate", "warning", need, facts)
    if need.video and not info.video:
        yield finding("timeline.relink-no-picture", "error", need, {"file": name})
    channels = sum(stream.channels for stream in info.audio)
    if need.audio and channels < need.channels:
        yield finding(
            "timeline.relink-channels", "warning", need, {"file": name, "channels": channels, "needed": need.channels}
        )
    if before is not None and before.info is not None and before.path != file.path:
        old, new = before.info.video[:1], info.video[:1]
        if old and new and (old[0].width, old[0].height) != (new[0].width, new[0].height):
            facts = {
                "file": name, "found": f"{new[0].width} × {new[0].height}", "asked": f"{old[0].width} × {old[0].height}",
            }  # fmt: skip
            yield finding("timeline.relink-raster", "warning", need, facts)


def overlaps(links: Sequence[Link]) -> Iterator[Finding]:
    """Different files of one reel that claim the same timecode: one of them is mislabelled, or a copy was changed."""
    reels: dict[str, dict[str, tuple[Span, Link, Candidate]]] = defaultdict(dict)
    for link in links:
        reel, file = telling_reel(link.need.source.reel), link.file
        if reel and file is not None and file.info is not None and knows_start(file.info) and file.info.video:
            span = Span(file.info.start, file.info.start + file.info.duration)
            reels[reel].setdefault(file.fingerprint, (span, link, file))
    for found in reels.values():
        latest: tuple[Span, Link, Candidate] | None = None
        for span, link, file in sorted(found.values(), key=lambda entry: (entry[0], str(entry[2].path))):
            shared = latest[0].intersect(span) if latest else None
            if latest is not None and shared is not None:
                facts: dict[str, Fact] = {
                    "reel": link.need.source.reel, "file": latest[2].path.name, "other": file.path.name,
                    "at": str(Timecode.at(shared.start, link.found.rate or FrameRate(25))),
                }  # fmt: skip
                yield finding("timeline.relink-reel-overlap", "warning", link.need, facts)
            if latest is None or span.end > latest[0].end:
                latest = (span, link, file)


def finding(rule: str, severity: Severity, need: Need, evidence: dict[str, Fact]) -> Finding:
    """A finding at the source's first use."""
    shot = need.shots[0]
    place = Place(record=shot.record_span, track=shot.track, shot=shot.id, source=need.label)
    return Finding(rule, severity, place, {"source": need.label, **evidence})


def _shortness(need: Need, file: Candidate, short: Short) -> Iterator[Finding]:
    name = file.path.name
    if short.head or short.tail:
        facts: dict[str, Fact] = {"file": name, "head_frames": short.head, "tail_frames": short.tail}
        yield finding("timeline.relink-short", "error", need, facts)
    if short.holes:
        yield finding("timeline.relink-holes", "error", need, {"file": name, "count": short.holes})
    if short.handles:
        facts = {"file": name, "head_frames": short.head_handle, "tail_frames": short.tail_handle}
        yield finding("timeline.relink-handles", "warning", need, facts)


def _beyond(wanted: Span, there: Span, rate: FrameRate, slack: Flicks) -> tuple[int, int]:
    head = rate.ceil(max(0, there.start - wanted.start - slack))
    tail = rate.ceil(max(0, wanted.end - there.end - slack))
    length = rate.ceil(wanted.duration)
    return min(head, length), min(tail, length)
