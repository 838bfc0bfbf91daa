"""Where, how, in which languages and when the film will be shown, from the production's delivery and what its spec adds."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction

from picturelock.findings import Fact, Finding, Place
from picturelock.production import Dossier
from picturelock.rights.grid import Days, Destination
from picturelock.rights.media import plain
from picturelock.rights.model import Clearance
from picturelock.rights.territories import expand, is_territory
from picturelock.times import nearest

_ONE_DAY = dt.timedelta(days=1)


def destination_of(dossier: Dossier) -> tuple[Destination | None, list[Finding]]:
    """Where and when, or findings that say why that cannot be judged.

    What the production leaves out, its destination may say: territories and media, and how long the rights must last.
    """
    production = dossier.production
    place = Place(file=production.relative(production.file))
    named = production.delivery.territories or _asked(dossier, "rights.territories")
    words = production.delivery.media or _asked(dossier, "rights.media")
    unknown = [name for name in named if not is_territory(name)]
    findings = [Finding("rights.unknown-territory", "error", place, {"territory": name}) for name in unknown]
    territories = frozenset() if unknown else expand(named)
    media = frozenset(plain(word) for word in words if word.strip())
    if not territories and not unknown:
        findings.append(Finding("rights.no-destination", "error", place, {"key": "territories"}))
    if not media:
        findings.append(Finding("rights.no-destination", "error", place, {"key": "media"}))
    if findings:
        return None, findings
    return Destination(territories, media, spoken_languages(dossier), _window(dossier)), []


def check_window(dossier: Dossier, clearances: Iterable[Clearance]) -> Iterator[Finding]:
    """Is it said until when the rights must last, where that matters, and is it not over?

    clearances: those that speak of what is used. Where all of them hold for ever, no last day is needed.
    """
    delivery, limit = dossier.production.delivery, None
    if dossier.spec is not None:
        limit = dossier.spec.by_name.get("window_years")
    place = Place(file=dossier.production.relative(dossier.production.file))
    if delivery.end is not None and delivery.end < dossier.today:
        facts: dict[str, Fact] = {"end": delivery.end.isoformat(), "today": dossier.today.isoformat()}
        yield Finding("rights.window-past", "error", place, facts)
    if delivery.end is None and (limit is None or not limit.confirmed):
        limited = [
            one for one in clearances if not one.drafted and (one.end or (one.start or dt.date.min) > dossier.today)
        ]
        if limited:
            yield Finding(
                "rights.window-unsaid", "error", place, {"count": len(limited), "owner": limited[0].owner or "—"}
            )


def spoken_languages(dossier: Dossier) -> frozenset[str]:
    """The language versions that go out, lower case, with those of the captions; {"und"} where none is said."""
    production = dossier.production
    versions = production.delivery.languages or production.languages
    every = (*versions, *(order.language for order in production.captions))
    return frozenset(language.lower() for language in every if language.strip()) or frozenset({"und"})


def later(first: dt.date, years: Fraction) -> dt.date:
    """The last day of some years from a day on, to the nearest month."""
    months = first.month - 1 + nearest(years * 12)
    year, month = min(first.year + months // 12, dt.MAXYEAR), months % 12 + 1
    return dt.date(year, month, min(first.day, calendar.monthrange(year, month)[1])) - _ONE_DAY


def _asked(dossier: Dossier, name: str) -> tuple[str, ...]:
    asked = dossier.spec.asks(name) if dossier.spec is not None else None
    return asked.values if asked is not None and asked.confirmed else ()


def window_of(dossier: Dossier) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the delivery, as far as it or its destination says them."""
    start, end = dossier.production.delivery.start, dossier.production.delivery.end
    limit = dossier.spec.by_name.get("window_years") if dossier.spec is not None else None
    if end is None and limit is not None and limit.confirmed:
        end = later(start or dossier.today, limit.amount)
    return start, end


def _window(dossier: Dossier) -> Days:
    """The delivery's dates; today stands for what neither it nor its destination says."""
    start, end = window_of(dossier)
    first: dt.date = start or min(dossier.today, end or dossier.today)
    return first, end or max(dossier.today, first)
