"""The two cuts of `picturelock conform captions`: as they were read, as one map sees them, and what is doubtful of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock.conform.carry import Carrier
    from picturelock.cut import Cut
    from picturelock.findings import Finding
    from picturelock.production import Dossier, Production
    from picturelock.profiles import Profile
    from picturelock.spoken import RecordWord
    from picturelock.times import FrameRate, Span

    from picturelock_cli.console import Console

_OF_MEDIA = ("timeline.media-outside", "timeline.media-unreadable")
"""What takes nothing from conforming: which frames of a source a cut shows is in the timeline."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Both cuts, and the map from one to the other."""

    old: Cut
    new: Cut
    carrier: Carrier
    files: tuple[Path, ...]
    before: Dossier | None = None
    """None where an edit list stands for both."""
    after: Dossier | None = None
    profile: Profile | None = None
    """For speech that is new."""
    asked: FrameRate | None = None
    """What --rate says: of the cut that does not say its own."""

    @property
    def listed(self) -> bool:
        return self.after is None


def cuts_of(args: argparse.Namespace, console: Console) -> Cuts:
    """Read what --from and --to name, or --edit-list. Raises UsageError and InputError."""
    from picturelock.conform.carry import Carrier
    from picturelock.conform.edit_list import read_edit_list
    from picturelock.conform.match import same_sources
    from picturelock.dossier import of_cut

    from picturelock_cli.cut_rate import OWN_RATE
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
        return Cuts(old, new, Carrier(old, new), (args.edit_list,))
    if args.old is None or args.new is None:
        raise UsageError("Name both cuts: --from OLD --to NEW, or an --edit-list.")
    around = production_around(args.new, console) or production_around(args.old, console)
    folders = folders_of(args.media, around)
    library = args.library or (around.library if around else None)
    profile = _profile(args.profile, around)
    known = rate or (around.rate if around else None)
    read: dict[Path, Dossier] = {}
    # The one that says its rate first: an edit list takes that of the other cut where nobody named one.
    for path in sorted({args.old, args.new}, key=lambda path: path.suffix.lower() == ".edl"):
        read[path] = of_cut(path, folders, known or next((one.cut.rate for one in read.values()), None), library)
    if known is None:  # nobody asked for the rate of the other cut
        for path, one in read.items():
            read[path] = replace(one, findings=tuple(told for told in one.findings if told.rule != OWN_RATE))
    before, after = read[args.old], read[args.new]
    speaking = {word.shot for word in words_of(before)}
    carrier = Carrier(*same_sources(before.cut, after.cut), speaking)
    return Cuts(before.cut, after.cut, carrier, (args.old, args.new), before, after, profile, rate)


def _profile(name: str | None, around: Production | None) -> Profile | None:
    from picturelock import profiles

    return profiles.load(name, around.root / profiles.FOLDER if around else None) if name else None


def words_of(dossier: Dossier | None, language: str | None = None) -> tuple[RecordWord, ...]:
    """What is known to be heard in a cut, in one language or in any."""
    from picturelock.spoken import spoken

    return spoken(dossier.cut, dossier.transcripts, language)[0] if dossier else ()


def doubts(cuts: Cuts) -> Iterator[Finding]:
    """What makes it doubtful which frames the cuts show; what both suffer from is said once."""
    from picturelock_cli.cut_rate import beside

    told = set()
    for dossier in (cuts.before, cuts.after):
        for finding in beside(dossier.findings, (cuts.old, cuts.new), cuts.asked) if dossier else ():
            key = (finding.rule, finding.place.source, str(dict(finding.evidence)))
            if finding.severity != "info" and finding.rule not in _OF_MEDIA and key not in told:
                told.add(key)
                yield replace(finding, place=replace(finding.place, record=None))


def unknown(cuts: Cuts) -> Iterator[Finding]:
    """What is new in the new cut, and may be speech."""
    from picturelock.conform.doubts import untranscribed

    if cuts.after is not None:
        yield from untranscribed(cuts.carrier.new_parts, cuts.new, cuts.after.transcripts.keys())


def bare_stretches(cuts: Cuts) -> list[Span]:
    """Where the new cut has new sound of which no transcript is known."""
    from picturelock.conform.doubts import bare_sound

    if cuts.after is None:
        return []
    return [span for span, _ in bare_sound(cuts.carrier.new_parts, cuts.new, cuts.after.transcripts.keys())]
