"""`picturelock caption translate`: captions in another language by an engine on this machine, unread until someone reads them."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.cues import KINDS
from picturelock.errors import EXIT_FINDINGS, UsageError

from picturelock_cli.languages import language

if TYPE_CHECKING:
    from picturelock.cues import Captions
    from picturelock.engines.base import Translator
    from picturelock.findings import Finding
    from picturelock.glossary import Glossary
    from picturelock.production import Production
    from picturelock.profiles import Profile
    from picturelock.speech import Provenance
    from picturelock.subtitling.translate.captions import Order, Translated

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

DEFAULT_PROFILE = "picturelock"


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=text("opt_translate_file"))
    parser.add_argument("--to", required=True, type=language("--to"), metavar="CODE", help=text("opt_translate_to"))
    parser.add_argument(
        "--from", dest="source", type=language("--from"), metavar="CODE", help=text("opt_translate_from")
    )
    parser.add_argument("--profile", metavar="ID", help=text("opt_translate_profile"))
    parser.add_argument("--kind", type=str.lower, choices=KINDS, default="sub", help=text("opt_convert_kind"))
    parser.add_argument("--engine", metavar="NAME", help=text("opt_translate_engine"))
    parser.add_argument("--model", metavar="DIR|NAME", help=text("opt_translate_model"))
    parser.add_argument("--endpoint", metavar="URL", help=text("opt_translate_endpoint"))
    parser.add_argument("--glossary", type=Path, metavar="FILE", help=text("opt_translate_glossary"))
    parser.add_argument("--keep-cues", action="store_true", help=text("opt_translate_keep_cues"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT", help=text("opt_translate_output"))
    parser.add_argument("--format", metavar="NAME", help=text("opt_caption_format"))
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Translate one file; exit 1 where something in it could not be translated, though the rest is written."""
    from picturelock.formats.files import read_captions, write_captions
    from picturelock.formats.sidecar import write_sidecar
    from picturelock.subtitling.translate.captions import texts_of, translate
    from picturelock.subtitling.translate.memory import Memory, memory_file, purpose_of

    from picturelock_cli.caption_file import in_named_language
    from picturelock_cli.console import Console
    from picturelock_cli.options import production_around
    from picturelock_cli.outputs import say_new_folder

    console, began = Console(args), time.monotonic()
    _require_target(args)
    around = production_around(args.file, console)
    captions, read = read_captions(args.file, args.source, args.kind)
    captions = in_named_language(captions, args.file)
    order = _order(args, captions, around)
    engine = _engine(args, order)
    memory = Memory(memory_file(args.output), purpose_of(engine, order.source, order.target, texts_of(captions, order)))
    if memory.resumed:
        console.say("translate_resumed", count=memory.resumed)
    with console.progress() as progress:
        done = translate(captions, engine, order, memory, progress)
    say_new_folder(console, args.output)
    findings = [*read, *done.findings, *write_captions(done.captions, args.output, args.force, name=args.format)]
    write_sidecar(args.output, _provenance(args, engine, order, time.monotonic() - began))
    memory.forget()
    return _tell(console, args, engine, done, findings)


def glossary_of(named: Path | None, around: Production | None) -> Glossary:
    """The glossary that was named, else the production's, else an empty one."""
    from picturelock.glossary import Glossary
    from picturelock.production import read_glossary

    file = named or (around.glossary if around else None)
    return read_glossary(file) if file is not None else Glossary()


def _require_target(args: argparse.Namespace) -> None:
    """Raise an error for an output that cannot be written, before any work is done."""
    from picturelock_cli.outputs import require_free, require_other
    from picturelock_cli.verbs.caption import require_writable

    require_writable(args.output, args.format, args.lang)
    require_other(args.output, args.file)
    require_free(args.output, args.force)


def _order(args: argparse.Namespace, captions: Captions, around: Production | None) -> Order:
    from picturelock import profiles
    from picturelock.formats.on_record import rate_of_times
    from picturelock.subtitling.translate.captions import Order, require_languages

    from picturelock_cli.options import rate_of

    target, source = args.to, args.source or captions.language
    require_languages(source, target)
    profile = profiles.load(args.profile or DEFAULT_PROFILE, around.root / profiles.FOLDER if around else None)
    _require_fit(profile, target)
    rate = rate_of(args.rate) or captions.rate or (around.rate if around else None) or rate_of_times(captions)
    if rate is None:
        raise UsageError(f"{args.file.name} does not say its frame rate, and limits count frames; name it with --rate.")
    return Order(source, target, profile, rate, glossary_of(args.glossary, around), args.keep_cues, str(args.output))


def _require_fit(profile: Profile, target: str) -> None:
    """Raise UsageError for a profile that is written for other languages."""
    if profile.languages and target.lower().split("-")[0] not in profile.languages:
        raise UsageError(
            f"--profile {profile.id} is for {', '.join(profile.languages)}, and the translation will be in {target}.",
            hint="`picturelock profiles list` names the others.",
        )


def _engine(args: argparse.Namespace, order: Order) -> Translator:
    from picturelock import registry

    name = args.engine or ("endpoint" if args.endpoint else "ctranslate2")
    make = registry.choose("translation engine", registry.TRANSLATORS, name)
    if name == "endpoint":
        if not args.endpoint or not args.model:
            raise UsageError(
                "--engine endpoint needs the address of a language model on this machine, and the model's name.",
                hint="--endpoint http://127.0.0.1:11434/v1 --model NAME",
            )
        spoken: Translator = make(args.endpoint, args.model)
        return spoken
    if args.endpoint:
        raise UsageError(f"--endpoint is for --engine endpoint; {name} reads a model from a folder.")
    local: Translator = make(args.model, order.source, order.target)
    return local


def _provenance(args: argparse.Namespace, engine: Translator, order: Order, seconds: float) -> Provenance:
    """A machine made it and nobody has read it yet."""
    from picturelock import __version__
    from picturelock.formats.sidecar import read_sidecar
    from picturelock.media.fingerprint import full_hash
    from picturelock.speech import Provenance

    before = read_sidecar(args.file)
    parameters = {
        **dict(engine.parameters),
        "from": order.source,
        "glossary_entries": str(len(order.glossary.terms)),
        "keep_cues": "yes" if order.keep_cues else "no",
        "picturelock": __version__,
        "profile": order.profile.id,
        "rate": str(order.rate),
        "to": order.target,
        "translated_from": args.file.name,
    }
    if before is not None:
        parameters["source_made_by"] = f"{before.origin}: {before.tool} {before.version}".strip()
        parameters["source_reviewed"] = before.reviewed or "no"
    return Provenance(
        kind="translation",
        origin="machine",
        tool=engine.name,
        version=engine.version,
        weights=engine.weights,
        parameters=tuple(sorted(parameters.items())),
        inputs=(full_hash(args.file),),
        made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        seconds=round(seconds, 3),
    )


def _tell(
    console: Console, args: argparse.Namespace, engine: Translator, done: Translated, findings: list[Finding]
) -> int:
    from picturelock.cut import Cut

    captions = done.captions
    console.say("translated", cues=len(captions.cues), sentences=done.sentences, file=str(args.output))
    rate = captions.rate
    cut = Cut(args.output.name, rate, (), start=captions.start, drop=captions.drop) if rate else None
    if findings:
        console.findings(findings, cut)
    console.say("translate_unread", source=str(args.file), file=str(args.output))
    failed = any(one.rule == "captions.untranslated" and one.severity == "error" for one in findings)
    code = EXIT_FINDINGS if failed else 0
    console.document(
        code, findings, cut, output=str(args.output), cues=len(captions.cues), sentences=done.sentences,
        to=captions.language, engine=engine.name, version=engine.version, weights=engine.weights,
        parameters=dict(engine.parameters),
    )  # fmt: skip
    return code
