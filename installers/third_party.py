"""THIRD_PARTY.md: every package that an installation brings, its version and licence, from the lock and its own metadata."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

INTRO = """# Third-party software

Made by `python3 installers lock` from `installers/requirements.lock`; do not edit.

Picturelock's own code is under the MIT licence. It is installed together with the packages below, each under its own
licence. **pysrt is under the GNU GPL version 3, and the wheels of PyAV (`av`) and imageio-ffmpeg contain an FFmpeg built
with GPL parts (x264):** an installation that contains them is, as a whole, under the terms of the GPL version 3. You may
use it for any work, and what you make with it is yours; whoever passes the installation on must pass on those terms.

| package | version | licence |
|---|---|---|
"""
NOT_INSTALLED = "(for another platform; see its page on PyPI)"


def locked(root: Path) -> dict[str, list[str]]:
    """Versions by package name, as the runtime lock has them; several where platforms differ."""
    text = (root / "installers" / "requirements.lock").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\\n]+)", text, re.M):
        found.setdefault(name.lower(), []).append(version)
    return found


def write(root: Path) -> None:
    """Write THIRD_PARTY.md. Licences come from the packages installed in this environment."""
    rows = [f"| {name} | {', '.join(versions)} | {licence(name)} |" for name, versions in sorted(locked(root).items())]
    (root / "THIRD_PARTY.md").write_text(INTRO + "\n".join(rows) + "\n", encoding="utf-8")


def licence(name: str) -> str:
    """A package's licence: its SPDX expression, else its classifiers, else the first line of what it says."""
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return NOT_INSTALLED
    classifiers = [c.rsplit(" :: ", 1)[1] for c in metadata.get_all("Classifier", []) if c.startswith("License :: ")]
    said = metadata.get("License-Expression") or ", ".join(c for c in classifiers if c != "OSI Approved")
    said = said or (metadata.get("License") or "").strip().split("\n")[0]
    return (said or "see its page on PyPI").replace("|", "/")
