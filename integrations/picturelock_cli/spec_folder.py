"""Which production's own specs count, for a command that names one or none."""

from __future__ import annotations

from pathlib import Path

from picturelock.errors import UsageError


def own_folder(production: Path | None) -> Path | None:
    """The folder of a production's own specs: of the one that was named, else of the one around the current folder."""
    from picturelock.production.model import FILE, SPECS

    if production is None:
        around = Path.cwd()
        found = (folder for folder in (around, *around.parents[:2]) if (folder / FILE).is_file())
        production = next(found, None)
        return production / SPECS if production else None
    root = production.parent if production.name == FILE else production
    if not (root / FILE).is_file() and not (root / SPECS).is_dir():
        raise UsageError(f"--production: {production} is no production: it holds neither {FILE} nor a folder {SPECS}.")
    return root / SPECS
