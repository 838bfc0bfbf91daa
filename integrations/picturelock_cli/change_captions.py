"""The caption files of `picturelock conform changes`: those of the old cut, and those of the new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock.conform.carry import Carrier
    from picturelock.conform.changes.model import CaptionList, ChangeList
    from picturelock.conform.changes.rates import Pace
    from picturelock.cues import Captions
    from picturelock.cut import Cut
    from picturelock.findings import Finding


def with_captions(found: ChangeList, pairs: Sequence[Sequence[Path]]) -> tuple[ChangeList, tuple[Finding, ...]]:
    """The list with what became of the captions in files, an old and a new one each, and what was doubtful in reading them.

    Only what is named is read: nothing beside a cut is taken for its captions. Raises InputError and UsageError.
    """
    from picturelock.conform.carry import Carrier
    from picturelock.conform.changes.rates import paced
    from picturelock.conform.match import same_sources

    if not pairs:
        return found, ()
    slowed, pace = paced(found.old, found.new)
    carrier = Carrier(*same_sources(found.old, slowed))
    lists, told = [], []
    for old, new in pairs:
        one, findings = _list(found, old, new, slowed, carrier, pace)
        lists.append(one)
        told += findings
    return replace(found, captions=tuple(lists)), tuple(told)


def _list(
    found: ChangeList, old: Path, new: Path, slowed: Cut, carrier: Carrier, pace: Pace
) -> tuple[CaptionList, list[Finding]]:
    """slowed, pace: the new cut at the old one's pace, where the old frames run at another rate in it."""
    from picturelock.conform.changes.caption_changes import caption_changes
    from picturelock.conform.changes.model import CaptionList

    from picturelock_cli.conform_files import language_of

    (before, read), (after, also) = _read(old, found.old), _read(new, found.new)
    languages = [language_of(file, told.language) for file, told in ((old, before), (new, after))]
    if None not in languages and len({str(one).partition("-")[0].lower() for one in languages}) > 1:
        raise UsageError(
            f"--captions {old} {new}: one is in {languages[0]}, the other in {languages[1]}; name two of one language.",
            hint="The old cut's file comes first, then the new cut's; give --captions once for each language.",
        )
    alike = old.suffix.lower() == new.suffix.lower()
    changes = caption_changes(before, after, found.old, slowed, carrier, alike, pace)
    language = languages[1] or languages[0] or new.stem
    return CaptionList(language, (old.name, new.name), changes), [*read, *also]


def _read(file: Path, cut: Cut) -> tuple[Captions, list[Finding]]:
    """The captions of a cut on its record time."""
    from picturelock.formats.files import read_captions
    from picturelock.formats.on_record import begin, concluded, habit_of, moved

    captions, read = read_captions(file)
    habit = habit_of(captions, cut)
    said = (*read, *concluded(captions, cut, habit, str(file)))
    doubts = [replace(one, place=replace(one.place, record=None)) for one in said if one.severity != "info"]
    return moved(captions, -begin(captions, cut, habit)), doubts
