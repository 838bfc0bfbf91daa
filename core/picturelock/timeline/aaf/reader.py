"""An .aaf file as a `Cut`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from picturelock.cut import Cut
from picturelock.errors import InputError, UsageError
from picturelock.findings import Finding, Place
from picturelock.timeline.aaf.compound import BadFile, Compound
from picturelock.timeline.aaf.events import markers_of
from picturelock.timeline.aaf.mobs import Catalogue, Mob
from picturelock.timeline.aaf.names import Kind, Pid
from picturelock.timeline.aaf.objects import Node, extension_pids
from picturelock.timeline.aaf.walk import Laid, Walker
from picturelock.timeline.base import Findings
from picturelock.timeline.choice import chosen
from picturelock.times import FrameRate

_AGAIN = "Export the sequence again as AAF from the editing system."


def read(path: Path, rate: FrameRate | None, wanted: str = "") -> tuple[Cut, Findings]:
    """The cut in an .aaf file: of several sequences the longest, or the one `wanted` (`choice.chosen`).

    rate: where the file says none. Raises InputError, or UsageError where no rate is known.
    """
    if not path.is_file():
        raise InputError("does not exist, or is no file.", file=path)
    walker: Walker | None = None
    try:
        with path.open("rb") as file:
            root = _root(file, path.stat().st_size)
            catalogue = Catalogue(root)
            mob, others = _chosen(catalogue)
            if wanted:
                found = [mob, *others]
                mob, others = chosen(found, [one.name for one in found], wanted, path, "sequences", ""), []
            walker = Walker(catalogue, partial(markers_of, numbers=extension_pids(root)))
            laid = walker.composition(mob, [slot for slot in mob.slots.values() if slot.kind], rate)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}.", file=path) from error
    except BadFile as error:
        place = walker.place if walker is not None else ""
        raise InputError(f"{error}; expected an AAF file.", file=path, place=place, hint=_AGAIN) from error
    if laid is None:
        raise UsageError(
            f"{path.name} does not say its frame rate.", hint="Give it: --rate 25, or rate = 25 in picturelock.toml."
        )
    if not laid.cut.shots and not laid.cut.duration:
        raise InputError("holds no clips; expected a sequence with at least one.", file=path, hint=_AGAIN)
    return _finished(laid, mob, path), tuple(_findings(walker, mob, others, path))


def _root(file: Any, size: int) -> Node:
    compound = Compound(file, size)
    return Node(compound, compound.root)


def _chosen(catalogue: Catalogue) -> tuple[Mob, list[Mob]]:
    """The sequence to read, and the others there are: a top-level one in no other, the longest of several."""
    compositions = list(catalogue.compositions())
    for wanted in ("top", ""):
        found = [mob for mob in compositions if mob.usage == wanted and any(slot.kind for slot in mob.slots.values())]
        if len(found) > 1:
            held = _held(found)
            found = [mob for mob in found if mob.id not in held] or found
        if found:
            found.sort(key=lambda mob: (-_longest(mob), mob.name, mob.id))
            return found[0], found[1:]
    clips = list(catalogue.masters())
    if len(clips) == 1:  # a clip that was exported by itself
        return clips[0], []
    raise BadFile("holds no sequence")


def _longest(mob: Mob) -> int:
    return max((slot.length() for slot in mob.slots.values() if slot.kind), default=0)


def _held(mobs: list[Mob]) -> set[str]:
    """The mobs that the first level of others' tracks points to."""
    found: set[str] = set()
    for mob in mobs:
        for slot in mob.slots.values():
            waiting = [slot.segment]
            for segment in waiting:
                if segment.kind == Kind.SOURCE_CLIP:
                    found.add(segment.mob_id(Pid.SOURCE_ID))
                elif len(waiting) < 100_000:
                    waiting += [
                        *segment.many(Pid.COMPONENTS),
                        *segment.many(Pid.NESTED_SLOTS),
                        *segment.many(Pid.INPUTS),
                    ]
    return found


def _finished(laid: Laid, mob: Mob, path: Path) -> Cut:
    comments = {name: value for name, value in mob.comments.items() if name != "Comments"}
    kept: dict[str, Any] = {"MobID": mob.id, **({"UserComments": comments} if comments else {})}
    if mob.kind == Kind.MASTER_MOB:
        laid.cut = replace(laid.cut, shots=tuple(replace(shot, name=mob.name) for shot in laid.cut.shots))
    return replace(laid.cut, name=laid.cut.name or path.stem, path=path, extras={"AAF": kept})


def _findings(walker: Walker, mob: Mob, others: list[Mob], path: Path) -> Iterator[Finding]:
    place = Place(str(path))
    if others:
        names = ", ".join(one.name for one in others[:10])
        yield Finding(
            "timeline.aaf-several",
            "warning",
            place,
            {"count": len(others) + 1, "others_count": len(others), "name": mob.name, "others": names},
        )
    if walker.missing:
        evidence: dict[str, str | int] = {"count": len(walker.missing), "where": walker.missing[0]}
        yield Finding("timeline.aaf-missing-clip", "warning", place, evidence)
    if walker.curves:
        evidence = {"count": len(walker.curves), "name": walker.curves[0]}
        yield Finding("timeline.aaf-speed-curve", "warning", place, evidence)
