"""What is known of a caption file before it is opened: from the options, from its production's order, from its name."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import InputError

if TYPE_CHECKING:
    from picturelock.cues import Captions, Kind
    from picturelock.findings import Finding
    from picturelock.production import CaptionOrder, Dossier, Production
    from picturelock.profiles import Profile
    from picturelock.times import FrameRate

    from picturelock_cli.console import Console

DEFAULT_PROFILE = "picturelock"
LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a caption file is held against, and beside what."""

    profile: Profile
    language: str | None
    """None = as the file says."""
    kind: Kind | None
    rate: FrameRate | None
    """None = as the file says, or as its times show."""
    around: Production | None
    library: Path | None


def terms_of(file: Path, args: argparse.Namespace, console: Console) -> Terms:
    """The terms of a file: what was asked for, else its order in the production around it or its cut, else its name."""
    from picturelock import profiles

    from picturelock_cli.options import production_around, rate_of

    around = production_around(file, console) or (production_around(args.cut, console) if args.cut else None)
    order = _order(file, around)
    named = args.profile or (order.profile if order else None) or DEFAULT_PROFILE
    profile = profiles.load(named, around.root / profiles.FOLDER if around else None)
    return Terms(
        profile,
        args.language or (order.language if order else None) or named_language(file) or _only(profile),
        args.kind or (order.kind if order else None),
        rate_of(args.rate) or (around.rate if around and args.cut else None),
        around,
        args.library or (around.library if around else None),
    )


def say_terms(console: Console, terms: Terms, args: argparse.Namespace) -> None:
    """Say what nobody asked for and was taken."""
    if args.profile is None:
        console.say("terms_profile", "dim", profile=terms.profile.id)
    if args.language is None and terms.language:
        console.say("terms_language", "dim", code=terms.language)


def read_dossier(file: Path, args: argparse.Namespace, terms: Terms) -> Dossier:
    """A caption file and, where one is named, the cut that it belongs to; without one, its timecode is the file's own.

    A file that holds nothing is read too: nobody is asked for the frame rate of no captions.
    """
    from picturelock import dossier as dossiers
    from picturelock.formats.files import read_captions
    from picturelock.times import FrameRate

    from picturelock_cli.options import folders_of

    rate = terms.rate
    if rate is None and args.cut is None and not read_captions(file)[0].cues:
        rate = FrameRate(25)
    dossier = dossiers.of_captions(
        file, terms.language, terms.profile.id, rate, args.cut, folders_of(args.media, terms.around),
        terms.library, terms.around, terms.kind, strict=args.rate is not None,
    )  # fmt: skip
    captions = captions_of(dossier)
    if args.cut is not None or not captions.start:
        return dossier
    drop = captions.drop and bool(dossier.cut.rate.drop_labels)
    return replace(dossier, cut=replace(dossier.cut, start=captions.start, drop=drop))


def captions_of(dossier: Dossier) -> Captions:
    """The captions of a dossier that was read for them."""
    captions = dossier.captions[0].captions
    assert captions is not None
    return captions


def findings_of(dossier: Dossier, beside_cut: bool) -> list[Finding]:
    """All that is wrong with a caption file; beside its cut, also against the picture and what is said."""
    from picturelock.accessibility import coverage
    from picturelock.findings import found as found_by
    from picturelock.spoken import speaks
    from picturelock.subtitling import checks

    from picturelock_cli.cut_rate import RATES

    found = [finding for finding in dossier.findings if finding.rule in RATES]
    found += found_by(checks.check(dossier))
    if beside_cut:
        language = dossier.captions[0].order.language
        translates = not any(speaks(made.language, language) for made in dossier.transcripts.values())
        # What other languages say is for other tracks to caption, unless this one translates it.
        found += [
            finding
            for finding in found_by(coverage.check(dossier))
            if translates or speaks(str(finding.evidence.get("language", "und")), language)
        ]
    return found


def empty(file: Path) -> InputError:
    """Why nothing can be done with a file of no captions."""
    return InputError("is empty: it holds no captions.", file=file)


def named_language(file: Path) -> str | None:
    """The language that a file's name says: "v12.fr.srt", "v12.fr-CA.sdh.srt", "v12_fr.srt", "fr.srt"."""
    first, *parts = file.name.split(".")[:-1] or [file.name]
    # "va-t-en" is no English: before the first dot only an underscore sets a language apart.
    for part in (*reversed(parts), first, first.rpartition("_")[2]):
        if part.split("-")[0].lower() in LANGUAGES and len(part) <= 6:
            return part.lower()
    return None


def in_named_language(captions: Captions, file: Path) -> Captions:
    """The captions in the language that they say, else in the one that their file's name says."""
    named = named_language(file) if captions.language == "und" else None
    return replace(captions, language=named) if named else captions


def _order(file: Path, around: Production | None) -> CaptionOrder | None:
    orders = around.captions if around else ()
    return next((order for order in orders if order.file == file.resolve()), None)


def _only(profile: Profile) -> str | None:
    """The language of a profile that is for one language only."""
    return profile.languages[0] if len(profile.languages) == 1 else None
