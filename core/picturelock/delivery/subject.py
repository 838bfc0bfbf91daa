"""What a delivery report is about, gathered from the dossier."""

from __future__ import annotations

from contextlib import suppress

from picturelock import profiles
from picturelock.errors import InputError, UnknownName
from picturelock.findings import Fact
from picturelock.production import Dossier
from picturelock.report import spec_words
from picturelock.report.cells import Cell, Word
from picturelock.report.page import Subject, Table
from picturelock.rights import ai_ledger, summary
from picturelock.wording import limit_name, table

_AI_COLUMNS = tuple(name for name in ai_ledger.SHORT_HEADER if name not in ("duration", "energy"))
"""Nobody reads those two line by line: they stand in ai-use.csv and ai-use.json."""


def subject_of(dossier: Dossier, language: str = "en") -> Subject:
    """Facts and tables of the report; the findings come with the verdict."""
    production, delivery = dossier.production, dossier.production.delivery
    window = f"{delivery.start or '…'} – {delivery.end or '…'}" if delivery.start or delivery.end else ""
    entries = sorted(ai_ledger.ledger(dossier), key=lambda entry: (not entry.delivered, entry.artefact.casefold()))
    return Subject(
        title=production.title,
        cut=dossier.cut,
        spec=spec_title(dossier, language),
        territories=", ".join(delivery.territories),
        media=", ".join(delivery.media),
        window=window,
        languages=", ".join(production.languages),
        limits=_limits(dossier, language),
        rights=Table(summary.SHORT_HEADER, summary.short_rows(dossier)),
        ai_use=Table(_AI_COLUMNS, tuple(_ai_row(entry) for entry in entries)),
        unsaid=tuple(spec_words.unsaid(dossier.spec, language)) if dossier.spec is not None else (),
    )


def _ai_row(entry: ai_ledger.Entry) -> tuple[Cell, ...]:
    """What is not delivered needs no review, so none is missing."""
    values: dict[str, Cell] = dict(zip(ai_ledger.SHORT_HEADER, entry.short_row, strict=True))
    if not entry.delivered and values["reviewed"] is None:
        values["reviewed"] = Word("not_delivered")
    return tuple(values[name] for name in _AI_COLUMNS)


def _limits(dossier: Dossier, language: str) -> Table:
    """What the delivery was held against. A spec or profile that does not exist is the finding of the checks that need it.

    Of a profile, what holds for the kinds of captions that are there, at the frame rate of the cut.
    """
    rows: list[tuple[Fact | None, ...]] = []
    if dossier.spec is not None:
        title = spec_words.title(dossier.spec, language)
        for _, entries in spec_words.sections(dossier.spec, language):
            rows += [(said.label, said.text, title, said.source, said.confirmed) for said in entries]
    for name, kind in dict.fromkeys((order.profile, order.kind) for order in dossier.production.captions):
        with suppress(UnknownName, InputError):
            profile = profiles.load(name, dossier.production.profiles)
            title = str(table(language, "ui")["profile_titles"].get(name, profile.title))
            rows += [
                (limit_name(limit.name, language), limit.text, title, limit.source, limit.confirmed)
                for limit in profile.at(dossier.cut.rate, kind).by_name.values()
            ]
    return Table(("limit", "value", "held_by", "owner_of_limit", "confirmed"), tuple(dict.fromkeys(rows)))


def spec_title(dossier: Dossier, language: str) -> str:
    """ "CBC/Radio-Canada, programmes (cbc-radio-canada)"."""
    name = dossier.production.delivery.spec
    return f"{spec_words.title(dossier.spec, language)} ({name})" if dossier.spec is not None else name
