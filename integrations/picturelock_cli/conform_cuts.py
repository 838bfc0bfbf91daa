"""Two versions of a cut, as the actions of `conform` read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import OutputError, UsageError

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

    The rate, where it is not given, is the production's, else that of the other cut: an edit list never says its own.
    """
    from picturelock.timeline.locate import locate
    from picturelock.timeline.read import read_cut

    from picturelock_cli.options import folders_of, production_around, rate_of

    around = production_around(new, console) or production_around(old, console)
    chosen = rate_of(rate) or (around.rate if around else None)
    folders = folders_of(media, around)
    cuts: dict[Path, Cut] = {}
    told: list[Finding] = []
    # The one that says its rate first: the other may need it.
    for path in sorted({old, new}, key=lambda path: path.suffix.lower() == ".edl"):
        other = next((cut.rate for cut in cuts.values()), None)
        cut, findings = read_cut(path, chosen or (other if path.suffix.lower() == ".edl" else None))
        if folders:
            cut, _, more = locate(cut, folders)
            findings = (*findings, *more)
        cuts[path] = cut
        told += (replace(one, place=replace(one.place, record=None)) for one in findings if one.severity != "info")
    return cuts[old], cuts[new], tuple(told)


def require_apart(inputs: Sequence[Path], outputs: Sequence[Path], force: bool) -> None:
    """Raise UsageError for outputs that would meet, or go over what is read, and OutputError for those that exist."""
    places = {path.resolve() for path in outputs}
    if len(places) < len(outputs) or places & {path.resolve() for path in inputs}:
        raise UsageError("Two of these files would be written to one place, or over what is read; name them apart.")
    for path in outputs:
        if path.exists() and not force:
            raise OutputError(f"{path} exists already.", hint="Choose another name, or add --force to replace it.")
