"""What is left of a caption file's faults after `picturelock caption fix`: judged on the file as it is written."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import InputError, UsageError

if TYPE_CHECKING:
    from picturelock.cues import Captions
    from picturelock.findings import Finding
    from picturelock.production import Dossier
    from picturelock.subtitling.fixes.run import Mended

WRITTEN_WELL = ("captions.encoding", "captions.nul", "captions.order")
"""Faults of a file as a file that are gone once it is written in any format."""
LEFT_OUT = (
    "captions.bad-block", "captions.bad-packet", "captions.bad-word", "captions.beyond", "captions.broken-xml",
    "captions.never-shown", "captions.truncated", "captions.unknown-time",
)  # fmt: skip
"""What reading had to leave out: a new file does not have it either, and so never shows that it is missing."""


@dataclass(frozen=True, slots=True)
class Left:
    """Before and after, with all that `check` would say."""

    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    rewritten: Mapping[str, int]
    """By rule, the faults of the old file that no fix touched and that the new one has no more."""


def judged(
    dossier: Dossier, mended: Mended, own: tuple[Finding, ...], captions: Captions, file: Path, written: Path | None
) -> Left:
    """What was and is wrong.

    own: what reading the old file found. captions: as they are written. file: the old one, as which they are judged if they were
    written nowhere. A dossier of more than the captions holds the cut that they belong to.
    """
    (track,) = dossier.captions
    cut = bool(dossier.cut.shots)
    anew = _anew(captions, file, written)
    if anew is None:
        anew = tuple(one for one in own if one.rule not in (*WRITTEN_WELL, *LEFT_OUT))
    kept = tuple(one for one in track.findings if one.rule in LEFT_OUT or one not in own)
    now = replace(dossier, captions=(replace(track, captions=mended.captions, findings=kept),))
    more = Counter(one.rule for one in own if one.rule not in LEFT_OUT)
    more.subtract(one.rule for one in anew)
    return Left(
        (*mended.before, *_beside(dossier, mended.before, cut)),
        (*mended.findings, *_beside(now, mended.findings, cut), *anew),
        {rule: count for rule, count in sorted(more.items()) if count > 0},
    )


def _beside(dossier: Dossier, known: tuple[Finding, ...], cut: bool) -> tuple[Finding, ...]:
    """What `check` says of the file beyond what fixes look at: what could not be read of it, and what it leaves out."""
    from picturelock_cli.caption_file import findings_of

    told = {(finding.rule, finding.place) for finding in known}
    return tuple(one for one in findings_of(dossier, cut) if (one.rule, one.place) not in told)


def _anew(captions: Captions, file: Path, written: Path | None) -> tuple[Finding, ...] | None:
    """What is wrong with the captions as a file, once they are one; None for a format that is not read back."""
    from picturelock.formats.files import encoded, read_captions

    try:
        if written is not None:
            return tuple(read_captions(written)[1])
        with tempfile.TemporaryDirectory() as folder:
            trial = Path(folder) / file.name
            trial.write_bytes(encoded(captions, file)[0])
            found = read_captions(trial)[1]
            return tuple(replace(one, place=replace(one.place, file=str(file))) for one in found)
    except (InputError, UsageError):
        return None
