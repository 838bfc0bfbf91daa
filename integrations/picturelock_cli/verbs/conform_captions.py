"""`picturelock conform captions`: captions of one version of a cut, carried to the next."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.cues import KINDS

from picturelock_cli.languages import language

if TYPE_CHECKING:
    from picturelock.conform.events import Conformed
    from picturelock.conform.needed import Needed
    from picturelock.cues import Captions
    from picturelock.findings import Finding
    from picturelock.formats.sidecar import Sidecar
    from picturelock.production.reviews import Review
    from picturelock.spoken import RecordWord

    from picturelock_cli.caption_cuts import Cuts
    from picturelock_cli.conform_files import Job
    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

_WRITES_TIMECODE = ("scc", "stl", "stl-teletext", "txt", "txt-timecoded", "docx")
"""Formats that add the timecode of the first frame themselves."""


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=text("opt_conform_file"))
    parser.add_argument("--from", dest="old", type=Path, metavar="OLD", help=text("opt_conform_from"))
    parser.add_argument("--to", dest="new", type=Path, metavar="NEW", help=text("opt_conform_to"))
    parser.add_argument("--edit-list", type=Path, metavar="XML", help=text("opt_conform_edit_list"))
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT", help=text("opt_conform_output"))
    parser.add_argument("--also", action="append", default=[], metavar="FILE[=OUT]", help=text("opt_conform_also"))
    parser.add_argument("--profile", metavar="ID", help=text("opt_conform_profile"))
    parser.add_argument("--language", type=language("--language"), metavar="CODE", help=text("opt_conform_language"))
    parser.add_argument("--kind", choices=KINDS, default="sub", help=text("opt_caption_kind"))
    parser.add_argument("--list", dest="listing", type=Path, metavar="CSV", help=text("opt_conform_list"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


@dataclass(frozen=True, slots=True)
class _Result:
    """One file, carried and not yet written."""

    job: Job
    language: str | None
    """None where neither the file nor its name says one."""
    done: Conformed
    written: Captions
    read: tuple[Finding, ...]
    made: Sidecar | None
    review: Review | None
    """Of the old file, where every word of it was read."""


def run(args: argparse.Namespace) -> int:
    """Write the captions of the new cut, tell what became of each, and list what a person should look at."""
    from picturelock.conform.doubts import unrelated
    from picturelock.errors import EXIT_FINDINGS
    from picturelock.findings import at_least

    from picturelock_cli.caption_cuts import cuts_of, doubts, unknown
    from picturelock_cli.conform_files import jobs_of
    from picturelock_cli.conform_list import events_told, needed_told, show
    from picturelock_cli.console import Console
    from picturelock_cli.outputs import say_new_folder

    console = Console(args)
    jobs = jobs_of(args)
    cuts = cuts_of(args, console)
    if not cuts.carrier.related:
        found: list[Finding] = [unrelated(cuts.old, cuts.new), *doubts(cuts)]
        console.findings(found, cuts.new)
        console.document(EXIT_FINDINGS, found, cuts.new, files=[])
        return EXIT_FINDINGS
    results = [_conform(job, args, cuts) for job in jobs]
    results = [_foreign(results, cuts), *(_beside(result, results[0], cuts) for result in results[1:])]
    say_new_folder(console, *(job.output for job in jobs), *([args.listing] if args.listing else []))
    found = [*doubts(cuts), *unknown(cuts), *_write(results, args.listing, cuts, console)]
    for result in results:
        show(console, result.done, _wanted(result, cuts), result.job.output)
    console.findings(found, cuts.new)
    files = [
        {
            "file": str(result.job.file),
            "output": str(result.job.output),
            "events": events_told(result.done, cuts, console) + needed_told(_wanted(result, cuts), cuts, console),
        }
        for result in results
    ]
    code = EXIT_FINDINGS if at_least(found, "error") else 0
    console.document(code, found, cuts.new, files=files)
    return code


def _write(results: Sequence[_Result], listing: Path | None, cuts: Cuts, console: Console) -> Iterator[Finding]:
    """Write every file, or none; what is to be said of each. Raises OutputError, naming the one that failed."""
    from picturelock.formats.files import encoded

    from picturelock_cli.conform_files import carry_review, write_sidecar_of
    from picturelock_cli.conform_list import table
    from picturelock_cli.together import Together

    made = [encoded(result.written, result.job.output) for result in results]
    stories = [(result.job.file, result.done, _wanted(result, cuts)) for result in results]
    listed = table(stories, cuts, console) if listing else b""
    with Together() as out:
        for result, (data, _) in zip(results, made, strict=True):
            out.write(result.job.output, data)
        if listing:
            out.write(listing, listed)
        for result in results:
            write_sidecar_of(result.job, result.made, result.done, cuts.files, out)
            carry_review(result.job, result.review, result.written, out)
    for result, (_, lost) in zip(results, made, strict=True):
        yield from result.read
        for one in (*result.done.findings, *lost):
            yield replace(one, place=replace(one.place, file=str(result.job.output)))


def _conform(job: Job, args: argparse.Namespace, cuts: Cuts) -> _Result:
    """One file on the new cut, with captions for new speech where it is the main one."""
    from picturelock.conform.edit_list import worded
    from picturelock.conform.events import conform
    from picturelock.formats.files import read_captions
    from picturelock.formats.on_record import begin, concluded, habit_of, moved
    from picturelock.subtitling.recaption import recaption, uncaptioned

    from picturelock_cli.caption_cuts import words_of
    from picturelock_cli.conform_files import language_of, review_of, sidecar_of

    made = sidecar_of(job)
    captions, read = read_captions(job.file, args.language if job.main else None, args.kind)
    language = language_of(job.file, captions.language)
    # A translation is timed by the words of whatever language is spoken.
    words = words_of(cuts.before, language) or words_of(cuts.before)
    habit = habit_of(captions, cuts.old, words)
    done = conform(moved(captions, -begin(captions, cuts.old, habit)), cuts.old, cuts.new, words, cuts.carrier)
    if cuts.listed:
        done = replace(done, findings=tuple(worded(done.findings)))
    elif job.main:
        named = replace(done, captions=replace(done.captions, language=language or "und"))
        heard = words_of(cuts.after, language)
        done = recaption(named, cuts.new, heard, cuts.profile) if cuts.profile else uncaptioned(named, heard)
    first = 0 if _writes_timecode(job.output) else begin(replace(captions, start=0, rate=None), cuts.new, habit)
    said = concluded(captions, cuts.old, habit, str(job.file))
    return _Result(job, language, done, moved(done.captions, first), (*read, *said), made, review_of(job, captions))


def _beside(result: _Result, main: _Result, cuts: Cuts) -> _Result:
    """A translation, with what the new cut says that it does not: new captions of the main file, and its own language."""
    from picturelock.conform.doubts import untranslated

    from picturelock_cli.caption_cuts import words_of

    found = list(untranslated(main.done.events, main.job.output.name, result.job.output.name))
    if result.language and result.language != main.language:
        found += _left(result, words_of(cuts.after, result.language))
    return _told(result, found)


def _foreign(results: Sequence[_Result], cuts: Cuts) -> _Result:
    """The main file, with what the new cut says in a language that none of the files is in."""
    from picturelock.spoken import speaks

    from picturelock_cli.caption_cuts import words_of

    languages = [result.language for result in results]
    if None in languages:
        return results[0]
    others = [word for word in words_of(cuts.after) if not any(speaks(word.language, one) for one in languages if one)]
    return _told(results[0], _left(results[0], others))


def _left(result: _Result, words: Sequence[RecordWord]) -> Iterator[Finding]:
    """New speech that no profile captions in this file."""
    from picturelock.subtitling.recaption import uncaptioned

    for one in uncaptioned(replace(result.done, findings=()), words).findings:
        facts = {**one.evidence, "file": result.job.output.name}
        rule = "conform.uncaptioned-beside" if one.rule == "conform.uncaptioned" else one.rule
        yield replace(one, rule=rule, evidence=facts)


def _wanted(result: _Result, cuts: Cuts) -> Sequence[Needed]:
    """Captions that the new cut wants and this file lacks; sound that nobody knows is told of the main file alone."""
    from picturelock.conform.needed import needed

    from picturelock_cli.caption_cuts import bare_stretches

    return needed(result.done.findings, bare_stretches(cuts) if result.job.main else ())


def _told(result: _Result, found: Iterable[Finding]) -> _Result:
    return replace(result, done=replace(result.done, findings=(*result.done.findings, *found)))


def _writes_timecode(output: Path) -> bool:
    from picturelock import registry

    return registry.SUFFIXES[output.suffix.lower().removeprefix(".")] in _WRITES_TIMECODE
