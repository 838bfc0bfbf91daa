"""A table as the spreadsheets of a language open it, and as none of them runs it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from picturelock.spreadsheet import sheet


def read(text: str, sign: str) -> list[list[str]]:
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=sign))


CELLS: tuple[Any, ...] = ("é; è, à", -1.5, -3, None, "=A1", "-2", True, 'a "b"', "x\ny", "a\0b", "\udc80")


@pytest.mark.parametrize(("language", "sign", "decimal"), [("en", ",", "-1.5"), ("fr", ";", "-1,5"), ("", ",", "-1.5")])
def test_each_language_has_its_separator_and_its_decimal_sign(language: str, sign: str, decimal: str) -> None:
    head, row = read(sheet(("A", "B"), [CELLS], language), sign)
    assert head == ["A", "B"]
    assert row == ["é; è, à", decimal, "-3", "", "'=A1", "'-2", "True", 'a "b"', "x\ny", "ab", "?"]
    assert sheet(("A",), [("\udc80",)], language).encode()


def test_spreadsheets_run_nothing() -> None:
    cells: list[Any] = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =x", "ok", -1, 2.5, None, True]
    (row,) = read(sheet(("a",) * 12, [cells], ""), ",")[1:]
    assert row == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "' =x", "ok", "-1", "2.5", "", "True"]


@pytest.mark.parametrize(
    "text", ["\n=1", "\u00a0=1", "\u3000+1", "\x1b=1", "\ufeff=1", "\u200b@x", " \x0b\x0c-1", "＝1", "＠x", "\u2003＋1"]
)
def test_what_stands_before_a_formula_does_not_hide_it(text: str) -> None:
    (row,) = read(sheet(("a",), [[text]], ""), ",")[1:]
    assert row == [f"'{text}"]


@pytest.mark.parametrize("text", ["", " ", "a=1", "\u00a0a", "À bientôt", "1-2", "\u200b"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    (row,) = read(sheet(("a", "b"), [[text, "x"]], ""), ",")[1:]
    assert row == [text, "x"]
