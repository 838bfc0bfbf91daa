"""`picturelock conform captions`: captions of one version of a cut, carried to the next."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.cues import KINDS
from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock.conform.carry import Carrier
    from picturelock.conform.events import Conformed
    from picturelock.cues import Captions
    from picturelock.cut import Cut
    from picturelock.findings import Finding
    from picturelock.formats.sidecar import Sidecar
    from picturelock.production import Dossier, Production
    from picturelock.profiles import Profile
    from picturelock.spoken import RecordWord

    from picturelock_cli.conform_files import Job
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
    parser.add_argument("--language", metavar="CODE", help=text("opt_conform_language"))
    parser.add_argument("--kind", choices=KINDS, default="sub", help=text("opt_caption_kind"))
    parser.add_argument("--list", dest="listing", type=Path, metavar="CSV", help=text("opt_conform_list"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Both cuts as they were read, and as one map sees them."""

    old: Cut
    new: Cut
    carrier: Carrier
    files: tuple[Path, ...]
    before: Dossier | None = None
    after: Dossier | None = None
    profile: Profile | None = None
    """For speech that is new."""


@dataclass(frozen=True, slots=True)
class _Result:
    """One file, carried and not yet written."""

    job: Job
    done: Conformed
    written: Captions
    read: tuple[Finding, ...]
    made: Sidecar | None


def run(args: argparse.Namespace) -> int:
    """Write the captions of the new cut, tell what became of each, and list what a person should look at."""
    from picturelock.formats.files import write_captions

    from picturelock_cli.conform_files import jobs_of, write_sidecar_of
    from picturelock_cli.conform_list import events_told, show, write_list
    from picturelock_cli.console import Console

    console = Console(args)
    jobs = jobs_of(args)
    cuts = _cuts(args)
    results = [_conform(job, args, cuts) for job in jobs]
    found: list[Finding] = [*_about_the_cuts(cuts)]
    for result in results:
        lost = write_captions(result.written, result.job.output, overwrite=args.force)
        write_sidecar_of(result.job, result.made, result.done, cuts.files)
        told = (*result.done.findings, *lost)
        placed = (replace(one, place=replace(one.place, file=str(result.job.output))) for one in told)
        found += [*result.read, *placed]
        show(console, result.done, result.job.output)
    fresh = sum(event.state == "new" for event in results[0].done.events)
    for result in results[1:] if fresh else ():
        console.say("conform_untranslated", count=fresh, file=str(result.job.output))
    stories = [(result.job.file, result.job.output, result.done) for result in results]
    if args.listing:
        write_list(args.listing, stories, cuts.old, cuts.new, console)
    console.findings(found, cuts.new)
    files = [
        {"file": str(file), "output": str(out), "events": events_told(done, cuts.old, cuts.new, console)}
        for file, out, done in stories
    ]
    console.document(0, found, cuts.new, files=files)
    return 0


def _cuts(args: argparse.Namespace) -> _Cuts:
    from picturelock.conform.carry import Carrier
    from picturelock.conform.edit_list import read_edit_list
    from picturelock.conform.match import same_sources
    from picturelock.dossier import of_cut

    from picturelock_cli.options import folders_of, production_around, rate_of

    rate = rate_of(args.rate)
    if args.edit_list is not None:
        if args.old or args.new or args.profile:
            raise UsageError(
                "--edit-list stands for both cuts, and knows no speech; leave out --from, --to and --profile."
            )
        if rate is None:
            raise UsageError("An edit list does not say its frame rate; name it with --rate.")
        old, new = read_edit_list(args.edit_list, rate)
        return _Cuts(old, new, Carrier(old, new), (args.edit_list,))
    if args.old is None or args.new is None:
        raise UsageError("Name both cuts: --from OLD --to NEW, or an --edit-list.")
    around = production_around(args.new) or production_around(args.old)
    folders = folders_of(args.media, around)
    library = args.library or (around.library if around else None)
    profile = _profile(args.profile, around)
    rate = rate or (around.rate if around else None)
    before, after = (of_cut(path, folders, rate, library) for path in (args.old, args.new))
    speaking = {word.shot for word in _words(before, None)}
    carrier = Carrier(*same_sources(before.cut, after.cut), speaking)
    return _Cuts(before.cut, after.cut, carrier, (args.old, args.new), before, after, profile)


def _profile(name: str | None, around: Production | None) -> Profile | None:
    from picturelock import profiles

    return profiles.load(name, around.root / profiles.FOLDER if around else None) if name else None


def _about_the_cuts(cuts: _Cuts) -> Iterator[Finding]:
    """What makes it doubtful which frames the cuts show; what both of them suffer from is said once."""
    told = set()
    for dossier in (cuts.before, cuts.after):
        for finding in dossier.findings if dossier else ():
            key = (finding.rule, finding.place.source, str(dict(finding.evidence)))
            if finding.severity != "info" and key not in told:
                told.add(key)
                yield replace(finding, place=replace(finding.place, record=None))


def _conform(job: Job, args: argparse.Namespace, cuts: _Cuts) -> _Result:
    """One file on the new cut, with captions for new speech where it is the main one."""
    from picturelock.conform.events import conform
    from picturelock.conform.zero import begin, habit_of, moved
    from picturelock.formats.files import read_captions
    from picturelock.subtitling.recaption import recaption, uncaptioned

    from picturelock_cli.conform_files import language_of, sidecar_of

    made = sidecar_of(job)
    captions, read = read_captions(job.file, args.language if job.main else None, args.kind)
    language = language_of(job.file, captions.language)
    # A translation is timed by the words of whatever language is spoken.
    words = _words(cuts.before, language) or _words(cuts.before, None)
    habit = habit_of(captions, cuts.old, words)
    done = conform(moved(captions, -begin(captions, cuts.old, habit)), cuts.old, cuts.new, words, cuts.carrier)
    if job.main and cuts.after is not None:
        named = replace(done, captions=replace(done.captions, language=language or "und"))
        heard = _words(cuts.after, language)
        done = recaption(named, cuts.new, heard, cuts.profile) if cuts.profile else uncaptioned(named, heard)
    first = 0 if _writes_timecode(job.output) else begin(replace(captions, start=0, rate=None), cuts.new, habit)
    return _Result(job, done, moved(done.captions, first), read, made)


def _writes_timecode(output: Path) -> bool:
    from picturelock import registry

    return registry.SUFFIXES[output.suffix.lower().removeprefix(".")] in _WRITES_TIMECODE


def _words(dossier: Dossier | None, language: str | None) -> tuple[RecordWord, ...]:
    from picturelock.spoken import spoken

    return spoken(dossier.cut, dossier.transcripts, language)[0] if dossier else ()
