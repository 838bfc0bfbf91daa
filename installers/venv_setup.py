"""`.venv` in the checkout: made once, reused for as long as the lock files and the checkout stay the same."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from collections import deque
from pathlib import Path

from words import say

STAMP = "picturelock.stamp"
REASON_LINES = 12


class SetupFailed(Exception):
    """The environment could not be made; its text says what to do."""


def ensure(root: Path, *, dev: bool = False) -> Path:
    """The environment's Python, with everything installed; works offline if nothing has changed since.

    dev: with the test tools as well; an environment that has them serves both.
    """
    folder = root / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = ("dev",) if dev else ("runtime", "dev")
    if python.exists() and _stamp(folder) in {_fingerprint(root, python, flavour) for flavour in wanted}:
        return python
    if not _works(python):
        _make(folder)
    # A killed installation leaves no stamp, so that the next run goes on with it.
    (folder / STAMP).unlink(missing_ok=True)
    _install(root, python, dev=dev or _had_dev(python))
    (folder / STAMP).write_text(
        _fingerprint(root, python, "dev" if dev or _had_dev(python) else "runtime"), encoding="utf-8"
    )
    return python


def note(root: Path, python: Path) -> Path:
    """Write the receipt by which programs with a Python of their own find this environment. Raises OSError."""
    sys.path.insert(0, str(root / "validators"))
    from picturelock_validators import receipt

    text = (root / "core" / "picturelock" / "__init__.py").read_text(encoding="utf-8")
    match = re.search(r'^__version__ = "([^"]+)"', text, re.M)
    return receipt.write(python, match[1] if match else "")


def lock_file(root: Path, *, dev: bool) -> Path:
    """The lock that an environment is made from."""
    return root / "installers" / ("requirements-dev.lock" if dev else "requirements.lock")


def _stamp(folder: Path) -> str:
    try:
        return (folder / STAMP).read_text(encoding="utf-8")
    except OSError:
        return ""


def _fingerprint(root: Path, python: Path, flavour: str) -> str:
    """Changes when the environment has to: other locks, another Python, a moved checkout, other packages in the wheel."""
    text = f"{flavour} {sys.version} {python}"
    for file in (lock_file(root, dev=flavour == "dev"), root / "pyproject.toml"):
        text += file.read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest() + "\n"


def _works(python: Path) -> bool:
    """True where an environment is there, is of this Python's version, and has pip."""
    if not python.exists():
        return False
    probe = "import pip, sys; sys.exit(sys.version_info[:2] != (%d, %d))" % sys.version_info[:2]
    return subprocess.run([python, "-c", probe], capture_output=True, check=False).returncode == 0


def _had_dev(python: Path) -> bool:
    return subprocess.run([python, "-c", "import pytest, ruff"], capture_output=True, check=False).returncode == 0


def _make(folder: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupFailed(say("no_ensurepip", command=_ensurepip_command()))
    print(say("make_venv", folder=folder), flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(folder)
    except (subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise SetupFailed(say("venv_failed", folder=folder, reason=error)) from None


def _ensurepip_command() -> str:
    """The one command that completes this machine's Python."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for manager, command in (
        ("apt-get", f"sudo apt install python{version}-venv"),
        ("dnf", "sudo dnf install python3-pip"),
        ("zypper", f"sudo zypper install python{version.replace('.', '')}-pip"),
    ):
        if shutil.which(manager):
            return command
    return "python3 -m ensurepip  # or install Python from https://www.python.org/downloads/"


def _install(root: Path, python: Path, *, dev: bool) -> None:
    lock = lock_file(root, dev=dev)
    count = len(set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock.read_text(encoding="utf-8"), re.M | re.I)))
    print(say("install", count=count), flush=True)
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    _pip([*pip, "--require-hashes", "-r", str(lock)], root, count)
    _pip([*pip, "--no-deps", "--no-build-isolation", "--quiet", "-e", str(root)], root, 0)


def _pip(command: list[str], root: Path, count: int) -> None:
    """Run pip, showing one short line per package. Raises SetupFailed with pip's last words."""
    # Warnings of other people's packages would only worry an artist; a real failure shows all the last lines.
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    last: deque[str] = deque(maxlen=REASON_LINES)
    seen: set[str] = set()
    assert process.stdout is not None
    try:
        for line in process.stdout:
            last.append(line.rstrip())
            _show(line, seen, count)
    except KeyboardInterrupt:
        process.terminate()
        raise
    finally:
        code = process.wait()
    if code:
        raise SetupFailed(say("install_failed", reason="\n".join(last)))


def _show(line: str, seen: set[str], count: int) -> None:
    match = re.match(r"(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)==([^ ;]+)", line)
    match = match or re.match(r"Processing \S*?([A-Za-z0-9_.]+)-(\d[^-/]*)(?:-\S+\.whl|\.tar\.gz)", line)
    if match and match[1] not in seen:
        seen.add(match[1])
        print(f"  [{len(seen):>3}/{count}] {match[1]} {match[2]}", flush=True)
    elif line.startswith("Installing collected packages"):
        print("  " + say("unpack"), flush=True)
