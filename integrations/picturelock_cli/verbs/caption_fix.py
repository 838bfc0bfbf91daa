"""`picturelock caption fix`: what can be mended by itself is, and every change is shown before anything is written."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.cues import KINDS
from picturelock.errors import EXIT_FINDINGS, UsageError

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.findings import Finding
    from picturelock.subtitling.fixes.base import Fix
    from picturelock.subtitling.fixes.run import Mended
    from picturelock.subtitling.subject import Subject

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

DEFAULT_PROFILE = "picturelock"


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=text("opt_fix_file"))
    parser.add_argument("--profile", metavar="ID", help=text("opt_fix_profile"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--language", metavar="CODE", help=text("opt_fix_language"))
    parser.add_argument("--kind", choices=KINDS, help=text("opt_file_kind"))
    parser.add_argument("--fix", action="append", default=[], metavar="NAME", help=text("opt_fix_fix"))
    parser.add_argument("--list", action="store_true", help=text("opt_fix_list"))
    parser.add_argument("--words", action="store_true", help=text("opt_fix_words"))
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help=text("opt_fix_output"))
    parser.add_argument("--in-place", action="store_true", help=text("opt_fix_in_place"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))
    parser.add_argument("--diff", "--dry-run", action="store_true", dest="dry_run", help=text("opt_fix_diff"))
    parser.add_argument("--cut", type=Path, metavar="CUT", help=text("opt_fix_cut"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))


def run(args: argparse.Namespace) -> int:
    """Mend, show what was mended, write it where asked; exit 1 where an error is left."""
    from picturelock.findings import at_least
    from picturelock.subtitling.fixes.run import mend, select

    from picturelock_cli.console import Console
    from picturelock_cli.fix_diff import Diff

    console, began = Console(args), time.monotonic()
    if args.list:
        return _list(console)
    target = _target(args)
    fixes = select(args.fix, args.words)
    subject = _subject(args)
    with console.progress() as progress:
        mended = mend(subject, fixes, progress)
    Diff(console, subject).show(mended)
    losses: tuple[Finding, ...] = ()
    if target is not None:
        losses = _write(target, mended, subject, args, fixes, time.monotonic() - began)
    _sum_up(console, mended, fixes, target, subject)
    if losses:
        console.findings(losses)
    left = (*mended.findings, *losses)
    code = EXIT_FINDINGS if at_least(left, "error") else 0
    console.document(code, left, _timed(subject), **_document(mended, subject, fixes, target))
    return code


def _list(console: Console) -> int:
    from picturelock.subtitling.fixes.run import all_fixes

    fixes = all_fixes()
    headings = [console.text(key) for key in ("column_fix", "column_fix_does", "column_fix_rules")]
    console.rows(headings, [(one.name, console.text(f"fix_{one.name}"), ", ".join(one.rules)) for one in fixes])
    listed = [{"name": one.name, "rules": list(one.rules), "words": one.words} for one in fixes]
    console.document(0, (), fixes=listed)
    return 0


def _target(args: argparse.Namespace) -> Path | None:
    """The file to write; None for a dry run. Raises UsageError for options that contradict each other."""
    if args.file is None:
        raise UsageError(
            "picturelock caption fix: name the caption file to mend.", hint="`picturelock caption fix --list`"
        )
    if args.output is not None and args.in_place:
        raise UsageError("-o and --in-place are two places to write to; choose one.")
    if args.in_place and not args.force:
        raise UsageError(f"--in-place replaces {args.file.name}; add --force to say that it may.")
    if args.dry_run:
        return None
    if args.output is not None and not args.output.suffix:
        raise UsageError(f"-o {args.output}: name the kind of captions by the ending, .srt or .vtt.")
    target: Path | None = args.file if args.in_place else args.output
    if target is not None:
        _require_writable(target)
    if target is not None and target.exists() and not args.force:
        from picturelock.errors import OutputError

        raise OutputError(f"{target} exists already.", hint="Choose another name, or add --force to replace it.")
    return target


def _require_writable(target: Path) -> None:
    """Raise UsageError for a format that cannot be written, before any work is done."""
    from picturelock.formats.files import format_of

    caption_format = format_of(target)
    if "write" not in caption_format.directions:
        raise UsageError(f"{target.name}: {caption_format.name} is read here and not written.")


def _subject(args: argparse.Namespace) -> Subject:
    """The captions with their profile and, where a cut is named, all that is known around them."""
    from picturelock import dossier as dossiers
    from picturelock import profiles
    from picturelock.formats.files import read_captions
    from picturelock.subtitling.checks import Around

    from picturelock_cli.options import folders_of, production_around, rate_of

    around = production_around(args.file)
    profile = profiles.load(args.profile or DEFAULT_PROFILE, around.root / profiles.FOLDER if around else None)
    captions, _ = read_captions(args.file, args.language, args.kind)
    rate = rate_of(args.rate) or (around.rate if around else None) or captions.rate
    dossier = dossiers.of_captions(
        args.file,
        captions.language,
        profile.id,
        rate,
        args.cut,
        folders_of(args.media, around),
        args.library or (around.library if around else None),
        around,
    )
    return Around.of(dossier).subject(captions, profile, str(args.file))


def _write(
    target: Path, mended: Mended, subject: Subject, args: argparse.Namespace, fixes: tuple[Fix, ...], seconds: float
) -> tuple[Finding, ...]:
    """The captions and, where the file said who made it, that too, with what was mended; gives what the format cannot hold."""
    from picturelock.formats.files import write_captions
    from picturelock.formats.sidecar import read_sidecar, write_sidecar

    made, captions = read_sidecar(args.file), mended.captions
    if target.suffix.lower() != args.file.suffix.lower():
        captions = replace(captions, rate=captions.rate or subject.rate)
    losses = write_captions(captions, target, overwrite=args.force)
    if made is not None:
        used = Counter(name for change in mended.changes for name in change.fixes)
        told = {
            **dict(made.parameters),
            "fixes": ", ".join(name for name in (one.name for one in fixes) if used[name]) or "none",
            "fixes_profile": subject.profile.id,
            "fixes_seconds": f"{seconds:.1f}",
        }
        write_sidecar(target, replace(made, parameters=tuple(sorted(told.items()))))
    return losses


def _sum_up(console: Console, mended: Mended, fixes: tuple[Fix, ...], target: Path | None, subject: Subject) -> None:
    from picturelock.subtitling.fixes.run import fix_names, reason

    used = Counter(name for change in mended.changes for name in change.fixes)
    for fix in fixes:
        if used[fix.name]:
            console.say("fix_used", name=fix.name, count=used[fix.name], does=console.text(f"fix_{fix.name}"))
    if any(change.words for change in mended.changes):
        console.say("fix_words_changed", "bold yellow", count=sum(change.words for change in mended.changes))
    console.say("fix_summary", before=len(mended.before), after=len(mended.findings), captions=len(mended.changes))
    if subject.language == "und":
        console.say("fix_no_language")
    if mended.findings:
        console.findings(mended.findings, _timed(subject))
        for rule, left in sorted(_by_rule(mended.findings).items()):
            why = reason(left[0], fixes)
            names = ", ".join(f"--fix {name}" for name in fix_names(rule))
            console.line("    " + console.text(f"fix_left_{why}", rule=rule, count=len(left), names=names), "dim")
    if target is None:
        console.say("fix_dry_run")
    else:
        console.say("fix_written", file=str(target))


def _timed(subject: Subject) -> Cut:
    """A cut that holds nothing but the captions' timecode."""
    from picturelock.cut import Cut

    captions = subject.captions
    return Cut(subject.file, subject.rate, (), start=captions.start, drop=captions.drop)


def _by_rule(findings: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.rule, []).append(finding)
    return grouped


def _document(mended: Mended, subject: Subject, fixes: tuple[Fix, ...], target: Path | None) -> dict[str, Any]:
    from picturelock.subtitling.fixes.run import reason

    changes = [
        {
            "captions": [{"place": place + 1, "id": cue.id, "text": cue.text} for place, cue in change.before],
            "became": [
                {"id": cue.id, "text": cue.text, "start": cue.span.start, "end": cue.span.end} for cue in change.after
            ],
            "fixes": list(change.fixes),
            "words": change.words,
        }
        for change in mended.changes
    ]
    left = {rule: reason(found[0], fixes) for rule, found in _by_rule(mended.findings).items()}
    return {
        "changes": changes,
        "findings_before": len(mended.before),
        "left": left,
        "profile": subject.profile.id,
        "output": str(target) if target is not None else None,
    }
