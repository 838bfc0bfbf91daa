"""`picturelock init`: a commented `picturelock.toml` that works as it stands."""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import OutputError, UsageError

if TYPE_CHECKING:
    from picturelock_cli.options import Text

TIMELINES = (".otio", ".edl")
_SKIPPED = frozenset({".venv", "node_modules", "__pycache__"})


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="DIR", help=text("opt_production"))
    parser.add_argument("--title", help=text("opt_init_title"))
    parser.add_argument("--cut", type=Path, help=text("opt_init_cut"))


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
    media = _media(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ledger = folder / "rights" / "clearances.toml"
        ledger.parent.mkdir(exist_ok=True)
        if not ledger.exists():
            ledger.write_text(_template("clearances", console.language), encoding="utf-8")
        facts = {"title": args.title or folder.name, "cut": cut, "media": media, "stem": Path(cut).stem}
        file.write_text(_fill(_template("picturelock", console.language), facts), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}.") from error
    load(file)  # what we write must read
    console.say("init_written", file=str(file))
    if not (folder / cut).exists():
        console.say("init_no_cut", cut=cut)
    console.say("init_next", folder=media)
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


def _media(folder: Path) -> str:
    from picturelock_cli.verbs.transcribe import MEDIA_SUFFIXES

    first = next((path for path in _walk(folder) if path.suffix.lower() in MEDIA_SUFFIXES), None)
    return first.parent.relative_to(folder).as_posix() if first else "media"


def _walk(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.rglob("*") if p.is_file() and not _SKIPPED & set(p.relative_to(folder).parts))
