"""What a delivery report is about, gathered from the dossier."""

from __future__ import annotations

from picturelock.production import Dossier
from picturelock.report.page import Subject, Table
from picturelock.rights import ai_ledger, summary


def subject_of(dossier: Dossier) -> Subject:
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
        rights=Table(summary.SHORT_HEADER, summary.short_rows(dossier)),
        ai_use=Table(ai_ledger.SHORT_HEADER, tuple(entry.short_row for entry in entries)),
    )
