"""`picturelock caption gaps`: where nobody speaks, and how many words of description fit there."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_CLEAN, InputError, UsageError

if TYPE_CHECKING:
    from picturelock.accessibility.gaps import Gap
    from picturelock.cues import Captions
    from picturelock.cut import Cut
    from picturelock.production import Dossier

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

ENDINGS = (".csv", ".srt", ".vtt", ".edl")
LANGUAGES = ("en", "fr")
COLUMNS = ("number", "scene", "start", "end", "seconds", "words_en", "words_fr", "before", "after")
_SHOWN = ("number", "scene", "start", "end", "seconds", "words_en", "words_fr")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("path", type=Path, metavar="CUT|PRODUCTION", help=text("opt_gaps_path"))
    parser.add_argument(
        "-o", "--output", action="append", type=Path, default=[], metavar="OUT", help=text("opt_gaps_output")
    )
    parser.add_argument("--seconds", metavar="S", default="2", help=text("opt_gaps_seconds"))
    parser.add_argument("--delivery", metavar="NAME", default="", help=text("opt_rights_delivery"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Show the gaps and write them where asked; exit 0, also where there are none."""
    from picturelock.accessibility.gaps import find_gaps, is_known

    from picturelock_cli.conform_cuts import require_apart
    from picturelock_cli.console import Console
    from picturelock_cli.outputs import say_new_folder

    console, least = Console(args), _seconds(args.seconds)
    for path in args.output:
        if path.suffix.lower() not in ENDINGS:
            raise UsageError(f"-o {path}: expected a name that ends in {', '.join(ENDINGS)}.")
    require_apart((args.path,) if args.path.is_file() else (), args.output, args.force)
    dossier = _dossier(args, console)
    cut = dossier.cut
    if not is_known(dossier):
        raise InputError(
            "has sound that nobody transcribed, and no captions, so nobody knows where it is quiet.",
            file=dossier.production.cut, hint="`picturelock transcribe` its media first.",
        )  # fmt: skip
    gaps = find_gaps(dossier, least)
    if gaps:
        headings = [console.text(f"gaps_{name}") for name in _SHOWN]
        console.rows(headings, [[str(cell) for cell in _row(number, gap, cut)[:7]] for number, gap in _numbered(gaps)])
    room = round(sum(gap.span.duration for gap in gaps) / cut.rate.time_of(1) / float(cut.rate))
    console.say("gaps_found", "bold", count=len(gaps), room=room)
    say_new_folder(console, *args.output)
    for path in args.output:
        _write(path, gaps, cut, console, args.force)
        console.say("gaps_written", file=str(path), count=len(gaps))
    entries = [_entry(number, gap, cut) for number, gap in _numbered(gaps)]
    console.document(EXIT_CLEAN, [], cut, gaps=entries, outputs=[str(path) for path in args.output])
    return EXIT_CLEAN


def _seconds(text: str) -> int:
    from fractions import Fraction

    from picturelock.times import from_seconds

    plain = text.replace(",", ".", 1)
    whole, _, part = plain.partition(".")
    if not (whole + part).isdecimal() or not plain.isascii() or len(plain) > 8 or not 0 < Fraction(plain) <= 3600:
        raise UsageError(f"--seconds: {text!r:.20} is not a length; expected seconds, such as 2 or 1.5.")
    return from_seconds(Fraction(plain))


def _dossier(args: argparse.Namespace, console: Console) -> Dossier:
    """Of a production with its captions, or of a cut."""
    from dataclasses import replace

    from picturelock.dossier import collect, of_cut
    from picturelock.production import FILE, load

    from picturelock_cli.cut_rate import asked_rate
    from picturelock_cli.options import folders_of, production_around, rate_of

    path: Path = args.path
    if path.is_dir() or path.name == FILE:
        production = load(path, args.delivery)
        production = replace(
            production,
            rate=rate_of(args.rate) or production.rate,
            media=folders_of(args.media, production),
            library=args.library or production.library,
        )
        with console.progress() as progress:
            return collect(production, progress)
    if args.delivery:
        raise UsageError("--delivery: a cut has no deliveries; name the production.")
    around = production_around(path, console)
    rate, strict = asked_rate(args.rate, around)
    library = args.library or (around.library if around else None)
    return of_cut(path, folders_of(args.media, around), rate, library, strict=strict)


def _numbered(gaps: tuple[Gap, ...]) -> list[tuple[int, Gap]]:
    return list(enumerate(gaps, start=1))


def _row(number: int, gap: Gap, cut: Cut) -> list[str | int]:
    from picturelock.accessibility.common import label
    from picturelock.times import FLICKS_PER_SECOND

    length = f"{gap.span.duration / FLICKS_PER_SECOND:.1f}"
    words = [gap.words(language) for language in LANGUAGES]
    times = [label(gap.span.start, cut), label(gap.span.end, cut)]
    return [number, gap.scene, *times, length, *words, gap.before, gap.after]


def _entry(number: int, gap: Gap, cut: Cut) -> dict[str, object]:
    from picturelock.times import frame_label

    cells = dict(zip(COLUMNS, _row(number, gap, cut), strict=True))
    frames = {"start_frame": frame_label(gap.span.start, cut.rate), "end_frame": frame_label(gap.span.end, cut.rate)}
    return {**cells, "seconds": float(str(cells["seconds"])), **frames, "shot": gap.shot}


def _write(path: Path, gaps: tuple[Gap, ...], cut: Cut, console: Console, force: bool) -> None:
    """A table, a caption file to be written over, or markers, by the ending."""
    from picturelock.formats.files import write_captions, write_text

    ending = path.suffix.lower()
    if ending == ".csv":
        write_text(path, _table(gaps, cut, console), force)
    elif ending == ".edl":
        _markers(path, gaps, cut, console, force)
    else:
        write_captions(_template(gaps, cut, console), path, force)


def _table(gaps: tuple[Gap, ...], cut: Cut, console: Console) -> str:
    from picturelock.spreadsheet import sheet

    def local(row: list[str | int]) -> list[str | int]:
        row[4] = str(row[4]).replace(".", ",") if console.language == "fr" else row[4]
        return row

    headings = [console.text(f"gaps_{name}") for name in COLUMNS]
    return sheet(headings, (local(_row(number, gap, cut)) for number, gap in _numbered(gaps)), console.language)


def _told(gap: Gap, console: Console) -> str:
    return console.text("gaps_room", en=gap.words("en"), fr=gap.words("fr"))


def _template(gaps: tuple[Gap, ...], cut: Cut, console: Console) -> Captions:
    from picturelock.cues import Captions, Cue, plain

    cues = tuple(Cue(gap.span, plain(_told(gap, console)), str(number)) for number, gap in _numbered(gaps))
    return Captions(cues, rate=cut.rate, start=cut.start, drop=cut.drop)


def _markers(path: Path, gaps: tuple[Gap, ...], cut: Cut, console: Console, force: bool) -> None:
    from picturelock.cut import Marker
    from picturelock.timeline.marker_list import write_markers_of

    markers = [Marker(gap.span, _told(gap, console), gap.before[:80], "CYAN") for gap in gaps]
    write_markers_of(cut, markers, path, force)
