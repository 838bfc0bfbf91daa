"""`picturelock caption`: captions of a cut, from the words in the library."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.cues import KINDS
from picturelock.errors import EXIT_FINDINGS, InputError, UsageError

from picturelock_cli.languages import language

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.production import Dossier
    from picturelock.profiles import Profile
    from picturelock.speech import Provenance

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


ACTIONS = ("fix", "convert", "align", "translate", "review", "reviewed", "gaps")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("cut", type=Path, metavar="CUT", help=text("opt_timeline"))
    parser.add_argument("--profile", required=True, metavar="ID", help=text("opt_caption_profile"))
    parser.add_argument("--language", type=language("--language"), metavar="CODE", help=text("opt_caption_language"))
    parser.add_argument("--kind", type=str.lower, choices=KINDS, default="sub", help=text("opt_caption_kind"))
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT", help=text("opt_caption_output"))
    parser.add_argument("--format", metavar="NAME", help=text("opt_caption_format"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Write the captions and say what could not be kept within the limits."""
    from picturelock import profiles
    from picturelock.dossier import of_cut
    from picturelock.findings import at_least
    from picturelock.formats.files import write_captions
    from picturelock.formats.sidecar import write_sidecar
    from picturelock.subtitling.caption import caption_cut

    from picturelock_cli.caption_timecode import say_non_drop
    from picturelock_cli.console import Console
    from picturelock_cli.cut_rate import RATES, asked_rate
    from picturelock_cli.options import folders_of, production_around
    from picturelock_cli.outputs import require_free, say_new_folder

    console, began = Console(args), time.monotonic()
    require_writable(args.output, args.format, args.lang)
    require_free(args.output, args.force)
    around = production_around(args.cut, console)
    profile = profiles.load(args.profile, around.root / profiles.FOLDER if around else None)
    library = args.library or (around.library if around else None)
    rate, strict = asked_rate(args.rate, around)
    dossier = of_cut(args.cut, folders_of(args.media, around), rate, library, strict=strict)
    if not dossier.transcripts and (args.kind == "sub" or not dossier.cut.markers):
        raise InputError(
            "no source of this cut has a transcript, so there is nothing to caption.",
            file=args.cut, hint=_advice(dossier),
        )  # fmt: skip
    args.language = args.language or _language(profile, dossier, console)
    languages = around.languages if around else ()
    captions, findings = caption_cut(dossier.cut, dossier.transcripts, profile, args.language, args.kind, languages)
    found = [*(finding for finding in dossier.findings if finding.rule in RATES), *findings]
    if not captions.cues:
        console.findings(found, dossier.cut)
        raise InputError(_nothing(args), file=args.cut, hint=_spoken(dossier))
    say_new_folder(console, args.output)
    found += write_captions(captions, args.output, overwrite=args.force, name=args.format)
    write_sidecar(args.output, _provenance(dossier, args, time.monotonic() - began))
    console.say("captioned", cues=len(captions.cues), file=str(args.output))
    say_non_drop(console, captions, args.output, args.format or args.output.suffix.lower().removeprefix("."), None)
    if found:
        console.findings(found, dossier.cut)
    code = EXIT_FINDINGS if at_least(found, "error") else 0
    console.document(code, found, dossier.cut, output=str(args.output), cues=len(captions.cues), profile=args.profile)
    return code


def _language(profile: Profile, dossier: Dossier, console: Console) -> str | None:
    """The language that a profile is written for, if it is one only; what is said in others is told to be left out.

    None where nobody knows what the sources speak.
    """
    from picturelock.spoken import speaks

    heard = {
        transcript.language if segment.language == "und" else segment.language
        for transcript in dossier.transcripts.values()
        for segment in transcript.segments
    }
    heard.discard("und")
    if len(profile.languages) != 1 or not heard:
        return None
    own = profile.languages[0]
    others = sorted(tongue for tongue in heard if not speaks(tongue, own))
    if others:
        console.say("caption_own_language", profile=profile.id, code=own, others=", ".join(others))
    return own


def require_writable(output: Path, name: str | None, language: str = "en") -> None:
    """Raise UsageError, listing the formats that are written, where a name's ending (or `--format`) means none of them.

    language: to say it in.
    """
    from picturelock import registry
    from picturelock.formats.files import format_of
    from picturelock.wording import say

    from picturelock_cli.outputs import require_file

    require_file(output)
    written = say("format_written", language, endings=_writable())
    if name is None and output.suffix.lower().removeprefix(".") not in registry.SUFFIXES:
        raise UsageError(say("format_unnamed", language, output=str(output)), hint=written)
    caption_format = format_of(output, name)
    if "write" not in caption_format.directions:
        raise UsageError(
            say("format_read_only", language, output=str(output), format=caption_format.name), hint=written
        )


def _writable() -> str:
    """Every ending that names a format which is written."""
    from picturelock import registry

    written = {name for name, entry in registry.FORMATS.items() if "write" in registry.load(entry).directions}
    return ", ".join(f".{suffix}" for suffix, name in registry.SUFFIXES.items() if name in written)


def _nothing(args: argparse.Namespace) -> str:
    if args.kind == "forced":
        return "it has no forced narratives that could be shown, so there is nothing to caption."
    return f"nothing that is said in this cut is in {args.language or 'any language'}, so there is nothing to caption."


def _spoken(dossier: Dossier) -> str:
    languages = sorted({transcript.language for transcript in dossier.transcripts.values() if transcript.segments})
    return (
        f"Its transcripts are in: {', '.join(languages)}; name one with --language."
        if languages
        else "Its transcripts hold no words."
    )


def _advice(dossier: Dossier) -> str:
    if not dossier.media:
        return "None of its media was found: name the rushes' folder with --media DIR."
    folders = {str(info.path.parent) for info in dossier.media.values()}
    return f"`picturelock transcribe {' '.join(sorted(folders))}` first."


def _provenance(dossier: Dossier, args: argparse.Namespace, seconds: float) -> Provenance:
    """Captions are machine-made as long as any transcript under them is; a person's review is declared apart."""
    from picturelock import __version__
    from picturelock.speech import Provenance
    from picturelock.subtitling.segmentation import syntax

    used = [transcript.provenance for transcript in dossier.transcripts.values()]
    machine = any(made.origin == "machine" for made in used)
    tools = sorted({f"{made.tool} {made.version}" for made in used if made.origin == "machine"})
    parameters = {
        "profile": args.profile,
        "language": args.language or "all",
        "kind": args.kind,
        "transcribed_by": ", ".join(tools),
    }
    if args.language and (helped := syntax.used(args.language)):
        parameters["syntax"] = helped
    return Provenance(
        kind="captions",
        origin="machine" if machine else "imported",
        tool="picturelock caption",
        version=__version__,
        weights=", ".join(sorted({made.weights for made in used if made.weights})),
        parameters=tuple(sorted(parameters.items())),
        inputs=tuple(sorted(_sources(dossier.cut))),
        made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        seconds=round(seconds, 3),
    )


def _sources(cut: Cut) -> set[str]:
    return {shot.source.fingerprint for shot in cut.shots if shot.source.fingerprint}
