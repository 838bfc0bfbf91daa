"""The command line: one table of verbs; each verb is a module, imported only when it is called."""

from __future__ import annotations

import argparse
import errno
import io
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

from picturelock import __version__
from picturelock.errors import EXIT_BUG, EXIT_CANCELLED, OutputError, PicturelockError, UnknownName, UsageError
from picturelock.wording import LANGUAGES, say, table, ui_language

from picturelock_cli.safe_text import shown

VERBS: tuple[str, ...] = (
    "init", "transcribe", "caption", "check", "conform", "rights", "waive", "sign", "keys", "deliver", "package", "ai",
    "timeline", "profiles", "spec", "doctor", "demo",
)  # fmt: skip
"""In the order in which a production uses them; `verb_NAME` in the wording says what each does."""


_WIDEST = 80
"""Columns of the summaries in help."""
_UNRECOGNISED = "unrecognized arguments: "
_CHOICE = re.compile(r"invalid choice: '([^']{1,80})' \(choose from (.{1,2000})\)")
_NAME = re.compile(r"[\w.-]+")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code and never lets a traceback reach an artist."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        # A console that is not UTF-8 gets a "?" for a "✓", not the end of its report.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
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
    asked = _peek(arguments, "--lang")
    if asked is not None and asked not in LANGUAGES:
        raise UsageError(f"--lang: {asked!r} is not a language of the interface; it is one of {', '.join(LANGUAGES)}.")
    arguments = _without_leading_language(arguments)
    if not arguments:
        _top(args.lang).print_help()
        return 0
    if arguments[0] not in VERBS:
        if arguments[0].startswith("-"):
            _top(args.lang).parse_args(arguments)  # --help and --version leave here
        raise UnknownName("command", arguments[0], VERBS)
    verb = import_module(f"picturelock_cli.verbs.{arguments[0]}")
    name, rest = arguments[0], arguments[1:]
    actions: Sequence[str] = getattr(verb, "ACTIONS", ())
    if rest and rest[0] in actions:
        verb = import_module(f"picturelock_cli.verbs.{name}_{rest[0].replace('-', '_')}")
        name, rest = f"{name} {rest[0]}", rest[1:]
    parser = _Parser(
        prog=f"picturelock {name}",
        description=_described(name, actions if name == arguments[0] else (), args.lang),
        allow_abbrev=False,
        add_help=False,
    )
    _entitle(parser, args.lang)
    verb.add_arguments(parser, partial(say, language=args.lang))
    _common(parser, args.lang)
    parser.parse_args(rest, args)
    args.lang = ui_language(args.lang)
    return int(verb.run(args))


def _described(name: str, actions: Sequence[str], language: str) -> str:
    """What a verb does, and what each of its actions does."""
    text = say(f"verb_{name.replace(' ', '_')}", language)
    width = max(map(len, actions), default=0) + 2
    lines = [_hanging(f"  {name} {action:<{width}}", say(f"verb_{name}_{action}", language)) for action in actions]
    return "\n".join([_hanging("", text), "", *lines] if actions else [_hanging("", text)])


def _hanging(lead: str, text: str) -> str:
    """Text within the width of the terminal, its later lines under its first."""
    width = max(min(shutil.get_terminal_size().columns, _WIDEST), len(lead) + 20)
    return textwrap.fill(
        text, width, initial_indent=lead, subsequent_indent=" " * len(lead),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


class _Help(argparse.RawDescriptionHelpFormatter):
    """The text of help, with the word for "usage" in the person's language."""

    def __init__(self, *args: Any, usage: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._usage = usage

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self._usage + " " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are errors like all others: one sentence, exit 2, and a document with --json."""

    _words: Sequence[str] = ()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self._words = list(args or ())
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        help_hint = f"`{self.prog} --help`"
        for word in self._unknown(message):
            close = nearest_name(word, self._option_string_actions)
            raise UsageError(f"{self.prog}: there is no option {word}.", hint=_meant(close) if close else help_hint)
        choice = _CHOICE.search(message)
        close = nearest_name(choice[1], _NAME.findall(choice[2])) if choice else ""
        raise UsageError(f"{self.prog}: {message}.", hint=_meant(close) if close else help_hint)

    def _unknown(self, message: str) -> Iterator[str]:
        """Options that this parser does not have. One with parsers of its own leaves the others to those."""
        _, _, told = message.partition(_UNRECOGNISED)
        words = told.split() if told or self._subparsers else self._words
        for word in words:
            name = word.partition("=")[0]
            if word == "--":
                return
            if name.startswith("--") and name not in self._option_string_actions:
                yield name


def nearest_name(word: str, names: Iterable[str]) -> str:
    """The name that somebody probably meant, or ""."""
    from difflib import get_close_matches  # costs start-up 5 ms

    return next(iter(get_close_matches(word, sorted(names), n=1)), "")


def _meant(name: str) -> str:
    return f"Did you mean {name}?"


def _top(language: str) -> argparse.ArgumentParser:
    width = max(map(len, VERBS)) + 2
    verbs = "\n".join(_hanging(f"  {verb:<{width}}", say(f"verb_{verb}", language)) for verb in VERBS)
    parser = _Parser(
        prog="picturelock",
        description=_hanging("", say("about", language)),
        epilog=f"{say('verbs', language)}\n{verbs}\n\n{say('verb_help', language)}",
        allow_abbrev=False,
        add_help=False,
    )
    _entitle(parser, language)
    parser._optionals.title = say("top_options", language)
    parser.add_argument("verb", metavar="VERB", help=say("help_verb", language))
    parser.add_argument("-h", "--help", action="help", help=say("help_help", language))
    version = f"picturelock {__version__}"
    parser.add_argument("--version", action="version", version=version, help=say("help_version", language))
    parser.add_argument("--lang", choices=LANGUAGES, help=say("help_lang", language))
    return parser


def _sentence(text: str) -> str:
    """The help of an option as a sentence of its own."""
    return _hanging("", f"{text[:1].upper()}{text[1:]}.")


def _entitle(parser: argparse.ArgumentParser, language: str) -> None:
    """Name the groups of argparse, and its "usage", which it names in English: there is no other way to say them in French."""
    parser._positionals.title, parser._optionals.title = say("arguments", language), say("options", language)
    parser.formatter_class = partial(_Help, usage=say("usage", language))


def _common(parser: argparse.ArgumentParser, language: str) -> None:
    """The options of every command and of every action within one; `main` has set what holds without them."""
    group = parser.add_argument_group(say("common_options", language), argument_default=argparse.SUPPRESS)
    group.add_argument("-h", "--help", action="help", help=say("help_help", language))
    group.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=say("help_json", language))
    group.add_argument("--progress", choices=("auto", "json", "none"), help=say("help_progress", language))
    group.add_argument("--lang", choices=LANGUAGES, help=say("help_lang", language))
    group.add_argument("--all-findings", action="store_true", help=say("help_all_findings", language))
    group.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=say("help_debug", language))
    _name_values(parser, language)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {choice.dest: choice.help for choice in action._choices_actions}
            for name, within in action.choices.items():
                within.description = _sentence(said.get(name) or "")
                _entitle(within, language)
                _common(within, language)


def _name_values(parser: argparse.ArgumentParser, language: str) -> None:
    """What stands for values in help, in the person's language: FILE, FICHIER."""
    words = table(language, "ui")["metavars"]

    def said(name: str) -> str:
        return re.sub(r"[A-Z]+", lambda match: words.get(match[0], match[0]), name)

    for action in parser._actions:
        if isinstance(action.metavar, str):
            action.metavar = said(action.metavar)
        elif action.metavar is not None:
            action.metavar = tuple(said(name) for name in action.metavar)


def _guarded(run: Callable[[], int], args: argparse.Namespace) -> int:
    try:
        code = run()
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return _tell(args, EXIT_CANCELLED, say("cancelled", args.lang), "")
    except BrokenPipeError:
        _drop_output()  # the reader (`| head`) has what it wanted
        return 0
    except PicturelockError as error:
        if args.debug:
            raise
        return _tell(args, error.exit_code, error.message, error.hint)
    except Exception as error:
        if _interrupted(error):
            return _tell(args, EXIT_CANCELLED, say("cancelled", args.lang), "")
        if args.debug:
            raise
        if isinstance(error, OSError) and error.errno in _FULL:
            return _tell(args, OutputError.exit_code, say("cannot_write", args.lang, reason=error.strerror or ""), "")
        reason = f"{type(error).__name__}: {error}"
        return _tell(args, EXIT_BUG, say("bug", args.lang, error=reason), say("bug_hint", args.lang))


def _interrupted(error: BaseException | None) -> bool:
    """True for an error that Ctrl-C caused: a library that is being imported may turn it into one of its own."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt) or (
            isinstance(error, ImportError) and "initialization failed" in str(error)
        ):
            return True
        error = error.__cause__ or error.__context__
    return False


def _tell(args: argparse.Namespace, code: int, message: str, hint: str) -> int:
    """Say an error to people and, with --json, to programs; returns its exit code."""
    try:
        if args.json:
            from picturelock_cli.console import print_document

            error = {"message": message, "hint": hint}
            print_document({"schema": "picturelock/report-1", "exit": code, "error": error, "findings": []})
            sys.stdout.flush()
    except OSError:
        _drop_output()
    if not (args.json and args.progress == "json"):
        hint = hint.replace("\n", "\n    ")
        said = message if message.startswith(("picturelock ", "picturelock:")) else f"picturelock: {message}"
        sys.stderr.write(shown(f"{said}\n" + (f"  → {hint}\n" if hint else "")))
    return code


def _drop_output() -> None:
    """Send the rest of standard output nowhere: a second failure while Python ends would print a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
