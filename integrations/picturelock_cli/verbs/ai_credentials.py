"""`picturelock ai credentials`: what a file claims of its own origin, and whether that is intact."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock.media.credentials import Claims

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

_MOST_ANCHORS = 2_000_000


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=text("opt_ai_file"))
    parser.add_argument("--sidecar", type=Path, metavar="FILE", help=text("opt_ai_sidecar"))
    parser.add_argument("--anchors", type=Path, metavar="PEM", help=text("opt_ai_anchors"))
    parser.add_argument("--required", action="store_true", help=text("opt_ai_required"))


def run(args: argparse.Namespace) -> int:
    """Exit 1 where what the file claims is not intact, or where it claims nothing and `--required` says that it must.

    An ordinary file claims nothing, and nothing is wrong with that.
    """
    from picturelock.delivery.c2pa import findings_of, read
    from picturelock.findings import at_least
    from picturelock.textfile import read_text

    from picturelock_cli.console import Console

    console = Console(args)
    anchors = read_text(args.anchors, _MOST_ANCHORS, "certificates") if args.anchors is not None else ""
    claims, problem = read(args.file, args.sidecar, anchors)
    judged = claims is not None or problem or args.required or args.sidecar is not None
    findings = findings_of(args.file, claims, problem, judged=bool(anchors)) if judged else ()
    if claims is not None:
        _show(args.file, claims, console, judged=bool(anchors))
    elif not findings:
        console.say("ai_claims_nothing", file=args.file.name)
    if findings:
        console.findings(findings)
    code = EXIT_FINDINGS if at_least(findings, "error") else 0
    console.document(code, findings, claims=_json(claims) if claims is not None else None)
    return code


def _show(file: Path, claims: Claims, console: Console, *, judged: bool) -> None:
    console.say("ai_claims", "bold", file=file.name)
    lines = [("title", claims.title), ("generator", claims.generator), ("signer", claims.signer)]
    for key, value in lines:
        if value:
            console.line("  " + console.text(f"ai_claims_{key}", value=value))
    stamped = console.text("ai_claims_signed", value=claims.signed) if claims.signed else ""
    console.line("  " + (stamped or console.text("ai_claims_unstamped")))
    for action in claims.actions:
        name = action.description or action.name
        tool = f" ({action.agent})" if action.agent else ""
        told = console.text("ai_claims_action", action=name + tool, source_type=action.source_type or "–")
        console.line("  " + told)
    for title in claims.ingredients:
        console.line("  " + console.text("ai_claims_ingredient", value=title))
    for what, use in claims.training:
        told = console.text(
            "ai_claims_training", what=_word(console, "ai_training", what), use=_word(console, "ai_uses", use)
        )
        console.line("  " + told)
    if claims.intact:
        console.say("ai_claims_intact", "green")
        if claims.trusted and judged:
            console.say("ai_claims_trusted", "green")
        elif not judged:
            console.say("ai_claims_untrusted", "yellow")


def _word(console: Console, kind: str, word: str) -> str:
    from picturelock.wording import table

    return str(table(console.language, "ui")[kind].get(word, word))


def _json(claims: Claims) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(claims), "source_types": sorted(claims.source_types), "training": dict(claims.training)}
