"""IMSC 1.1 text (https://www.w3.org/TR/ttml-imsc1.1/): the TTML that streaming services and broadcasters exchange.

Reads any TTML. Kept in extras: of a cue "ttml.forced" (shown where captions are off), of the file "ttml.title", "ttml.desc"
and "ttml.copyright".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from picturelock.cues import Captions, Cue, Run
from picturelock.formats.base import READ_WRITE, Findings, lost
from picturelock.formats.tags import count_tags
from picturelock.formats.ttml.reader import Reader
from picturelock.formats.ttml.times import expression, parameters
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
from picturelock.times import Flicks

PROFILE = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
_LOOK = {
    "tts:fontFamily": "proportionalSansSerif",
    "tts:fontSize": "80%",
    "tts:lineHeight": "125%",
    "tts:textAlign": "center",
}
"""Of all text: letters of 5.3 % of the picture's height, so that 42 of them fit the safe width."""
_LINE = Fraction(7, 100)
"""Height of a line at that size."""


class Imsc:
    """The IMSC 1.1 text profile of TTML."""

    name = "IMSC"
    suffixes: tuple[str, ...] = (".ttml", ".xml", ".dfxp", ".itt", ".imsc")
    directions = READ_WRITE
    timecode = False

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`. A file cut short is read as far as it goes."""
        return Reader(file).read(text)

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """See `Format.write`. Times are exact: frames where the rate is known."""
        losses: Counter[str] = Counter()
        captions = from_zero(captions, losses)
        count_unwritten(captions, losses)
        writer = _Writer(captions, losses)
        cues = [writer.paragraph(cue) for cue in captions.cues]
        root = {
            "xml:lang": language(captions.language) or "und",
            "xml:space": "preserve",
            "ttp:contentProfiles": PROFILE,
            "ttp:timeBase": "media",
            "ttp:cellResolution": "32 15",
            **parameters(captions.rate),
        }
        losses["language"] += not language(captions.language)
        head = (
            f"{metadata(captions, writer.people, losses)}"
            f'<styling>\n<style xml:id="style.text"{attributes(_LOOK, losses)}/>\n</styling>\n'
            f"<layout>\n{writer.layout()}</layout>\n"
        )
        body = ' style="style.text"' + (' itts:forcedDisplay="true"' if writer.forced else "")
        if any("itts:" in cue for cue in cues):
            root["xmlns:itts"] = "http://www.w3.org/ns/ttml/profile/imsc1#styling"
        return document(root, head, body, cues, losses), lost(self.name, +losses)


IMSC = Imsc()


class _Writer:
    def __init__(self, captions: Captions, losses: Counter[str]) -> None:
        self.losses, self.people, self.names = losses, People(), Names(losses)
        self.regions = Regions(captions, self.names, losses, _LINE)
        self.forced = captions.kind == "forced"
        self._at: Callable[[Flicks], str] = expression(captions.rate)

    def paragraph(self, cue: Cue) -> str:
        identifier, at = self.names.of(cue.id), self._at
        name = f' xml:id="{identifier}"' if identifier else ""
        more = ""
        if cue.align is not None and cue.align != "center":
            if cue.align in ALIGNS:
                more = f' tts:textAlign="{cue.align}"'
            else:
                self.losses["positions"] += 1
        if cue.speaker:
            more += f' ttm:agent="{self.people.of(" ".join(cue.speaker.split()))}"'
        if cue.extras and ("ttml.forced", "true") in cue.extras and not self.forced:
            more += ' itts:forcedDisplay="true"'
        count_tags(cue.lines, self.losses, HELD)
        text = "<br/>".join(["".join([self._run(run) for run in line]) for line in cue.lines])
        span = cue.span
        return (
            f'<p{name} begin="{at(span.start)}" end="{at(span.end)}" region="{self.regions.of(cue)}"{more}>{text}</p>'
        )

    def _run(self, run: Run) -> str:
        losses = self.losses
        text = escape(run.text, losses)
        if not (run.italic or run.bold or run.underline or run.color or run.background or run.tags):
            return text
        found = inline_tags(run, self.people, losses) if run.tags else {}
        if found is None:
            return ""
        if run.italic:
            found["tts:fontStyle"] = "italic"
        if run.bold:
            found["tts:fontWeight"] = "bold"
        if run.underline:
            found["tts:textDecoration"] = "underline"
        if run.color:
            found["tts:color"] = color_of(run.color, losses, "colors")
        if run.background:
            found["tts:backgroundColor"] = color_of(run.background, losses, "backgrounds")
        styled = "".join([f' {name}="{value}"' for name, value in found.items() if value])
        return f"<span{styled}>{text}</span>" if styled else text

    def layout(self) -> str:
        found = [region_element(name, region.attributes(), self.losses) for name, region in self.regions.used.items()]
        return "".join(f"{element}\n" for element in found)
