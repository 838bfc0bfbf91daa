"""The table of docs/formats.md says what comes back from every format that is read and written: it is tried here."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock import registry
from picturelock.cues import Captions, Cue, Kind, Placement, Run, plain
from picturelock.formats.base import READ_WRITE, ByteFormat
from picturelock.formats.colors import hex_of
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span

PAGE = Path(__file__).resolve().parents[3] / "docs" / "formats.md"
RATE = FrameRate(25)
SPAN = Span(RATE.time_of(100), RATE.time_of(150))
HOUR = 3600 * FLICKS_PER_SECOND
FRENCH = "Œuvre à ç é è ê ë î ï ô ù û ü ÿ, « œ » … — €"
PLACE = Placement(Fraction(3, 10), "top", Fraction(1, 5), Fraction(1, 2))
FORMATS = [name for name, entry in registry.FORMATS.items() if registry.load(entry).directions == READ_WRITE]

Feature = tuple[str, Cue, Callable[[Captions], object]]


def _styled(**style: str | bool) -> Cue:
    return Cue(SPAN, ((Run("abc "), Run("defg", **style)),), "1")  # type: ignore[arg-type]


def _last(captions: Captions) -> Run:
    return max(captions.cues[0].lines[0], key=lambda run: "defg" in run.text)


def _features() -> list[Feature]:
    text = plain("abc")
    return [
        ("italics", _styled(italic=True), lambda read: _last(read).italic),
        ("bold", _styled(bold=True), lambda read: _last(read).bold),
        ("underline", _styled(underline=True), lambda read: _last(read).underline),
        ("8 colours", _styled(color="#ffff00"), lambda read: hex_of(_last(read).color or "") == "#ffff00"),
        ("all colours", _styled(color="#123456"), lambda read: _last(read).color == "#123456"),
        ("background", _styled(background="#0000ff"), lambda read: _last(read).background),
        ("top", Cue(SPAN, text, "1", placement=Placement(edge="top")), lambda read: read.cues[0].placement),
        ("any place", Cue(SPAN, text, "1", placement=PLACE), lambda read: read.cues[0].placement == PLACE),
        ("alignment", Cue(SPAN, text, "1", align="start"), lambda read: read.cues[0].align in ("start", "left")),
        ("speaker", Cue(SPAN, text, "1", speaker="Zoe"), lambda read: read.cues[0].speaker == "Zoe"),
        ("name", Cue(SPAN, text, "nom-a"), lambda read: read.cues[0].id == "nom-a"),
        ("French", Cue(SPAN, plain(FRENCH), "1"), lambda read: read.cues[0].text == FRENCH),
        ("all scripts", Cue(SPAN, plain("漢字"), "1"), lambda read: read.cues[0].text == "漢字"),
        ("language", Cue(SPAN, text, "1"), lambda read: read.language == "fr-CA"),
        ("forced", Cue(SPAN, text, "1"), lambda read: read.kind == "forced"),
        ("timecode", Cue(SPAN, text, "1"), lambda read: read.start == HOUR),
    ]


def row(name: str) -> str:
    """The line of the table for a format, as it must stand on the page."""
    found = registry.load(registry.FORMATS[name])
    marks = []
    for feature, cue, survived in _features():
        kind: Kind = "forced" if feature == "forced" else "sub"
        captions = Captions((cue,), "fr-CA", kind, RATE, HOUR if feature == "timecode" else 0)
        if isinstance(found, ByteFormat):
            read, _ = found.read_bytes(found.write_bytes(captions)[0], Path("film"))
        else:
            read, _ = found.read(found.write(captions)[0], Path("film"))
        marks.append("yes" if survived(read) else "–")
    return f"| `{name}` | {' | '.join(marks)} |"


@pytest.mark.parametrize("name", FORMATS)
def test_the_page_says_what_survives(name: str) -> None:
    assert row(name) in PAGE.read_text(encoding="utf-8").splitlines()


def test_the_page_names_every_format_and_heads_every_column() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in registry.FORMATS:
        assert f"`{name}`" in page, name
    assert f"| format | {' | '.join(feature for feature, _, _ in _features())} |" in page
