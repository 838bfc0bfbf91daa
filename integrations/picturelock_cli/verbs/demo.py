"""`picturelock demo`: a small production from rushes to a checked, packaged delivery."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import SetupError

if TYPE_CHECKING:
    from picturelock_cli.options import Text

CHECKOUT = Path(__file__).resolve().parents[3]
"""Where `demo/` lies when Picturelock runs from its repository; a wheel does not carry it."""


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("demo-out"), metavar="DIR", help=text("opt_demo_output")
    )


def run(args: argparse.Namespace) -> int:
    """Run the demo; exit 0 only if the gate closed on exactly the planted faults and opened once they were mended."""
    folder = CHECKOUT / "demo"
    if not (folder / "build.py").is_file():
        raise SetupError(
            "The demo's rushes are not part of this installation.",
            hint="Clone the Picturelock repository and run `python3 installers demo` in it.",
        )  # fmt: skip
    sys.path.insert(0, str(folder))
    from picturelock_cli.console import Console
    from picturelock_cli.demo_show import show

    return show(folder, args.output.resolve(), Console(args))
