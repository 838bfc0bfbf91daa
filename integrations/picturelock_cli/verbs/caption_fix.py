"""`picturelock caption fix`: what can be mended by itself is, and every change is shown before anything is written."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.cues import KINDS
from picturelock.errors import EXIT_FINDINGS, UnknownName, UsageError

from picturelock_cli.languages import language

if TYPE_CHECKING:
    from picturelock.cues import Captions
    from picturelock.cut import Cut
    from picturelock.findings import Finding
    from picturelock.production import Dossier
    from picturelock.subtitling.fixes.base import Fix
    from picturelock.subtitling.fixes.run import Mended
    from picturelock.subtitling.subject import Subject

    from picturelock_cli.caption_file import Terms
    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=text("opt_fix_file"))
    parser.add_argument("--profile", metavar="ID", help=text("opt_fix_profile"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--language", type=language("--language"), metavar="CODE", help=text("opt_fix_language"))
    parser.add_argument("--kind", type=str.lower, choices=KINDS, help=text("opt_file_kind"))
    parser.add_argument("--fix", action="append", default=[], metavar="NAME", help=text("opt_fix_fix"))
    parser.add_argument("--list", action="store_true", help=text("opt_fix_list"))
    parser.add_argument("--words", action="store_true", help=text("opt_fix_words"))
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help=text("opt_fix_output"))
    parser.add_argument("--in-place", action="store_true", help=text("opt_fix_over"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))
    parser.add_argument("--diff", "--dry-run", action="store_true", dest="dry_run", help=text("opt_fix_diff"))
    parser.add_argument("--cut", type=Path, metavar="CUT", help=text("opt_fix_cut"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))


def run(args: argparse.Namespace) -> int:
    """Mend, show what was mended, write it where asked; exit 1 where an error is left."""
    from picturelock.findings import at_least
    from picturelock.formats.files import read_captions
    from picturelock.subtitling.fixes.run import mend

    from picturelock_cli.caption_file import captions_of, empty, read_dossier, say_terms, terms_of
    from picturelock_cli.console import Console
    from picturelock_cli.fix_diff import Diff
    from picturelock_cli.fix_left import judged
    from picturelock_cli.outputs import say_new_folder

    console, began = Console(args), time.monotonic()
    if args.list:
        return _list(console)
    target = _target(args)
    fixes = _fixes(args.fix, args.words)
    terms = terms_of(args.file, args, console)
    say_terms(console, terms, args)
    dossier = read_dossier(args.file, args, terms)
    if not captions_of(dossier).cues:
        raise empty(args.file)
    subject, cut, read = _subject(args, terms, dossier), dossier.cut, tuple(read_captions(args.file)[1])
    with console.progress() as progress:
        mended = mend(subject, fixes, progress)
    Diff(console, subject.captions, cut).show(mended)
    losses: tuple[Finding, ...] = ()
    captions = _own_count(mended.captions, args, args.file)
    alike = target is not None and args.in_place and _stays(args.file, captions, dossier, mended, read)
    target = None if alike else target
    backup = _backup(args.file) if target is not None and args.in_place else None
    if target is not None:
        say_new_folder(console, target)
        losses = _write(target, mended, subject, args, fixes, time.monotonic() - began)
    left = judged(dossier, mended, read, captions, args.file, target)
    mended = replace(mended, before=left.before, findings=left.after)
    _sum_up(console, mended, fixes, subject, cut, left.rewritten)
    _say_where(console, target, backup, args.file if alike else None)
    if losses:
        console.findings(losses)
    found = (*mended.findings, *losses)
    code = EXIT_FINDINGS if at_least(found, "error") else 0
    rewritten = dict(left.rewritten)
    console.document(code, found, cut, **_document(mended, subject, fixes, target), rewritten=rewritten)
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
    if args.dry_run:
        return None
    if args.output is not None and not args.output.suffix and not args.output.is_dir():
        raise UsageError(f"-o {args.output}: name the kind of captions by the ending, .srt or .vtt.")
    target: Path | None = args.file if args.in_place else args.output
    if target is not None:
        _require_writable(target)
    if args.output is not None and args.output.exists() and args.file.exists() and args.output.samefile(args.file):
        raise UsageError(
            f"-o {args.output}: this is the file that is read.",
            hint="--in-place writes over it, and keeps it as FILE.bak.",
        )
    if target is not None and target.exists() and not (args.force or args.in_place):
        from picturelock.errors import OutputError

        raise OutputError(f"{target} exists already.", hint="Choose another name, or add --force to replace it.")
    return target


def _require_writable(target: Path) -> None:
    """Raise UsageError for a format that cannot be written, before any work is done."""
    from picturelock.formats.files import format_of

    from picturelock_cli.outputs import require_file

    require_file(target)
    caption_format = format_of(target)
    if "write" not in caption_format.directions:
        raise UsageError(f"{target.name}: {caption_format.name} is read here and not written.")


def _subject(args: argparse.Namespace, terms: Terms, dossier: Dossier) -> Subject:
    """The captions with their profile and, where a cut is named, all that is known around them."""
    from picturelock.subtitling.checks import Around

    from picturelock_cli.caption_file import captions_of

    file = dossier.production.relative(args.file.resolve())
    return Around.of(dossier).subject(captions_of(dossier), terms.profile, file)


def _fixes(names: list[str], words: bool) -> tuple[Fix, ...]:
    """The fixes of these names; the name of a rule means those that answer to it. Raises UnknownName."""
    from picturelock.subtitling.fixes.run import fix_names, select

    asked = [fix for name in names for fix in (fix_names(name) or (name,))]
    try:
        return select(asked, words)
    except UnknownName as error:
        error.hint = error.hint or "`picturelock caption fix --list` says what each does."
        raise


def _own_count(captions: Captions, args: argparse.Namespace, target: Path) -> Captions:
    """The captions counted as the file that was read counts, where its times were put on those of the cut.

    A target that keeps timecode gets the start instead.
    """
    from picturelock.formats.files import format_of, read_captions, starting_at

    if args.cut is None or not captions.start or format_of(target).timecode or read_captions(args.file)[0].start:
        return captions
    return starting_at(captions, 0)


def _stays(file: Path, captions: Captions, dossier: Dossier, mended: Mended, read: tuple[Finding, ...]) -> bool:
    """True for a file that is as good as it would be written; also where its format undoes what was mended ("…" is "..." in SCC).

    captions: as they would be written. read: what reading the file found.
    """
    from picturelock.formats.files import encoded, read_bytes

    from picturelock_cli.fix_left import judged

    if encoded(captions, file)[0] == read_bytes(file):
        return True
    return not mended.changes and not judged(dossier, mended, read, captions, file, None).rewritten


def _backup(file: Path) -> Path:
    """A copy of the file as it was, beside it; copies of earlier times stay."""
    from picturelock.formats.files import read_bytes, write_bytes

    names = (file.with_name(f"{file.name}.bak{number or ''}") for number in (0, *range(2, 1000)))
    kept = next((name for name in names if not name.exists()), file.with_name(f"{file.name}.bak"))
    write_bytes(kept, read_bytes(file), overwrite=False)
    return kept


def _write(
    target: Path, mended: Mended, subject: Subject, args: argparse.Namespace, fixes: tuple[Fix, ...], seconds: float
) -> tuple[Finding, ...]:
    """The captions and, where the file said who made it, that too, with what was mended; gives what the format cannot hold."""
    from picturelock.formats.files import write_captions
    from picturelock.formats.sidecar import read_sidecar, write_sidecar

    made, captions = read_sidecar(args.file), _own_count(mended.captions, args, target)
    if target.suffix.lower() != args.file.suffix.lower():
        captions = replace(captions, rate=captions.rate or subject.rate)
    losses = write_captions(captions, target, overwrite=args.force or args.in_place)
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


def _sum_up(
    console: Console, mended: Mended, fixes: tuple[Fix, ...], subject: Subject, cut: Cut, rewritten: Mapping[str, int]
) -> None:
    from picturelock.subtitling.fixes.run import fix_names, reason

    used = Counter(name for change in mended.changes for name in change.fixes)
    for fix in fixes:
        if used[fix.name]:
            console.say("fix_used", name=fix.name, count=used[fix.name], does=console.text(f"fix_{fix.name}"))
    if any(change.words for change in mended.changes):
        console.say("fix_words_changed", "bold yellow", count=sum(change.words for change in mended.changes))
    if rewritten:
        console.say("fix_rewritten", rules=", ".join(f"{rule} ({count})" for rule, count in rewritten.items()))
    console.say("fix_summary", before=len(mended.before), after=len(mended.findings), captions=len(mended.changes))
    if subject.language == "und":
        console.say("fix_no_language")
    if mended.findings:
        console.findings(mended.findings, cut)
        for rule, left in sorted(_by_rule(mended.findings).items()):
            why = reason(left[0], fixes)
            names = ", ".join(f"--fix {name}" for name in fix_names(rule))
            console.line("    " + console.text(f"fix_left_{why}", rule=rule, count=len(left), names=names), "dim")


def _say_where(console: Console, target: Path | None, backup: Path | None, alike: Path | None) -> None:
    """Where the captions are now, and the file as it was. alike: a file that was to be written over, and needs nothing."""
    if alike is not None:
        console.say("fix_alike", file=str(alike))
    elif target is None:
        console.say("fix_dry_run")
    else:
        console.say("fix_written", file=str(target))
    if backup is not None:
        console.say("fix_kept", file=str(backup))


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
