"""Rewrite the lock files from pyproject.toml, for every platform, with hashes; then THIRD_PARTY.md from them.

Needs `uv` (in the dev group) and the network.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import third_party

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Made by `python3 installers lock` from pyproject.toml; do not edit.\n"
BUILD = "hatchling>=1.25\neditables>=0.5\n"


def main() -> int:
    """Resolve twice: the test tools with everything, then what a user installs, at the same versions."""
    build = ROOT / "installers" / "build.in"
    dev, runtime = (ROOT / "installers" / name for name in ("requirements-dev.lock", "requirements.lock"))
    build.write_text(BUILD, encoding="utf-8")
    try:
        _compile([str(build), "pyproject.toml", "--group", "dev"], dev)
        _compile([str(build), "pyproject.toml", "--constraint", str(dev)], runtime)
    finally:
        build.unlink()
    third_party.write(ROOT)
    return 0


def _compile(sources: list[str], target: Path) -> None:
    command = [
        sys.executable, "-m", "uv", "pip", "compile", *sources, "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-annotate", "--no-header", "--quiet", "--upgrade", "-o", str(target),
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, check=True)
    target.write_text(HEADER + target.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
