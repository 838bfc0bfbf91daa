"""Two versions of a cut, as the actions of `conform` read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import OutputError, UsageError

from picturelock_cli.outputs import require_free

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.findings import Finding
    from picturelock.production import Production
    from picturelock.times import FrameRate

    from picturelock_cli.console import Console

_LISTS = (".edl", ".ale")
"""Endings of timelines that mostly do not say their rate."""


@dataclass(frozen=True, slots=True)
class ReadCut:
    """A cut, and where its frame rate was taken from: "own", "option", "production" or "other" (the other cut)."""

    cut: Cut
    rate_from: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of a cut, and what is doubtful about them; of one cut alone, that twice."""

    old: ReadCut
    new: ReadCut
    doubts: tuple[Finding, ...]


def both_cuts(old: Path, new: Path, media: Sequence[Path], rate: str | None, console: Console) -> Pair:
    """The cuts, their media found where folders are named (or a production around them names some), and what is doubtful.

    rate: of edit lists, which never say their own ("25", or "24:25" for the old and the new one); where it is not given it is
    the production's, else that of the other cut. A timeline that says its rate is read at that.
    """
    from picturelock.timeline.locate import locate
    from picturelock.timeline.read import read_cut

    from picturelock_cli.cut_rate import OWN_RATE, beside
    from picturelock_cli.options import folders_of, production_around, rate_of

    around = production_around(new, console) or production_around(old, console)
    first, _, second = (rate or "").partition(":")
    asked = {old: rate_of(first or None), new: rate_of(second or first or None)}
    folders = folders_of(media, around)
    cuts: dict[Path, ReadCut] = {}
    told: list[Finding] = []
    # The one that says its rate first: the other may need it.
    for path in sorted({old, new}, key=lambda path: path.suffix.lower() == ".edl"):
        own = bool(asked[path]) and (bool(second) or old == new)
        named = asked[path] or (around.rate if around else None)
        known = named or next((one.cut.rate for one in cuts.values()), None)
        cut, findings = read_cut(path, known, strict=own)
        if named is None:  # nobody asked for the rate of the other cut
            findings = tuple(one for one in findings if one.rule != OWN_RATE)
        if folders:
            cut, _, more = locate(cut, folders)
            findings = (*findings, *more)
        cuts[path] = ReadCut(cut, _rate_from(path, cut.rate, known, asked[path], around))
        told += (_of_the_cut(one, path) for one in findings if one.severity != "info")
    # Picture and sound of one source, and both cuts, have the same to say: it is said once.
    once = {(one.rule, str(one.evidence)): one for one in told}.values()
    doubts = beside(once, (one.cut for one in cuts.values()), rate_of(first or None))
    return Pair(cuts[old], cuts[new], tuple(doubts))


def _of_the_cut(finding: Finding, path: Path) -> Finding:
    """The finding at the cut as a whole: a time or a clip of one cut would be looked for in the other."""
    return replace(finding, place=replace(finding.place, file=finding.place.file or str(path), record=None, source=""))


def _rate_from(
    path: Path, rate: FrameRate, known: FrameRate | None, asked: FrameRate | None, around: Production | None
) -> str:
    if path.suffix.lower() not in _LISTS or rate != known:
        return "own"
    return "option" if asked else "production" if around and around.rate else "other"


def require_apart(
    inputs: Sequence[Path], outputs: Sequence[Path], force: bool, options: Sequence[tuple[str, str]] = ()
) -> None:
    """Raise UsageError for outputs that would meet, or go over what is read, and OutputError for those that exist.

    options: for each output, the option that names it and the ending that it usually has.
    """
    places = {path.resolve() for path in outputs}
    if len(places) < len(outputs) or places & {path.resolve() for path in inputs}:
        raise UsageError("Two of these files would be written to one place, or over what is read; name them apart.")
    for number, path in enumerate(outputs):
        option, ending = options[number] if options else ("-o", ".csv")
        require_free(path, force, option, ending)
        if path.exists() and not path.is_file():
            raise OutputError(f"{path} is no ordinary file.", hint="Choose another name.")


def tracks_of(text: str | None, *cuts: Cut) -> frozenset[str]:
    """The tracks that --tracks names, of those that the cuts have; all of a kind by its letter. Raises UsageError."""
    held = {shot.track for cut in cuts for shot in cut.shots}
    asked = [name.strip().upper() for name in (text or "").split(",") if name.strip()]
    found = {name: {track for track in held if name in (track.upper(), track[:1])} for name in asked}
    unknown = [name for name in asked if not found[name]]
    if unknown or (text is not None and not asked):
        have = ", ".join(sorted(held, key=lambda name: (name[0] != "V", len(name), name)))
        neither = "neither cut has" if len(cuts) > 1 else "the cut does not have"
        named = ", ".join(unknown) or repr(text)
        raise UsageError(f"--tracks: {neither} a track {named}; what there is: {have}.")
    return frozenset(track for tracks in found.values() for track in tracks) or frozenset(held)


def pulled_tracks(text: str | None, *cuts: Cut) -> frozenset[str]:
    """The tracks that a pull or discard list is of: those that --tracks names, else all picture, else what there is."""
    pictures = any(shot.kind == "video" for cut in cuts for shot in cut.shots)
    return tracks_of(text or ("V" if pictures else None), *cuts)
