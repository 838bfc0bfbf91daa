"""A press kit of a production: stills of the master, loglines, synopses, credits, a technical sheet; sealed as a package is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from picturelock.cut import Cut, Marker
from picturelock.delivery.build import publish, require_new
from picturelock.delivery.copying import MAIN, output_errors, sync_folder
from picturelock.delivery.hashing import hash_file
from picturelock.delivery.lock import only_one
from picturelock.delivery.manifest import seal
from picturelock.delivery.names import part_of_name
from picturelock.delivery.paths import files_of
from picturelock.delivery.photo_metadata import Caption
from picturelock.delivery.press_page import Picture, markdown, page, pdf, sections
from picturelock.delivery.stills import make_still
from picturelock.errors import InputError
from picturelock.host import Progress, silent
from picturelock.media.probe import MediaInfo
from picturelock.production import Dossier
from picturelock.production.leader import leader
from picturelock.production.record_times import is_time, record_time
from picturelock.times import Flicks, Timecode
from picturelock.wording import LANGUAGES, table

_SEEN = ("picture", "effect", "likeness")
"""Kinds of machine-made elements that a still can show."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A place of the cut that a still is made of."""

    time: Flicks
    """Record time."""
    note: str = ""
    """What its marker says."""


@dataclass(frozen=True, slots=True)
class Kit:
    """A press kit that was made."""

    folder: Path
    stills: int


def press_kit(dossier: Dossier, out: Path, *, made: str, progress: Progress = silent) -> Kit:
    """Make a press kit in a new folder, which appears when it is whole. made: ISO 8601.

    Raises InputError where the production names no master that can be read or a still that is not in the cut, OutputError where
    `out` exists or cannot be written.
    """
    out = out.absolute()
    require_new(out)
    times = moments(dossier)
    master = _master(dossier)
    with output_errors(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        with only_one(out):
            staged = out.with_name(f".{out.name}.press")  # a delivery that was stopped has the partial folder
            shutil.rmtree(staged, ignore_errors=True)
            try:
                staged.mkdir()
                pictures = _stills(dossier, master, times, staged, progress)
                _texts(dossier, pictures, staged)
                hashes = {path: hash_file(file, (MAIN,)) for path, file in files_of(staged).items()}
                seal(staged, hashes, name=dossier.production.title, made=made, label="press")
                sync_folder(staged)
                publish(staged, out)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
    return Kit(out, len(times))


def moments(dossier: Dossier) -> tuple[Moment, ...]:
    """The places that `[press] stills` names: record timecodes, frames, or the names of markers of the cut."""
    found: list[Moment] = []
    for number, name in enumerate(dossier.production.press.stills, start=1):
        place = f"press.stills[{number}]"
        named = list(_named(name, dossier.cut))
        if not named and not is_time(name):
            raise InputError(
                f"{name!r:.60} is neither a record timecode nor the name of a marker of {dossier.cut.name}.",
                file=dossier.production.file,
                place=place,
            )
        try:
            here = named or [Moment(record_time(name, dossier.cut))]
        except ValueError as error:
            raise InputError(f"{error}.", file=dossier.production.file, place=place) from None
        if any(not 0 <= moment.time < dossier.cut.duration for moment in here):
            raise InputError(f"{name!r:.60} is not in the cut.", file=dossier.production.file, place=place)
        found += here
    return tuple(dict.fromkeys(found))


def _named(name: str, cut: Cut) -> Iterator[Moment]:
    markers: list[Marker] = [
        marker for marker in cut.markers if marker.name.strip().casefold() == name.strip().casefold()
    ]
    yield from (Moment(marker.span.start, marker.note.strip() or marker.name.strip()) for marker in markers)


def _master(dossier: Dossier) -> MediaInfo:
    production, master = dossier.production, dossier.master
    if master is None or not master.video:
        raise InputError(
            "names no master that can be read, and a press kit is made of it.",
            file=production.file,
            place="delivery.master",
        )
    return master


def _stills(
    dossier: Dossier, master: MediaInfo, times: tuple[Moment, ...], folder: Path, progress: Progress
) -> list[Picture]:
    if not times:
        return []
    (folder / "stills").mkdir()
    cut, title = dossier.cut, dossier.production.title
    before = leader(dossier)
    pictures = []
    for number, moment in enumerate(times, start=1):
        progress("press", number - 1, len(times), title)
        label = str(Timecode.at(cut.start + moment.time, cut.rate, cut.drop))
        name = "_".join(
            filter(
                None, (part_of_name(title, fold=True)[:60], f"{number:02}", label.replace(":", "-").replace(";", "-"))
            )
        )
        shown = moment.note or label
        description = dict.fromkeys(LANGUAGES, f"{title} – {moment.note}" if moment.note else title)
        caption = Caption(title, description, title, _machine_made(dossier, moment.time))
        still = make_still(master, before + moment.time, folder / "stills" / name, caption)
        pictures.append(Picture(f"stills/{still.web.name}", f"stills/{still.jpeg.name}", shown))
    progress("press", len(times), len(times), title)
    return pictures


def _texts(dossier: Dossier, pictures: list[Picture], folder: Path) -> None:
    title = dossier.production.title
    for language in LANGUAGES:
        parts = sections(dossier, language)
        name = str(table(language, "package")["press"]["file"])
        (folder / f"{name}.md").write_text(markdown(title, parts, pictures, language), encoding="utf-8")
        (folder / f"{name}.html").write_text(page(title, parts, pictures, language), encoding="utf-8")
        (folder / f"{name}.pdf").write_bytes(pdf(title, parts, pictures, folder, language))


def _machine_made(dossier: Dossier, time: Flicks) -> str:
    """The digital source type of what a machine made or changed in the picture at a record time; "" for none."""
    cut = dossier.cut
    names = [
        shot.source.name for shot in cut.shots if shot.kind == "video" and shot.enabled
        and shot.record_span.start <= time < shot.record_span.end
    ]  # fmt: skip
    for element in dossier.production.ai:
        if element.kind not in _SEEN or element.role != "final":
            continue
        try:
            if element.asset:
                here = any(fnmatchcase(name.casefold(), element.asset.casefold()) for name in names)
            elif element.start:
                here = record_time(element.start, cut) <= time < record_time(element.end, cut)
            else:
                here = True
        except ValueError:
            here = True  # a time that cannot be read hides nothing
        if here:
            return element.digital_source
    return ""
