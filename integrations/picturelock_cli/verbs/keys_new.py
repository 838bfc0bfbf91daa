"""`picturelock keys new`: a private key for a person, and the line that lists its public half in a production."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock.production import Person

    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("name", metavar="NAME", help=text("opt_keys_name"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=text("opt_keys_output"))
    parser.add_argument("--role", metavar="ROLE", default="", help=text("opt_keys_role"))
    parser.add_argument("--no-passphrase", action="store_true", help=text("opt_keys_plain"))


def run(args: argparse.Namespace) -> int:
    """Write the key where nobody else may read it, and print what to put into picturelock.toml."""
    from picturelock.production import FILE
    from picturelock.waivers import keys, rules
    from picturelock.waivers.rules import folded

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
    role = args.role.strip()
    known = _listed(args.name)
    if known is not None:
        console.say("key_replace" if known.key else "key_add", name=known.name)
        if role and folded(role) != folded(known.role):
            console.say("key_role_other", "yellow", name=known.name, role=known.role)
        role = known.role
        lines = [f"key = {toml_text(public)}"]
    else:
        console.say("key_list")
        lines = ["[[people]]", f"name = {toml_text(args.name)}"]
        lines += [f"role = {toml_text(role or console.text('key_role_example'))}", f"key = {toml_text(public)}"]
    for line in lines:
        console.line(f"  {line}")
    if known is None:
        console.say("key_once")
    if not rules.load().names_of(role):
        console.say("key_role_unknown" if role else "key_role_unsaid", "yellow", role=role)
        for name, called in rules.load().roles.items():
            console.line(f"  • {console.text(f'role_{name}')}: {', '.join(sorted(called - {name}))}")
    console.document(0, (), key=str(file), public=public, name=args.name, role=role)
    return 0


def _listed(name: str) -> Person | None:
    """The person of that name in the production that one stands in, if there is one that can be read."""
    from picturelock.errors import InputError
    from picturelock.production import FILE, load
    from picturelock.waivers.rules import folded

    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / FILE).is_file():
            try:
                people = load(folder).people
            except InputError:
                return None
            return next((one for one in people if folded(one.name) == folded(name)), None)
    return None
