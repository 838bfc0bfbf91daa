"""Transcripts that nothing was fitted on, against every profile, by our checks and by others written apart from them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest
from picturelock import profiles

NAMES = profiles.names()
FOLDER = Path(__file__).parents[3] / "benchmarks"
FPS = Fraction(25)


@pytest.fixture(scope="module")
def heldout() -> Iterator[ModuleType]:
    before = list(sys.path)
    sys.path.insert(0, str(FOLDER))
    try:
        yield importlib.import_module("heldout")
    finally:
        sys.path[:] = before


@pytest.mark.parametrize(("number", "name"), list(enumerate(NAMES)))
def test_whatever_is_not_kept_is_explained(number: int, name: str, heldout: ModuleType) -> None:
    rate = heldout.RATES[number % len(heldout.RATES)]
    pairs = list(heldout.pairs([name]))
    assert pairs
    for _, talk in pairs:
        _, left = heldout.unexplained(talk, name, rate)
        assert left == []


def test_both_judges_say_the_same_of_reading_speed(heldout: ModuleType) -> None:
    counts = [
        heldout.unexplained(talk, "netflix-en", rate)[0]
        for _, talk in heldout.pairs(["netflix-en"])
        for rate in heldout.RATES
    ]
    ours, others = (
        sum(count[what] for count in counts) for what in ("ours: captions.reading-speed", "independent: max_cps")
    )
    assert ours == others > 0


def test_the_talks_have_turns_cuts_and_every_speed(heldout: ModuleType) -> None:
    talks = list(heldout.talks())
    assert {talk.language for talk in talks} == {"en", "fr"} and len(talks) == 12
    assert all(len(talk.cuts) >= 5 for talk in talks)
    assert sum(len({word.speaker for word in talk.words}) == 2 for talk in talks) == 4


def broken(heldout: ModuleType, profile: str = "netflix-en", cuts: tuple[int, ...] = (), **changes: object) -> set[str]:
    """What the independent judge says of one caption with something changed in it."""
    good = heldout.Shown("1", Fraction(4), Fraction(6), ("Where did you put it?",), (Fraction(4), Fraction(6)), 1)
    judge = sys.modules["heldout_judges"].judged
    shown = [
        replace(good, **changes),
        replace(good, name="2", start=Fraction(8), end=Fraction(10), said=(Fraction(8), Fraction(10))),
    ]
    return {what for what, _ in judge(shown, profile, FPS, [Fraction(cut) for cut in cuts])}


def test_the_independent_judge_sees_what_is_broken(heldout: ModuleType) -> None:
    assert broken(heldout) == set() == broken(heldout, "bbc-broadcast") == broken(heldout, "charte-sme")
    assert broken(heldout, lines=("x" * 43,)) == {"max_characters", "max_cps"}
    assert broken(heldout, lines=("a", "b", "c")) == {"max_lines"}
    assert broken(heldout, end=Fraction(4) + Fraction(20, 25), lines=("No.",)) == {"min_duration"}
    assert broken(heldout, start=Fraction(0), said=(Fraction(0), Fraction(6)), end=Fraction(71, 10)) == {
        "max_duration",
        "frames",
    }
    assert broken(heldout, end=Fraction(8) - Fraction(1, 25)) == {"min_gap"}
    assert broken(heldout, end=Fraction(8) - Fraction(5, 25)) == {"close_gap"}
    assert broken(heldout, end=Fraction(9)) == {"overlap"}
    assert broken(heldout, turns=2) == {"dual_speaker"}
    assert broken(heldout, cuts=(4,)) == set() and broken(heldout, cuts=(6,)) == {"out near a cut"}
    assert broken(heldout, start=Fraction(4) + Fraction(2, 25), cuts=(4,)) == {"in near a cut"}
    assert broken(heldout, "bbc-broadcast", said=(Fraction(1), Fraction(6))) == {"late"}
    assert broken(heldout, "bbc-broadcast", said=(Fraction(4), Fraction(1))) == {"hang"}
    assert broken(heldout, "bbc-broadcast", lines=("one two three four five", "six seven eight")) == {
        "max_wpm",
        "min_per_word",
    }
    assert broken(heldout, "charte-sme", lines=("x" * 30, "y" * 30)) == {"reading_table"}
    assert broken(heldout, "cea-608-fr", lines=("Où\xa0?",)) == {"characters"}
