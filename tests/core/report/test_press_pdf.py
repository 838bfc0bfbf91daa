"""The PDF of a press sheet: whatever a production writes into it, it is made, and says the same each time."""

from __future__ import annotations

import io

import pytest
from picturelock.report.press_pdf import Section, Still, press_pdf


def jpeg(across: int, down: int) -> bytes:
    image = pytest.importorskip("PIL.Image", reason="not proven: Pillow is not installed")
    target = io.BytesIO()
    image.new("RGB", (across, down), "teal").save(target, "JPEG")
    return target.getvalue()


def test_it_is_the_same_each_time_and_holds_every_still() -> None:
    stills = [Still(jpeg(160, 90), f"Still {number}") for number in range(3)]
    parts = [Section("Logline", ("A letter.",), leads=True), Section("Sheet", rows=(("Title", "X <b> & Y"),))]
    made = press_pdf("La Lettre", parts, stills, "Stills", "en")
    assert made == press_pdf("La Lettre", parts, stills, "Stills", "en")
    assert made.count(b"/DCTDecode") >= 1 and b"/Lang (en)" in made and b"/Title (La Lettre)" in made


def test_hostile_content() -> None:
    long = "x" * 5000
    parts = [
        Section(long[:3000], (long, "<para>&amp;</para>" * 200), leads=True),
        Section("", rows=((long[:500], long), ("", ""))),
        Section("Credits", verbatim="\n\n" + " " * 500 + "name\t\x00\n" + long),
    ]
    stills = [Still(jpeg(*size), "y " * 5000) for size in ((2, 3000), (3000, 2), (90, 160), (2, 3000))]
    assert press_pdf("z " * 2000, parts, stills, "", "fr").startswith(b"%PDF")
    assert press_pdf("", [], [], "", "fr").startswith(b"%PDF")
