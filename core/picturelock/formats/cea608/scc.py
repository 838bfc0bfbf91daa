"""Scenarist closed captions (.scc): CEA-608 words as hexadecimal digits, with the timecode of the first of each line.

Timecode counts frames at 29.97, drop-frame where it is written with ";". Captions of another rate come to the nearest
frame by real time. The file does not say where its programme starts: read, its times are its timecode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from picturelock.cues import Captions
from picturelock.errors import InputError
from picturelock.formats.base import READ_WRITE, Findings, Notes, quote, split_lines
from picturelock.formats.cea608.codes import RATE, past_midnight
from picturelock.formats.cea608.decode import Burst, read_bursts
from picturelock.formats.cea608.write import bursts_of
from picturelock.times import Timecode

HEADER = "Scenarist_SCC V1.0"
_LINE = re.compile(r"\s*(\d\d[:;.,]\d\d[:;.,])([0-5]\d[:;.,][0-2]\d)(?!\d)\s*(.*)", re.ASCII | re.DOTALL)
_WORDS = re.compile(r"(?:[0-9a-fA-F]{4}(?:\s+|$))*", re.ASCII)
_WORD = re.compile(r"[0-9a-fA-F]{4}", re.ASCII)
_SHORT = 19  # characters: words that only show or erase a caption, which come again and again
_SECOND = RATE.nominal
_DROPPED = RATE.drop_labels
_MINUTE = 60 * _SECOND
"""Labels in a minute of timecode, with those that drop-frame leaves out."""
_SECONDS = {
    drop: [f"{second:02}{mark}{frame:02}" for second in range(60) for frame in range(_SECOND)]
    for drop, mark in ((False, ":"), (True, ";"))
}
"""Seconds and frames of a label, by its place in the minute."""
_PLACES = {label: (within, drop) for drop, labels in _SECONDS.items() for within, label in enumerate(labels)}


class Scc:
    """The Scenarist format, with the captions of channel CC1."""

    name = "SCC"
    suffixes: tuple[str, ...] = (".scc",)
    directions = READ_WRITE
    timecode = True

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`. Lines out of order are read in the order of their timecodes; what comes too fast is delayed."""
        notes = Notes(file)
        lines = split_lines(text)
        found, drops = _lines(lines, notes)
        if not found:
            if text.strip().removeprefix(HEADER):
                expected = f"expected {HEADER} and lines such as 00:00:01:00, a tab and 9420 9420."
                raise InputError(f"holds no closed captions; {expected}", file=file)
        elif not lines[0].lstrip("\ufeff").startswith(HEADER):
            notes.add("no-header", "warning", 1, expected=HEADER)
        if len(set(drops)) > 1:
            notes.add("mixed-drop", "warning", found[drops.index(not drops[0])][2])
        cues = read_bursts(_paced(found, notes), notes, RATE)
        if not cues:
            notes.add("no-cues", "warning", None)
        return Captions(tuple(cues), rate=RATE, drop=bool(drops) and drops[0]), notes.findings

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """See `Format.write`. Timecode starts where `captions.start` says; nothing is sent before it."""
        bursts, findings = bursts_of(captions, self.name)
        return f"{HEADER}\n{''.join(_written(bursts, captions.drop))}", findings


SCC = Scc()


def _lines(lines: Sequence[str], notes: Notes) -> tuple[list[Burst], list[bool]]:
    """The lines of words in order of time, and of each, in the file's order, whether its timecode is drop-frame."""
    found: list[Burst] = []
    drops: list[bool] = []
    latest, disordered = 0, False
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        read = _usual(line) or _unusual(line, number, notes)
        if read is None:
            if not line.isspace() and not (number == 1 and HEADER in line):
                notes.add("bad-block", "error", number, quote=quote([line]))
            continue
        frame, drop, words = read
        if frame < latest:
            frame = past_midnight(frame, latest, RATE, drops[-1])
        if frame < latest:
            disordered = True
            notes.add("line-order", "error", number, timecode=line.strip()[:11])
        else:
            latest = frame
        found.append((frame, _bytes(words, number, notes), number))
        drops.append(drop)
    return sorted(found, key=lambda line: line[0]) if disordered else found, drops


def _usual(line: str) -> tuple[int, bool, str] | None:
    """Frame, whether it is drop-frame, and words of a line as most programs write them; None for any other."""
    known = _PLACES.get(line[6:11])
    if known is None or line[11:12] != "\t":
        return None
    within, drop = known
    start = _minute(line[:6], drop)
    if start is None or within < _DROPPED:
        return None
    return start + within, drop, line[12:]


def _unusual(line: str, number: int, notes: Notes) -> tuple[int, bool, str] | None:
    """The same of any line; None where there can be no such time."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    minute, rest, words = match.groups()
    drop = rest[2] != ":"
    start = _minute(minute, drop)
    if start is None:
        return None
    within, skipped = _SECOND * int(rest[:2]) + int(rest[3:]), _skipped(minute, drop)
    if within < skipped:
        # From a tool that did not know which labels drop-frame leaves out: the first that is there.
        notes.add("bad-time", "warning", number, found=minute + rest, expected=f"{minute}{rest[:3]}{skipped:02}")
    return start + max(within, skipped), drop, words


@lru_cache(maxsize=2 * 24 * 60)
def _minute(label: str, drop: bool) -> int | None:
    """The frame that would be labelled with that minute, no seconds and no frames; None for no minute of a day."""
    try:
        return None if label[:1].isspace() else Timecode.parse(f"{label}59:29", RATE, drop).frames - _MINUTE + 1
    except ValueError:
        return None


def _skipped(label: str, drop: bool) -> int:
    """How many labels drop-frame leaves out at the start of a minute."""
    return _DROPPED if drop and label[4] != "0" else 0


def _written(bursts: Sequence[tuple[int, bytes]], drop: bool) -> Iterator[str]:
    """The lines of bursts that come in order: only the label of a new minute is worked out."""
    seconds = _SECONDS[drop]
    minute, start, first = "", 0, _MINUTE
    for frame, words in bursts:
        within = frame - start
        if not first <= within < _MINUTE:
            label = str(Timecode(frame, RATE, drop))
            minute = label[:6]
            within = _SECOND * int(label[6:8]) + int(label[9:])
            start, first = frame - within, _skipped(label, drop)
        yield f"\n{minute}{seconds[within]}\t{words.hex(' ', 2)}\n"


def _bytes(words: str, number: int, notes: Notes) -> bytes:
    """The words of a line; one that is none is noted, and leaves its frame empty."""
    data = _bytes_of(words) if len(words) <= _SHORT else _read_bytes(words)
    if data is not None:
        return data
    sound = []
    for word in words.split():
        good = _WORD.fullmatch(word) is not None
        sound.append(word if good else "8080")
        if not good:
            notes.add("bad-word", "error", number, word=word[:12])
    return bytes.fromhex("".join(sound))


def _read_bytes(words: str) -> bytes | None:
    try:
        data = bytes.fromhex(words)
    except ValueError:
        return None
    # fromhex takes white space anywhere, and single bytes
    usual = len(data) % 2 == 0 and data.hex(" ", 2) == words.rstrip().lower()
    return data if usual or _WORDS.fullmatch(words) else None


_bytes_of = lru_cache(4096)(_read_bytes)


def _paced(found: Sequence[Burst], notes: Notes) -> list[Burst]:
    """One word in a frame: a line that starts before the one ahead of it is through has to wait."""
    paced: list[Burst] = []
    free = 0
    for frame, words, number in found:
        if frame < free:
            notes.add("line-overrun", "warning", number, late=free - frame)
            frame = free
        paced.append((frame, words, number))
        free = frame + len(words) // 2
    return paced
