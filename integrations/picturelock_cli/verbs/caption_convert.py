"""`picturelock caption convert`: captions from any format to any other, on frames, and what was lost on the way."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.cues import KINDS
from picturelock.errors import EXIT_FINDINGS, UsageError

from picturelock_cli.languages import language

if TYPE_CHECKING:
    from picturelock.cues import Captions
    from picturelock.cut import Cut
    from picturelock.findings import Finding
    from picturelock.formats.sidecar import Sidecar
    from picturelock.times import FrameRate, Timecode

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

_APPLE = (".itt", ".dfxp")
"""Endings under which IMSC is written, and of which people expect what Apple or the W3C's first TTML ask for."""
_TITLED = ("stl", "stl-teletext", "docx")
"""Formats that name the programme: the input's name stands in where nothing better is known."""


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("input", nargs="?", type=Path, metavar="IN", help=text("opt_convert_input"))
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help=text("opt_convert_output"))
    parser.add_argument("--from", dest="from_format", metavar="FORMAT", help=text("opt_convert_from"))
    parser.add_argument("--to", metavar="FORMAT", help=text("opt_convert_to"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_convert_rate"))
    parser.add_argument("--from-rate", metavar="FPS", help=text("opt_convert_from_rate"))
    parser.add_argument("--speed", metavar="FPS:FPS", help=text("opt_convert_speed"))
    parser.add_argument("--start", metavar="TC", help=text("opt_convert_start"))
    parser.add_argument("--out-start", metavar="TC", help=text("opt_convert_out_start"))
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--drop", action="store_true", default=None, help=text("opt_convert_drop"))
    kind.add_argument("--non-drop", action="store_false", dest="drop", help=text("opt_convert_non_drop"))
    parser.add_argument("--shift", metavar="TIME", help=text("opt_convert_shift"))
    parser.add_argument("--language", type=language("--language"), metavar="CODE", help=text("opt_convert_language"))
    parser.add_argument("--kind", type=str.lower, choices=KINDS, help=text("opt_convert_kind"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))
    parser.add_argument("--formats", action="store_true", help=text("opt_convert_formats"))


def run(args: argparse.Namespace) -> int:
    """Convert one file; exit 1 where something in it could not be read, though the rest is written."""
    from picturelock import registry
    from picturelock.findings import at_least
    from picturelock.formats.files import format_of, read_captions, write_captions

    from picturelock_cli.caption_file import empty
    from picturelock_cli.caption_timecode import before_start, say_non_drop
    from picturelock_cli.console import Console
    from picturelock_cli.outputs import say_new_folder

    console = Console(args)
    if args.formats:
        return _list(console)
    _require_two_files(args)
    target = format_of(args.output, args.to)
    made = _sidecar(args.input)
    read, found = read_captions(args.input, args.language, args.kind, name=args.from_format)
    if not read.cues:
        raise empty(args.input)
    counted = format_of(args.input, args.from_format).timecode
    begins = _begins(args, read) if counted and target.timecode and not read.start else None
    if begins is not None:
        console.say("convert_taken_start", start=str(begins))
    captions = _retimed(args, read, begins)
    if not target.timecode:
        captions, early = _in_times(args, captions, read, counted, target.name, console)
        found = (*found, *early)
    else:
        found = (*found, *before_start(captions, read, args.input, args.start, -captions.start))
    name = args.to or registry.SUFFIXES[args.output.suffix.lower().removeprefix(".")]
    if name in _TITLED and not any(key == "title" for key, _ in captions.extras):
        captions = replace(captions, extras=(("title", args.input.stem), *captions.extras))
    say_new_folder(console, args.output)
    losses = write_captions(captions, args.output, args.force, name=args.to)
    findings = [*found, *(_placed(finding, args.input, captions) for finding in losses)]
    if made is not None:
        _carry_on(args, made, target.name)
    console.say("converted", cues=len(captions.cues), format=target.name, file=str(args.output))
    say_non_drop(console, captions, args.output, name, args.drop)
    if captions.rate is None:
        console.say("convert_off_frames")
    if args.output.suffix.lower() in _APPLE:
        console.say("convert_imsc", ending=args.output.suffix.lower())
    cut = _timed(args.input, captions)
    if findings:
        console.findings(findings, cut)
    code = EXIT_FINDINGS if at_least(findings, "error") else 0
    rate = str(captions.rate) if captions.rate else None
    console.document(
        code, findings, cut, output=str(args.output), cues=len(captions.cues), format=name, frame_rate=rate
    )
    return code


def _in_times(
    args: argparse.Namespace, captions: Captions, read: Captions, counted: bool, target: str, console: Console
) -> tuple[Captions, tuple[Finding, ...]]:
    """The captions for a format that has times and no timecode, and what those times leave out; what they count from is said."""
    from picturelock.formats.files import starting_at

    from picturelock_cli.caption_timecode import before_start, say_first, say_real_time

    found = before_start(captions, read, args.input, args.start, -captions.start if args.out_start else 0)
    if args.out_start:
        console.say("convert_start_added", start=args.out_start, format=target)
        captions = starting_at(captions, 0)
    elif args.start or captions.start or not counted:
        return captions, found
    else:
        say_first(console, captions)
    say_real_time(console, captions, target)
    return captions, found


def _placed(finding: Finding, file: Path, captions: Captions) -> Finding:
    """What a writer says of a caption, with its file and its time: a writer knows neither the one nor says the other."""
    place = finding.place
    if place.file not in ("", ".") or not (place.file or place.cue):
        return finding
    named = (cue for number, cue in enumerate(captions.cues, start=1) if place.cue in (cue.id, str(number)))
    said = next(named, None) if place.cue else None
    return replace(finding, place=replace(place, file=str(file), record=place.record or (said.span if said else None)))


def _timed(file: Path, captions: Captions) -> Cut | None:
    """A cut that holds nothing but the captions' timecode; None without a rate."""
    from picturelock.cut import Cut

    rate = captions.rate
    if rate is None:
        return None
    return Cut(file.name, rate, (), start=captions.start, drop=captions.drop and bool(rate.drop_labels))


def _require_two_files(args: argparse.Namespace) -> None:
    """Raise UsageError unless there is something to read and another place to write it."""
    from picturelock_cli.outputs import require_file, require_other

    if args.input is None or args.output is None:
        missing = "a caption file to read" if args.input is None else "where to write, with -o"
        raise UsageError(f"picturelock caption convert: name {missing}.", hint="`picturelock caption convert --help`")
    require_file(args.output)
    require_other(args.output, args.input)


def _begins(args: argparse.Namespace, captions: Captions) -> Timecode | None:
    """Where a programme is taken to begin whose file does not say it: in timecode of the other kind its start keeps its label."""
    from picturelock.formats import retime

    other = args.drop is not None and args.drop != captions.drop
    return retime.whole_hour(captions) if other and not (args.start or args.speed or args.from_rate) else None


def _retimed(args: argparse.Namespace, captions: Captions, begins: Timecode | None) -> Captions:
    """The captions at the rate, the speed and the start that were asked for. begins: where the programme is taken to."""
    from picturelock.formats import retime

    from picturelock_cli.options import rate_of

    speed = _speed(args.speed)
    given, wanted = rate_of(args.from_rate, "--from-rate"), rate_of(args.rate)
    if speed and given and given != speed[0]:
        raise UsageError(f"--speed {args.speed} and --from-rate {args.from_rate} name different rates.")
    counted = captions.rate is not None
    if given:
        captions = retime.counted_at(captions, given)
    if args.start:
        rate = _known(captions.rate or (speed[0] if speed else wanted), "--start")
        start = retime.timecode(args.start, rate, captions.drop if counted else args.drop)
        captions = retime.begun(captions, start, counted)
    elif begins is not None:
        captions = retime.begun(captions, begins, counted)
    if args.shift:
        captions = retime.shifted(captions, retime.offset(args.shift, captions.rate or wanted))
    if speed:
        captions = retime.at_speed(captions, *speed)
    if wanted:
        captions = retime.at_rate(captions, wanted)
    if args.drop is not None:
        captions = retime.marked_drop(captions, args.drop)
    if args.out_start:
        rate = _known(captions.rate, "--out-start")
        start = retime.timecode(args.out_start, rate, captions.drop or None if args.drop is None else args.drop)
        captions = replace(captions, start=start.time, drop=start.drop)
    return captions


def _speed(text: str | None) -> tuple[FrameRate, FrameRate] | None:
    from picturelock_cli.options import rate_of

    if text is None:
        return None
    before, colon, after = text.partition(":")
    if not colon:
        raise UsageError(f"--speed: {text!r} is not a change of speed; expected two rates, such as 25:23.976.")
    first, second = rate_of(before, "--speed"), rate_of(after, "--speed")
    assert first is not None and second is not None
    return first, second


def _known(rate: FrameRate | None, option: str) -> FrameRate:
    if rate is None:
        raise UsageError(f"{option}: a timecode needs a frame rate, and the file names none; add --from-rate.")
    return rate


def _sidecar(caption_file: Path) -> Sidecar | None:
    from picturelock.formats import sidecar

    return sidecar.read(caption_file) if caption_file.is_file() else None


def _carry_on(args: argparse.Namespace, made: Sidecar, name: str) -> None:
    """Who or what made the captions stays known after the conversion, and so does an edit by hand before it."""
    from picturelock.formats.sidecar import write_sidecar

    added = [("converted_from", args.input.name), ("converted_to", name)]
    added += [("edited_before_conversion", "yes")] if made.edited else []
    kept = [item for item in made.provenance.parameters if item[0] not in dict(added)]
    write_sidecar(args.output, replace(made.provenance, parameters=tuple(sorted([*kept, *added]))))


def _list(console: Console) -> int:
    from picturelock import registry

    rows, documents = [], []
    for name, entry in registry.FORMATS.items():
        found = registry.load(entry)
        endings = [suffix for suffix in found.suffixes if registry.SUFFIXES.get(suffix[1:]) == name] or found.suffixes[
            :1
        ]
        directions = "_".join(sorted(found.directions))
        rows.append([name, " ".join(endings), console.text(f"convert_{directions}"), found.name])
        documents.append({"name": name, "endings": list(endings), "directions": sorted(found.directions)})
    headings = [console.text(f"convert_{key}") for key in ("name", "endings", "directions", "about")]
    console.rows(headings, rows)
    console.document(0, (), formats=documents)
    return 0
