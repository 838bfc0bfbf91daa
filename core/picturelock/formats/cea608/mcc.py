"""MacCaption (.mcc): every caption packet of the picture's ancillary data, a line for each, as hexadecimal digits.

A packet (a "CDP", SMPTE ST 334-2) carries CEA-708 and, for older receivers, the words of CEA-608: these are read. It is taken
apart here, so that what is wrong with a line can be said of that line; ffmpeg, which has a reader too, proves it in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from picturelock.cues import Captions
from picturelock.errors import InputError, UsageError
from picturelock.formats.base import READ_ONLY, Findings, Notes, quote, split_lines
from picturelock.formats.cea608.codes import past_midnight
from picturelock.formats.cea608.decode import Burst, read_bursts
from picturelock.times import FrameRate, Timecode

_SIGNATURE = "File Format=MacCaption_MCC V"
_RATE = re.compile(r"Time Code Rate\s*=\s*(24|25|30|50|60)(DF)?\s*", re.ASCII | re.IGNORECASE)
_LINE = re.compile(r"\s*(\d\d:\d\d:\d\d[:;]\d\d)(?!\d)\S*\s+(\S+)\s*", re.ASCII)
_SHORT = str.maketrans(
    {letter: "FA0000" * count for count, letter in enumerate("GHIJKLMNO", start=1)}
    | {"P": "FB8080", "Q": "FC8080", "R": "FD8080", "S": "9669", "T": "6101", "U": "E1000000", "Z": "00"}
)
"""One letter for bytes that come often: the key that stands in the head of every such file."""
_LONGEST = 600  # digits; a packet has 260 bytes at most, and one letter stands for up to 27
_CDP, _LINE_21 = b"\x61\x01", b"\x61\x02"
_SECOND = bytes.maketrans(b"\x14\x94\x1c\x9c", b"\x95\x15\x9d\x1d")
"""First bytes of control codes in the first field, and of the same in the second, with the parity that they had."""
_FRACTIONAL = (1, 4, 7)
"""Of the rates that a CDP may name: 23.976, 29.97 and 59.94."""


@dataclass(slots=True)
class _Found:
    """What the packets of a file hold."""

    fields: tuple[list[tuple[str, bytes, int]], ...] = field(default_factory=lambda: ([], []))
    """Of each field: timecode, words and line."""
    whole: int = 0
    """Packets that could be taken apart, whatever is in them."""
    digital: int = 0
    """Pieces of CEA-708."""
    fractional: bool = False


class Mcc:
    """The MacCaption format: the CEA-608 captions in it."""

    name = "MCC"
    suffixes: tuple[str, ...] = (".mcc",)
    directions = READ_ONLY
    timecode = True

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`. Channel CC1, or the one with most captions where it is empty.

        Raises InputError where every packet is damaged.
        """
        if not text.lstrip("\ufeff\r\n ").startswith(_SIGNATURE):
            raise InputError(
                f"is not MacCaption; expected {_SIGNATURE}1.0 on the first line.", file=file, place="line 1"
            )
        notes, found = Notes(file), _Found()
        nominal, drop = 30, False
        for number, line in enumerate(split_lines(text), start=1):
            if head := _RATE.fullmatch(line):
                nominal, drop = int(head[1]), bool(head[2])
            elif match := _LINE.fullmatch(line):
                _packet(match[1], match[2], number, found, notes)
            elif line[:1].isdigit():
                notes.add("bad-block", "error", number, quote=quote([line]))
        ntsc = drop or (found.fractional and nominal % 6 == 0)
        rate = FrameRate(nominal * 1000, 1001) if ntsc else FrameRate(nominal)
        first, second = (_bursts(lines, rate, drop, notes) for lines in found.fields)
        cues = read_bursts(first, notes, rate, 0, [(at, _of_second(words), line) for at, words, line in second])
        if not (first or second or found.whole):
            _refuse_damaged(notes, file)
        if not cues and found.digital:
            notes.add("only-708", "warning", None, count=found.digital)
        elif not cues:
            notes.add("no-cues", "warning", None)
        return Captions(tuple(cues), rate=rate, drop=drop), notes.findings

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """Raises UsageError: MacCaption is only read."""
        raise UsageError(
            f"MCC is read here and not written; the {len(captions.cues)} captions stay where they are.",
            hint="Write SCC: it holds the same captions.",
        )


MCC = Mcc()


def _refuse_damaged(notes: Notes, file: Path) -> None:
    """Raises InputError where there are lines of packets and not one of them can be read."""
    fault = next((found for found in notes.findings if found.severity == "error"), None)
    if fault is not None:
        of_packet = fault.rule == "captions.bad-packet"
        why = "is cut short or is not hexadecimal" if of_packet else "is no timecode of the rate with a packet after it"
        raise InputError(
            f"holds no caption packet that can be read: the first one {why}: {fault.evidence['quote']}",
            file=file,
            place=f"line {fault.place.line}",
            hint="Export the file again.",
        )


def _packet(timecode: str, digits: str, number: int, found: _Found, notes: Notes) -> None:
    """Take the words of a line's packet; packets of other things are passed over."""
    data = _bytes(digits)
    if data is None or len(data) < 3 or len(data) < data[2] + 3:
        notes.add("bad-packet", "error", number, quote=quote([digits[:40]]))
        return
    body = data[3 : 3 + data[2]]
    if len(data) > len(body) + 3 and sum(data[: len(body) + 3]) % 256 != data[len(body) + 3]:
        notes.add("checksum", "warning", number)
    if data[:2] == _LINE_21 and len(body) >= 3:
        # The first bit tells the field: 1 for the first.
        found.fields[body[0] < 0x80].append((timecode, body[1:3], number))
    elif data[:2] == _CDP:
        triplets = _triplets(body)
        if triplets is None:
            notes.add("bad-packet", "error", number, quote=quote([digits[:40]]))
        else:
            found.whole += 1
            found.fractional |= body[3] >> 4 in _FRACTIONAL
            _take(triplets, timecode, number, found)


def _of_second(words: bytes) -> bytes:
    """Words of the second field with its own codes: some programs write those of the first there."""
    found = bytearray(words)
    found[::2] = words[::2].translate(_SECOND)
    return bytes(found)


def _bytes(digits: str) -> bytes | None:
    try:
        return bytes.fromhex(digits.upper().translate(_SHORT)) if len(digits) <= _LONGEST else None
    except ValueError:
        return None


def _triplets(body: bytes) -> bytes | None:
    """The caption data of a CDP, three bytes each, or None where it has none that is whole."""
    if len(body) < 9 or body[:2] != b"\x96\x69":
        return None
    at = 7 + (5 if body[4] & 0x80 and body[7] == 0x71 else 0)
    if not body[4] & 0x40:
        return b""
    if len(body) < at + 2 or body[at] != 0x72:
        return None
    count = body[at + 1] & 0x1F
    found = body[at + 2 : at + 2 + 3 * count]
    return found if len(found) == 3 * count else None


def _take(triplets: bytes, timecode: str, number: int, found: _Found) -> None:
    words = (bytearray(), bytearray())
    for at in range(0, len(triplets), 3):
        head = triplets[at]
        if head & 0x04 and head & 0x02:
            found.digital += 1
        elif head & 0x04:
            words[head & 0x01].extend(triplets[at + 1 : at + 3])
    for index, of_field in enumerate(words):
        if of_field:
            found.fields[index].append((timecode, bytes(of_field), number))


def _bursts(lines: Sequence[tuple[str, bytes, int]], rate: FrameRate, drop: bool, notes: Notes) -> list[Burst]:
    """The words with their frames, in order of time."""
    bursts: list[Burst] = []
    latest = 0
    for label, words, number in lines:
        try:
            frame = Timecode.parse(label, rate, drop).frames
        except ValueError:
            notes.add("bad-block", "error", number, quote=label)
            continue
        frame = past_midnight(frame, latest, rate, drop)
        if frame < latest:
            notes.add("line-order", "error", number, timecode=label)
        latest = max(latest, frame)
        bursts.append((frame, words, number))
    return sorted(bursts, key=lambda burst: burst[0])
