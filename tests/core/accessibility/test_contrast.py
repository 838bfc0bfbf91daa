"""The contrast of text in a picture, drawn with colours whose ratio is known."""

from __future__ import annotations

import numpy as np
import pytest
from picturelock.accessibility.contrast import estimate, otsu, relative_luminance


def drawn(text: int, ground: int, height: int = 10, rows: int = 40) -> np.ndarray:
    """Bars as wide as the strokes of letters, on a flat ground."""
    picture = np.full((rows, 200, 3), ground, np.uint8)
    for left in range(10, 190, 6):
        picture[12 : 12 + height, left : left + 3] = text
    return picture


def known(text: int, ground: int) -> float:
    """By the formula of WCAG 2, worked out apart."""

    def luminance(code: int) -> float:
        share = code / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    bright, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), [(255, 0), (119, 255), (0, 255), (100, 60), (40, 16), (118, 0)])
def test_the_ratio_of_flat_text(text: int, ground: int) -> None:
    found = estimate(drawn(text, ground), 1080)
    assert found is not None
    assert found.ratio == pytest.approx(known(text, ground), rel=0.01)


def test_black_on_white_is_21_and_the_grey_that_everybody_knows_is_4_5() -> None:
    assert known(0, 255) == pytest.approx(21)
    assert known(118, 255) == pytest.approx(4.54, abs=0.01)
    assert float(relative_luminance(np.full((1, 1, 3), 255, np.uint8))[0, 0]) == pytest.approx(1)


@pytest.mark.parametrize("lines", [(40, False), (60, True)])
def test_large_text_is_told_by_its_height(lines: tuple[int, bool]) -> None:
    height, large = lines
    found = estimate(drawn(255, 0, height // 2, 80), 1000)
    assert found is not None and found.large is large


def test_soft_edges_do_not_change_it_much() -> None:
    picture = drawn(235, 30, 12).astype(float)
    soft = (picture[:, :-2] + 2 * picture[:, 1:-1] + picture[:, 2:]) / 4
    found = estimate(soft.astype(np.uint8), 1080)
    assert found is not None and found.ratio == pytest.approx(known(235, 30), rel=0.2)


@pytest.mark.parametrize("shape", [(40, 200, 3), (1, 200, 3), (40, 1, 3)])
def test_where_nothing_looks_like_text_nothing_is_estimated(shape: tuple[int, int, int]) -> None:
    assert estimate(np.full(shape, 90, np.uint8), 1080) is None
    ramp = np.broadcast_to(np.linspace(0, 200, shape[1])[None, :, None], shape).astype(np.uint8)
    assert estimate(ramp, 1080) is None


def test_the_threshold_between_two_groups_lies_between_them() -> None:
    assert 20 <= otsu(np.array([20.0] * 50 + [200.0] * 10)) < 200
