"""Two versions of a cut, as the actions of `conform` read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import OutputError, UsageError

from picturelock_cli.outputs import require_free

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.findings import Finding

    from picturelock_cli.console import Console


def one_cut(path: Path, media: Sequence[Path], rate: str | None, console: Console) -> tuple[Cut, tuple[Finding, ...]]:
    """As `both_cuts`, of one."""
    cut, _, findings = both_cuts(path, path, media, rate, console)
    return cut, findings


def both_cuts(
    old: Path, new: Path, media: Sequence[Path], rate: str | None, console: Console
) -> tuple[Cut, Cut, tuple[Finding, ...]]:
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
    cuts: dict[Path, Cut] = {}
    told: list[Finding] = []
    # The one that says its rate first: the other may need it.
    for path in sorted({old, new}, key=lambda path: path.suffix.lower() == ".edl"):
        own = bool(asked[path]) and (bool(second) or old == new)
        named = asked[path] or (around.rate if around else None)
        cut, findings = read_cut(path, named or next((cut.rate for cut in cuts.values()), None), strict=own)
        if named is None:  # nobody asked for the rate of the other cut
            findings = tuple(one for one in findings if one.rule != OWN_RATE)
        if folders:
            cut, _, more = locate(cut, folders)
            findings = (*findings, *more)
        cuts[path] = cut
        told += (replace(one, place=replace(one.place, record=None)) for one in findings if one.severity != "info")
    return cuts[old], cuts[new], tuple(beside(told, cuts.values(), rate_of(first or None)))


def require_apart(inputs: Sequence[Path], outputs: Sequence[Path], force: bool) -> None:
    """Raise UsageError for outputs that would meet, or go over what is read, and OutputError for those that exist."""
    places = {path.resolve() for path in outputs}
    if len(places) < len(outputs) or places & {path.resolve() for path in inputs}:
        raise UsageError("Two of these files would be written to one place, or over what is read; name them apart.")
    for path in outputs:
        require_free(path, force)
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
        raise UsageError(f"--tracks: neither cut has a track {', '.join(unknown) or repr(text)}; there are {have}.")
    return frozenset(track for tracks in found.values() for track in tracks) or frozenset(held)
