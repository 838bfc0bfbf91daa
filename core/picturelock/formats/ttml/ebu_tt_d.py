"""EBU-TT-D (https://tech.ebu.ch/publications/tech3380): the TTML that European broadcasters send to players.

Text stands in spans of one style each, styles are only referred to, times are milliseconds of media time. The tests hold
what is written here against the rules that the BBC's validator checks (https://github.com/bbc/ttml-validator).
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

from picturelock.cues import Captions, Cue, Run
from picturelock.formats.base import READ_WRITE, Findings, lost
from picturelock.formats.tags import count_tags
from picturelock.formats.ttml.reader import Reader
from picturelock.formats.ttml.times import whole_milliseconds
from picturelock.formats.ttml.writer import (
    ALIGNS,
    HELD,
    Names,
    People,
    Regions,
    attributes,
    color_of,
    count_unwritten,
    document,
    escape,
    from_zero,
    inline_tags,
    language,
    metadata,
    region_element,
)

CONFORMS_TO = "urn:ebu:tt:distribution:2018-04"
_LINE = Fraction(8, 100)
"""Height of a line: 120 % of a cell, which is a 15th of the picture."""
_BOX = {"ebutts:linePadding": "0.5c", "itts:fillLineGap": "true"}
_TEXT = {
    "tts:fontFamily": "proportionalSansSerif",
    "tts:fontSize": "100%",
    "tts:lineHeight": "120%",
    "tts:textAlign": "center",
}
_WHITE, _BLACK = "#ffffff", "#000000"
_SAFE = (Fraction(95, 1000), Fraction(5, 100), Fraction(915, 1000), Fraction(95, 100))
"""What the BBC lets regions cover of a landscape picture (its validator, read 2026-06-29); nothing is placed beyond."""
_REGION = ("tts:origin", "tts:extent", "tts:displayAlign", "tts:overflow", "tts:writingMode", "tts:showBackground")
_MOST_HOURS = 99


class EbuTtD:
    """The EBU-TT-D profile of TTML."""

    name = "EBU-TT-D"
    suffixes: tuple[str, ...] = (".ebuttd", ".ttml", ".xml")
    directions = READ_WRITE
    timecode = False

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`; any TTML."""
        return Reader(file).read(text)

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """See `Format.write`. Text is white on black unless it says otherwise."""
        losses: Counter[str] = Counter()
        captions = from_zero(captions, losses)
        count_unwritten(captions, losses)
        losses["forced"] += sum(("ttml.forced", "true") in cue.extras for cue in captions.cues)
        losses["forced"] += captions.kind == "forced"
        writer = _Writer(captions, losses)
        cues = [writer.paragraph(cue) for cue in captions.cues]
        losses["language"] += not language(captions.language)
        root = {
            "xml:lang": language(captions.language) or "und",
            "xml:space": "preserve",
            "ttp:timeBase": "media",
            "ttp:cellResolution": "32 15",
        }
        facts = (
            "<ebuttm:documentMetadata>\n"
            f"<ebuttm:conformsToStandard>{CONFORMS_TO}</ebuttm:conformsToStandard>\n</ebuttm:documentMetadata>"
        )
        head = (
            f"{metadata(captions, writer.people, losses, [facts])}"
            f"<styling>\n{writer.styling()}</styling>\n<layout>\n{writer.layout()}</layout>\n"
        )
        return document(root, head, ' style="style.text"', cues, losses), lost(self.name, +losses)


EBU_TT_D = EbuTtD()


class _Writer:
    def __init__(self, captions: Captions, losses: Counter[str]) -> None:
        self.losses, self.people, self.names = losses, People(), Names(losses)
        self.regions = Regions(captions, self.names, losses, _LINE, _SAFE)
        self._at = whole_milliseconds(captions)
        self._spans: dict[tuple[bool, bool, bool, str | None, str | None], str] = {}
        self._aligns: dict[str, str] = {}
        self._unnamed = 0

    def paragraph(self, cue: Cue) -> str:
        identifier = self.names.of(cue.id)
        if identifier is None:
            self._unnamed += 1
            identifier = f"cue.{self._unnamed}"
        more = ""
        if cue.align is not None and cue.align != "center":
            if cue.align in ALIGNS:
                more = f' style="{self._aligns.setdefault(cue.align, f"style.{cue.align}")}"'
            else:
                self.losses["positions"] += 1
        if cue.speaker:
            more += f' ttm:agent="{self.people.of(" ".join(cue.speaker.split()))}"'
        count_tags(cue.lines, self.losses, HELD)
        text = "<br/>".join(["".join([self._run(run) for run in line]) for line in cue.lines]) or self._run(Run(""))
        begin, end = self._at(cue.span.start), self._at(cue.span.end)
        # The format has two digits for hours.
        self.losses["times"] += len(end) > len("00:00:00.000")
        return f'<p xml:id="{identifier}" begin="{begin}" end="{end}" region="{self.regions.of(cue)}"{more}>{text}</p>'

    def _run(self, run: Run) -> str:
        key = (run.italic, run.bold, run.underline, run.color, run.background)
        style = self._spans.get(key)
        if style is None:
            style = self._spans[key] = f"style.{len(self._spans) + 1}"
        more = ""
        if run.tags:
            found = inline_tags(run, self.people, self.losses)
            if found is None:
                return ""
            more = "".join([f' {name}="{value}"' for name, value in found.items()])
        return f'<span style="{style}"{more}>{escape(run.text, self.losses)}</span>'

    def styling(self) -> str:
        made = [("style.text", _TEXT | _BOX)]
        made += [(name, {"tts:textAlign": align}) for align, name in self._aligns.items()]
        made += [(name, self._span_style(key)) for key, name in self._spans.items()]
        return "".join(f'<style xml:id="{name}"{attributes(values, self.losses)}/>\n' for name, values in made)

    def _span_style(self, key: tuple[bool, bool, bool, str | None, str | None]) -> dict[str, str]:
        italic, bold, underline, color, background = key
        found = {
            "tts:color": color_of(color or _WHITE, self.losses, "colors", hex_only=True) or _WHITE,
            "tts:backgroundColor": color_of(background or _BLACK, self.losses, "backgrounds", hex_only=True) or _BLACK,
        }
        if italic:
            found["tts:fontStyle"] = "italic"
        if bold:
            found["tts:fontWeight"] = "bold"
        if underline:
            found["tts:textDecoration"] = "underline"
        return found

    def layout(self) -> str:
        elements = []
        if not self.regions.used:
            self.regions.default()
        for name, region in self.regions.used.items():
            values = {"tts:overflow": "visible"} | region.attributes()
            kept = {key: value for key, value in values.items() if key in _REGION}
            self.losses["regions"] += len(values) - len(kept)
            elements.append(region_element(name, kept, self.losses) + "\n")
        return "".join(elements)
