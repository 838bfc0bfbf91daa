"""Writes EBU STL files (EBU Tech 3264-E, 1991)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from picturelock.cues import Captions, Cue
from picturelock.errors import UsageError
from picturelock.formats.base import Findings, Notes, extra, extras, lost, plain_texts
from picturelock.formats.replacements import Replacements
from picturelock.formats.stl import gsi
from picturelock.formats.stl.charset import best_set
from picturelock.formats.stl.reader import GROUP, MOST_EXTENSIONS
from picturelock.formats.stl.rows import ROWS, exact, placement_of, row_of, rows
from picturelock.formats.stl.text import FILLER, Writer
from picturelock.formats.tags import count_tags, names_of
from picturelock.times import Flicks, FrameRate, Timecode, divide_nearest

TEXT = 112
"""Bytes of text in a block."""
MOST_BLOCKS = 99_999
SOURCE = "EBU Tech 3264-E, 1991"
_FILLER = bytes([FILLER])
_JUSTIFY = {"start": 1, "left": 1, "end": 3, "right": 3}


class FileWriter:
    """One file in the making.

    teletext: the mode of captions that do not come from an EBU STL file of that mode. code: of the rate.
    """

    def __init__(self, captions: Captions, name: str, rate: FrameRate, teletext: bool) -> None:
        self._captions, self._name, self._rate = captions, name, rate
        self._frame, self._nominal = rate.frame, rate.nominal
        self._day = 24 * 3600 * self._nominal
        self._losses: Counter[str] = Counter()
        asked = extra(captions, "stl.DSC") or ""
        self._group = int(extra(captions, "stl.SGN") or 0)
        self._dsc = asked if asked and (asked in "12") == teletext else "1" if teletext else "0"
        self._teletext = self._dsc in ("1", "2")
        self._charset = best_set("".join([run.text for cue in captions.cues for line in cue.lines for run in line]))
        self._writer = Writer(self._teletext, self._charset, self._losses, Replacements())

    def file(self) -> tuple[bytes, Findings]:
        """The whole file. Raises UsageError where it would hold too many blocks."""
        cues = self._captions.cues
        keep = _countable([cue.id for cue in cues])
        blocks: list[bytes] = []
        for index, cue in enumerate(cues, start=1):
            number = int(cue.id) if keep else index
            self._writer.cue = cue.id or str(index)
            for note in extras(cue, "note") if cue.extras else ():
                blocks += self._blocks(cue, number, self._writer.plain(note), ROWS, comment=True)
            blocks += self._caption(cue, number)
        self._losses["caption-names"] += 0 if keep else sum(bool(cue.id) for cue in cues)
        if len(blocks) > MOST_BLOCKS:
            raise UsageError(f"EBU STL holds {MOST_BLOCKS} blocks of text; these captions need {len(blocks)}.")
        self._count_losses()
        notes = Notes(None)
        self._writer.replaced.tell(notes, self._name)
        told = (replace(found, source=f"{SOURCE}, appendix 2") for found in notes.findings)
        return b"".join([self._gsi(blocks), *blocks]), (*lost(self._name, +self._losses), *told)

    def _caption(self, cue: Cue, number: int) -> list[bytes]:
        losses = self._losses
        double = self._teletext and extra(cue, "stl.height") != "single"
        texts = plain_texts(cue)
        if texts is not None:
            return self._placed(cue, number, self._writer.plain_rows(texts, double), rows(len(texts), double))
        lines = [line for line in cue.lines if any(run.text.strip() for run in line)]
        if lines and len(lines) < len(cue.lines):
            losses["empty-lines"] += len(cue.lines) - len(lines)
        count_tags(cue.lines, losses)
        losses["speakers"] += len(names_of(cue)) - bool(cue.speaker)  # that one is counted below
        return self._placed(cue, number, self._writer.text(lines, double), rows(len(lines), double))

    def _placed(self, cue: Cue, number: int, text: bytes, count: int) -> list[bytes]:
        """The blocks of a caption that takes so many rows."""
        losses, row = self._losses, self._row(cue, count)
        if count > ROWS:
            losses["line-breaks"] += 1
        if cue.placement is not None or cue.speaker is not None or cue.style is not None:
            losses["positions"] += not exact(cue.placement, row, count)
            losses["speakers"] += bool(cue.speaker)
            losses["styles"] += cue.style is not None
        if cue.extras:
            losses["vertical-text"] += "vertical:" in (extra(cue, "vtt.settings") or "")
        return self._blocks(cue, number, text, row)

    def _blocks(self, cue: Cue, number: int, text: bytes, row: int, comment: bool = False) -> list[bytes]:
        """The blocks of one caption: the text in parts of 112 bytes, never between an accent and its letter."""
        parts: list[bytes] = []
        while len(text) > TEXT and len(parts) < MOST_EXTENSIONS:
            cut = TEXT - (0xC1 <= text[TEXT - 1] <= 0xCF)
            parts.append(text[:cut])
            text = text[cut:]
        if len(text) > TEXT:
            self._losses["text-length"] += 1
        parts.append(text[:TEXT])
        last = len(parts) - 1
        return [
            self._head(cue, number, 0xFF if index == last else index, row, comment) + part.ljust(TEXT, _FILLER)
            for index, part in enumerate(parts)
        ]

    def _head(self, cue: Cue, number: int, extension: int, row: int, comment: bool) -> bytes:
        cumulative = 0 if comment else int(extra(cue, "stl.cs") or 0)
        justify = 0 if extra(cue, "stl.jc") == "0" and cue.align is None else _JUSTIFY.get(cue.align or "", 2)
        group, within = divmod(number, GROUP)
        head = (min(group + self._group, 0xFF), within & 0xFF, within >> 8, extension, cumulative)
        times = self._time(cue.span.start) + self._time(cue.span.end)
        return bytes(head) + times + bytes((row, justify, comment))

    def _row(self, cue: Cue, count: int) -> int:
        """The row of a caption: its own where it still says where the caption stands."""
        kept = extra(cue, "stl.vp")
        if kept and kept.isdecimal() and int(kept) < 100 and placement_of(int(kept), count) == cue.placement:
            return int(kept)
        return row_of(cue.placement, count)

    def _time(self, time: Flicks) -> bytes:
        frames = divide_nearest(self._captions.start + time, self._frame)
        if not 0 <= frames < self._day:
            self._losses["times"] += 1
        if self._captions.drop:
            label = str(Timecode(abs(frames), self._rate, drop=True))
            return bytes(int(part) for part in label.replace(";", ":").split(":"))
        seconds, rest = divmod(abs(frames) % self._day, self._nominal)
        return bytes((seconds // 3600, seconds // 60 % 60, seconds % 60, rest))

    def _count_losses(self) -> None:
        losses, captions = self._losses, self._captions
        losses["frame-rate"] += captions.rate == FrameRate(30)
        losses["drop-frame"] += captions.drop
        losses["regions"] += len(captions.regions)
        losses["header"] += sum(1 for name, _ in captions.extras if name != "title" and not name.startswith("stl."))

    def _gsi(self, blocks: list[bytes]) -> bytes:
        captions, today = self._captions, gsi.today()
        kept = {name.removeprefix("stl."): value for name, value in captions.extras if name.startswith("stl.")}
        first = captions.cues[0].span.start if captions.cues else 0
        count = sum(1 for block in blocks if block[3] == 0xFF)
        return gsi.build(
            {
                "CO": gsi.country_of(captions.language), "CD": today, "RD": today, "RN": "00",
                **{name: value for name, value in kept.items() if name in gsi.KEPT},
                "CPN": "850", "DFC": gsi.WRITTEN_RATES[self._rate], "DSC": self._dsc, "CCT": self._charset,
                "LC": gsi.code_of(captions.language), "OPT": extra(captions, "title") or kept.get("OPT", ""),
                "TNB": f"{len(blocks):05}", "TNS": f"{count:05}", "TNG": "001", "MNC": "40", "MNR": str(ROWS),
                "TCS": "1", "TCP": self._stamp(0), "TCF": self._stamp(first), "TND": "1", "DSN": "1",
            }
        )  # fmt: skip

    def _stamp(self, time: Flicks) -> str:
        return "".join(f"{part:02}" for part in self._time(time))


def _countable(names: list[str]) -> bool:
    """True for names that are numbers which the format can hold, each above the one before."""
    if not all(name.isascii() and name.isdecimal() and len(name) < 8 for name in names):
        return False
    numbers = [int(name) for name in names]
    return all(one < next_one for one, next_one in pairwise(numbers)) and max(numbers, default=0) < 100 * GROUP
