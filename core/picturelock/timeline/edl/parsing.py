"""The text of a CMX 3600 edit decision list, line by line.

    001  A001C003 V     C        01:00:04:05 01:00:05:12 10:00:00:00 10:00:01:07
    M2   A001C003       048.0                01:00:04:05
    * FROM CLIP NAME:  A001C003.MOV

Fields are found from the right, because reels may be long and hold spaces. Unknown comments are passed over; an event that
cannot be read is an InputError that names its line.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import isfinite
from pathlib import Path

from picturelock.errors import InputError
from picturelock.findings import Finding, Place
from picturelock.timeline.edl.lines import BLACK, COLORS, NO_FILE, EditList, Line, Locator
from picturelock.timeline.edl.sources import is_drop, set_times
from picturelock.timeline.edl.tracks import is_channel, tracks_of
from picturelock.timeline.references import clean
from picturelock.times import FrameRate, Timecode

MAX_BYTES = 50_000_000
_TIMECODE = re.compile(r"-?\d{1,2}[:;.]\d{2}[:;.]\d{2}[:;.,]\d{2,3}", re.ASCII)
_TRANSITION = re.compile(r"C|D|W\d{1,3}|KB?|KO?", re.ASCII)
_NUMBER = re.compile(r"\d{1,7}[A-Za-z]?", re.ASCII)
_SPEED = re.compile(r"[-+]?\d{1,5}(?:\.\d{1,12})?", re.ASCII)
_COMMENT = re.compile(r"\*?[\s*]*([A-Z][A-Z_ ]*?)\s*:\s*(.*)", re.ASCII)
_REPLACED = re.compile(r"(.{1,200}?)\s+REPLACED BY:\s*(.{1,200})", re.ASCII)
_TRIPLES = re.compile(r"\(([^()]{1,80})\)\s*\(([^()]{1,80})\)\s*\(([^()]{1,80})\)", re.ASCII)
MAX_COMMENTS, MAX_COMMENT = 50, 500
_LOCATOR = re.compile(r"(\S+)\s*([A-Za-z]*)\s*(.*)", re.DOTALL)


def read_lines(path: Path, rate: FrameRate) -> EditList:
    """An EDL's events. Raises InputError for what is no text, and for an event that cannot be read."""
    parser = _Parser(path, rate)
    for number, line in enumerate(re.split(r"\r\n|\r|\n", _text(path)), start=1):
        parser.line(number, line.strip())
    parser.end()
    return parser.found


def _text(path: Path) -> str:
    if not path.is_file():
        raise InputError("does not exist, or is no file.", file=path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(f"is {size // 1_000_000} MB; no edit decision list is that long.", file=path)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=path) from error
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise InputError("is not text; expected an edit decision list.", file=path)
    return text


class _Parser:
    """Takes a list line by line."""

    def __init__(self, path: Path, rate: FrameRate) -> None:
        self.path = path
        self.rate = rate
        self.drop = False
        self.found = EditList()
        self._side = ""
        """The side of a transition that was named last: "FROM" or "TO"."""
        self._files: list[tuple[str, str]] = []
        """The files of the last event, and after which side's name each stands."""

    def end(self) -> None:
        """What can be said once all lines are read. Raises InputError."""
        self._place_files()
        set_times(self.found, self.rate, self.path)

    def line(self, number: int, text: str) -> None:
        tokens = text.split(maxsplit=40)
        if not tokens:
            return
        if _NUMBER.fullmatch(tokens[0]) and _is_event(tokens):
            self._event(number, tokens)
        elif text.startswith("FCM:"):
            self._fcm(number, text)
        elif text.startswith("TITLE:"):
            self.found.title = clean(text[len("TITLE:") :])
        elif self.found.events:
            self._about(self.found.events[-1], number, text, tokens)
        elif _COMMENT.fullmatch(text[:300]) and "LOC" in text[:10]:
            self._comment([], number, text)
        elif text.startswith("*") and len(self.found.comments) < MAX_COMMENTS:
            said = clean(text.lstrip("* ")[:MAX_COMMENT])
            self.found.comments += [said.removeprefix("COMMENT:").strip()] if said else []

    def _fcm(self, number: int, text: str) -> None:
        self.drop = "DROP" in text and "NON" not in text
        if not self.drop or self.rate.drop_labels:
            return
        if self.rate.nominal % 30 == 0:  # 29.97 was meant: read at 30, every minute would bring two frames more
            hint = f"The rate in use is {self.rate.label}; give the right one, such as --rate 29.97."
            message = "says that it counts in drop frame, which exists at 29.97, 59.94 and 119.88 only."
            raise InputError(message, file=self.path, place=f"line {number}", hint=hint)
        self.drop = False  # some systems write it at 24 and 25, where it means nothing
        if not self.found.findings:
            place = Place(str(self.path), number)
            self.found.findings.append(
                Finding("timeline.no-drop-frame", "warning", place, {"line": number, "rate": self.rate.label})
            )

    def _event(self, number: int, tokens: list[str]) -> None:
        """An event's fields, found from the right."""
        times, rest = tokens[-4:], tokens[1:-4]
        length = 0
        if len(rest) > 1 and rest[-1].isdecimal() and len(rest[-1]) <= 4 and _TRANSITION.fullmatch(rest[-2]):
            length = int(rest.pop())
        if len(rest) > 1 and rest[-1] in ("B", "O") and rest[-2] == "K":
            rest[-2:] = [f"K{rest[-1]}"]
        if len(tokens) < 6 or not rest or not _TRANSITION.fullmatch(rest[-1]):
            raise self._unreadable(number, "a cut (C), dissolve (D), wipe (W001) or key (K) before four timecodes")
        transition = rest.pop()
        channel = rest.pop() if rest and is_channel(rest[-1], alone=len(rest) == 1) else "V"
        labels = self._source_label(number, times[0]), self._source_label(number, times[1])
        record = [self._record_label(number, text) for text in times[2:]]
        if not self.found.events:
            self.found.drop = bool(self.rate.drop_labels) and (self.drop or is_drop(record[0]))
        name, reel = tokens[0].lstrip("0"), clean(" ".join(rest))
        first, last_frame = (self._timecode(number, label) for label in record)
        line = Line(
            number, name, reel, tracks_of(channel), transition, length, first, last_frame, labels, self.drop,
            not any(map(is_drop, record)), reel,
        )  # fmt: skip
        last = self.found.events[-1] if self.found.events else []
        if (
            last
            and last[0].event == line.event
            and transition != "C"
            and len(last) < 4
            and last[-1].transition in ("C", "KB")
        ):
            last.append(line)
        else:
            self._place_files()
            self.found.events.append([line])

    def _source_label(self, number: int, text: str) -> str:
        return text if text.isdecimal() and text.isascii() and len(text) < 9 else self._record_label(number, text)

    def _record_label(self, number: int, text: str) -> str:
        if not _TIMECODE.fullmatch(text):
            raise self._unreadable(number, f"a timecode, found {text[:40]!r}")
        return text

    def _timecode(self, number: int, text: str) -> int:
        """A record time: all of a list count in one way, whatever comes between."""
        drop = self.found.drop if self.found.events else bool(self.rate.drop_labels) and (self.drop or is_drop(text))
        try:
            return Timecode.parse(text, self.rate, drop).frames
        except ValueError as error:
            hint = "If the rate is another one, give it with --rate."
            if drop and "leaves that label out" in str(error):
                hint = "If the list is non-drop, correct its FCM line (or the ; of its first event), and read it again."
            raise InputError(f"{error}.", file=self.path, place=f"line {number}", hint=hint) from error

    def _unreadable(self, number: int, expected: str) -> InputError:
        return InputError(
            f"cannot be read as an event; expected {expected}.",
            file=self.path,
            place=f"line {number}",
            hint="Export the list again as CMX 3600, or mend the line in a text editor.",
        )

    def _about(self, event: list[Line], number: int, text: str, tokens: list[str]) -> None:
        """A line after an event that says more about it."""
        if tokens[0] == "M2":
            self._m2(event, number, tokens)
        elif tokens[0] == "AUD":
            extra = tuple(f"A{token}" for token in tokens[1:] if token.isdecimal() and len(token) < 3)
            for line in event:
                line.tracks = tuple(dict.fromkeys((*line.tracks, *extra)))
        elif "FREEZE FRAME" in text[:40]:
            event[-1].freeze = True
        else:
            self._comment(event, number, text)

    def _m2(self, event: list[Line], number: int, tokens: list[str]) -> None:
        has_entry = len(tokens) > 2 and _TIMECODE.fullmatch(tokens[-1]) is not None
        speed = tokens[-2] if has_entry else tokens[-1]
        if len(tokens) < 2 or not _SPEED.fullmatch(speed):
            raise self._unreadable(number, "M2, a reel, a speed in frames per second and a timecode")
        entry = tokens[-1] if has_entry else ""
        reel = clean(" ".join(tokens[1:-2] if has_entry else tokens[1:-1]))
        line = max(event, key=lambda one: (one.reel == reel, one.labels[0] == entry, one.m2 is None, one.number))
        line.m2, line.m2_label = Fraction(speed), entry

    def _comment(self, event: list[Line], number: int, text: str) -> None:
        match = _COMMENT.fullmatch(text)
        if match is None:
            _said(event, text, text.lstrip("* "))
            return
        name, value = match[1].strip(), match[2].strip()
        if name == "LOC":
            self._locator(number, value)
        elif event and name in ("SOURCE FILE", "SOURCE FILE PATH"):
            self._files.append((self._side, value[:4000]))
        elif event and value and value.upper() != NO_FILE:
            self._side = name.partition(" ")[0] if name.endswith("CLIP NAME") else self._side
            if name == "FROM CLIP NAME":
                for line in event[:-1] or event:
                    line.clip = clean(value)
            elif name in ("TO CLIP NAME", "KEY CLIP NAME"):
                event[-1].clip = clean(value)
            elif name == "REEL":
                line = next((one for one in event if value.startswith(one.reel.rstrip("."))), event[-1])
                line.reel = clean(value)
            elif name == "FINAL CUT PRO REEL" and (replaced := _REPLACED.fullmatch(value)):
                # The list's own field was too short for the reel; here is the whole of it.
                next((one for one in event if one.reel == clean(replaced[2])), event[-1]).reel = clean(replaced[1])
            elif name == "EFFECT NAME":
                event[-1].effect = clean(value)
            elif name == "ASC_SOP" and (triples := _TRIPLES.fullmatch(value)):
                event[-1].sop = _numbers(" ".join(triples.groups()))
            elif name == "ASC_SAT":
                event[-1].saturation = next(iter(_numbers(value)), None)
            else:
                _said(event, text, value if name == "COMMENT" else text.lstrip("* "))

    def _place_files(self) -> None:
        """Give the files that an event names to its lines: one for each side, in order; a single one to the side named last."""
        told, self._files, self._side = self._files, [], ""
        event = self.found.events[-1] if self.found.events else []
        lines = [line for line in event if line.reel.upper() not in BLACK] or event
        if len(lines) > 1 and len(told) == 1 and told[0][0] in ("TO", "KEY"):
            lines = lines[-1:]
        elif len(lines) == 1 and lines[0].length and len(told) > 1:
            told = told[-1:]  # only the incoming side has a line
        for number, (_, value) in enumerate(told):
            lines[min(number, len(lines) - 1)].file = "" if value.upper() in ("", NO_FILE) else value

    def _locator(self, number: int, value: str) -> None:
        match = _LOCATOR.fullmatch(value)
        if match is None or not _TIMECODE.fullmatch(match[1]):
            return
        color = match[2].upper() if match[2].upper() in COLORS else ""
        text = match[3] if color else value[len(match[1]) :]
        self.found.locators.append(Locator(self._timecode(number, match[1]), color or "RED", clean(text)))


def _said(event: list[Line], text: str, words: str) -> None:
    """Keep a comment that means nothing to us with its event; `words` of the line are it."""
    said = clean(words[:MAX_COMMENT])
    if event and said and text.startswith("*") and len(event[-1].comments) < MAX_COMMENTS:
        event[-1].comments.append(said)


def _numbers(text: str) -> tuple[float, ...]:
    """The finite numbers of a list of them; none where any is not one."""
    try:
        found = tuple(float(word) for word in text.replace(",", " ").split())
    except ValueError:
        return ()
    return found if all(isfinite(value) for value in found) else ()


def _is_event(tokens: list[str]) -> bool:
    """True for a line that is meant to be an event, whole or not."""
    if not tokens[0].isdecimal():  # "2K scan" is a remark, "001A" with its four timecodes an event
        return len(tokens) > 5 and all(_TIMECODE.fullmatch(token) for token in tokens[-4:])
    looks_so = any(_TIMECODE.match(token) for token in tokens[2:]) or any(
        is_channel(token, alone=True) for token in tokens[2:4]
    )
    return len(tokens) > 2 and len(tokens[0]) <= 8 and looks_so
