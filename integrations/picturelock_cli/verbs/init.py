"""`picturelock init`: a commented `picturelock.toml` that works as it stands."""

from __future__ import annotations

import argparse
import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import InputError, OutputError, UsageError

if TYPE_CHECKING:
    from picturelock.times import FrameRate

    from picturelock_cli.options import Text

TIMELINES = (".otio", ".otioz", ".edl", ".fcpxml", ".aaf")
_SKIPPED = frozenset({".venv", "node_modules", "__pycache__"})


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="DIR", help=text("opt_production"))
    parser.add_argument("--title", help=text("opt_init_title"))
    parser.add_argument("--cut", type=Path, help=text("opt_init_cut"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--country", metavar="CODE", help=text("opt_init_country"))


def run(args: argparse.Namespace) -> int:
    """Write `picturelock.toml` and an empty clearance ledger; never over existing ones."""
    from picturelock.production import FILE, load

    from picturelock_cli.console import Console

    console = Console(args)
    folder: Path = args.folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; `init` wants a folder.")
    file = folder / FILE
    if file.exists():
        raise OutputError(f"{file} exists already; it was left as it is.")
    cut = _cut(folder, args.cut)
    rushes = _rushes(folder)
    media = rushes.parent.relative_to(folder).as_posix() if rushes else "media"
    rate = _rate(args.rate, cut, rushes)
    country, profile = _home(console.language, _country(args.country))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place in (media, Path(cut).parent.as_posix(), "captions", "master"):
            (folder / place).mkdir(parents=True, exist_ok=True)
        ledger = folder / "rights" / "clearances.toml"
        ledger.parent.mkdir(exist_ok=True)
        if not ledger.exists():
            ledger.write_text(_template("clearances", console.language), encoding="utf-8")
        facts = {"title": args.title or folder.name, "cut": cut, "media": media, "stem": Path(cut).stem}
        facts["territory"], facts["profile"] = country, profile
        rate_line = f'rate = "{rate.label}"' if rate else '# rate = "23.976"'
        text = _fill(_template("picturelock", console.language), facts).replace("@rate_line@", rate_line)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}.") from error
    load(file)  # what we write must read
    console.say("init_written", file=str(file))
    if not (folder / cut).exists():
        console.say("init_no_cut", cut=cut)
    if cut.lower().endswith(".edl") and rate is None:
        console.say("init_no_rate")
    console.say("init_home", country=country, profile=profile)
    console.say("init_next", folder=str(folder / media), production=str(folder))
    console.document(0, (), file=str(file), timeline=cut)
    return 0


def _template(name: str, language: str) -> str:
    return files("picturelock_cli").joinpath("templates", f"{name}.{language}.toml").read_text(encoding="utf-8")


def _fill(template: str, facts: dict[str, str]) -> str:
    """Put facts in place of @names@; quotes and backslashes are escaped, so that any folder name gives valid TOML."""
    for name, value in facts.items():
        template = template.replace(f"@{name}@", value.replace("\\", "\\\\").replace('"', '\\"'))
    return template


def _cut(folder: Path, asked: Path | None) -> str:
    if asked is not None:
        path = asked.resolve()
        if not path.is_relative_to(folder):
            raise UsageError(
                f"{asked} lies outside {folder}.", hint="Copy the timeline into the production's folder first."
            )
        return path.relative_to(folder).as_posix()
    found = [path for path in _walk(folder) if path.suffix.lower() in TIMELINES]
    newest = max(found, key=lambda path: path.stat().st_mtime, default=None)
    return newest.relative_to(folder).as_posix() if newest else "cuts/cut.otio"


def _country(asked: str | None) -> str:
    """The country that --country names. Raises UsageError for what is no code of one."""
    from picturelock.rights.territories import CODES

    code = (asked or "").strip().upper()
    if asked is not None and code not in CODES:
        raise UsageError(f"--country: {asked!r:.60} is no code of a country; expected one such as CA or FR (ISO 3166).")
    return code


def _home(language: str, country: str) -> tuple[str, str]:
    """Territory and caption profile for a person's language and country.

    country: "" = as the system's locale has it ("fr_CA"); where that does not say, France for French, Canada for English.
    """
    locales = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    found = [(name[:2].lower(), name[3:5].upper()) for name in locales if name[2:3] == "_"]
    country = country or next((code for spoken, code in found if spoken == language or code == "CA"), "")
    if country == "CA":
        return "CA", f"crtc-{language}"
    if language == "fr":
        return country or "FR", "netflix-fr"
    return country or "CA", "netflix-en"


def _rushes(folder: Path) -> Path | None:
    """The first media file of the folder."""
    from picturelock_cli.verbs.transcribe import MEDIA_SUFFIXES

    return next((path for path in _walk(folder) if path.suffix.lower() in MEDIA_SUFFIXES), None)


def _rate(asked: str | None, cut: str, rushes: Path | None) -> FrameRate | None:
    """The rate that an EDL does not say: the one asked for, else that of the rushes; None where it is not needed or known."""
    from picturelock.media.probe import probe

    from picturelock_cli.options import rate_of

    if asked is not None or not cut.lower().endswith(".edl"):
        return rate_of(asked)
    try:
        return probe(rushes).rate if rushes else None
    except InputError:
        return None


def _walk(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.rglob("*") if p.is_file() and not _SKIPPED & set(p.relative_to(folder).parts))
