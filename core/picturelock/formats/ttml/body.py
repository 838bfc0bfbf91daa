"""The body of a TTML document: nested times, styles and text, to captions, one for each p."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from picturelock.cues import Cue
from picturelock.formats.base import Notes, quote
from picturelock.formats.ttml.head import Head
from picturelock.formats.ttml.names import name_of
from picturelock.formats.ttml.styles import Look, Written
from picturelock.formats.ttml.text import Leaf, count_unseen, lines_of, moments
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span

CONTENT = frozenset(("body", "div", "p", "span", "br"))
_XML_ID = "http://www.w3.org/XML/1998/namespace}id"
_LAST_SECONDS = 4  # how long a caption lasts that comes last and has no end
_TIMING = frozenset(("begin", "end", "dur", "timeContainer"))


class _Frame:
    """An open element and its time. The class itself holds what most of them are."""

    id = ""
    region: str | None = None
    written: tuple[tuple[str, Written], ...] = ()
    """Style of this and of what it stands in: worked out anew for each region."""
    seq = False
    """Whether what is in it comes one after the other."""
    timed = False
    limit: Flicks | None = None
    """Its own end, where it names one."""
    cursor: Flicks | None = 0
    """In a sequence: the end of what came before; None = that never ends."""

    def __init__(self, kind: str, look: Look, begin: Flicks, end: Flicks | None) -> None:
        self.kind, self.look, self.begin = kind, look, begin
        self.end = end
        """When it is gone, whatever it says itself; None = never."""
        self.last: Flicks | None = begin
        """The latest end of what is in it; None = open."""


class Body:
    """Takes the elements of the body; holds the captions."""

    def __init__(self, head: Head, notes: Notes, losses: Counter[str], line: Callable[[], int]) -> None:
        self._head, self._notes, self._losses, self._line = head, notes, losses, line
        self._open: list[_Frame] = []
        self._look = head.root
        """Of the text in a paragraph, here."""
        self._spans: list[tuple[Look, bool]] = []
        """The look around each open span, and whether it has a time of its own, and so a frame."""
        self._leaves: list[Leaf] = []
        self._in_paragraph = self._times_inside = self._hidden = self._said = False
        self._endless: list[int] = []
        self.homeless = 0
        """Captions in no region that the file defines."""
        self.cues: list[Cue] = []

    def start(self, kind: str, attributes: dict[str, str]) -> None:
        if self._in_paragraph:
            if kind == "br":
                self._break()
            else:
                self._span(attributes)
        elif kind != "br":
            parent = self._open[-1] if self._open else _Frame("tt", self._head.root, 0, None)
            frame = _Frame(kind, parent.look, parent.begin, parent.end)
            self._block(frame, parent, attributes)
            self._open.append(frame)

    def end(self, kind: str) -> None:
        if kind == "br":
            return
        if self._spans:
            self._look, timed = self._spans.pop()
            if not timed:
                return
        frame = self._open.pop()
        if frame.kind == "p":
            self._in_paragraph = False
            self._paragraph(frame)
        if not self._open:
            return
        end = frame.limit if frame.limit is not None else frame.cursor if frame.seq else frame.last
        parent = self._open[-1]
        if parent.seq:
            parent.cursor = end
        elif end is None or parent.last is None:
            parent.last = None
        elif end > parent.last:
            parent.last = end

    def text(self, text: str) -> None:
        frame = self._open[-1]
        if self._in_paragraph and not frame.seq:
            frame.last = None
            look = self._look
            if not look.reason:
                self._leaves.append((text, look, frame.begin, frame.end))
                self._said = self._said or look.preserve or not text.isspace()
                return
            self._hidden = True
            if not text.isspace():
                self._losses[look.reason] += 1
        elif not text.isspace():
            # Text outside a paragraph, or straight in a sequence, where it has no duration: nobody shows it.
            self._notes.add("bad-block", "error", self._line(), quote=quote([text]))

    def captions(self) -> list[Cue]:
        """The captions; those that never end last as long as the latest other, or a while where they are the latest."""
        latest = max((cue.span.end for cue in self.cues), default=0)
        for index in self._endless:
            cue = self.cues[index]
            self._notes.add("endless", "warning", None, cue.id, cue=cue.id, seconds=_LAST_SECONDS)
            end = latest if latest > cue.span.start else cue.span.start + _LAST_SECONDS * FLICKS_PER_SECOND
            self.cues[index] = replace(cue, span=Span(cue.span.start, end))
        return self.cues

    def _break(self) -> None:
        frame = self._open[-1]
        frame.last = None
        if not self._look.reason:
            self._leaves.append((None, self._look, frame.begin, frame.end))

    def _span(self, attributes: dict[str, str]) -> None:
        """An element inside a paragraph; one that has no business there counts as a span."""
        parent, look = self._open[-1], self._look
        timed = parent.seq or not (not attributes or _TIMING.isdisjoint(attributes))
        self._spans.append((look, timed))
        if timed:
            frame = _Frame("span", look, parent.begin, parent.end)
            self._time(frame, parent, attributes)
            self._open.append(frame)
            self._times_inside = True
        if attributes:
            self._look = look = look.derive(tuple(attributes.items()), "span", self._head)
            if look.unheld:
                self._losses.update(look.unheld)

    def _block(self, frame: _Frame, parent: _Frame, attributes: dict[str, str]) -> None:
        """A body, a div or a p."""
        head = self._head
        frame.id = attributes.pop(_XML_ID, "")
        frame.region = attributes.pop("region", None) or parent.region
        frame.written = parent.written
        if not _TIMING.isdisjoint(attributes) or parent.seq:
            self._time(frame, parent, attributes)
        if attributes:
            written = tuple(attributes.items())
            frame.written = (*frame.written, (frame.kind, written))
            self._losses.update(head.root.derive(written, frame.kind, head).unheld)
        if frame.kind == "p":
            look = head.look_in(frame.region)
            for element, style in frame.written:
                look = look.derive(style, element, head)
            frame.look = self._look = look
            self._leaves, self._in_paragraph = [], True
            self._times_inside = self._hidden = self._said = False

    def _time(self, frame: _Frame, parent: _Frame, attributes: dict[str, str]) -> None:
        """Begin and end of an element, in and cut to the time of what it stands in."""
        begin, end = attributes.pop("begin", None), attributes.pop("end", None)
        length = self._read_time(attributes.pop("dur")) if "dur" in attributes else None
        frame.seq = "timeContainer" in attributes and attributes.pop("timeContainer") == "seq"
        # What follows something endless never begins; it is kept where it stands, without duration.
        never = parent.seq and parent.cursor is None
        before = parent.cursor if parent.seq and parent.cursor is not None else frame.begin
        start = frame.begin = before if begin is None else before + (self._read_time(begin) or 0)
        stop = None if end is None else self._read_time(end)
        limit = None if stop is None else before + stop
        if length is not None and (limit is None or start + length < limit):
            limit = start + length
        if limit is not None and limit < start:
            if frame.kind == "p":
                self._note("reversed-times", frame, start=begin or "0", end=end or "0")
            limit = start
        elif never or (frame.end is not None and start >= frame.end and limit != start):
            if frame.kind == "p":
                self._note("outside", frame)
            limit = start
        if limit is not None and (frame.end is None or limit < frame.end or start >= frame.end):
            frame.end = limit
        frame.limit, frame.timed = limit, True
        frame.cursor = frame.last = start

    def _read_time(self, text: str) -> Flicks | None:
        clock = self._head.clock
        time = clock.read(text)
        if time is None:
            time = clock.read_leniently(text)
            if time is None:
                self._notes.add("unknown-time", "error", self._line(), quote=quote([text]))
            else:
                self._notes.add("bad-time", "warning", self._line(), found=text[:60], expected="00:00:01.000")
        return time

    def _paragraph(self, frame: _Frame) -> None:
        leaves, name = self._leaves, name_of(frame.id)
        if not self._times_inside:
            if self._said or (frame.timed and not self._hidden):
                self._add(frame, name, frame.begin, frame.end, leaves)
            return
        shown = list(moments(leaves, frame.begin, frame.end))
        self._losses["hidden-text"] += count_unseen(leaves, frame.begin, frame.end)
        if len(shown) > 1:
            self._notes.add("split-paragraph", "info", self._line(), name, count=len(shown))
        for number, (begin, end, part) in enumerate(shown, start=1):
            self._add(frame, f"{name}-{number}" if name and number > 1 else name, begin, end, part)

    def _add(self, frame: _Frame, name: str, begin: Flicks, end: Flicks | None, leaves: list[Leaf]) -> None:
        region, align, placement, extras, vertical, homeless = self._head.standing(frame.region, frame.look)
        self.homeless += homeless
        if vertical:
            self._losses["vertical-text"] += 1
        if end is None:
            self._endless.append(len(self.cues))
        span = Span(begin, begin if end is None else end)
        speaker = frame.look.speaker
        self.cues.append(Cue(span, lines_of(leaves), name, region, align, placement, speaker, None, extras))

    def _note(self, rule: str, frame: _Frame, **facts: str) -> None:
        self._notes.add(rule, "error", self._line(), name_of(frame.id), **facts)
