"""`picturelock conform captions`: captions of one version of a cut, carried to the next."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.cues import KINDS
from picturelock.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from picturelock.conform.carry import Carrier
    from picturelock.conform.events import Conformed
    from picturelock.cut import Cut
    from picturelock.findings import Finding
    from picturelock.production import Dossier
    from picturelock.spoken import RecordWord
    from picturelock.times import Span

    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=text("opt_conform_file"))
    parser.add_argument("--from", dest="old", type=Path, metavar="OLD", help=text("opt_conform_from"))
    parser.add_argument("--to", dest="new", type=Path, metavar="NEW", help=text("opt_conform_to"))
    parser.add_argument("--edit-list", type=Path, metavar="XML", help=text("opt_conform_edit_list"))
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT", help=text("opt_conform_output"))
    parser.add_argument("--also", action="append", default=[], metavar="FILE[=OUT]", help=text("opt_conform_also"))
    parser.add_argument("--profile", metavar="ID", help=text("opt_conform_profile"))
    parser.add_argument("--language", metavar="CODE", help=text("opt_conform_language"))
    parser.add_argument("--kind", choices=KINDS, help=text("opt_file_kind"))
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
    before: Dossier | None
    after: Dossier | None


def run(args: argparse.Namespace) -> int:
    """Write the captions of the new cut, tell what became of each, and list what a person should look at."""
    from picturelock_cli.conform_list import show, write_list
    from picturelock_cli.console import Console

    console = Console(args)
    jobs = _jobs(args)
    _require_free([*(out for _, out in jobs), *([args.listing] if args.listing else [])], args.force)
    cuts = _cuts(args)
    found: list[Finding] = []
    told: list[dict[str, object]] = []
    for number, (file, out) in enumerate(jobs):
        done, findings = _conform(file, out, args, cuts, first=number == 0)
        found += findings
        show(console, done, out)
        told.append({"file": str(file), "output": str(out), "events": _events(done, cuts)})
        if number == 0:
            if args.listing:
                write_list(args.listing, done, cuts.old, cuts.new, console)
            new_events = sum(event.state == "new" for event in done.events)
        elif new_events:
            console.say("conform_untranslated", count=new_events, file=str(out))
    console.findings(found, cuts.new)
    console.document(0, found, cuts.new, files=told)
    return 0


def _jobs(args: argparse.Namespace) -> list[tuple[Path, Path]]:
    """Every caption file with the one to write, the main one first."""
    jobs: list[tuple[Path, Path]] = [(args.file, args.output)]
    for text in args.also:
        name, _, out = text.partition("=")
        file = Path(name)
        jobs.append((file, Path(out) if out else args.output.with_name(_sibling(args.output, file))))
    outputs = [out.resolve() for _, out in jobs]
    if len(set(outputs)) < len(outputs) or {file.resolve() for file, _ in jobs} & set(outputs):
        raise UsageError("Two of these files would be written to one place, or over what is read; name them apart.")
    return jobs


def _sibling(output: Path, file: Path) -> str:
    """A name like the main output's: beside "v13.en.srt", "v12.fr.srt" becomes "v13.fr.srt"."""
    base, _, own = output.stem.rpartition(".")
    other = file.stem.rpartition(".")[2]
    named = bool(base) and len(own) <= 5 and len(other) <= 5 and other != file.stem
    return f"{base}.{other}{file.suffix}" if named else f"{output.stem}.{file.name}"


def _require_free(paths: Sequence[Path], force: bool) -> None:
    for path in paths:
        if path.exists() and not force:
            raise OutputError(f"{path} exists already.", hint="Choose another name, or add --force to replace it.")


def _cuts(args: argparse.Namespace) -> _Cuts:
    from picturelock.conform.carry import Carrier
    from picturelock.conform.edit_list import read_edit_list
    from picturelock.conform.match import same_sources
    from picturelock.dossier import of_cut

    from picturelock_cli.options import folders_of, production_around, rate_of

    if args.edit_list is not None:
        if args.old or args.new:
            raise UsageError("--edit-list stands for both cuts; leave out --from and --to.")
        rate = rate_of(args.rate)
        if rate is None:
            raise UsageError("An edit list does not say its frame rate; name it with --rate.")
        old, new = read_edit_list(args.edit_list, rate)
        return _Cuts(old, new, Carrier(old, new), None, None)
    if args.old is None or args.new is None:
        raise UsageError("Name both cuts: --from OLD --to NEW, or an --edit-list.")
    around = production_around(args.new)
    folders = folders_of(args.media, around)
    library = args.library or (around.library if around else None)
    rate = rate_of(args.rate) or (around.rate if around else None)
    before, after = (of_cut(path, folders, rate, library) for path in (args.old, args.new))
    speaking = {word.shot for word in _words(before, None)}
    carrier = Carrier(*same_sources(before.cut, after.cut), speaking)
    return _Cuts(before.cut, after.cut, carrier, before, after)


def _conform(
    file: Path, out: Path, args: argparse.Namespace, cuts: _Cuts, first: bool
) -> tuple[Conformed, list[Finding]]:
    from picturelock import profiles
    from picturelock.conform.events import conform
    from picturelock.formats.files import read_captions, write_captions
    from picturelock.subtitling.recaption import recaption

    captions, read = read_captions(file, args.language if first else None, args.kind)
    by_timecode = _in_timecode(captions.cues[0].span.start if captions.cues else 0, cuts.old) and captions.start == 0
    if by_timecode:
        captions = replace(
            captions, cues=tuple(replace(cue, span=cue.span.shift(-cuts.old.start)) for cue in captions.cues)
        )
    language = _language(file, captions.language)
    done = conform(captions, cuts.old, cuts.new, _words(cuts.before, language), cuts.carrier)
    if first and args.profile and cuts.after is not None:
        profile = profiles.load(args.profile)
        named = replace(done, captions=replace(done.captions, language=language or "und"))
        done = recaption(named, cuts.new, _words(cuts.after, language), profile)
    shift = cuts.new.start if by_timecode else 0
    written = tuple(replace(cue, span=cue.span.shift(shift)) for cue in done.captions.cues)
    lost = write_captions(replace(done.captions, cues=written), out, overwrite=args.force)
    _carry_sidecar(file, out, args, done)
    told = [replace(finding, place=replace(finding.place, file=str(out))) for finding in (*done.findings, *lost)]
    return done, [*read, *told]


def _in_timecode(first: int, cut: Cut) -> bool:
    """True where captions count in the timecode of a cut that does not start at zero: else all would come after its end."""
    return cut.start > 0 and first >= max(cut.start, cut.duration)


def _language(file: Path, said: str) -> str | None:
    """The captions' language: as the file says, else as its name does ("v12.fr.srt"), else not known."""
    if said != "und":
        return said
    named = file.stem.rpartition(".")[2].lower()
    return named if named.split("-")[0] in ("en", "fr") else None


def _words(dossier: Dossier | None, language: str | None) -> tuple[RecordWord, ...]:
    from picturelock.spoken import spoken

    return spoken(dossier.cut, dossier.transcripts, language)[0] if dossier else ()


def _carry_sidecar(file: Path, out: Path, args: argparse.Namespace, done: Conformed) -> None:
    """Say of the new file what was said of the old one, and that some of it is new."""
    import datetime as dt

    from picturelock import __version__
    from picturelock.formats.sidecar import read_sidecar, write_sidecar
    from picturelock.media.fingerprint import full_hash
    from picturelock.speech import Provenance

    made = any(event.state == "new" for event in done.events)
    known = read_sidecar(file)
    if known is None and not made:
        return
    known = known or Provenance("captions", "imported", "picturelock conform captions", __version__)
    parameters = {**dict(known.parameters), "conformed_from": args.old.name if args.old else args.edit_list.name}
    if made:
        parameters["new_captions"] = str(sum(event.state == "new" for event in done.events))
    write_sidecar(
        out,
        replace(
            known,
            origin="machine" if made else known.origin,
            parameters=tuple(sorted(parameters.items())),
            inputs=tuple(dict.fromkeys((*known.inputs, full_hash(file)))),
            made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            reviewed="" if made else known.reviewed,
        ),
    )


def _events(done: Conformed, cuts: _Cuts) -> list[dict[str, object]]:
    from picturelock.times import frame_label

    def ends(span: Span, cut: Cut) -> dict[str, str]:
        return {"start": frame_label(span.start, cut.rate), "end": frame_label(span.end, cut.rate)}

    return [
        {
            "state": event.state,
            "cue": event.cue.id if event.cue else "",
            "text": event.cue.text if event.cue else event.cues[0].text,
            "old": ends(event.cue.span, cuts.old) if event.cue else None,
            "new": [{"cue": cue.id, **ends(cue.span, cuts.new)} for cue in event.cues],
            "lost_frames": cuts.old.rate.nearest(event.lost),
            "lost_words": list(event.lost_words),
            "followed": "sound" if event.heard else "picture",
        }
        for event in done.events
    ]
