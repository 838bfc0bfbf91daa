"""Reads the text blocks of an EBU STL file (EBU Tech 3264-E, 1991, section 4)."""

from __future__ import annotations

from collections.abc import Sequence

from picturelock.cues import Captions, Cue
from picturelock.formats.base import Findings, Notes, in_order
from picturelock.formats.stl.charset import LATIN, SETS
from picturelock.formats.stl.gsi import KEPT, RATES, language_of
from picturelock.formats.stl.rows import ROWS, placement_of, row_of, rows
from picturelock.formats.stl.text import FILLER, TextField, read_text
from picturelock.times import FrameRate, Span

BLOCK = 128
USER_DATA, MOST_EXTENSIONS = 0xFE, 0xF0
GROUP = 0x10000
"""Numbers in one group: the group counts on where the number's two bytes end."""
_ALIGN = {1: "start", 3: "end"}


class Reader:
    """Takes blocks in file order; gives captions and findings."""

    def __init__(self, gsi: dict[str, str], notes: Notes) -> None:
        self._gsi, self._notes = gsi, notes
        self._teletext = gsi["DSC"] in ("1", "2")
        self._charset = gsi["CCT"] if gsi["CCT"] in SETS else LATIN
        self._rows = int(gsi["MNR"]) if not self._teletext and gsi["MNR"].isdecimal() and int(gsi["MNR"]) else ROWS
        self._rate: FrameRate = RATES.get(gsi["DFC"], FrameRate(25))
        self._nominal = self._rate.nominal
        if gsi["DFC"] not in RATES:
            notes.add("unknown-field", "warning", None, field="DFC", found=gsi["DFC"], taken="STL25.01")
        if gsi["CCT"] not in SETS:
            notes.add("unknown-field", "warning", None, field="CCT", found=gsi["CCT"], taken=LATIN)
        start = gsi["TCP"]
        known = len(start) == 8 and start.isascii() and start.isdecimal()
        self._start = self._frames([int(start[at : at + 2]) for at in range(0, 8, 2)]) if known else 0
        self._cues: list[Cue] = []
        self._comments: list[str] = []
        self._text: list[bytes] = []
        self._group: int | None = None

    def block(self, number: int, block: bytes) -> None:
        """Take a block; its text may go on in the next ones."""
        if block[3] == USER_DATA:
            self._notes.add("skipped-block", "info", None, block=number)
            return
        self._text.append(block[16:].split(bytes([FILLER]), 1)[0])
        if block[3] < MOST_EXTENSIONS and len(self._text) <= MOST_EXTENSIONS:
            return
        field = read_text(b"".join(self._text), self._charset, self._teletext)
        self._text = []
        self._group = block[0] if self._group is None else self._group
        name = str(max(block[0] - self._group, 0) * GROUP + int.from_bytes(block[1:3], "little"))
        if field.unknown:
            self._notes.add("codes", "info", None, name, cue=name, count=field.unknown)
        if block[15] == 1:
            self._comments.append("\n".join("".join(run.text for run in line) for line in field.lines))
        else:
            self._cue(name, block, field)

    def captions(self, blocks: int, cut_off: bool = False) -> tuple[Captions, Findings]:
        """What was read of so many whole blocks. cut_off: whether a part of another one follows."""
        told = self._gsi["TNB"]
        expected = int(told) if told.isascii() and told.isdecimal() else 0
        if blocks < expected or self._text or cut_off:
            least = blocks + bool(self._text or cut_off)
            self._notes.add("truncated", "error", None, found=blocks, expected=max(expected, least))
        elif blocks != expected:
            self._notes.add("unknown-field", "warning", None, field="TNB", found=told, taken=str(blocks))
        if not self._cues:
            self._notes.add("no-cues", "warning", None)
        title = [("title", self._gsi["OPT"])] if self._gsi["OPT"] else []
        kept = [(f"stl.{name}", self._gsi[name]) for name in KEPT if self._gsi[name]]
        captions = Captions(
            in_order(self._cues, self._notes),
            language=language_of(self._gsi["LC"]),
            rate=self._rate,
            start=self._rate.time_of(self._start),
            extras=(
                *title,
                *kept,
                *([("stl.SGN", str(self._group))] if self._group else []),
                *(("stl.comment", text) for text in self._comments),
            ),
        )
        return captions, self._notes.findings

    def _cue(self, name: str, block: bytes, field: TextField) -> None:
        count = rows(len(field.lines), field.double_height)
        cumulative, row, justify = block[4], block[13], block[14]
        placement = placement_of(row, count, self._rows)
        kept = [("note", text) for text in self._comments]
        self._comments = []
        kept += [("stl.cs", str(cumulative))] if cumulative else []
        kept += [("stl.jc", "0")] if justify == 0 else []
        kept += [("stl.height", "single")] if self._teletext and not field.double_height else []
        kept += [("stl.vp", str(row))] if row_of(placement, count, self._rows) != row else []
        span, align = self._span(name, block), _ALIGN.get(justify)
        self._cues.append(Cue(span, field.lines, name, align=align, placement=placement, extras=tuple(kept)))

    def _span(self, name: str, block: bytes) -> Span:
        labels = block[5:9], block[9:13]
        first, last = map(self._frames, labels)
        for part in labels:
            if part[0] > 23 or part[1] > 59 or part[2] > 59 or part[3] >= self._nominal:
                self._notes.add("bad-time", "error", None, name, found=_label(part), expected="10:00:00:00")
        if last < first:
            self._notes.add("reversed-times", "error", None, name, start=_label(labels[0]), end=_label(labels[1]))
            last = first
        if first < self._start:
            self._notes.add("negative-time", "error", None, name, found=" --> ".join(map(_label, labels)))
        return Span(self._rate.time_of(first - self._start), self._rate.time_of(last - self._start))

    def _frames(self, label: Sequence[int]) -> int:
        hours, minutes, seconds, frames = label
        return ((hours * 60 + minutes) * 60 + seconds) * self._nominal + frames


def _label(part: bytes) -> str:
    return ":".join(f"{value:02}" for value in part)
