"""What a delivery report is about, gathered from the dossier."""

from __future__ import annotations

from contextlib import suppress

from picturelock import profiles
from picturelock.errors import UnknownName
from picturelock.findings import Fact
from picturelock.production import Dossier
from picturelock.report import spec_words
from picturelock.report.cells import Cell, Word
from picturelock.report.page import Subject, Table
from picturelock.rights import ai_ledger, summary
from picturelock.wording import limit_name


def subject_of(dossier: Dossier, language: str = "en") -> Subject:
    """Facts and tables of the report; the findings come with the verdict."""
    production, delivery = dossier.production, dossier.production.delivery
    window = f"{delivery.start or '…'} – {delivery.end or '…'}" if delivery.start or delivery.end else ""
    entries = sorted(ai_ledger.ledger(dossier), key=lambda entry: (not entry.delivered, entry.artefact.casefold()))
    return Subject(
        title=production.title,
        cut=dossier.cut,
        spec=_spec_title(dossier, language),
        territories=", ".join(delivery.territories),
        media=", ".join(delivery.media),
        window=window,
        languages=", ".join(production.languages),
        limits=_limits(dossier, language),
        rights=Table(summary.SHORT_HEADER, summary.short_rows(dossier)),
        ai_use=Table(ai_ledger.SHORT_HEADER, tuple(_ai_row(entry) for entry in entries)),
    )


def _ai_row(entry: ai_ledger.Entry) -> tuple[Cell, ...]:
    """What is not delivered needs no review, so none is missing."""
    *row, reviewed = entry.short_row
    return (*row, reviewed if entry.delivered or reviewed is not None else Word("not_delivered"))


def _limits(dossier: Dossier, language: str) -> Table:
    """What the delivery was held against. A spec or profile that does not exist is the finding of the checks that need it."""
    rows: list[tuple[Fact | None, ...]] = []
    if dossier.spec is not None:
        title = spec_words.title(dossier.spec, language)
        for _, entries in spec_words.sections(dossier.spec, language):
            rows += [(said.label, said.text, title, said.source, said.confirmed) for said in entries]
    for name in dict.fromkeys(order.profile for order in dossier.production.captions):
        with suppress(UnknownName):
            profile = profiles.load(name)
            rows += [
                (limit_name(limit.name, language), limit.text, profile.title, limit.source, limit.confirmed)
                for limit in profile.limits()
            ]
    return Table(("limit", "value", "held_by", "owner_of_limit", "confirmed"), tuple(rows))


def _spec_title(dossier: Dossier, language: str) -> str:
    name = dossier.production.delivery.spec
    return f"{spec_words.title(dossier.spec, language)} ({name})" if dossier.spec is not None else name
