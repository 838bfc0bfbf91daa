"""What a delivery report is about, gathered from the dossier."""

from __future__ import annotations

from contextlib import suppress

from picturelock import profiles, specs
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
        spec=_spec_title(delivery.spec),
        territories=", ".join(delivery.territories),
        media=", ".join(delivery.media),
        window=window,
        languages=", ".join(production.languages),
        limits=_limits(dossier, language),
        rights=Table(summary.SHORT_HEADER, summary.short_rows(dossier)),
        ai_use=Table(ai_ledger.SHORT_HEADER, tuple(entry.short_row for entry in entries)),
    )


def _limits(dossier: Dossier, language: str) -> Table:
    """What the delivery was held against. A spec or profile that does not exist is the finding of the checks that need it."""
    names = table(language, "report")["limit_names"]
    production = dossier.production
    rows: list[tuple[Fact | None, ...]] = []
    with suppress(UnknownName):
        spec = specs.load(production.delivery.spec)
        rows += [
            (names.get(limit.name, limit.name), limit.text, spec.title, limit.source, limit.confirmed)
            for limit in spec.limits()
        ]
    for name in dict.fromkeys(order.profile for order in production.captions):
        with suppress(UnknownName):
            profile = profiles.load(name)
            rows += [
                (names.get(limit.name, limit.name), limit.text, profile.title, limit.source, limit.confirmed)
                for limit in profile.limits()
            ]
    return Table(("limit", "value", "held_by", "owner_of_limit", "confirmed"), tuple(rows))


def _spec_title(spec_id: str) -> str:
    with suppress(UnknownName):
        return f"{specs.load(spec_id).title} ({spec_id})"
    return spec_id
