"""Moments for people: the day and time of this machine's place, with its distance from UTC. Documents for programs keep UTC."""

from __future__ import annotations

import datetime as dt
from typing import Any

from picturelock.wording import table

_MINUS = "\N{MINUS SIGN}"


def moment(text: str, language: str, zone: dt.tzinfo | None = None) -> str:
    """ "22 Nov 2026, 14:03 −05:00" of an ISO 8601 moment, which is UTC where it does not say; other text as it is.

    zone: None = this machine's.
    """
    there = _there(text, zone)
    if there is None:
        return text
    offset = int((there.utcoffset() or dt.timedelta()).total_seconds()) // 60
    sign = _MINUS if offset < 0 else "+"
    words: dict[str, Any] = {"hour": f"{there:%H}", "minute": f"{there:%M}", "day": _day(there, language)}
    words["offset"] = f"{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
    return str(table(language, "report")["moment"]).format(**words)


def day(text: str, language: str, zone: dt.tzinfo | None = None) -> str:
    """ "22 Nov 2026" of an ISO 8601 moment; other text as it is."""
    there = _there(text, zone)
    return _day(there, language) if there is not None else text


def _there(text: str, zone: dt.tzinfo | None) -> dt.datetime | None:
    try:
        parsed = dt.datetime.fromisoformat(text)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=dt.UTC)).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return None


def _day(there: dt.datetime, language: str) -> str:
    words = table(language, "report")
    number = words["first_of_month"] if there.day == 1 else str(there.day)
    return f"{number}\N{NO-BREAK SPACE}{words['months'][str(there.month)]}\N{NO-BREAK SPACE}{there.year}"
