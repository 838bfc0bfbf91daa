"""EBU STL (.stl), EBU Tech 3264-E, 1991: https://tech.ebu.ch/docs/tech/tech3264.pdf.

Read and written here: ttconv drops comments, captions of no duration and the programme's start, joins words at double
spaces, and writes none. It is the second reader in the tests.

Kept in extras. Of a cue: "stl.vp" (its row, where that is not the usual one for its place), "stl.cs" (its part in a cumulative
set), "stl.jc" ("0": placed by spaces), "stl.height" ("single"), "note" (a comment before it). Of the file: "title",
"stl.comment" (after the last caption), and "stl." with the name of a field of its first block.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from picturelock.cues import Captions
from picturelock.errors import UsageError
from picturelock.formats.base import READ_WRITE, Findings, Notes
from picturelock.formats.stl import gsi
from picturelock.formats.stl.reader import BLOCK, Reader
from picturelock.formats.stl.writer import FileWriter

_PADDING = b"\0\x1a \x8f\r\n"  # what may follow the last block and says nothing


@dataclass(frozen=True, slots=True)
class EbuStl:
    """The EBU STL format. teletext: how captions are written that come from elsewhere; else as open subtitles."""

    name: str = "EBU STL"
    teletext: bool = False
    suffixes: tuple[str, ...] = (".stl",)
    directions = READ_WRITE
    timecode = True

    def read_bytes(self, data: bytes, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`. The programme's start (TCP) becomes `Captions.start`, and record time 0."""
        reader = Reader(gsi.parse(data, file), Notes(file))
        whole = (len(data) - gsi.SIZE) // BLOCK
        for number in range(whole):
            at = gsi.SIZE + number * BLOCK
            reader.block(number + 1, data[at : at + BLOCK])
        cut_off = data[gsi.SIZE + whole * BLOCK :].strip(_PADDING)
        return reader.captions(whole, bool(cut_off))

    def write_bytes(self, captions: Captions) -> tuple[bytes, Findings]:
        """See `Format.write`. Raises UsageError at a rate that EBU STL does not have, and for too many captions."""
        if captions.rate is None or captions.rate not in gsi.WRITTEN_RATES:
            now = f"these captions are at {captions.rate.label}" if captions.rate else "these captions have no rate"
            raise UsageError(
                f"EBU STL counts 25 or 29.97 frames a second; {now}.",
                hint="`picturelock caption convert FILE -o OUT.stl --rate 25`, of a file in another format, puts them on frames "
                "of one of the two; add --speed 23.976:25 if the picture is sped up as well.",
            )
        return FileWriter(captions, self.name, captions.rate, self.teletext).file()


STL = EbuStl()
STL_TELETEXT = EbuStl("EBU STL teletext", teletext=True)
