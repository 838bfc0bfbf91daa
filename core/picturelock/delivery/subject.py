"""What a delivery report is about, gathered from the dossier."""

from __future__ import annotations

from picturelock import profiles
from picturelock.errors import UnknownName
from picturelock.findings import Fact
from picturelock.production import Dossier
from picturelock.report.page import Subject, Table
from picturelock.rights import ai_ledger, summary
from picturelock.wording import table


def subject_of(dossier: Dossier, language: str = "en") -> Subject:
    """Facts and tables of the report; the findings come with the verdict."""
    production, delivery = dossier.production, dossier.production.delivery
    window = f"{delivery.start or '…'} – {delivery.end or '…'}" if delivery.start or delivery.end else ""
    entries = ai_ledger.ledger(dossier)
    return Subject(
        title=production.title,
        cut=dossier.cut,
        spec=delivery.spec,
        territories=", ".join(delivery.territories),
        media=", ".join(delivery.media),
        window=window,
        languages=", ".join(production.languages),
        limits=_limits(dossier, language),
        rights=Table(summary.SHORT_HEADER, summary.short_rows(dossier)),
        ai_use=Table(ai_ledger.SHORT_HEADER, tuple(entry.short_row for entry in entries)),
    )


def _limits(dossier: Dossier, language: str) -> Table:
    """What the captions were held against. A profile that does not exist is a finding of the check of captions."""
    names = table(language, "report")["limit_names"]
    rows: list[tuple[Fact | None, ...]] = []
    for name in dict.fromkeys(order.profile for order in dossier.production.captions):
        try:
            limits = tuple(profiles.load(name).limits())
        except UnknownName:
            continue
        rows += [(names.get(limit.name, limit.name), limit.text, name, limit.source, limit.confirmed) for limit in limits]
    return Table(("limit", "value", "held_by", "owner_of_limit", "confirmed"), tuple(rows))
