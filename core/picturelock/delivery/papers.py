"""What is made for a package, by its exact name: nobody judged it, so no sign-off holds its hash."""

from __future__ import annotations

from picturelock.delivery.c2pa_record import FILE as CREDENTIALS
from picturelock.delivery.lists import WRITTEN, name_of
from picturelock.delivery.packing import FILE as PACKING
from picturelock.waivers import signoff
from picturelock.wording import LANGUAGES, table

REPORTS = ("html", "pdf", "json", "csv", "junit.xml", "markers.edl")
_TABLES = (
    "ai-use.csv",
    "ai-use.json",
    "rights-summary.csv",
    "rights-report.html",
    "rights-report.csv",
    "rights-report.json",
    "cue-sheet.csv",
    "cue-sheet.json",
)


def names() -> frozenset[str]:
    """Every one, in whatever package: all lie at its top."""
    statements = {f"ai-statement.{language}.{form}" for language in LANGUAGES for form in ("html", "pdf")}
    readmes = {str(table(language, "package")["readme"]["file"]) for language in LANGUAGES}
    lists = {name_of(algorithm) for algorithm in WRITTEN}
    reports = {f"report.{suffix}" for suffix in REPORTS}
    return frozenset({PACKING, signoff.FILE, CREDENTIALS, *_TABLES, *statements, *readmes, *lists, *reports})
