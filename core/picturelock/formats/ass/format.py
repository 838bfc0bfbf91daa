"""Advanced SubStation Alpha (.ass) and the older SubStation Alpha (.ssa). The only door to pysubs2.

pysubs2 gives a whole file up for one faulty line, takes fields in the usual order whatever the file says, and searches
some lines for a time that grows with their square. So events are read and written here, and it reads and writes what stands
around them, from lines that are known to be sound: info, styles and fonts. It is the second reader of events in the tests.

Kept in extras. Of a cue: "ass.at" (its {\\\\an} and {\\\\pos}), "ass.layer", "ass.effect", "ass.margins", "note" (a comment
before it). Of the file: "title", "ass.info", "ass.style", "ass.font", "ass.note" (after the last cue). Other overrides are
marks "ass.raw" in the text.
"""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from pysubs2 import Alignment, Color, SSAFile, SSAStyle

from picturelock.cues import Captions, Cue, Run
from picturelock.errors import InputError
from picturelock.formats.ass.lines import Event, Script, read_lines
from picturelock.formats.ass.place import Screen, overrides, place_of, screen_of
from picturelock.formats.ass.text import EventText, escaped, read_text, write_text
from picturelock.formats.base import (
    READ_WRITE,
    Findings,
    Notes,
    extra,
    extras,
    in_order,
    lost,
    plain_texts,
    visible_lines,
)
from picturelock.formats.tags import names_of
from picturelock.times import FLICKS_PER_MS, Flicks, Span, divide_nearest, from_ms

_LAST_MS = 35_999_990  # one digit for hours
_NO_INFO = ("Dialogue", "Comment", "Style", "Format")
_NO_LOOK = (Run(""), "2")
_SCREEN = Screen(1920, 1080)
_DEFAULT = SSAStyle(
    fontname="Arial",
    fontsize=58,
    outline=3,
    shadow=0,
    marginl=96,
    marginr=96,
    marginv=54,
    backcolor=Color(0, 0, 0, 128),
)
"""White with a black outline, 5 % of the height, inside the safe area."""


@dataclass(frozen=True, slots=True)
class SubStation:
    """ASS or SSA; either is read whichever of the two the file is."""

    name: str = "ASS"
    suffixes: tuple[str, ...] = (".ass",)
    version: str = "ass"
    directions = READ_WRITE
    timecode = False

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`."""
        notes = Notes(file)
        script = read_lines(text, notes)
        if not script.events and not script.known:
            raise InputError(
                "is not SubStation Alpha; expected [Script Info], or lines that begin Dialogue:.", file=file
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pysubs2 warns of numbers that it cannot read and takes 0
            subs = SSAFile.from_string(script.sound, format_=script.version)
        return _Reader(subs, script, notes).captions()

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """See `Format.write`. Times are hundredths of a second."""
        return _Writer(captions, self).text()


ASS = SubStation()
SSA = SubStation("SSA", (".ssa",), "ssa")


@dataclass(slots=True)
class _Reader:
    subs: SSAFile
    script: Script
    notes: Notes
    cues: list[Cue] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def captions(self) -> tuple[Captions, Findings]:
        screen = screen_of(self.subs.info)
        looks = {name: _look(style) for name, style in self.subs.styles.items()}
        for event in self.script.events:
            if event.comment:
                self.comments.append(event.text.replace("\\N", "\n").replace("\\n", "\n"))
            else:
                self._cue(event, looks, screen)
        if not self.cues:
            self.notes.add("no-cues", "warning", None)
        kept = [
            ("ass.info", f"{name}: {value}")
            for name, value in self.subs.info.items()
            if name not in ("Title", "ScriptType")
        ]
        kept += [("ass.style", style) for style in _style_lines(self.subs)]
        kept += [("ass.font", "\n".join([name, *lines])) for name, lines in self.subs.fonts_opaque.items()]
        kept += [("ass.note", comment) for comment in self.comments]
        title = [("title", self.subs.info["Title"])] if self.subs.info.get("Title") else []
        return Captions(in_order(self.cues, self.notes), extras=(*title, *kept)), self.notes.findings

    def _cue(self, event: Event, looks: dict[str, tuple[Run, str]], screen: Screen) -> None:
        number = str(len(self.cues) + 1)
        look, usual = looks.get(event.style.lstrip("*"), _NO_LOOK)
        read = read_text(event.text, look)
        start, end = event.start, event.end
        if end < start:
            self.notes.add("reversed-times", "error", event.line, number, start=_clock(start), end=_clock(end))
            end = start
        if start < 0:
            self.notes.add("negative-time", "error", event.line, number, found=f"{_clock(start)}, {_clock(end)}")
        placement, align = place_of(read.anchor or usual, read.position, screen)
        self.cues.append(
            Cue(
                Span(from_ms(start), from_ms(end)), read.lines, number, None, align, placement, event.name or None,
                None if event.style == "Default" else event.style, tuple(self._kept(event, read)),
            )
        )  # fmt: skip

    def _kept(self, event: Event, read: EventText) -> list[tuple[str, str]]:
        """The extras of a cue."""
        kept = [("note", comment) for comment in self.comments]
        self.comments = []
        if read.anchor or read.position:
            at = f"\\an{read.anchor}" if read.anchor else ""
            kept.append(("ass.at", at + (f"\\pos({','.join(read.position)})" if read.position else "")))
        if event.layer:
            kept.append(("ass.layer", str(event.layer)))
        if event.effect and not event.effect.isspace():
            kept.append(("ass.effect", event.effect))
        if any(event.margins):
            kept.append(("ass.margins", ",".join(map(str, event.margins))))
        return kept


def _style_lines(subs: SSAFile) -> list[str]:
    """The styles as ASS writes them, whichever version they come from."""
    only = SSAFile()
    only.styles = subs.styles
    return [line for line in only.to_string("ass", header_notice="").split("\n") if line.startswith("Style:")]


def _look(style: SSAStyle) -> tuple[Run, str]:
    """A style as a run, and the keypad digit of its place."""
    color = style.primarycolor
    shown = f"#{color.r:02x}{color.g:02x}{color.b:02x}"
    digit = str(int(style.alignment))
    return Run("", style.italic, style.bold, style.underline, None if shown == "#ffffff" else shown), digit


class _Writer:
    def __init__(self, captions: Captions, ass: SubStation) -> None:
        self._captions, self._ass = captions, ass
        self._losses: Counter[str] = Counter()
        self._subs = SSAFile()
        info = dict(line.partition(": ")[::2] for line in extras(captions, "ass.info"))
        self._subs.info.clear()
        self._subs.info.update(_clean_info(info or {"WrapStyle": "0", "ScaledBorderAndShadow": "yes"}))
        if not info:
            self._subs.info.update(PlayResX=str(_SCREEN.width), PlayResY=str(_SCREEN.height))
        if title := extra(captions, "title"):
            self._subs.info["Title"] = " ".join(title.split())
        self._screen = screen_of(self._subs.info)
        self._subs.styles = _styles(extras(captions, "ass.style"))
        self._looks = {name: _look(style) for name, style in self._subs.styles.items()}
        self._plain = {name for name, (look, _) in self._looks.items() if look == Run("")}

    def text(self) -> tuple[str, Findings]:
        captions, losses = self._captions, self._losses
        lines: list[str] = []
        for cue in captions.cues:
            for note in extras(cue, "note") if cue.extras else ():
                lines.append(self._comment(note, cue.span))
            lines.append(self._event(cue))
        for note in extras(captions, "ass.note"):
            lines.append(self._comment(note, captions.cues[-1].span if captions.cues else Span(0, 0)))
        for attached in extras(captions, "ass.font"):
            name, _, body = attached.partition("\n")
            self._subs.fonts_opaque[name] = body.split("\n")
        known = ("title",)
        losses["header"] += sum(1 for name, _ in captions.extras if name not in known and not name.startswith("ass."))
        losses["regions"] += len(captions.regions)
        top = self._subs.to_string(self._ass.version, header_notice="Written by Picturelock")
        return "\n".join([top.rstrip("\n"), *lines, ""]), lost(self._ass.name, +losses)

    def _event(self, cue: Cue) -> str:
        style = cue.style if cue.style in self._looks else "Default"
        texts = plain_texts(cue) if style in self._plain else None
        name = cue.speaker or ""
        if texts is None:
            names = names_of(cue)
            if not name and len(names) == 1:
                (name,) = names
            self._losses["speakers"] += len(names - {" ".join(name.split())})
        look, usual = self._looks[style]
        layer, margins, effect = "0", "0,0,0", ""
        if cue.style is not None or cue.speaker or cue.extras:
            self._count(cue)
            layer, margins = extra(cue, "ass.layer") or layer, extra(cue, "ass.margins") or margins
            effect = _one_field(extra(cue, "ass.effect") or "")
        self._losses["caption-names"] += bool(cue.id) and not cue.id.isdecimal()
        if texts is None:
            text = write_text(visible_lines(cue, self._losses), look, self._losses)
        else:
            text = "\\N".join(map(escaped, texts))
        self._losses["speakers"] += "," in name
        codes = self._codes(cue, usual)
        first = layer if self._ass.version == "ass" else "Marked=0"
        times = f"{self._time(cue.span.start)},{self._time(cue.span.end)}"
        codes = f"{{{codes}}}" if codes else ""
        return f"Dialogue: {first},{times},{style},{_one_field(name)},{margins},{effect},{codes}{text}"

    def _count(self, cue: Cue) -> None:
        losses = self._losses
        losses["styles"] += cue.style is not None and cue.style not in self._looks
        losses["vertical-text"] += "vertical:" in (extra(cue, "vtt.settings") or "")

    def _codes(self, cue: Cue, usual: str) -> str:
        """What puts a cue in its place: its own codes while they still do."""
        kept = extra(cue, "ass.at")
        if kept is not None:
            read = read_text("{" + kept + "}", Run(""))
            if place_of(read.anchor or usual, read.position, self._screen) == (cue.placement, cue.align):
                return kept
        codes, exact = overrides(cue, usual, self._screen)
        self._losses["positions"] += not exact
        return codes

    def _comment(self, note: str, span: Span) -> str:
        text = note.replace("\r", " ").replace("\n", "\\N")
        first = "0" if self._ass.version == "ass" else "Marked=0"
        return f"Comment: {first},{self._time(span.start)},{self._time(span.end)},Default,,0,0,0,,{text}"

    def _time(self, time: Flicks) -> str:
        milliseconds = divide_nearest(time, 10 * FLICKS_PER_MS) * 10
        if not 0 <= milliseconds <= _LAST_MS:
            self._losses["times"] += 1
            milliseconds = min(max(milliseconds, 0), _LAST_MS)
        return _clock(milliseconds)


def _styles(lines: list[str]) -> dict[str, SSAStyle]:
    """The styles of a file that was read, and in any case one named Default."""
    text = "\n".join(["[V4+ Styles]", *lines])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: dict[str, SSAStyle] = dict(SSAFile.from_string(text, format_="ass").styles) if lines else {}
    return found if "Default" in found else {"Default": replace(_DEFAULT, alignment=Alignment.BOTTOM_CENTER), **found}


def _clean_info(info: dict[str, str]) -> dict[str, str]:
    """The lines that stay in their section: "Dialogue :" would become an event."""
    found = {name.strip(): " ".join(value.split()) for name, value in info.items() if "[" not in name[:4]}
    return {name: value for name, value in found.items() if name and name not in _NO_INFO}


def _one_field(text: str) -> str:
    """A field ends at a comma and a line at its break."""
    return " ".join(text.replace(",", ";").split())


def _clock(milliseconds: int) -> str:
    sign, rest = "-" if milliseconds < 0 else "", abs(milliseconds)
    return f"{sign}{rest // 3_600_000}:{rest // 60_000 % 60:02}:{rest // 1000 % 60:02}.{rest // 10 % 100:02}"
