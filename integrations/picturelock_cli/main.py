"""The command line: one table of verbs; each verb is a module, imported only when it is called."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import NoReturn

from picturelock import __version__
from picturelock.errors import EXIT_BUG, EXIT_CANCELLED, PicturelockError, UnknownName, UsageError
from picturelock.wording import LANGUAGES, say, ui_language

from picturelock_cli.safe_text import shown

VERBS: tuple[str, ...] = (
    "init", "transcribe", "caption", "check", "deliver", "package", "timeline", "profiles", "spec", "doctor", "demo",
)  # fmt: skip
"""In the order in which a production uses them; `verb_NAME` in the wording says what each does."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code and never lets a traceback reach an artist."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    language = ui_language(_peek(arguments, "--lang"))
    # What an error needs to be told, before there are parsed arguments to tell it by.
    args = argparse.Namespace(
        lang=language,
        json="--json" in arguments,
        debug="--debug" in arguments,
        progress=_peek(arguments, "--progress") or "auto",
    )
    return _guarded(partial(_run, arguments, args), args)


def _run(arguments: list[str], args: argparse.Namespace) -> int:
    arguments = _without_leading_language(arguments)
    if not arguments:
        _top(args.lang).print_help()
        return 0
    if arguments[0] not in VERBS:
        _top(args.lang).parse_args(arguments)  # --help and --version leave here
        raise UnknownName("command", arguments[0], VERBS)
    verb = import_module(f"picturelock_cli.verbs.{arguments[0]}")
    parser = _Parser(
        prog=f"picturelock {arguments[0]}",
        description=say(f"verb_{arguments[0]}", args.lang),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    # argparse names its two groups in English; there is no other way to say them in French.
    parser._positionals.title, parser._optionals.title = say("arguments", args.lang), say("options", args.lang)
    verb.add_arguments(parser, partial(say, language=args.lang))
    _common(parser, args.lang)
    parser.parse_args(arguments[1:], args)
    args.lang = ui_language(args.lang)
    return int(verb.run(args))


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are errors like all others: one sentence, exit 2, and a document with --json."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message}.", hint=f"`{self.prog} --help`")


def _top(language: str) -> argparse.ArgumentParser:
    width = max(map(len, VERBS)) + 2
    verbs = "\n".join(f"  {verb:<{width}}{say(f'verb_{verb}', language)}" for verb in VERBS)
    parser = _Parser(
        prog="picturelock",
        description=say("about", language),
        epilog=f"{say('verbs', language)}\n{verbs}\n\n{say('verb_help', language)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("verb", metavar="VERB", help=say("help_verb", language))
    parser.add_argument("--version", action="version", version=f"picturelock {__version__}")
    parser.add_argument("--lang", choices=LANGUAGES, help=say("help_lang", language))
    return parser


def _common(parser: argparse.ArgumentParser, language: str) -> None:
    """The options of every command and of every action within one; `main` has set what holds without them."""
    group = parser.add_argument_group(say("common_options", language), argument_default=argparse.SUPPRESS)
    group.add_argument("-h", "--help", action="help", help=say("help_help", language))
    group.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=say("help_json", language))
    group.add_argument("--progress", choices=("auto", "json", "none"), help=say("help_progress", language))
    group.add_argument("--lang", choices=LANGUAGES, help=say("help_lang", language))
    group.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=say("help_debug", language))
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for within in action.choices.values():
                _common(within, language)


def _guarded(run: Callable[[], int], args: argparse.Namespace) -> int:
    try:
        return run()
    except KeyboardInterrupt:
        _tell(args, EXIT_CANCELLED, say("cancelled", args.lang), "")
        return EXIT_CANCELLED
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted; a second failure while Python flushes would print a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except PicturelockError as error:
        if args.debug:
            raise
        _tell(args, error.exit_code, error.message, error.hint)
        return error.exit_code
    except Exception as error:
        if args.debug:
            raise
        _tell(
            args, EXIT_BUG, say("bug", args.lang, error=f"{type(error).__name__}: {error}"), say("bug_hint", args.lang)
        )
        return EXIT_BUG


def _tell(args: argparse.Namespace, code: int, message: str, hint: str) -> None:
    if args.json:
        from picturelock_cli.console import print_document

        print_document(
            {
                "schema": "picturelock/report-1",
                "exit": code,
                "error": {"message": message, "hint": hint},
                "findings": [],
            }
        )
    if not (args.json and args.progress == "json"):
        text = f"picturelock: {message}\n" + (f"  → {hint}\n" if hint else "")
        sys.stderr.write(shown(text))


def _without_leading_language(arguments: list[str]) -> list[str]:
    """`picturelock --lang fr check ...` is as good as `picturelock check ... --lang fr`."""
    if arguments and arguments[0].startswith("--lang="):
        return arguments[1:]
    return arguments[2:] if arguments[:1] == ["--lang"] and len(arguments) > 1 else arguments


def _peek(arguments: Sequence[str], option: str) -> str | None:
    """The value of an option before the arguments are parsed: help itself must come in the right language."""
    for index, argument in enumerate(arguments):
        if argument == option and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(option + "="):
            return argument.partition("=")[2]
    return None
