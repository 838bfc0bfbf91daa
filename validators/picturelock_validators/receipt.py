"""Where an installed Picturelock says that it is: a small JSON file in the user's data folder. Runs on Python 3.9 too.

    {"schema": "picturelock/receipt-1", "python": "/path/to/.venv/bin/python", "version": "0.1.0"}

`python3 installers setup` writes it; programs with a Python of their own (AYON, Blender) find our command by it.
PICTURELOCK_RECEIPT names another file.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

SCHEMA = "picturelock/receipt-1"
ENVIRONMENT = "PICTURELOCK_RECEIPT"
MOST_BYTES = 10_000


class NoReceipt(Exception):
    """One sentence that says why no installation can be found by a receipt."""


def default_file() -> Path:
    """The file that PICTURELOCK_RECEIPT names, else the one in the user's data folder."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "picturelock" / "receipt.json"


def write(python: Path, version: str) -> Path:
    """Note an environment's Python, over an older receipt. Raises OSError."""
    file = default_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"schema": SCHEMA, "python": str(python), "version": version}) + "\n"
    temporary = file.with_name(f".{file.name}.{os.getpid()}.part")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(file)
    return file


def python_of(file: Path) -> str:
    """The Python of the installed environment. Raises NoReceipt."""
    found = _read(file)
    python = found.get("python")
    if found.get("schema") != SCHEMA or not isinstance(python, str):
        raise NoReceipt(f"{file} is not a receipt of Picturelock.")
    if not Path(python).is_absolute() or not os.access(python, os.X_OK) or not Path(python).is_file():
        raise NoReceipt(f"{file} names {python}, which cannot be run. Run `python3 installers setup` again.")
    return python


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        found = json.loads(data.decode("utf-8")) if len(data) <= MOST_BYTES else None
    except FileNotFoundError:
        raise NoReceipt(f"Picturelock is not set up on this machine: there is no {file}.") from None
    except (OSError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NoReceipt(f"{file} is not a receipt of Picturelock.")
    return found
