"""Faults of a ledger that is a table: cells that say nothing, or could be read in two ways, and co-owners of a composition."""

from __future__ import annotations

from matrix.base import Fault, Scene
from matrix.rights_scenes import CSV, of_rights, several, swap, table

TABLE = "rights/l.csv"


def _in_windows_1252(scene: Scene) -> None:
    file = scene.root / TABLE
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1252"))


LANGUAGES = several(table(CSV), swap(TABLE, ";evidence\n", ";evidence;languages\n"))

FAULTS: tuple[Fault, ...] = (
    of_rights("table-encoding", "a table is saved as Windows-1252", _in_windows_1252, "ledger-encoding", table(CSV)),
    of_rights(
        "table-date-form",
        "a date is written with its day first",
        swap(TABLE, "2030-12-31", "31/12/2030"),
        "ledger-date-form",
        table(CSV),
    ),
    of_rights(
        "table-date-none", "a last day is no date", swap(TABLE, "2030-12-31", "plus tard"), "ledger-end", table(CSV)
    ),
    of_rights(
        "table-end-empty", "a last day is left out", swap(TABLE, "2030-12-31", ""), "ledger-end-unsaid", table(CSV)
    ),
    of_rights(
        "table-order", "a licence ends before it starts", swap(TABLE, "2030-", "2025-"), "ledger-order", table(CSV)
    ),
    of_rights("table-territory", "a territory is none", swap(TABLE, ";CA;", ";UK;"), "ledger-territory", table(CSV)),
    of_rights(
        "table-separator",
        "territories with a comma between",
        swap(TABLE, ";CA;", ";CA, FR;"),
        "ledger-separator",
        table(CSV),
    ),
    of_rights(
        "table-taken-out",
        "a territory is taken out of none",
        swap(TABLE, ";CA;", ";-US;"),
        "ledger-territories-none",
        table(CSV),
    ),
    of_rights("table-word", "a kind is mistyped", swap(TABLE, ";archive;", ";arhcive;"), "ledger-word", table(CSV)),
    of_rights("table-empty", "an owner is left out", swap(TABLE, "Les Films du Quai", ""), "ledger-empty", table(CSV)),
    of_rights(
        "table-stray",
        "a list in semicolons splits its cell",
        swap(TABLE, "rights/licence.txt", "rights/licence.txt;rights/more.txt"),
        "ledger-stray",
        table(CSV),
    ),
    of_rights(
        "table-language",
        "a language is a word",
        swap(TABLE, "rights/licence.txt", "rights/licence.txt;anglais"),
        "ledger-language",
        LANGUAGES,
    ),
    of_rights(
        "table-twice",
        "a column is there twice",
        swap(TABLE, ";start;end;", ";end;end;"),
        "ledger-column-twice",
        table(CSV),
    ),
    of_rights(
        "table-no-column",
        "a column that is needed is gone",
        swap(TABLE, ";media;", ";#media;"),
        "ledger-column-missing",
        table(CSV),
    ),
)
