"""What each installer verb does: the steps, in order."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import blender_zip
import hosts
import venv_setup
from words import say

ROOT = Path(__file__).resolve().parent.parent
USAGE = 2
OUTPUT = 7
CANCELLED = 130


def main(argv: Sequence[str], doc: str) -> int:
    """Run one verb; returns its exit code."""
    if not argv or argv[0] in ("-h", "--help"):
        print(doc)
        return 0 if argv else USAGE
    verb = VERBS.get(argv[0])
    if verb is None:
        print(say("unknown", verb=argv[0], verbs=", ".join(VERBS)))
        return USAGE
    try:
        return verb(list(argv[1:]))
    except venv_setup.SetupFailed as error:
        print(f"\n{error}")
        return 4
    except KeyboardInterrupt:
        print("\n" + say("cancelled"))
        return CANCELLED


def setup(rest: list[str]) -> int:
    """Make or refresh `.venv`; `--dev` adds the test tools."""
    python = venv_setup.ensure(ROOT, dev="--dev" in rest)
    _note(python)
    print(say("ready", python=str(python.parent / "picturelock")))
    return 0


def pyblish(rest: list[str]) -> int:
    """Set up, note where, and print the folder of plug-ins that pyblish or AYON is to be given."""
    if rest:
        print(say("pyblish_usage"))
        return USAGE
    _note(venv_setup.ensure(ROOT))
    print(say("pyblish_done", folder=ROOT / "validators" / "picturelock_validators" / "plugins"))
    return 0


def _note(python: Path) -> None:
    try:
        print(say("receipt", file=venv_setup.note(ROOT, python)))
    except OSError as error:
        print(say("no_receipt", reason=error.strerror or error))


def demo(rest: list[str]) -> int:
    """Set up, then run the demo; its folder is demo-out in the checkout unless -o names another."""
    python = venv_setup.ensure(ROOT)
    where = [] if any(word in ("-o", "--output") for word in rest) else ["-o", str(ROOT / "demo-out")]
    return _run([str(python), "-m", "picturelock_cli", "demo", *where, *rest], Path.cwd())


def test(rest: list[str]) -> int:
    """Set up with the test tools, then run the tests, or with `--hosts` those in other editors; further words go to pytest."""
    python = venv_setup.ensure(ROOT, dev=True)
    if "--hosts" in rest:
        return hosts.run(ROOT, python, [word for word in rest if word != "--hosts"])
    spread = [] if any(word.startswith("-n") for word in rest) else ["-n", "auto", "--dist", "loadfile"]
    return _run([str(python), "-m", "pytest", *spread, *rest], ROOT)


def check(rest: list[str]) -> int:
    """Set up with the test tools, then lint, types and import contracts; all of them, even if one fails."""
    python = venv_setup.ensure(ROOT, dev=True)
    steps = (
        ("ruff", [str(python), "-m", "ruff", "check", "."]),
        ("ruff format", [str(python), "-m", "ruff", "format", "--check", "--quiet", "."]),
        ("mypy", [str(python), "-m", "mypy"]),
        (
            "import-linter",
            [str(python), "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        ),
    )
    failed = []
    for name, command in steps:
        print(f"== {name}", flush=True)
        if _run(command + rest, ROOT):
            failed.append(name)
    print(say("check_failed", names=", ".join(failed)) if failed else say("check_passed"))
    return 1 if failed else 0


def lock(rest: list[str]) -> int:
    """Resolve the dependencies anew, for every platform, and rewrite the lock files and THIRD_PARTY.md."""
    python = venv_setup.ensure(ROOT, dev=True)
    return _run([str(python), str(ROOT / "installers" / "lock.py"), *rest], ROOT)


def blender(rest: list[str]) -> int:
    """Write the add-on for Blender as a zip; it runs the picturelock command of this checkout's `.venv`."""
    names = [word for word in rest if word != "--force"]
    if len(names) != 1 or names[0].startswith("-"):
        print(say("blender_usage"))
        return USAGE
    target = Path(names[0])
    try:
        blender_zip.write(ROOT, target, replace="--force" in rest)
    except FileExistsError:
        print(say("blender_exists", file=target))
        return OUTPUT
    except OSError as error:
        print(say("blender_failed", file=target, reason=error.strerror or error))
        return OUTPUT
    print(say("blender_done", file=target))
    return 0


def _run(command: list[str], folder: Path) -> int:
    """Run a command to its end. Ctrl-C goes to it too: it decides, and its exit code is ours."""
    process = subprocess.Popen(command, cwd=folder)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


VERBS: Mapping[str, Callable[[list[str]], int]] = MappingProxyType(
    {"setup": setup, "demo": demo, "test": test, "check": check, "blender": blender, "pyblish": pyblish, "lock": lock}
)
