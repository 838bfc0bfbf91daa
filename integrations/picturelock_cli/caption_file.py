"""What is known of a caption file before it is opened: from the options, from its production's order, from its name."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock.cues import Kind
    from picturelock.production import CaptionOrder, Production
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


def terms_of(file: Path, args: argparse.Namespace) -> Terms:
    """The terms of a file: what was asked for, else its order in the production around it or its cut, else its name."""
    from picturelock import profiles

    from picturelock_cli.options import production_around, rate_of

    around = production_around(file) or (production_around(args.cut) if args.cut else None)
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


def named_language(file: Path) -> str | None:
    """The language that a file's name says: "v12.fr.srt", "v12.fr-CA.sdh.srt"."""
    for part in reversed(file.name.split(".")[1:-1]):
        if part.split("-")[0].lower() in LANGUAGES and len(part) <= 6:
            return part.lower()
    return None


def _order(file: Path, around: Production | None) -> CaptionOrder | None:
    orders = around.captions if around else ()
    return next((order for order in orders if order.file == file.resolve()), None)


def _only(profile: Profile) -> str | None:
    """The language of a profile that is for one language only."""
    return profile.languages[0] if len(profile.languages) == 1 else None
