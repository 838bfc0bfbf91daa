"""`picturelock caption align`: captions that are out of step, or a plain script, brought to the words that are heard."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.cues import KINDS
from picturelock.errors import EXIT_FINDINGS, InputError, UsageError

from picturelock_cli.languages import language

if TYPE_CHECKING:
    from picturelock.cues import Captions
    from picturelock.findings import Finding
    from picturelock.speech import Provenance
    from picturelock.subtitling.align.captions import Aligned

    from picturelock_cli.align_programme import Programme
    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

MODES = ("auto", "offset", "drift", "pieces", "words")
"""As in `subtitling.align.captions.MODES`, which help must not import."""
SCRIPTS = (".txt", ".fountain", ".spmd")
DEFAULT_PROFILE = "picturelock"


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=text("opt_align_file"))
    parser.add_argument("--cut", type=Path, metavar="CUT", help=text("opt_align_cut"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="PATH", help=text("opt_align_media"))
    parser.add_argument("--audio", action="store_true", help=text("opt_align_audio"))
    parser.add_argument("--aligner", default="pocketsphinx", metavar="NAME", help=text("opt_align_aligner"))
    parser.add_argument("--mode", choices=MODES, default="auto", help=text("opt_align_mode"))
    parser.add_argument("--drop-missing", action="store_true", help=text("opt_align_drop"))
    parser.add_argument("--profile", metavar="ID", help=text("opt_align_profile"))
    parser.add_argument("--language", type=language("--language"), metavar="CODE", help=text("opt_align_language"))
    parser.add_argument("--kind", type=str.lower, choices=KINDS, default="sub", help=text("opt_caption_kind"))
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT", help=text("opt_caption_output"))
    parser.add_argument("--format", metavar="NAME", help=text("opt_caption_format"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


@dataclass(frozen=True, slots=True)
class _Result:
    """What is written, and what is told of it."""

    captions: Captions
    findings: tuple[Finding, ...]
    found: str
    """How it was aligned: "offset" ..., or "script"."""
    told: dict[str, Any]


def run(args: argparse.Namespace) -> int:
    """Write the captions at their new times and say, in sentences, how they were out of step; exit 1 where an error is left."""
    from picturelock.findings import at_least
    from picturelock.formats.files import write_captions

    from picturelock_cli.console import Console
    from picturelock_cli.outputs import say_new_folder

    console, began = Console(args), time.monotonic()
    _require_target(args)
    done, programme = (_script if _is_script(args.file) else _captions)(args, console)
    say_new_folder(console, args.output)
    losses = write_captions(done.captions, args.output, overwrite=args.force, name=args.format)
    _write_sidecar(args, done, programme, time.monotonic() - began)
    findings = (*programme.findings, *done.findings, *losses)
    console.findings(findings, programme.cut)
    console.say("aligned", count=len(done.captions.cues), file=str(args.output))
    code = EXIT_FINDINGS if at_least(findings, "error") else 0
    console.document(code, findings, programme.cut, output=str(args.output), mode=done.found, **done.told)
    return code


def _require_target(args: argparse.Namespace) -> None:
    """Raise an error for an output that cannot be written, before any work is done."""
    from picturelock_cli.outputs import require_free, require_other
    from picturelock_cli.verbs.caption import require_writable

    require_writable(args.output, args.format, args.lang)
    require_other(args.output, args.file)
    require_free(args.output, args.force)


def _is_script(file: Path) -> bool:
    """True for a file without times: by its ending, unless a .txt holds the times of captions or of a transcript."""
    import re

    from picturelock import registry
    from picturelock.formats.files import read_bytes

    suffix = file.suffix.lower()
    if suffix not in SCRIPTS:
        return False
    if suffix.removeprefix(".") not in registry.SUFFIXES:
        return True
    timed = re.findall(rb"^[\[(]?\d{1,2}:\d\d:\d\d", read_bytes(file), re.M)
    return len(timed) < 2


def _captions(args: argparse.Namespace, console: Console) -> tuple[_Result, Programme]:
    """A caption file, at the times of its words."""
    from picturelock.formats.files import read_captions
    from picturelock.formats.on_record import begin, concluded, habit_of, moved
    from picturelock.subtitling.align.captions import align
    from picturelock.subtitling.align.tokens import said
    from picturelock.times import FrameRate

    from picturelock_cli.align_programme import read_programme

    captions, read = read_captions(args.file, args.language, args.kind)
    language = _language(args.file, captions.language, args, [cue.text for cue in captions.cues])
    captions = replace(captions, language=language or "und")
    texts = [word for cue in captions.cues for word in said(cue.text).split()]
    programme = read_programme(args, language, texts, console)
    _require_words(programme, args, language)
    count = programme.timed
    habit = habit_of(captions, count)  # not by its words: the captions are out of step with them
    shift = begin(captions, count, habit)
    rate = programme.rate or captions.rate
    profile = _profile(args, programme)
    aligned = align(
        moved(captions, -shift),
        programme.words,
        args.mode,
        rate=rate,
        end=programme.end or None,
        limits=profile.at(rate or FrameRate(25), captions.kind),
        drop_missing=args.drop_missing,
        file=str(args.file),
    )
    found = (*read, *concluded(captions, count, habit, str(args.file)), *aligned.findings)
    return _Result(moved(aligned.captions, shift), found, aligned.found, _told(aligned)), programme


def _script(args: argparse.Namespace, console: Console) -> tuple[_Result, Programme]:
    """A plain script, captioned where its words are heard."""
    from picturelock.subtitling.align.script import Setting, caption_script
    from picturelock.subtitling.align.text import read_script

    from picturelock_cli.align_programme import read_programme

    if args.mode != "auto":
        raise UsageError("--mode is for captions; a script has no times that could be out of step.")
    script = read_script(args.file)
    language = _language(args.file, "und", args, [one.text for one in script])
    texts = [word for one in script for word in one.text.split()]
    programme = read_programme(args, language, texts, console)
    _require_words(programme, args, language)
    if programme.rate is None:
        raise UsageError(f"{args.media[0].name} does not say its frame rate; name it with --rate.")
    profile = _profile(args, programme)
    track = language or (programme.languages[0] if len(programme.languages) == 1 else "und")
    cuts, end = programme.picture_cuts, programme.end or None
    setting = Setting(profile, programme.rate, track, args.kind, cuts, end, str(args.file))
    captions, findings = caption_script(script, programme.words, setting)
    if programme.cut is not None:
        captions = replace(captions, start=programme.cut.start, drop=programme.cut.drop)
    return _Result(captions, findings, "script", {"cues": len(captions.cues), "profile": profile.id}), programme


def _profile(args: argparse.Namespace, programme: Programme) -> Any:
    from picturelock import profiles

    around = programme.around
    return profiles.load(args.profile or DEFAULT_PROFILE, around.root / profiles.FOLDER if around else None)


def _language(file: Path, said: str, args: argparse.Namespace, texts: list[str]) -> str | None:
    """As --language, the file or its name says ("film.fr.srt"); for --audio, which needs one, as its small words do."""
    from picturelock_cli.caption_file import named_language

    if args.language or said != "und":
        return str(args.language or said)
    if named := named_language(file):
        return named
    if not args.audio:
        return None
    from picturelock.spoken import parts
    from picturelock.subtitling.rules.words_language import ENGLISH, FRENCH

    words = [part for text in texts[:2000] for part in parts(text, "und")]
    return "fr" if sum(word in FRENCH for word in words) > sum(word in ENGLISH for word in words) else "en"


def _require_words(programme: Programme, args: argparse.Namespace, language: str | None) -> None:
    if programme.words:
        return
    heard = ", ".join(programme.languages)
    raise InputError(
        f"lets nothing be heard in {language}." if language else "lets no words be heard.",
        file=args.cut or args.media[0],
        hint=f"Its transcripts are in: {heard}. Name the captions' language with --language." if heard else "",
    )


def _told(aligned: Aligned) -> dict[str, Any]:
    from picturelock.times import to_ms

    return {
        "pieces": [
            {"first": one.first, "ratio": str(one.line.ratio), "shift_ms": to_ms(one.line.shift), "captions": one.found}
            for one in aligned.pieces
        ],
        "events": [
            {
                "cue": event.cue,
                "state": event.state,
                "heard_percent": event.percent,
                "before_ms": [to_ms(event.before.start), to_ms(event.before.end)],
                "after_ms": [to_ms(event.after.start), to_ms(event.after.end)] if event.after else None,
            }
            for event in aligned.events
        ],
    }


def _write_sidecar(args: argparse.Namespace, done: _Result, programme: Programme, seconds: float) -> None:
    """Who timed the new file. A machine's text stays one; times from a machine's words are a machine's alignment."""
    import datetime as dt

    from picturelock import __version__
    from picturelock.formats.sidecar import read_sidecar, write_sidecar
    from picturelock.media.fingerprint import full_hash
    from picturelock.speech import Provenance

    known: Provenance | None = None if done.found == "script" else read_sidecar(args.file)
    machine = [made for made in programme.made if made.origin == "machine"]
    facts = {
        "aligned_mode": done.found,
        "aligned_by": ", ".join(sorted({f"{made.tool} {made.version}" for made in machine})),
        "aligned_weights": ", ".join(sorted({made.weights for made in machine if made.weights})),
        "aligned_seconds": f"{seconds:.1f}",
    }
    if known is None or known.origin != "machine":
        weights = facts["aligned_weights"]
        origin = "machine" if machine else "imported"
        kept = known.parameters if known else ()
        known = Provenance("alignment", origin, "picturelock caption align", __version__, weights, kept)
    write_sidecar(
        args.output,
        replace(
            known,
            parameters=tuple(sorted({**dict(known.parameters), **facts}.items())),
            inputs=tuple(dict.fromkeys((*known.inputs, *programme.inputs, full_hash(args.file)))),
            made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            seconds=round(known.seconds + seconds, 3),
        ),
    )
