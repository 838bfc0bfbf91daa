"""`picturelock doctor`: what is present, what is missing, and what to do."""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import PicturelockError, SetupError

if TYPE_CHECKING:
    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

LIBRARIES = (
    "opentimelineio", "pyblish-base", "faster-whisper", "spacy", "pysrt", "ffmpeg-python",
    "av", "imageio-ffmpeg", "webvtt-py", "pocketsphinx", "ascmhl", "jinja2", "rich", "xxhash",
)  # fmt: skip
NEEDED_DISK = 2_000_000_000
"""Bytes free below which a model download or a delivery is likely to fail."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the doctor's report."""

    name: str
    state: str
    """"ok", "optional" (missing, but only some work needs it) or "missing"."""
    detail: str
    advice: str = ""


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("--model", default="small", metavar="NAME|DIR", help=text("opt_doctor_model"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))


def run(args: argparse.Namespace) -> int:
    """Print what was found; exit 4 if anything that every command needs is missing."""
    from picturelock_cli.console import Console

    console = Console(args)
    answers = list(_answers(args, console))
    marks = {"ok": ("✓", "green"), "optional": ("–", "yellow"), "missing": ("✗", "bold red")}
    for answer in answers:
        mark, style = marks[answer.state]
        console.line(f"{mark} {answer.name:<18} {answer.detail}", style)
        if answer.advice:
            console.line(f"    → {answer.advice}")
    missing = [answer.name for answer in answers if answer.state == "missing"]
    code = SetupError.exit_code if missing else 0
    optional = [answer.name for answer in answers if answer.state == "optional"]
    key = "doctor_missing" if missing else "doctor_optional" if optional else "doctor_ready"
    console.say(key, "bold", names=", ".join(missing or optional))
    console.document(
        code, (), answers=[{"name": a.name, "state": a.state, "detail": a.detail, "advice": a.advice} for a in answers]
    )
    return code


def _answers(args: argparse.Namespace, console: Console) -> Iterator[Answer]:
    yield Answer("Python", "ok", f"{platform.python_version()}  {sys.executable}")
    for name in LIBRARIES:
        yield _library(name, console)
    yield _try("ffmpeg", _ffmpeg, "missing")
    yield _try(console.text("doctor_model"), lambda: _model(args.model, console), "optional")
    yield _try(console.text("doctor_library"), lambda: _shelf(args.library), "missing")
    yield _try("GPU", lambda: _gpu(console), "optional")
    free = shutil.disk_usage(Path.home()).free
    state = "ok" if free > NEEDED_DISK else "optional"
    yield Answer(
        console.text("doctor_disk"),
        state,
        console.text("doctor_free", free=round(free / 1e9, 1)),
        "" if state == "ok" else console.text("doctor_disk_advice"),
    )


def _library(name: str, console: Console) -> Answer:
    try:
        return Answer(name, "ok", importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Answer(name, "missing", "", console.text("doctor_install"))


def _try(name: str, look: Callable[[], str], otherwise: str) -> Answer:
    try:
        return Answer(name, "ok", look())
    except PicturelockError as error:
        return Answer(name, otherwise, error.message, error.hint)


def _ffmpeg() -> str:
    from picturelock.media.ffmpeg import binary, version

    return f"{version()}  {binary()}"


def _model(name: str, console: Console) -> str:
    from picturelock.engines.models import ENVIRONMENT, find, repository_of

    try:
        return str(find(name, allow_download=False))
    except SetupError as error:
        advice = console.text("doctor_model_advice", name=name, repository=repository_of(name), variable=ENVIRONMENT)
        raise SetupError(console.text("doctor_model_absent", name=name), hint=advice) from error


def _shelf(path: Path | None) -> str:
    from picturelock.library import Library

    with Library(path, reading=True) as library:
        return str(library.path)


def _gpu(console: Console) -> str:
    from picturelock.engines.whisper import cuda_devices

    count = cuda_devices()
    if not count:
        raise SetupError(console.text("doctor_no_gpu"))
    return f"CUDA × {count}"
