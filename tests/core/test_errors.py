"""Errors: one sentence, a hint, an exit code of their own, and they survive a trip between processes."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from picturelock import errors
from picturelock.errors import (
    GateError,
    InputError,
    OutputError,
    PicturelockError,
    SetupError,
    UnknownName,
    UsageError,
)


def test_every_branch_has_an_exit_code_of_its_own() -> None:
    branches = [UsageError, InputError, SetupError, GateError, OutputError]
    codes = [branch.exit_code for branch in branches]
    others = [errors.EXIT_CLEAN, errors.EXIT_FINDINGS, errors.EXIT_WAIVED, errors.EXIT_BUG, errors.EXIT_CANCELLED]
    assert len({*codes, *others}) == len(codes) + len(others)
    assert codes == [2, 3, 4, 5, 7]


def test_an_input_error_names_the_file_and_the_place() -> None:
    error = InputError("cannot be read as an event.", file=Path("reel 1.edl"), place="line 12", hint="Export it again.")
    assert str(error) == "reel 1.edl, line 12: cannot be read as an event."
    assert (error.file, error.place, error.reason, error.hint) == (
        Path("reel 1.edl"),
        "line 12",
        "cannot be read as an event.",
        "Export it again.",
    )


def test_an_unknown_name_lists_what_there_is_and_guesses() -> None:
    error = UnknownName("format", "srtt", ["vtt", "srt"])
    assert str(error) == "There is no format named 'srtt'; known: srt, vtt."
    assert error.hint == "Did you mean srt?"
    assert isinstance(error, KeyError)
    assert UnknownName("format", "zzzz", ["srt"]).hint == ""


@pytest.mark.parametrize(
    "error",
    [
        PicturelockError("one"),
        UsageError("two", hint="try this"),
        InputError("three", file="a.otio", place="clip 3"),
        UnknownName("engine", "x", ["y"]),
        GateError("four"),
    ],
)
def test_errors_survive_pickling(error: PicturelockError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)
