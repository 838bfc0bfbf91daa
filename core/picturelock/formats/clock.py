"""Hours, minutes, seconds and milliseconds, as caption files write times. Nothing is rounded here."""

from __future__ import annotations


def milliseconds(hours: str | None, minutes: str, seconds: str, rest: str) -> int:
    """The milliseconds of a time's fields; `rest` has three digits."""
    return int(hours or 0) * 3_600_000 + int(minutes) * 60_000 + int(seconds) * 1000 + int(rest)


def fields(milliseconds: int) -> tuple[int, int, int, int]:
    """Hours, minutes, seconds and milliseconds of a time from 0 on."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, seconds, rest
