"""A cue sheet as CSV, XLSX and JSON. The fields are those of DDEX and CISAC practice; the schema of AVR+ itself is not public."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from picturelock.rights.cue_sheet import Cue, CueSheet
from picturelock.rights.identifiers import iswc_digits
from picturelock.rights.model import PUBLISHERS, Contributor
from picturelock.rights.words import folded
from picturelock.spreadsheet import Cell
from picturelock.spreadsheet import sheet as to_sheet
from picturelock.spreadsheet.workbook_writer import Page, to_xlsx
from picturelock.times import FLICKS_PER_SECOND, Flicks, divide_nearest
from picturelock.wording import place, table

SCHEMA = "picturelock/cue-sheet-1"
COLUMNS = (
    "number", "title", "usage", "code", "in", "out", "duration", "frames", "seconds", "writers", "publishers", "artist",
    "label", "catalogue", "isrc", "iswc", "origin", "owner", "files", "entry",
)  # fmt: skip


def cue_csv(sheet: CueSheet, language: str) -> bytes:
    """One line for each cue, under headings in a language of the interface."""
    return to_sheet(_headings(language), [_row(sheet, cue, language) for cue in sheet.cues], language).encode()


def cue_xlsx(sheet: CueSheet, language: str) -> bytes:
    """The same as a workbook, with whose sheet it is above, and totals."""
    words = table(language, "ui")["cue_sheet"]
    doubt = "" if sheet.society.confirmed else words["unconfirmed"]
    about: list[tuple[Cell, ...]] = [(words["heading"], sheet.title)]
    about += [(words[key], value) for key, value in facts(sheet).items() if value and key in words]
    about += [
        (words["music"], clock(sheet, sheet.music)),
        (words["listed"], clock(sheet, sheet.listed)),
        (
            words["codes"],
            f"{sheet.society.name}: {sheet.society.source}{doubt}",
        ),
        (),
    ]
    rows = tuple(_row(sheet, cue, language) for cue in sheet.cues)
    return to_xlsx([Page(words["heading"], tuple(_headings(language)), rows, tuple(about))])


def cue_json(sheet: CueSheet) -> bytes:
    """The same as data; times in ISO 8601, identifiers without marks."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "programme": {key: value for key, value in facts(sheet).items() if value},
        "usage_codes": {
            "society": sheet.society.name, "source": sheet.society.source, "confirmed": sheet.society.confirmed,
        },
        "totals": {
            "cues": len(sheet.cues), "music": iso(sheet.music), "listed": iso(sheet.listed),
            "music_frames": sheet.rate.nearest(sheet.music), "listed_frames": sheet.rate.nearest(sheet.listed),
        },
        "cues": [cue_entry(sheet, cue) for cue in sheet.cues],
    }  # fmt: skip
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def facts(sheet: CueSheet) -> dict[str, str]:
    """What is said of the programme."""
    film = sheet.film
    return {
        "title": sheet.title,
        "language": sheet.language,
        "producer": film.get("producer", ""),
        "country": film.get("country", ""),
        "year": film.get("year", ""),
        "isan": film.get("isan", ""),
        "eidr": film.get("eidr", ""),
        "duration": clock(sheet, sheet.cut.duration),
        "rate": sheet.rate.label,
    }


def cue_entry(sheet: CueSheet, cue: Cue) -> dict[str, Any]:
    """One cue as data."""
    work, span = cue.work, cue.span
    said: dict[str, Any] = {
        "CueSequence": cue.number,
        "Title": cue.title,
        "CueStartTime": iso(span.start),
        "CueDuration": iso(span.duration),
        "timecode_in": sheet.timecode(span.start),
        "timecode_out": sheet.timecode(span.end),
        "frames": sheet.rate.nearest(span.duration),
        "UseType": cue.usage,
        "UseCode": cue.code,
        "ISRC": work.identifiers.get("isrc", "").replace("-", "").upper(),
        "ISWC": iswc_digits(work.identifiers.get("iswc", "")),
        "DisplayArtist": work.artist,
        "LabelName": work.label,
        "CatalogNumber": work.catalogue,
        "MusicOrigin": work.origin,
        "RightsHolder": cue.owner,
        "Contributors": [_contributor(one) for one in work.contributors],
        "files": list(cue.sources),
        "ledger_entry": cue.entry,
    }
    return {key: value for key, value in said.items() if value not in ("", [])}


def _contributor(one: Contributor) -> dict[str, Any]:
    said = {
        "PartyName": one.name,
        "Role": one.role,
        "RightShare": percent(one.share),
        "Society": one.society,
        "IPINameNumber": one.ipi.replace(" ", "").replace(".", "").zfill(11) if one.ipi else "",
    }
    return {key: value for key, value in said.items() if value}


def _row(sheet: CueSheet, cue: Cue, language: str) -> tuple[str | int | float, ...]:
    work, span = cue.work, cue.span
    writers = [one for one in work.contributors if one.role not in PUBLISHERS]
    publishers = [one for one in work.contributors if one.role in PUBLISHERS]
    usages, origins = (table(language, "ui")[name] for name in ("usages", "music_origins"))
    return (
        cue.number,
        cue.title,
        str(usages.get(cue.usage, cue.usage)),
        cue.code,
        sheet.timecode(span.start),
        sheet.timecode(span.end),
        clock(sheet, span.duration),
        sheet.rate.nearest(span.duration),
        divide_nearest(span.duration * 1000, FLICKS_PER_SECOND) / 1000,
        _people(writers),
        _people(publishers),
        work.artist,
        work.label,
        work.catalogue,
        work.identifiers.get("isrc", ""),
        work.identifiers.get("iswc", ""),
        str(origins.get(folded(work.origin), work.origin)),
        cue.owner,
        ", ".join(cue.sources),
        place(cue.entry, language),
    )


def _people(people: Sequence[Contributor]) -> str:
    """ "J. Lind (C) 50 % SOCAN 00014107338; ..." """
    told = []
    for one in people:
        share = f"{percent(one.share)}\N{NO-BREAK SPACE}%" if one.share is not None else ""
        told.append(
            " ".join(
                part for part in (one.name, f"({one.role})" if one.role else "", share, one.society, one.ipi) if part
            )
        )
    return "; ".join(told)


def percent(share: Fraction | None) -> str:
    """A share without a sign, to four places at most; "" where none is said."""
    return "" if share is None else f"{float(share):.4f}".rstrip("0").rstrip(".")


def clock(sheet: CueSheet, time: Flicks) -> str:
    """A duration as HH:MM:SS:FF, counted in labels of whole seconds: what a stop watch in frames would show."""
    frames, nominal = sheet.rate.nearest(time), sheet.rate.nominal
    seconds, rest = divmod(frames, nominal)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{rest:02}"


def iso(time: Flicks) -> str:
    """A duration in ISO 8601, to the millisecond: PT1M2.04S."""
    ms = divide_nearest(time * 1000, FLICKS_PER_SECOND)
    hours, minutes, rest = ms // 3_600_000, ms // 60_000 % 60, ms % 60_000
    seconds = f"{rest // 1000}.{rest % 1000:03}".rstrip("0").rstrip(".")
    return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}{seconds}S"


def _headings(language: str) -> list[str]:
    words = table(language, "ui")["cue_columns"]
    return [str(words[name]) for name in COLUMNS]
