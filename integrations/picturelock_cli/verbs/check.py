"""`picturelock check`: what is wrong with a file, or with a whole production."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.cues import KINDS
from picturelock.errors import EXIT_FINDINGS, EXIT_WAIVED, GateError, InputError, UsageError
from picturelock.production import FILE

from picturelock_cli.languages import language

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.findings import Finding, Verdict
    from picturelock.production import Dossier
    from picturelock_validators.gate import Outcome

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

TIMELINES = (".otio", ".edl", ".xml", ".fcpxml", ".aaf", ".ale", ".otioz", ".otiod", ".plcut")
CAPTIONS = (".srt", ".vtt", ".scc", ".stl", ".mcc", ".ttml", ".dfxp", ".itt", ".imsc", ".ass", ".ssa", ".sbv", ".smi")
"""What a suffix means, whether or not it is read yet: the reader of its trade says what is."""

MEDIA = (".mov", ".mp4", ".mxf", ".mkv", ".wav", ".m4v")
"""Endings that nobody gives to anything else."""

DEFAULT_SPEC = "ebu-r128"
_HEAD = 4096  # bytes before which a file's first element stands
_TIMELINE = re.compile(rb"<(?:xmeml|fcpxml)[\s/>]")
_TIMED_TEXT = re.compile(rb"<(?:[A-Za-z]\w{0,20}:)?tt[\s/>]")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=text("opt_check_paths"))
    parser.add_argument("--profile", metavar="ID", help=text("opt_check_profile"))
    parser.add_argument("--spec", metavar="ID", help=text("opt_check_spec"))
    parser.add_argument("--delivery", metavar="NAME", help=text("opt_delivery"))
    parser.add_argument("--language", type=language("--language"), metavar="CODE", help=text("opt_check_language"))
    parser.add_argument("--kind", type=str.lower, choices=KINDS, help=text("opt_file_kind"))
    parser.add_argument("--cut", type=Path, metavar="CUT", help=text("opt_check_cut"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))
    parser.add_argument("--force", action="store_true", help=text("opt_check_force"))
    parser.add_argument("--markers", type=Path, metavar="OUT", help=text("opt_check_markers"))
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "info"), default="error", help=text("opt_check_fail_on")
    )


def run(args: argparse.Namespace) -> int:
    """Check each path; exit 1 where anything is as grave as --fail-on, 3 where something could not be read."""
    from picturelock.findings import at_least

    from picturelock_cli.console import Console
    from picturelock_cli.signing import judged

    console = Console(args)
    _require_markable(args)
    files: list[dict[str, str | int]] = []
    groups: list[tuple[list[Finding], Cut | None]] = []
    outcomes: list[tuple[Path, Outcome]] = []
    for path in args.paths:
        try:
            if path.is_dir() or path.name == FILE:
                outcome = judged(path, args, console, args.spec)
                outcomes.append((path, outcome))
                dossier, findings = outcome.dossier, list(outcome.verdict.findings)
            else:
                dossier, findings = _check(path, args, console)
        except InputError as error:
            if len(args.paths) == 1:
                raise
            console.failure(error)
            files.append({"file": str(path), "error": error.message})
            continue
        console.line(str(path.resolve()), "bold")
        if outcomes and outcomes[-1][0] is path:
            console.verdict(findings, dossier)
        else:
            console.findings(findings, dossier.cut)
        if args.markers is not None:
            _mark(args, dossier, findings, console)
        groups.append((findings, dossier.cut))
        files.append({"file": str(path), "findings": len(findings)})
    told = [_say_verdict(path, outcome, console) for path, outcome in outcomes]
    unread = any("error" in file for file in files)
    grave = any(at_least(findings, args.fail_on) for findings, _ in groups)
    code = InputError.exit_code if unread else _code([outcome.verdict for _, outcome in outcomes], grave)
    # One production's verdict counts its findings in the document's own order.
    console.documents(code, groups, files=files, **({"verdict": told[0]} if told and len(args.paths) == 1 else {}))
    return code


def _code(verdicts: Sequence[Verdict], grave: bool) -> int:
    """No verdict weighs most, then what is grave, then that something was waived."""
    from picturelock_validators import gate

    codes = {gate.exit_code(verdict) for verdict in verdicts}
    if GateError.exit_code in codes:
        return GateError.exit_code
    return EXIT_FINDINGS if grave or EXIT_FINDINGS in codes else EXIT_WAIVED if EXIT_WAIVED in codes else 0


def _check(path: Path, args: argparse.Namespace, console: Console) -> tuple[Dossier, list[Finding]]:
    if path.suffix.lower() in CAPTIONS or _is_timed_text(path):
        return _check_captions(path, args, console)
    if path.suffix.lower() in TIMELINES:
        _require_something(path)
        return _check_timeline(path, args, console)
    return _check_master(path, args, console)


def _say_verdict(path: Path, outcome: Outcome, console: Console) -> dict[str, Any]:
    """Say who ran, and give the verdict as programs read it: with the production, and whatever they asked to have repeated."""
    from picturelock_validators import gate

    from picturelock_cli.signing import say_delivery

    verdict, dossier = outcome.verdict, outcome.dossier
    told = say_delivery(dossier.production, console)
    for waiver in verdict.waivers:
        console.say("waived_under", file=waiver)
    console.answers(verdict)
    console.conclusion(verdict)
    challenge = os.environ.get("PICTURELOCK_CHALLENGE", "")[:200]
    tracks = [
        {"file": str(track.order.file), "profile": track.order.profile, "language": track.order.language}
        for track in dossier.captions
        if track.captions is not None
    ]
    return {
        **gate.summary(verdict),
        **told,
        "production": str(path.resolve()),
        "cut": str(dossier.production.cut),
        "rate": str(dossier.cut.rate),
        "captions": tracks,
        "challenge": challenge,
    }


def _check_timeline(path: Path, args: argparse.Namespace, console: Console) -> tuple[Dossier, list[Finding]]:
    from picturelock_cli.timeline_checks import hygiene_of

    return hygiene_of(path, args.media, args.rate, console, args.library)


def _check_captions(path: Path, args: argparse.Namespace, console: Console) -> tuple[Dossier, list[Finding]]:
    """One caption file; beside its cut, where that is named, also against the picture and what is said."""
    from picturelock_cli.caption_file import findings_of, read_dossier, say_terms, terms_of

    terms = terms_of(path, args, console)
    say_terms(console, terms, args)
    subject = read_dossier(path, args, terms)
    return subject, findings_of(subject, args.cut is not None)


def _is_timed_text(path: Path) -> bool:
    """True for an .xml that is TTML: timelines have that ending too."""
    if path.suffix.lower() != ".xml" or not path.is_file():
        return False
    with path.open("rb") as file:
        return _TIMED_TEXT.search(file.read(_HEAD).replace(b"\0", b"")) is not None


def _require_something(path: Path) -> None:
    """Raise InputError for an .xml that is neither captions, which were looked for, nor anything of a timeline."""
    if path.suffix.lower() != ".xml" or not path.is_file():
        return
    with path.open("rb") as file:
        head = file.read(_HEAD).replace(b"\0", b"")  # UTF-16
    if not _TIMELINE.search(head):
        raise InputError(
            "is neither captions (TTML) nor a timeline."
            if head.strip()
            else "is empty: neither captions nor a timeline.",
            file=path,
            hint="Export it again: captions as TTML or IMSC, a timeline as OpenTimelineIO (.otio) or CMX 3600 (.edl).",
        )


def _check_master(path: Path, args: argparse.Namespace, console: Console) -> tuple[Dossier, list[Finding]]:
    from picturelock import dossier as dossiers
    from picturelock import specs

    from picturelock_cli.master_measures import check_alone, say_measures

    spec = args.spec or DEFAULT_SPEC
    specs.load(spec)  # an unknown one is a mistyped option here, not a fault of the file
    try:
        subject = dossiers.of_master(path, spec)
    except InputError as error:
        if not path.is_file() or path.suffix.lower() in MEDIA:
            raise
        hint = f"Timelines end in {', '.join(TIMELINES)}; captions in {', '.join(CAPTIONS)}; all else is read as media."
        raise InputError(error.reason, file=path, place=error.place, hint=hint) from None
    with console.progress() as progress:
        found = check_alone(replace(subject, progress=progress))
    say_measures(console, subject)
    return subject, found


def _require_markable(args: argparse.Namespace) -> None:
    """Raise UsageError or OutputError for markers that could not be written, before any work is done."""
    from picturelock_cli.outputs import require_free, require_other

    if args.markers is None:
        return
    if len(args.paths) > 1:
        raise UsageError("--markers marks one timeline; check one at a time.")
    if args.markers.suffix.lower() not in (".otio", ".edl"):
        raise UsageError(f"--markers: {args.markers.name} is neither .otio nor .edl.")
    require_other(args.markers, *args.paths)
    require_free(args.markers, args.force, "--markers")


def _mark(args: argparse.Namespace, dossier: Dossier, findings: list[Finding], console: Console) -> None:
    from picturelock.report.markers import to_markers
    from picturelock.timeline.marker_edl import write_marker_edl
    from picturelock.timeline.markers import write_markers
    from picturelock.timeline.write import write_timeline

    from picturelock_cli.outputs import say_new_folder

    target: Path = args.markers
    say_new_folder(console, target)
    markers = to_markers(findings, console.language, dossier.cut.rate)
    if target.suffix.lower() == ".otio" and dossier.cut.shots and dossier.production.cut.suffix.lower() != ".otio":
        # There are no OpenTimelineIO objects to keep: the cut is written anew, with the markers on it.
        write_timeline(replace(dossier.cut, markers=(*dossier.cut.markers, *markers)), target, args.force)
    elif target.suffix.lower() == ".otio":
        write_markers(dossier.production.cut, target, markers, replace=args.force)
    else:
        if args.force:
            target.unlink(missing_ok=True)
        write_marker_edl(dossier.cut, markers, target)
    console.say("markers_written", count=len(markers), file=str(target))
    if len(markers) < len(findings):
        console.say("markers_without_place", count=len(findings) - len(markers))
    if target.suffix.lower() == ".edl":
        console.say("markers_guide", file=str(target))
