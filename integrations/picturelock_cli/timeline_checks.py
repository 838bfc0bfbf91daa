"""A timeline held against what every editor checks before a cut leaves the room."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock.findings import Finding
    from picturelock.production import Dossier

    from picturelock_cli.console import Console


def hygiene_of(
    path: Path,
    media: Sequence[Path],
    rate: str | None,
    console: Console,
    library: Path | None = None,
    *,
    name: str | None = None,
    project: str = "",
) -> tuple[Dossier, list[Finding]]:
    """The cut and its media, and all that is doubtful about them.

    rate: as the option was given. name, project: as `read_cut` has them.
    """
    from picturelock import dossier as dossiers
    from picturelock.continuity import hygiene
    from picturelock.findings import Finding, Place
    from picturelock.findings import found as found_by

    from picturelock_cli.cut_rate import asked_rate
    from picturelock_cli.options import folders_of, production_around

    around = production_around(path, console)
    folders = folders_of(media, around)
    asked, strict = asked_rate(rate, around)
    subject = dossiers.of_cut(path, folders, asked, library, strict=strict, name=name, project=project)
    found = [*subject.findings, *found_by(hygiene.check(subject))]
    if folders or subject.media:
        return subject, found
    # Nobody said where the rushes are: one sentence, not one for each of five hundred sources.
    kept = [finding for finding in found if finding.rule not in ("continuity.offline", "timeline.media-outside")]
    note = Finding(
        "timeline.not-searched", "warning", Place(file=str(path)), {"count": len(found) - len(kept)}, "Picturelock"
    )
    return subject, [note, *kept] if len(kept) < len(found) else kept
