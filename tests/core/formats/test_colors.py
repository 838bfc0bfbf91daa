"""Colours as caption files write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picturelock.formats.colors import hex_of, nearest, rgb

TELETEXT = ("#ffffff", "#ffff00", "#00ffff", "#00ff00", "#ff00ff", "#ff0000", "#0000ff", "#000000")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("#fff", (255, 255, 255, 255)),
        ("#F80a", (255, 136, 0, 170)),
        ("#ffff00", (255, 255, 0, 255)),
        ("#FFFF0080", (255, 255, 0, 128)),
        ("ffff00", (255, 255, 0, 255)),
        (" Lime ", (0, 255, 0, 255)),
        ("green", (0, 128, 0, 255)),
        ("rebeccapurple", (102, 51, 153, 255)),
        ("transparent", (0, 0, 0, 0)),
        ("rgb(255, 0,7)", (255, 0, 7, 255)),
        ("rgb(100%, 50%, 0%)", (255, 128, 0, 255)),
        ("rgba(0,0,0,76)", (0, 0, 0, 76)),
        ("rgba(0,0,0,0.2)", (0, 0, 0, 51)),
        ("rgba(0,0,0,1)", (0, 0, 0, 255)),
        ("rgb(999,0,0)", (255, 0, 0, 255)),
    ],
)
def test_a_colour_is_understood(text: str, wanted: tuple[int, int, int, int]) -> None:
    assert rgb(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "#", "#ff", "#fffff", "#٣٣٣", "rgb(1,2)", "rgb(1,2,3,4)", "rgba(1,2,3)", "yellowish", "#" + "f" * 10**6],
)
def test_anything_else_is_no_colour(text: str) -> None:
    assert rgb(text) is None and hex_of(text) is None and nearest(text, TELETEXT) is None


@given(st.text(max_size=40))
def test_no_text_makes_it_crash(text: str) -> None:
    found = rgb(text)
    assert found is None or (len(found) == 4 and all(0 <= level <= 255 for level in found))


@given(st.tuples(*[st.integers(0, 255)] * 4))
def test_hexadecimal_comes_back(color: tuple[int, int, int, int]) -> None:
    assert rgb(hex_of("#" + bytes(color).hex()) or "") == color


def test_the_nearest_of_a_palette_is_what_it_looks_like() -> None:
    found = {text: nearest(text, TELETEXT) for text in ("#fdfdf0", "orange", "navy", "#111", "crimson", "yellow")}
    assert found == {
        "#fdfdf0": "#ffffff",
        "orange": "#ffff00",
        "navy": "#0000ff",
        "#111": "#000000",
        "crimson": "#ff0000",
        "yellow": "#ffff00",
    }
    assert nearest("red", ["rot"]) is None
