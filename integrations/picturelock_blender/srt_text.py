"""Captions as SubRip text, for the way between Blender and the `picturelock` command: both ends are ours."""

from __future__ import annotations

import re
from dataclasses import replace

from picturelock.cues import Captions, Cue, Kind, Run
from picturelock.formats.placing import keypad, of_keypad
from picturelock.times import FrameRate, Span, from_ms, to_ms

_TIMES = re.compile(r"(\d{2,6}):(\d\d):(\d\d),(\d{3}) --> (\d{2,6}):(\d\d):(\d\d),(\d{3})", re.ASCII)
_PLACE = re.compile(r"\{\\an([1-9])\}", re.ASCII)
_TAG = re.compile(r"</?(?:i|b|u|font[^<>]{0,100})>", re.IGNORECASE)


def parse(text: str, language: str, kind: Kind, rate: FrameRate) -> Captions:
    """The captions of a file that `picturelock caption` wrote, on whole frames."""
    cues = []
    for block in re.split(r"\n{2,}", text.replace("\r\n", "\n").lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").strip("\n")):
        number, _, rest = block.partition("\n")
        times, _, body = rest.partition("\n")
        match = _TIMES.fullmatch(times.strip())
        if match is None:
            continue
        start, end = (from_ms(_ms(match.groups()[at : at + 4])) for at in (0, 4))
        place = _PLACE.search(body)
        placement, align = of_keypad(place[1]) if place else (None, None)
        span = Span(rate.snap(start), max(rate.snap(start), rate.snap(end)))
        lines = tuple(_line(line) for line in _PLACE.sub("", body).split("\n"))
        cues.append(Cue(span, lines, number.strip(), placement=placement, align=align))
    return Captions(tuple(cues), language, kind, rate)


def text_of(captions: Captions) -> str:
    """Captions as a file that `picturelock check` reads."""
    return "".join(
        f"{number}\n{_clock(to_ms(cue.span.start))} --> {_clock(to_ms(cue.span.end))}\n{_placed(cue)}{_body(cue)}\n\n"
        for number, cue in enumerate(captions.cues, start=1)
    )


def _line(text: str) -> tuple[Run, ...]:
    """A line in runs of one style each."""
    runs, run, at = [], Run(""), 0
    for tag in _TAG.finditer(text):
        runs.append(replace(run, text=text[at : tag.start()]))
        at, name, on = tag.end(), tag[0].strip("</>")[:1].lower(), not tag[0].startswith("</")
        if name == "f":
            color = re.search(r"color=\"?(#?\w{1,20})", tag[0])
            run = replace(run, color=color[1] if on and color else None)
        else:
            run = _switched(run, name, on)
    runs.append(replace(run, text=text[at:]))
    return tuple(run for run in runs if run.text) or (Run(""),)


def _switched(run: Run, name: str, on: bool) -> Run:
    if name == "i":
        return replace(run, italic=on)
    return replace(run, bold=on) if name == "b" else replace(run, underline=on)


def _ms(fields: tuple[str, ...]) -> int:
    hours, minutes, seconds, thousandths = map(int, fields)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def _placed(cue: Cue) -> str:
    digit, _ = keypad(cue.placement, cue.align, len(cue.lines))
    return f"{{\\an{digit}}}" if digit != "2" else ""


def _body(cue: Cue) -> str:
    return "\n".join("".join(_styled(run) for run in line) or " " for line in cue.lines)


def _styled(run: Run) -> str:
    for mark, on in (("i", run.italic), ("b", run.bold)):
        if on:
            return f"<{mark}>{run.text}</{mark}>"
    return run.text
