"""The files of a production that go into a package, and what each is called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from picturelock.delivery.model import Item
from picturelock.delivery.names import same
from picturelock.delivery.naming import Pattern, named, pattern_of
from picturelock.findings import Verdict
from picturelock.formats.sidecar import SUFFIX, sidecar_path
from picturelock.media.probe import MediaInfo
from picturelock.production import Dossier
from picturelock.production.orders import PAPERS, FileOrder
from picturelock.specs import Spec

_ASKED_AS = {
    "described-video": "accessibility.described_video",
    "description-script": "accessibility.description_script",
}


@dataclass(frozen=True, slots=True)
class _File:
    source: Path
    folder: str
    kind: str
    language: str = ""
    media: MediaInfo | None = None


DATE = "YYYYMMDD"
"""What stands for the date of the verdict where the names are said before it is known (`Delivered.path`)."""


def copies(dossier: Dossier, verdict: Verdict, *, flat: bool = False, date: str = "") -> list[Item]:
    """What is copied, each with the hash that the verdict has of it. A caption file's sidecar is called after it,
    and the waivers that the verdict rests on keep their names. date: for names by date, instead of the verdict's.
    """
    files = _files(dossier)
    pattern = pattern_of(dossier.spec)
    date = date or verdict.made[:10].replace("-", "")
    names = _own_names(files) if pattern is None else _by_pattern(pattern, files, dossier, date)
    items: list[Item] = []
    for file, name in zip(files, names, strict=True):
        target = name if flat else f"{file.folder}/{name}"
        items.append(_item(target, file.source, file.kind, file.language, dossier, verdict))
        sidecar = sidecar_path(file.source)
        if file.folder == "captions" and sidecar.is_file():
            items.append(_item(f"{target}{SUFFIX}", sidecar, "provenance", file.language, dossier, verdict))
    for waiver in verdict.waivers:
        name = PurePosixPath(waiver).name
        target = name if flat else f"waivers/{name}"
        items.append(_item(target, dossier.production.root / waiver, "waiver", "", dossier, verdict))
    return items


def goes_out(order: FileOrder, spec: Spec | None) -> bool:
    """True for a file that this destination gets.

    Papers go only where they are asked for, because they tell of people and of money. Other files go where the destination
    asks for them at all, or says nothing of any.
    """
    if spec is None:
        return order.kind not in PAPERS
    if order.kind in PAPERS:
        return bool(spec.wants(f"papers.{order.kind}"))
    asked = spec.wants(_ASKED_AS.get(order.kind, f"deliverables.{order.kind}"))
    says_nothing = not any(name.startswith("deliverables.") or name in _ASKED_AS.values() for name in spec.asked)
    return bool(asked) or says_nothing


def _files(dossier: Dossier) -> list[_File]:
    production = dossier.production
    files = []
    if production.delivery.master is not None:
        languages = production.delivery.languages or production.languages
        files.append(_File(production.delivery.master, "master", "master", "-".join(languages), dossier.master))
    files += [_File(order.file, "captions", f"captions-{order.kind}", order.language) for order in production.captions]
    looked_into = {file.order.file: file.media for file in dossier.files}
    for order in production.files:
        if goes_out(order, dossier.spec):
            folder = "papers" if order.kind in PAPERS else "deliverables"
            files.append(_File(order.file, folder, order.kind, order.language, looked_into.get(order.file)))
    return [*files, _File(production.cut, "timeline", "timeline")]


def _item(target: str, source: Path, kind: str, language: str, dossier: Dossier, verdict: Verdict) -> Item:
    expected = verdict.inputs.get(dossier.production.relative(source), "")
    return Item(target, source, kind=kind, language=language, expected=expected)


def _own_names(files: list[_File]) -> list[str]:
    """The names that files have already; of two that agree within a folder, the later says its language and kind."""
    taken: set[tuple[str, str]] = set()
    names = []
    for file in files:
        name = file.source.name
        if (file.folder, same(name)) in taken:
            name = "-".join(part for part in (file.language, file.kind.removeprefix("captions-"), name) if part)
        taken.add((file.folder, same(name)))
        names.append(name)
    return names


def _by_pattern(pattern: Pattern, files: list[_File], dossier: Dossier, date: str) -> tuple[str, ...]:
    return named(pattern, [(PurePosixPath(file.source.name).suffix, _values(file, dossier, date)) for file in files])


def _values(file: _File, dossier: Dossier, date: str) -> Mapping[str, str]:
    media = file.media or dossier.master
    video = media.video[0] if media is not None and media.video else None
    rate = video.rate if video is not None else None
    channels = sum(stream.channels for stream in media.audio) if media is not None else 0
    return {
        "title": dossier.production.title,
        "version": dossier.production.delivery.version,
        "language": file.language,
        "raster": f"{video.width}x{video.height}" if video is not None else "",
        "rate": rate.label if rate is not None else "",
        "kind": file.kind,
        "spec": dossier.production.delivery.spec,
        "date": date,
        "channels": str(channels) if channels else "",
    }
