from __future__ import annotations

from fractions import Fraction

import pytest
from picturelock.accessibility.labels import has_sound, is_styled, names_speaker, parts_speakers, said
from picturelock.cues import Cue, Placement, Run, plain
from picturelock.times import Span


def cue(text: str) -> Cue:
    return Cue(Span(0, 10), plain(text))


@pytest.mark.parametrize(
    "text", ["[door slams]", "(rires)", "♪ La la ♪", "# La la #", "[wind]\nCome in.", "[Wind howls]"]
)
def test_sounds(text: str) -> None:
    assert has_sound(cue(text))


@pytest.mark.parametrize("text", ["[Anna] Come in.", "(ANNA) Come in.", "- Hello.", "Anna: Hello.", "#1 of 2"])
def test_who_speaks_is_no_sound(text: str) -> None:
    assert not has_sound(cue(text))


@pytest.mark.parametrize("text", ["[Anna] Come in.", "ANNA: Come in.", "- Hello.", "–Bonjour.", ">> Hello."])
def test_who_speaks(text: str) -> None:
    assert names_speaker(cue(text))
    assert not names_speaker(cue("Come in."))


def test_colours_and_places_tell_people_apart() -> None:
    yellow = Cue(Span(0, 10), ((Run("Come in.", color="#ffff00"),),))
    white = Cue(Span(0, 10), ((Run("Come in.", color="white"),),))
    placed = Cue(Span(0, 10), plain("Come in."), placement=Placement(left=Fraction(1, 10)))
    assert names_speaker(yellow) and names_speaker(placed) and not names_speaker(white)
    assert is_styled(yellow) and not is_styled(white)
    assert is_styled(Cue(Span(0, 10), ((Run("Viens.", italic=True),),)))


def test_two_in_one_caption() -> None:
    assert parts_speakers(cue("-Come in.\n-No."))
    assert parts_speakers(Cue(Span(0, 10), ((Run("Come.", color="yellow"),), (Run("No.", color="cyan"),))))
    assert not parts_speakers(cue("Come in.\nNo."))


def test_what_is_said_without_labels() -> None:
    assert said(cue("[Anna] Come in.")) == "Come in."
    assert said(cue("[door slams]")) == said(cue("♪ La la ♪")) == ""


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "(" * 50_000, "#" * 50_000, "- " * 50_000, "A" * 100_000, "[a" * 30_000]
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    for look in (has_sound, names_speaker, parts_speakers, said):
        look(cue(text))
