"""`picturelock caption review`: a bilingual sheet on which a person corrects a translation, and reading it back."""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.cues import KINDS
from picturelock.errors import UsageError

from picturelock_cli.languages import language

if TYPE_CHECKING:
    from picturelock.cues import Captions, Cue
    from picturelock.profiles import Profile
    from picturelock.report.review_sheet import Side
    from picturelock.report.review_sheet_answers import Answers, Applied
    from picturelock.speech import Provenance
    from picturelock.times import FrameRate

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

DEFAULT_PROFILE = "picturelock"
_PAGE = (".html", ".htm")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=text("opt_review_files"))
    parser.add_argument("--apply", type=Path, metavar="ANSWERS", help=text("opt_review_apply"))
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT", help=text("opt_review_output"))
    parser.add_argument("--profile", metavar="ID", help=text("opt_review_profile"))
    parser.add_argument("--kind", type=str.lower, choices=KINDS, default="sub", help=text("opt_convert_kind"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--from", dest="source", type=language("--from"), metavar="CODE", help=text("opt_review_from"))
    parser.add_argument("--to", type=language("--to"), metavar="CODE", help=text("opt_review_to"))
    parser.add_argument("--reviewer", metavar="NAME", help=text("opt_review_reviewer"))
    parser.add_argument("--force", action="store_true", help=text("opt_review_force"))


def run(args: argparse.Namespace) -> int:
    """Write the sheet, or put its answers into the translation."""
    from picturelock_cli.console import Console
    from picturelock_cli.outputs import require_free, require_other

    console = Console(args)
    if args.apply is None:
        require_other(args.output, *args.files)
    else:
        require_other(args.output, args.apply)  # over the translation itself: with --force
    require_free(args.output, args.force)
    return _sheet(args, console) if args.apply is None else _apply(args, console)


def _sheet(args: argparse.Namespace, console: Console) -> int:
    from picturelock.formats.files import write_text
    from picturelock.report.review_sheet import Sheet, render, rows_of
    from picturelock.subtitling.judge import judge
    from picturelock.subtitling.subject import Subject

    from picturelock_cli.options import production_around
    from picturelock_cli.outputs import say_new_folder
    from picturelock_cli.verbs.caption_translate import glossary_of

    if len(args.files) != 2:
        raise UsageError("picturelock caption review: name two files, the source and its translation.")
    if args.output.suffix.lower() not in _PAGE:
        raise UsageError(f"-o {args.output}: the sheet is a web page; name it .html.")
    source_file, file = args.files
    made = _provenance_of(file)
    source = _side(args, source_file, args.source or _parameter(made, "from"))
    translation = _side(args, file, args.to or _parameter(made, "to"))
    rate = _rate(args, source.captions, translation.captions, file, console)
    profile = _profile(args, _parameter(made, "profile"), file, console)
    glossary = glossary_of(None, production_around(file, console))
    subject = Subject(translation.captions, profile, rate, file.name, glossary=glossary)
    findings = tuple(judge(subject))
    rows = rows_of(source.captions, translation.captions, findings, rate, console.language)
    sheet = Sheet(file.stem, source, translation, profile.id, profile.title, subject.limits, rate, rows)
    say_new_folder(console, args.output)
    write_text(args.output, render(sheet, console.language), args.force)
    count = len(translation.captions.cues)
    console.say("review_written", cues=count, file=str(args.output))
    console.say("review_how", file=str(file))
    console.document(0, (), output=str(args.output), cues=count, profile=profile.id, translation=translation.hash)
    return 0


def _apply(args: argparse.Namespace, console: Console) -> int:
    from picturelock.formats.files import read_captions, write_captions
    from picturelock.media.fingerprint import full_hash
    from picturelock.production.reviews import write_review
    from picturelock.report.review_sheet_answers import apply, read_answers

    from picturelock_cli.outputs import say_new_folder
    from picturelock_cli.verbs.caption import require_writable

    if len(args.files) != 1:
        raise UsageError("picturelock caption review --apply: name one file, the translation.")
    file = args.files[0]
    require_writable(args.output, None, args.lang)
    answers = read_answers(args.apply)
    captions, read = read_captions(file, args.to, args.kind)
    done = apply(answers, captions, full_hash(file), file, args.force)
    reviewer = _reviewer(args, answers, done)
    made = _provenance_of(file)
    say_new_folder(console, args.output)
    findings = (*read, *done.findings, *write_captions(done.captions, args.output, args.force))
    _sign(args.output, made, reviewer, done)
    if done.complete:
        write_review(args.output, read_captions(args.output)[0], reviewer, dt.datetime.now().astimezone().date())
    _show(console, done)
    console.say(
        "review_applied", changed=len(done.changes), ticked=done.ticked, total=done.total, file=str(args.output)
    )
    if not done.complete:
        console.say("review_partly")
    else:
        console.say("review_signed", reviewer=reviewer)
    if findings:
        console.findings(findings)
    console.document(0, findings, output=str(args.output), reviewed=done.complete, reviewer=reviewer, **_told(done))
    return 0


def _side(args: argparse.Namespace, file: Path, language: str | None) -> Side:
    from picturelock.formats.files import read_captions
    from picturelock.media.fingerprint import full_hash
    from picturelock.report.review_sheet import Side

    from picturelock_cli.caption_file import in_named_language

    captions = in_named_language(read_captions(file, language, args.kind)[0], file)
    return Side(file.name, full_hash(file), captions, captions.language)


def _rate(args: argparse.Namespace, source: Captions, captions: Captions, file: Path, console: Console) -> FrameRate:
    """The rate that was named, else that of the file, of its production, or of its making, else the one its times show."""
    from picturelock.formats.on_record import rate_of_times

    from picturelock_cli.options import production_around, rate_of

    around, made = production_around(file, console), _parameter(_provenance_of(file), "rate")
    rate = rate_of(args.rate) or captions.rate or (around.rate if around else None) or (rate_of(made) if made else None)
    rate = rate or rate_of_times(captions) or source.rate or rate_of_times(source)
    if rate is None:
        raise UsageError(f"{file.name} does not say its frame rate, and limits count frames; name it with --rate.")
    return rate


def _profile(args: argparse.Namespace, made_for: str | None, file: Path, console: Console) -> Profile:
    """The profile that was named, else the one that the translation was made for, else ours."""
    from picturelock import profiles

    from picturelock_cli.options import production_around

    around = production_around(file, console)
    own = around.root / profiles.FOLDER if around else None
    known = profiles.names(own)
    chosen = args.profile or (made_for if made_for in known else None) or DEFAULT_PROFILE
    return profiles.load(chosen, own)


def _provenance_of(file: Path) -> Provenance | None:
    from picturelock.formats.sidecar import read_sidecar

    return read_sidecar(file) if file.is_file() else None


def _parameter(made: Provenance | None, name: str) -> str | None:
    return dict(made.parameters).get(name) if made else None


def _reviewer(args: argparse.Namespace, answers: Answers, done: Applied) -> str:
    """Who read it. Raises UsageError where all is ticked and nobody says by whom."""
    name = " ".join((args.reviewer or answers.reviewer).split())
    if done.complete and not name:
        raise UsageError("All captions are ticked as read, and nobody says by whom.", hint="Add --reviewer NAME.")
    return name


def _sign(output: Path, made: Provenance | None, reviewer: str, done: Applied) -> None:
    """The record of who made the captions, with who has read them; without one there is nothing to enter that in."""
    from picturelock.formats.sidecar import write_sidecar

    if made is None:
        return
    today = dt.datetime.now().astimezone().date().isoformat()
    told = {
        **dict(made.parameters),
        "review_changed": str(len(done.changes)),
        "review_read": f"{done.ticked} of {done.total}",
    }
    if reviewer:
        told["review_by"] = f"{reviewer}, {today}"
    signed = f"{reviewer}, {today}" if done.complete else ""
    write_sidecar(output, replace(made, parameters=tuple(sorted(told.items())), reviewed=signed))


def _show(console: Console, done: Applied) -> None:
    """Every change as a diff, then the comments."""
    from picturelock_cli.fix_diff import visible

    for before, after in done.changes:
        console.line(f"@@ {before.id}", "cyan")
        for line in before.plain_lines:
            console.line(f"- {visible(line)}", "red")
        for line in after.plain_lines if after else (console.text("fix_removed"),):
            console.line(f"+ {visible(line)}", "green")
    for cue, comment in done.comments:
        console.say("review_comment", cue=cue.id, comment=comment)


def _told(done: Applied) -> dict[str, Any]:
    def text(cue: Cue | None) -> str | None:
        return cue.text if cue else None

    return {
        "changes": [{"id": before.id, "before": text(before), "after": text(after)} for before, after in done.changes],
        "comments": [{"id": cue.id, "comment": comment} for cue, comment in done.comments],
        "ticked": done.ticked,
        "total": done.total,
    }
