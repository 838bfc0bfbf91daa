"""Any TTML (TTML 1 and 2, IMSC, EBU-TT-D, SMPTE-TT, DFXP) to captions, in one pass over the file.

Own code, because ttconv takes five times as long and knows no line numbers; the tests hold the one against the other.
Elements nest 64 deep at most, and entities are refused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers.expat import ErrorString, ExpatError

from picturelock.cues import Captions, Cue
from picturelock.errors import InputError
from picturelock.findings import Finding, Place
from picturelock.formats.base import Findings, Notes, in_order, quote, severity_of_loss
from picturelock.formats.ttml.body import CONTENT, Body
from picturelock.formats.ttml.head import Head
from picturelock.formats.ttml.names import short
from picturelock.times import FLICKS_PER_MS, FrameRate, Span

_DEEPEST = 64
_LONGEST_RATE = 20  # characters of an impossible frame rate that are quoted
_READ_OVER = {"set": "animations", "animate": "animations", "image": "pictures", "region": "regions"}


class Reader:
    """Reads one file."""

    def __init__(self, file: Path) -> None:
        self._file, self._notes, self._losses = file, Notes(file), Counter[str]()
        self._head = Head(self._losses)
        self._body = Body(self._head, self._notes, self._losses, self._line)
        self._parser: Any = None
        self._open: list[str] = []
        self._skipping = self._before = self._outer = 0
        self._in_body = False
        self._rate_said = ""

    def read(self, text: str) -> tuple[Captions, Findings]:
        """Raises InputError for what is not TTML, or holds pictures only."""
        self._parse(text)
        cues = self._body.captions()
        if not cues and self._losses["pictures"]:
            raise InputError(
                "holds pictures of captions, not their text.",
                file=self._file,
                hint="Ask for a text profile of TTML, or for SRT or WebVTT.",
            )
        if not cues:
            self._notes.add("no-cues", "warning", None)
        if self._body.homeless and self._head.regions:
            self._notes.add("no-region", "warning", None, count=self._body.homeless)
        clock = self._head.clock
        if self._rate_said and (not clock.declared or clock.frame_rate is None):
            self._notes.add("impossible-rate", "warning", None, found=self._rate_said)
        return self._captions(cues), (*self._notes.findings, *self._not_kept())

    def _captions(self, cues: list[Cue]) -> Captions:
        head = self._head
        rate = _rate(cues, head.clock.frame_rate)
        if rate is not None:
            cues = [_snapped(cue, rate) for cue in cues]
        forced = bool(cues) and all(("ttml.forced", "true") in cue.extras for cue in cues)
        if forced:
            cues = [replace(cue, extras=()) for cue in cues]
        used = {cue.region for cue in cues}
        return Captions(
            in_order(cues, self._notes),
            head.language or "und",
            "forced" if forced else "sub",
            rate,
            drop=bool(rate and rate.drop_labels and head.clock.drop == "dropNTSC"),
            regions={region.name: region.body for region in head.regions.values() if region and region.name in used},
            extras=tuple(head.titles),
        )

    def _parse(self, text: str) -> None:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import DefusedXMLParser

        # Only its guarded expat is used: a tree of 100,000 captions would cost as much time as all the rest.
        parser = self._parser = DefusedXMLParser(encoding="utf-8").parser
        parser.ordered_attributes = False
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.SkippedEntityHandler = self._head.text, self._entity
        parser.DefaultHandlerExpand = None
        body = text.lstrip("\ufeff \t\r\n")
        self._before = text[: len(text) - len(body)].count("\n")
        try:
            parser.Parse(body.encode("utf-8", "replace"), True)
        except DefusedXmlException as error:
            raise InputError("declares entities, which are refused.", file=self._file, place=self._place()) from error
        except ExpatError as error:
            reason = ErrorString(error.code)
            if not self._body.cues:
                raise InputError(
                    f"is not well-formed XML ({reason}); expected TTML.", file=self._file, place=self._place()
                ) from None
            self._notes.add("broken-xml", "error", self._line(), reason=reason)
        finally:
            # The handlers hold this reader, and this reader the parser.
            parser.StartElementHandler = parser.EndElementHandler = None
            parser.CharacterDataHandler = parser.SkippedEntityHandler = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """An element outside the body."""
        if self._skipping:
            self._skipping += 1
        else:
            self._outside(short(name), attributes)
        if len(self._open) + self._skipping > _DEEPEST:
            self._too_deep()

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        """An element in the body."""
        kind = short(name)
        if self._skipping:
            self._skipping += 1
        elif kind in CONTENT:
            self._body.start(kind, attributes)
            self._open.append(kind)
        else:
            self._losses[_READ_OVER.get(kind, "metadata")] += 1
            self._skip()
        if len(self._open) + self._skipping > _DEEPEST:
            self._too_deep()

    def _too_deep(self) -> NoReturn:
        raise InputError(
            f"nests more than {_DEEPEST} elements; expected captions.", file=self._file, place=self._place()
        )

    def _outside(self, kind: str, attributes: dict[str, str]) -> None:
        """The root, the body, and what stands in the head."""
        if kind == "body" and self._open:
            self._outer = len(self._open)
            self._in_body, self._parser.CharacterDataHandler = True, self._body.text
            self._parser.StartElementHandler = self._start_inside
            self._body.start(kind, attributes)
            self._open.append(kind)
            return
        known = {short(name): value for name, value in attributes.items()}
        if not self._open:
            if kind != "tt":
                name = kind.rpartition("}")[2]
                raise InputError(f"is XML, but not TTML: its first element is <{name:.40}>, not <tt>.", file=self._file)
            self._rate_said = " ".join(known.get("ttp:frameRate", "").split())[:_LONGEST_RATE]
            self._head.root_element(known)
        elif not self._head.start(kind, known):
            self._skip()
            return
        self._open.append(kind)

    def _skip(self) -> None:
        """Read over the element that has just begun."""
        self._skipping = 1
        self._parser.CharacterDataHandler = None

    def _end(self, _: str) -> None:
        if self._skipping:
            self._skipping -= 1
            if not self._skipping:
                self._parser.CharacterDataHandler = self._body.text if self._in_body else self._head.text
            return
        kind = self._open.pop()
        if self._in_body:
            self._body.end(kind)
            if kind == "p":
                self._notes.bound(len(self._body.cues))
            if len(self._open) == self._outer:
                self._in_body, self._parser.CharacterDataHandler = False, self._head.text
                self._parser.StartElementHandler = self._start
        else:
            self._head.end(kind)

    def _entity(self, name: str, in_declaration: bool) -> None:
        """One that a DTD elsewhere might define; those of HTML mean what they mean there."""
        sign = unescape(f"&{name};")
        if in_declaration or self._skipping or not self._in_body:
            return
        if len(sign) > 2:
            self._notes.add("bad-block", "error", self._line(), quote=quote([sign]))
        self._body.text(sign)

    def _not_kept(self) -> Findings:
        return tuple(
            Finding(
                "captions.not-kept",
                severity_of_loss(what),
                Place(file=str(self._file)),
                {"format": "TTML", "what": what, "count": count},
                source="Picturelock",
            )
            for what, count in sorted((+self._losses).items())
        )

    def _line(self) -> int:
        return int(self._parser.CurrentLineNumber) + self._before

    def _place(self) -> str:
        return f"line {self._line()}"


def _rate(cues: list[Cue], rate: FrameRate | None) -> FrameRate | None:
    """The rate, if every time is a frame of it, written in milliseconds or finer."""
    if rate is None:
        return None
    frame, near = rate.frame, FLICKS_PER_MS
    for cue in cues:
        for time in (cue.span.start, cue.span.end):
            if near < time % frame < frame - near:
                return None
    return rate


def _snapped(cue: Cue, rate: FrameRate) -> Cue:
    if cue.span.start % rate.frame == 0 and cue.span.end % rate.frame == 0:
        return cue
    return replace(cue, span=Span(rate.snap(cue.span.start), rate.snap(cue.span.end)))
