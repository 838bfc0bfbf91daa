"""The demo's story, told with the very commands that a person would type."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
import time
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

from picturelock.errors import EXIT_CANCELLED, EXIT_FINDINGS, OutputError

from picturelock_cli.console import Console
from picturelock_cli.main import main

MARK = ".picturelock-demo"
"""Stands in a folder that the demo made, and may therefore make anew."""


def show(demo: Path, out: Path, console: Console) -> int:
    """Build, transcribe, caption, plant faults, meet a closed gate, mend, deliver, verify; returns the demo's exit code."""
    began = time.monotonic()
    _fresh(out)
    library = out / "library.sqlite"  # the production's own, which its picturelock.toml names
    clean, faulty = out / "production", out / "production-with-faults"
    _title(console, "demo_build")
    import_module("build").build(clean, lambda step: console.line(f"  {step}"))
    _title(console, "demo_transcribe")
    _type(console, "transcribe", clean / "media", "--model", demo / "tiny-whisper", "--library", library)
    _title(console, "demo_caption")
    for language, profile, reviewer in (("en", "netflix-en", "A. Tremblay"), ("fr", "netflix-fr", "M. Okafor")):
        target = clean / "captions" / f"letter_v2.{language}.srt"
        _type(
            console, "caption", clean / "cuts" / "letter_v2.otio", "--media", clean / "media",
            "--profile", profile, "--language", language, "--kind", "sdh", "--library", library, "-o", target,
        )  # fmt: skip
        console.line(f"  {console.text('demo_label', label=import_module('labels').add(target, language))}")
        _type(console, "caption", "reviewed", target, "--reviewer", reviewer)
    _title(console, "demo_plant")
    truth = import_module("plant").plant(clean, faulty)
    _list_faults(truth, console)
    _title(console, "demo_closed")
    closed = _type(console, "deliver", faulty, "-o", out / "package-with-faults", expected=EXIT_FINDINGS)
    differences = _compare(truth, out / "package-with-faults.report.json", console)
    _title(console, "demo_open")
    opened = _type(console, "deliver", clean, "-o", out / "package")
    verified = _type(console, "package", "verify", out / "package")
    _title(console, "demo_altered")
    _alter(out / "package", out / "package-altered", console)
    seen = _type(console, "package", "verify", out / "package-altered", expected=EXIT_FINDINGS)
    shutil.rmtree(out / "package-altered")
    good = (closed, opened, verified, seen) == (EXIT_FINDINGS, 0, 0, EXIT_FINDINGS) and not differences
    console.line()
    console.say(
        "demo_done" if good else "demo_failed",
        "bold green" if good else "bold red",
        seconds=round(time.monotonic() - began),
    )
    for key, path in (
        ("demo_where_closed", "package-with-faults.report.html"),
        ("demo_where_open", "package/report.html"),
        ("demo_where_package", "package"),
    ):
        console.line(f"  {console.text(key)}  {out / path}")
    console.document(0 if good else 1, (), output=str(out), differences=differences)
    return 0 if good else 1


def _fresh(out: Path) -> None:
    """An empty folder for the demo; one that it did not make is never touched."""
    try:
        if out.exists():
            if not (out / MARK).exists() and any(out.iterdir()):
                raise OutputError(f"{out} exists already and is not a demo's folder.", hint="Choose another with -o.")
            shutil.rmtree(out)
        out.mkdir(parents=True)
        (out / MARK).touch()
    except OSError as error:
        raise OutputError(f"{out} cannot be made: {error.strerror}.", hint="Choose another with -o.") from error


def _title(console: Console, key: str) -> None:
    console.line()
    console.say(key, "bold")


def _type(console: Console, *words: str | Path, expected: int = 0) -> int:
    """Show a command as it would be typed, and run it. Raises OutputError if it ends in another way than the story has it."""
    command = [str(word) for word in words]
    shown = [os.path.relpath(word) if isinstance(word, Path) else word for word in words]
    console.line(f"  $ picturelock {shlex.join(shown)}", "cyan")
    # With --json, standard output is for the demo's own document; the commands in it are part of the story.
    with redirect_stdout(sys.stderr if console.json else sys.stdout):
        code = main([*command, "--lang", console.language, "--progress", console.progress_mode])
    if code == EXIT_CANCELLED:
        raise KeyboardInterrupt
    if code not in (expected, 0):
        raise OutputError(
            f"The demo stopped: `picturelock {command[0]}` ended with {code}, and {expected} was expected."
        )
    return code


def _alter(package: Path, copy: Path, console: Console) -> None:
    """A copy of the package in which one byte in the middle of the master is another; its size and date stay."""
    shutil.copytree(package, copy)
    master = next((copy / "master").iterdir())
    kept, place = master.stat(), master.stat().st_size // 2
    with master.open("r+b") as file:
        file.seek(place)
        old = file.read(1)[0]
        file.seek(place)
        file.write(bytes([old ^ 1]))
    os.utime(master, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    console.say(
        "demo_byte", file=f"{master.parent.name}/{master.name}", place=place, old=f"{old:02X}", new=f"{old ^ 1:02X}"
    )


def _list_faults(truth: Path, console: Console) -> None:
    for fault in json.loads(truth.read_text(encoding="utf-8"))["faults"]:
        console.line(f"  • {fault['quoi' if console.language == 'fr' else 'what']}")


def _compare(truth: Path, report: Path, console: Console) -> list[str]:
    differences: list[Any] = import_module("compare").compare(truth, report)
    count = len(json.loads(truth.read_text(encoding="utf-8"))["faults"])
    console.say(
        "demo_exact" if not differences else "demo_inexact", "green" if not differences else "bold red", count=count
    )
    for difference in differences:
        console.line(f"  ✗ {difference}")
    return [str(difference) for difference in differences]
