"""Values of options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from picturelock.errors import UsageError
from picturelock.times import FrameRate

Text: TypeAlias = Callable[[str], str]
"""Gives an option's help in the person's language, by its key in the wording."""


def rate_of(text: str | None) -> FrameRate | None:
    """The frame rate that an option names, or None where it is absent."""
    if text is None:
        return None
    try:
        return FrameRate.parse(text)
    except ValueError as error:
        raise UsageError(f"--rate: {error}.") from None
