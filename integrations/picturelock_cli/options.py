"""Values of options that several verbs share."""

from __future__ import annotations

from picturelock.errors import UsageError
from picturelock.times import FrameRate


def rate_of(text: str | None) -> FrameRate | None:
    """The frame rate that an option names, or None where it is absent."""
    if text is None:
        return None
    try:
        return FrameRate.parse(text)
    except ValueError as error:
        raise UsageError(f"--rate: {error}.") from None
