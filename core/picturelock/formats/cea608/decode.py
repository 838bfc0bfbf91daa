"""Reads CEA-608: the words of one field in, captions out, as a receiver shows them (47 CFR 79.101).

Pop-on and paint-on captions are what is on screen from one change to the next. Of roll-up captions each row is one caption,
from its first character until the next row pushes it up: so no word comes twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from picturelock.cues import Cue
from picturelock.formats.base import Notes, quote
from picturelock.formats.cea608.codes import (
    BACKGROUND,
    BS,
    COLUMNS,
    CR,
    DER,
    EDM,
    ENM,
    EOC,
    EXTENDED_SIGN,
    MID_ROW,
    MISC,
    PAC,
    PLAIN,
    RATE,
    RCL,
    RDC,
    ROWS,
    RTD,
    RU2,
    RU4,
    SIGN,
    TAB,
    TR,
    XDS,
    Code,
)
from picturelock.formats.cea608.parts import Codes, Part, parts_of, single_parts, sound
from picturelock.formats.cea608.screen import WIDEST, Row, blocks
from picturelock.times import FrameRate, Span, divide_ceil

_LAST_SECONDS = 4  # how long a caption is shown that nothing erases

Burst = tuple[int, bytes, int]
"""A frame, the words from it on, and the line of the file."""


class Decoder:
    """Takes words with their frames, in order; `finish` gives the captions of one channel, 1 to 4 (CC1 to CC4)."""

    def __init__(self, notes: Notes, rate: FrameRate, channel: int = 1, *, again: bool = False) -> None:
        """again: the words were read before, for another channel, and what is wrong with them is noted."""
        self.others: Counter[int] = Counter()
        """Codes for other channels."""
        self.text_mode = False
        self.rolled = 0
        """Rows of roll-up captions."""
        self.strange = 0
        """Codes that no caption shows: programme data, black text, codes that nothing defines."""
        self.beyond = 0
        """Characters so far beyond the last column that they are left out."""
        self.unshown: list[str] = []
        """The text of captions that were loaded and never shown."""
        self._notes, self._rate, self._channel, self._again = notes, rate, channel, again
        self._frame = rate.frame
        self._cues: list[Cue] = []
        self._shown: dict[int, Row] = {}
        self._memory: dict[int, Row] = {}
        self._since: int | None = None
        """The frame from which what is shown is one caption; None while nothing is."""
        self._loaded = False
        """Whether the memory holds text that was not shown yet."""
        self._mode, self._fresh, self._heard = RCL, False, True
        self._at, self._column, self._style = ROWS, 0, PLAIN
        self._row: Row | None = None
        """The row that is being written; None after everything that may change which that is."""
        self._last: Code | None = None
        self._last_frame = self._next = self._field = 0
        self._near = divide_ceil(rate.nominal, RATE.nominal)
        """How many frames after a code its repeat comes."""

    def line(self, frame: int, words: bytes, number: int, step: int = 1) -> None:
        """Words of two bytes each, the first at a frame, each next one `step` frames later."""
        parts, odd = parts_of(words)
        if not (odd or self._again):
            self._parity(words, number)
        self._take(parts, frame, step)
        self._next = frame + step * (len(words) // 2)

    def _take(self, parts: Iterable[Part], frame: int, step: int) -> None:
        for offset, codes, text, run in parts:
            at = frame + step * offset
            if codes:
                self._codes(codes, at, step)
            elif run and not (self._heard and self._channel == 1 + 2 * self._field):
                self._take(single_parts(run), at, step)
            elif text:
                self._last = None
                if self._heard:
                    self._text(text, at)

    def _codes(self, codes: Codes, frame: int, step: int) -> None:
        for offset, code, again in codes:
            at = frame + step * offset
            repeat = code is self._last and at - self._last_frame <= self._near
            if again or not repeat:
                self._code(code, at)
            # After its repeat, a code counts again.
            self._last, self._last_frame = None if again or repeat else code, at

    def finish(self) -> list[Cue]:
        """The captions, in order, after noting what is unusual. One that nothing erased ends after a while."""
        if self.rolled:
            self._notes.add("roll-up", "info", None, rows=self.rolled)
        if self.text_mode:
            self._notes.add("text-mode", "info", None)
        if self.strange:
            self._notes.add("unread-codes", "info", None, count=self.strange)
        if self.beyond:
            self._notes.add("beyond", "warning", None, count=self.beyond, limit=WIDEST)
        self._forget()
        if self.unshown:
            self._notes.add("never-shown", "warning", None, count=len(self.unshown), quote=quote(self.unshown[:1]))
        if self._since is not None and self._visible():
            end = self._since + self._rate.nominal * _LAST_SECONDS
            self._notes.add("no-erase", "warning", None, str(len(self._cues) + 1), seconds=_LAST_SECONDS)
            self._end(max(end, self._next))
        return self._cues

    def _parity(self, words: bytes, number: int) -> None:
        odd = [at for at in range(0, len(words), 2) if not sound(words[at : at + 2])]
        if odd:
            first = words[odd[0] : odd[0] + 2].hex()
            self._notes.add("parity", "warning", number, word=first, count=len(odd))

    def _code(self, code: Code, frame: int) -> None:
        kind = code.kind
        if kind == XDS:
            self.strange += not self._again
            self._heard = False
            return
        if kind == MISC:
            self._field = code.field
        channel = 1 + code.channel + 2 * self._field
        if channel != self._channel:
            self.others[channel] += 1
            self._heard = False
            return
        if kind == MISC:
            self._miscellaneous(code.column, frame)
            self._heard = self._mode != TR
            return
        self._heard = self._mode != TR
        if not self._heard:
            return
        if kind == PAC:
            if self._mode != RU2 or not self._shown:
                self._at = code.row
            self._column, self._style, self._row = code.column, code.style, None
        elif kind == TAB:
            self._column = min(self._column + code.column, COLUMNS - 1)
        else:
            self._put(code, frame)

    def _put(self, code: Code, frame: int) -> None:
        """A code that writes, or changes the style."""
        if code.kind == SIGN:
            self._text(code.text, frame)
        elif code.kind == EXTENDED_SIGN:
            self._column = max(0, self._column - 1)
            self._text(code.text, frame)
        elif code.kind == MID_ROW:
            color = self._style.color if code.keeps_color else code.style.color
            self._style = code.style._replace(color=color, background=self._style.background)
            self._text(" ", frame)
        elif code.kind == BACKGROUND:
            self._style = self._style._replace(background=code.style.background)
        else:
            self.strange += 1

    def _text(self, text: str, frame: int) -> None:
        row = self._row or self._open(frame)
        room = WIDEST - self._column
        if len(text) > room:
            self.beyond += len(text) - room
            text = text[:room]
        row.put(self._column, text, self._style)
        self._column += len(text)

    def _open(self, frame: int) -> Row:
        """The row to write in; on screen, its first character begins a caption."""
        if self._mode == RCL:
            screen, self._loaded = self._memory, True
        else:
            screen = self._shown
            if self._fresh or self._since is None:
                self._end(frame)
                self._since, self._fresh = frame, False
        self._row = screen.setdefault(self._at, Row())
        return self._row

    def _miscellaneous(self, which: int, frame: int) -> None:
        if which != BS:
            self._row = None
        if which == EOC:
            self._end(frame)
            self._shown, self._memory = self._memory, self._shown
            self._mode, self._since, self._loaded = RCL, frame, False
        elif which == EDM:
            self._end(frame)
            self._shown = {}
        elif which == ENM:
            self._forget()
            self._memory = {}
        elif which in (RCL, RDC):
            self._fresh = which == RDC
            self._mode = which
        elif RU2 <= which <= RU4:
            self._roll_up(frame)
        elif which in (TR, RTD):
            self._mode, self.text_mode = TR, True
        elif self._mode != TR:
            self._edit(which, frame)

    def _edit(self, which: int, frame: int) -> None:
        """Carriage return, backspace and delete to the end of the row."""
        if which == CR and self._mode == RU2:
            self._end(frame)
            self._shown, self._column, self._style = {}, 0, PLAIN
            self.rolled += 1
        elif which == BS and self._column:
            self._column -= 1
            (self._row or self._open(frame)).put(self._column, " ", self._style)
        elif which == DER:
            (self._row or self._open(frame)).cut(self._column)

    def _roll_up(self, frame: int) -> None:
        if self._mode != RU2:
            self._end(frame)
            self._forget()
            self._shown, self._memory = {}, {}
            self._mode, self._at, self._column, self._style = RU2, ROWS, 0, PLAIN

    def _forget(self) -> None:
        """What was loaded is not shown any more."""
        if self._loaded:
            rows = [self._memory[number].line() for number in sorted(self._memory)]
            text = " / ".join("".join(run.text for run in line) for _, width, line in rows if width)
            self._loaded = False
            if text:
                self.unshown.append(text)

    def _visible(self) -> bool:
        return any(row.line()[1] for row in self._shown.values())

    def _end(self, frame: int) -> None:
        """What is on screen was a caption until now."""
        if self._since is not None and frame > self._since:
            span = Span(self._since * self._frame, frame * self._frame)
            self._notes.bound(len(self._cues))
            for lines, placement, align, extras, widest in blocks(self._shown):
                name = str(len(self._cues) + 1)
                if widest > COLUMNS:
                    self._notes.add("columns", "warning", None, name, cue=name, columns=widest, limit=COLUMNS)
                self._cues.append(Cue(span, lines, name, align=align, placement=placement, extras=extras))
        self._since = None


def read_bursts(
    bursts: Sequence[Burst], notes: Notes, rate: FrameRate, step: int = 1, second: Sequence[Burst] = ()
) -> list[Cue]:
    """The captions of CC1, or of the channel with most captions where it is empty; those of every other are counted.

    second: the words of the second field, where the file keeps them apart.
    """
    first = _decoded(bursts, Decoder(notes, rate), step)
    cues = first.finish()
    if not first.others and not second:
        return cues
    found = {channel: _quietly(bursts, rate, step, channel) for channel in sorted(first.others)}
    if second:
        found[3] = _quietly(second, rate, step, 3)
        found |= {channel: _quietly(second, rate, step, channel) for channel in found[3].others if channel > 2}
    counts = {channel: len(decoder.finish()) for channel, decoder in sorted(found.items())}
    read = 1
    if not cues and any(counts.values()):
        read = max(counts, key=lambda channel: counts[channel])
        of_second = bool(second) and read > 2
        notes.add("channel", "info", None, channel=f"CC{read}", empty="CC1")
        decoder = Decoder(notes, rate, read, again=not of_second)
        cues = _decoded(second if of_second else bursts, decoder, step).finish()
    for channel, count in counts.items():
        if count and channel != read:
            notes.add("other-channel", "warning", None, channel=f"CC{channel}", count=count, read=f"CC{read}")
    if not first.text_mode and any(decoder.text_mode for channel, decoder in found.items() if channel != read):
        notes.add("text-mode", "info", None)
    return cues


def _decoded(bursts: Sequence[Burst], decoder: Decoder, step: int) -> Decoder:
    for frame, words, number in bursts:
        decoder.line(frame, words, number, step)
    return decoder


def _quietly(bursts: Sequence[Burst], rate: FrameRate, step: int, channel: int) -> Decoder:
    """A channel that is only counted: what is wrong with it is nobody's concern until it is read."""
    return _decoded(bursts, Decoder(Notes(None), rate, channel, again=True), step)
