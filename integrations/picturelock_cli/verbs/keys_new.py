"""`picturelock keys new`: a private key for a person, and the line that lists its public half in a production."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("name", metavar="NAME", help=text("opt_keys_name"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=text("opt_keys_output"))
    parser.add_argument("--role", metavar="ROLE", default="", help=text("opt_keys_role"))
    parser.add_argument("--no-passphrase", action="store_true", help=text("opt_keys_plain"))


def run(args: argparse.Namespace) -> int:
    """Write the key where nobody else may read it, and print what to put into picturelock.toml."""
    from picturelock.production import FILE
    from picturelock.waivers import keys

    from picturelock_cli.console import Console
    from picturelock_cli.signing import new_passphrase, toml_text

    console = Console(args)
    file = args.output or keys.default_folder() / keys.file_name(args.name)
    if any((folder / FILE).is_file() for folder in file.resolve().parents):
        raise UsageError(
            f"-o {file}: this lies in a production, and a private key is no part of one.", hint="Leave -o out."
        )
    passphrase = "" if args.no_passphrase else new_passphrase(console)
    public = keys.make(file, passphrase)
    console.say("key_made", "green", file=str(file))
    console.say("key_list")
    role = args.role or console.text("key_role_example")
    lines = ("[[people]]", f"name = {toml_text(args.name)}", f"role = {toml_text(role)}", f"key = {toml_text(public)}")
    for line in lines:
        console.line(f"  {line}")
    console.document(0, (), key=str(file), public=public, name=args.name)
    return 0
