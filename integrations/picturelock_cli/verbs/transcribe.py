"""`picturelock transcribe`: speech to words, once per source, into the library."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import InputError, UsageError

from picturelock_cli.languages import language

if TYPE_CHECKING:
    from picturelock.engines.base import Engine
    from picturelock.findings import Finding
    from picturelock.library import Library
    from picturelock.speech import Transcript

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

DEFAULT_MODEL = "small"

MEDIA_SUFFIXES = frozenset(
    {
        ".mov", ".mp4", ".m4v", ".mxf", ".mkv", ".avi", ".mts", ".m2ts", ".ts", ".webm",
        ".wav", ".bwf", ".aif", ".aiff", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus",
    }
)  # fmt: skip
"""Files taken from a folder; a file named by itself is tried whatever its suffix."""


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=text("opt_transcribe_paths"))
    parser.add_argument(
        "--language",
        type=language("--language", "auto"),
        default="auto",
        metavar="CODE",
        help=text("opt_transcribe_language"),
    )
    parser.add_argument("--per-window-language", action="store_true", help=text("opt_transcribe_per_window_language"))
    parser.add_argument("--engine", default="faster-whisper", help=text("opt_transcribe_engine"))
    parser.add_argument("--model", metavar="NAME|DIR", help=text("opt_transcribe_model"))
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"), help=text("opt_transcribe_device"))
    parser.add_argument("--glossary", type=Path, metavar="FILE", help=text("opt_transcribe_glossary"))
    parser.add_argument("--stream", type=int, default=0, metavar="N", help=text("opt_transcribe_stream"))
    parser.add_argument("--cut", type=Path, metavar="CUT", help=text("opt_transcribe_cut"))
    parser.add_argument("--only-used", action="store_true", help=text("opt_transcribe_only_used"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--from", dest="from_file", type=Path, metavar="FILE", help=text("opt_transcribe_from"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))


def run(args: argparse.Namespace) -> int:
    """Transcribe every file; the good ones are finished even if some cannot be read (exit 3)."""
    from picturelock.library import Library

    from picturelock_cli.console import Console

    console, batch = Console(args), _Batch()
    if not any(path.exists() for path in args.paths):
        raise InputError("does not exist.", file=args.paths[0])  # said before a model is looked for
    paths = _only_used(args) if args.only_used else media_files(args.paths)
    with Library(args.library) as library:
        if args.from_file is not None:
            _import(args, paths, library, console, batch)
        else:
            engine = make_engine(args, console)
            for number, path in enumerate(paths, start=1):
                label = f"{number}/{len(paths)}"
                if path in args.paths or _has_sound(path):
                    _one(path, label, engine, library, args, console, batch)
                else:
                    console.say("no_sound", number=label, file=path.name)
    if batch.findings:
        console.findings(batch.findings)
    code = InputError.exit_code if batch.unread else 0
    console.document(code, batch.findings, files=batch.files)
    return code


@dataclass
class _Batch:
    """What a run over many files has come to."""

    files: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: int = 0


def media_files(paths: list[Path]) -> list[Path]:
    """Files as given, and the media within folders, in order of name. Raises UsageError where there is none."""
    found: list[Path] = []
    for path in paths:
        found += [file for file in sorted(path.rglob("*")) if _is_media(file)] if path.is_dir() else [path]
    if not found:
        raise UsageError("There is no media file in " + ", ".join(map(str, paths)) + ".")
    return found


def _is_media(file: Path) -> bool:
    # "._A001.mov" is what macOS leaves beside A001.mov on other disks.
    return file.suffix.lower() in MEDIA_SUFFIXES and not file.name.startswith(".") and file.is_file()


def _has_sound(path: Path) -> bool:
    """False for a picture without sound, which a folder of rushes may well hold; what cannot be read is told apart later."""
    from picturelock.media.probe import probe

    try:
        return probe(path).has_audio
    except InputError:
        return True


def make_engine(args: argparse.Namespace, console: Console) -> Engine:
    """The engine that the options name, told the glossary's names, its model found or downloaded with a progress bar."""
    from picturelock import registry

    file = _glossary(args, console)
    if args.engine == "faster-whisper":
        from picturelock.engines.models import find
        from picturelock.glossary import Glossary
        from picturelock.production import read_glossary
        from picturelock.transcription.steering import steer

        steering = steer(read_glossary(file) if file is not None else Glossary())
        with console.progress() as progress:
            model = find(args.model or DEFAULT_MODEL, progress=progress)
        if file is not None:
            console.say("glossary_used", count=steering.told, all=steering.entries)
        make = registry.choose("engine", registry.ENGINES, args.engine)
        engine: Engine = make(model, device=args.device, hotwords=steering.text)
        return engine
    if args.model is not None or args.device != "auto" or args.glossary is not None:
        raise UsageError(f"--model, --device and --glossary are for faster-whisper; {args.engine} has none of them.")
    if file is not None:
        console.say("glossary_ignored", engine=args.engine)
    other: Engine = registry.choose("engine", registry.ENGINES, args.engine)()
    return other


def _glossary(args: argparse.Namespace, console: Console) -> Path | None:
    """The glossary that was named, else that of the production which the media lie in, if any."""
    from picturelock_cli.options import production_around

    if args.glossary is not None:
        named: Path = args.glossary
        return named
    around = [production_around(path / "x" if path.is_dir() else path, console) for path in args.paths]
    found = sorted({production.glossary for production in around if production and production.glossary})
    if len(found) > 1:
        raise UsageError(
            f"The files lie in productions with glossaries of their own: {', '.join(map(str, found))}.",
            hint="Transcribe one production at a time, or name one glossary with --glossary.",
        )
    return found[0] if found else None


def _one(
    path: Path, number: str, engine: Engine, library: Library, args: argparse.Namespace, console: Console, batch: _Batch
) -> None:
    from picturelock.transcription.run import transcribe

    try:
        with console.progress() as progress:
            result = transcribe(
                path, engine, library, language=args.language, stream=args.stream,
                per_window_language=args.per_window_language, progress=progress,
            )  # fmt: skip
    except InputError as error:
        batch.unread += 1
        console.failure(error, number)
        batch.files.append({"file": str(path), "error": error.message})
        return
    transcript, words = result.transcript, len(result.transcript.words)
    key = "transcribed_cached" if result.cached else "transcribed"
    console.say(key, number=number, file=path.name, words=words, spoken=transcript.language)
    batch.findings += result.findings
    batch.files.append(_entry(path, transcript) | {"cached": result.cached})


def _entry(path: Path, transcript: Transcript) -> dict[str, Any]:
    return {
        "file": str(path),
        "source": transcript.source,
        "language": transcript.language,
        "words": len(transcript.words),
        "text": " ".join(segment.text for segment in transcript.segments),
    }


def _import(args: argparse.Namespace, paths: list[Path], library: Library, console: Console, batch: _Batch) -> None:
    from picturelock.transcription.imports import import_transcript

    if len(paths) != 1:
        raise UsageError("--from stores one transcript for one media file; name exactly one.")
    language = None if args.language == "auto" else args.language
    transcript = import_transcript(args.from_file, paths[0], library, language)
    words = len(transcript.words)
    console.say("imported", file=args.from_file.name, words=words, media=paths[0].name)
    batch.files.append(_entry(paths[0], transcript) | {"imported": True})


def _only_used(args: argparse.Namespace) -> list[Path]:
    from picturelock.cutmap import audible
    from picturelock.timeline.locate import locate
    from picturelock.timeline.read import read_cut

    from picturelock_cli.options import rate_of

    if args.cut is None:
        raise UsageError("--only-used needs --cut: the timeline whose sources are wanted.")
    cut, _ = read_cut(args.cut, rate_of(args.rate), strict=True)
    cut, media, _ = locate(cut, [path if path.is_dir() else path.parent for path in args.paths])
    # A still or an image sequence has a path and no sound: it is in no table of media.
    heard = {key for shot in audible(cut) if (key := shot.source.key) in media and media[key].has_audio}
    used = {media[key].path for key in heard}
    if not used:
        raise UsageError(f"None of the sources of {args.cut.name} that have sound lies in the given folders.")
    return sorted(used)
