"""Read everything that the checks of one delivery look at, once.

What cannot be read becomes a finding where a check can still speak of it (a caption file, the master); only a cut that
cannot be read raises, because without it there is nothing to judge.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from picturelock import specs
from picturelock.cues import Captions, Kind
from picturelock.cut import Cut
from picturelock.cutmap import audible
from picturelock.errors import InputError, UnknownName, UsageError
from picturelock.findings import Fact, Finding, Place
from picturelock.formats.files import read_captions
from picturelock.formats.on_record import on_record, rate_of_times
from picturelock.formats.sidecar import read_sidecar, sidecar_path
from picturelock.glossary import Glossary
from picturelock.host import Progress, silent
from picturelock.library import Library
from picturelock.library.reading import is_there
from picturelock.media.probe import MediaInfo, probe
from picturelock.production import (
    CaptionOrder,
    CaptionTrack,
    DeliveryOrder,
    Dossier,
    Production,
    read_files,
    read_glossary,
)
from picturelock.production.reviews import Review, read_review, review_path
from picturelock.specs import Spec
from picturelock.speech import Provenance, Transcript
from picturelock.spoken import RecordWord, spoken
from picturelock.timeline.locate import locate
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate


def collect(production: Production, progress: Progress = silent) -> Dossier:
    """Read the cut, its media, their transcripts, the captions and the master. Raises InputError if the cut is unreadable."""
    cut, cut_findings = read_cut(production.cut, production.rate)
    cut, media, media_findings = locate(cut, production.media, progress)
    transcripts, library_findings = _transcripts(cut, production)
    tracks = tuple(_track(order, production, cut, transcripts) for order in production.captions)
    master, master_findings = _master(production)
    glossary, glossary_findings = _glossary(production)
    files = read_files(production)
    spec, spec_findings = _spec(production)
    return Dossier(
        production=production,
        cut=cut,
        media=media,
        transcripts=transcripts,
        captions=tracks,
        master=master,
        findings=(
            *library_findings,
            *_relative((*cut_findings, *media_findings), production),
            *master_findings,
            *glossary_findings,
            *spec_findings,
        ),
        inputs=_inputs(production, tracks),
        today=dt.datetime.now().astimezone().date(),  # people write the dates of where they are
        files=files,
        spec=spec,
        glossary=glossary,
        progress=progress,
    )


def _spec(production: Production) -> tuple[Spec | None, tuple[Finding, ...]]:
    name = production.delivery.spec
    try:
        return specs.load(name, production.specs), ()
    except UnknownName:
        facts: dict[str, Fact] = {"spec": name, "known": ", ".join(specs.names(production.specs))}
        return None, (Finding("spec.unknown", "error", Place(file=production.file.name), facts, "Picturelock"),)
    except InputError as error:
        file = production.relative(error.file) if error.file else production.file.name
        facts = {"spec": name, "reason": f"{error.place}: {error.reason}" if error.place else error.reason}
        return None, (Finding("spec.unreadable", "error", Place(file=file), facts, "Picturelock"),)


def _relative(findings: tuple[Finding, ...], production: Production) -> Iterator[Finding]:
    """Findings of the timeline with the cut's path as reports show it: a report goes to people who lack this disk."""
    for finding in findings:
        place = finding.place
        yield (
            replace(finding, place=replace(place, file=production.relative(Path(place.file))))
            if place.file
            else finding
        )


def of_cut(
    path: Path,
    folders: tuple[Path, ...],
    rate: FrameRate | None,
    library: Path | None = None,
    *,
    strict: bool = False,
    name: str | None = None,
    project: str = "",
) -> Dossier:
    """A dossier that holds a cut and its media only, for checking a timeline by itself.

    rate, strict, name, project: as `read_cut` has them.
    """
    cut, findings = read_cut(path, rate, name, strict=strict, project=project)
    folders = folders or (path.resolve().parent,)
    cut, media, media_findings = locate(cut, folders)
    dossier = _bare(path, cut, DeliveryOrder(), folders)
    found = (*_doubts(path, cut, rate, media), *findings, *media_findings)
    return replace(dossier, media=media, findings=found, transcripts=transcripts_of(cut, library))


def _doubts(path: Path, cut: Cut, asked: FrameRate | None, media: Mapping[str, MediaInfo]) -> tuple[Finding, ...]:
    """A rate that somebody named, and that no media has: the list was probably read at the wrong one."""
    rates = {info.rate for info in media.values() if info.rate}
    if asked != cut.rate or len(rates) != 1 or cut.rate in rates:
        return ()
    facts: dict[str, Fact] = {"asked": cut.rate.label, "found": rates.pop().label}
    return (Finding("timeline.rate-doubtful", "warning", Place(file=str(path)), facts, "Picturelock"),)


def of_captions(
    path: Path,
    language: str | None,
    profile: str,
    rate: FrameRate | None,
    timeline: Path | None = None,
    folders: tuple[Path, ...] = (),
    library: Path | None = None,
    around: Production | None = None,
    kind: Kind | None = None,
    *,
    strict: bool = False,
) -> Dossier:
    """A dossier that holds one caption file, for checking it against a profile, and the cut it belongs to where one is named.

    language, kind: None = as the file says. rate: of the captions without a cut, and of a cut that does not say its own; None =
    as the file says, else that on which all its times stand; strict as `read_cut`. around: the production it lies in, whose
    glossary, profiles and graphics hold for it; graphics only beside a cut, which their times are of. Raises UsageError
    where neither says the rate, and InputError for what cannot be read.
    """
    captions, findings = read_captions(path, language, kind)
    order = CaptionOrder(captions.language, captions.kind, profile, path.resolve(), origin="human")
    rate = rate or (None if timeline is not None else captions.rate or rate_of_times(captions))
    if timeline is not None:
        dossier = of_cut(timeline, folders, rate, library, strict=strict)
        captions, concluded = on_record(
            captions, dossier.cut, _heard(captions, dossier.cut, dossier.transcripts), str(path)
        )
        findings = (*findings, *concluded)
    elif rate is None:
        raise _without_rate(path, findings)
    else:
        end = max((cue.span.end for cue in captions.cues), default=0)
        cut = Cut(path.name, rate, (), duration=rate.time_of(rate.ceil(end)))
        dossier = _bare(path, cut, DeliveryOrder(), ())
    production = replace(dossier.production, root=path.resolve().parent)
    if around is not None:
        graphics = around.graphics if timeline is not None else ()
        production = replace(production, root=around.root, glossary=around.glossary, graphics=graphics)
    glossary = read_glossary(production.glossary) if production.glossary is not None else Glossary()
    track = CaptionTrack(order, _in_order(captions), _judged(captions, findings, str(path)))
    return replace(dossier, production=production, captions=(track,), glossary=glossary)


def _without_rate(path: Path, findings: Iterable[Finding]) -> UsageError:
    """Why limits cannot be counted: a file's rate is not said, or impossible."""
    found = next((one.evidence["found"] for one in findings if one.rule == "captions.impossible-rate"), "")
    said = f"says {found} frames per second, which is impossible" if found else "does not say its frame rate"
    return UsageError(f"{path.name} {said}, and limits count frames; name it with --rate.")


def of_master(path: Path, spec: str) -> Dossier:
    """A dossier that holds one finished media file only, for measuring it against a spec."""
    info = probe(path)
    cut = Cut(path.name, info.rate or FrameRate(25), (), start=info.start, duration=info.duration)
    dossier = _bare(path, cut, DeliveryOrder(spec=spec, master=path.resolve()), ())
    return replace(dossier, master=info, spec=specs.load(spec))


def transcripts_of(cut: Cut, library: Path | None) -> Mapping[str, Transcript]:
    """The preferred transcript of every source that is heard in a cut and has one, by `Source.key`.

    Raises InputError for a library that is named and not there.
    """
    found: dict[str, Transcript] = {}
    with Library(library, reading=True) as shelf:
        for source in {shot.source.key: shot.source for shot in audible(cut)}.values():
            transcript = shelf.preferred(source.fingerprint) if source.fingerprint else None
            if transcript is not None:
                found[source.key] = transcript
    return found


def _transcripts(cut: Cut, production: Production) -> tuple[Mapping[str, Transcript], tuple[Finding, ...]]:
    """Those of a production's library; one that is named and not there leaves none, and is an error."""
    library = production.library
    if library is None or is_there(library):
        return transcripts_of(cut, library), ()
    beside = library.is_relative_to(production.root.parent)
    name = Path(os.path.relpath(library, production.root)).as_posix() if beside else str(library)
    facts: dict[str, Fact] = {"library": name, "order": production.file.name}
    return {}, (Finding("files.library-missing", "error", Place(file=production.file.name), facts, "Picturelock"),)


def _bare(path: Path, cut: Cut, delivery: DeliveryOrder, media: tuple[Path, ...]) -> Dossier:
    root = path.resolve().parent
    production = Production(root, path.stem, (), path.resolve(), media, (), None, delivery)
    return Dossier(production, cut, {}, {}, (), None, inputs=(path.resolve(),))


def _track(
    order: CaptionOrder, production: Production, cut: Cut, transcripts: Mapping[str, Transcript]
) -> CaptionTrack:
    file = production.relative(order.file)
    if not order.file.exists():
        missing = Finding(
            "captions.missing-file", "error", Place(file=file), {"file": file, "language": order.language}
        )
        return CaptionTrack(order, None, (missing,))
    try:
        captions, findings = read_captions(order.file, order.language, order.kind)
    except InputError as error:
        unreadable = Finding("captions.unreadable", "error", Place(file=file), {"file": file, "reason": error.reason})
        return CaptionTrack(order, None, (unreadable,))
    found = [replace(finding, place=replace(finding.place, file=file)) for finding in findings]
    try:
        provenance = _provenance(order, production)
    except InputError as error:
        sidecar = production.relative(error.file)
        found.append(
            Finding("captions.sidecar", "error", Place(file=sidecar), {"file": sidecar, "reason": error.reason})
        )
        provenance = None
    review, unread = _review(order, production)
    found += unread
    captions, concluded = on_record(captions, cut, _heard(captions, cut, transcripts), file)
    findings = _judged(captions, (*found, *concluded), file)
    return CaptionTrack(order, _in_order(captions), findings, provenance, review)


def _review(order: CaptionOrder, production: Production) -> tuple[Review | None, tuple[Finding, ...]]:
    try:
        return read_review(order.file), ()
    except InputError as error:
        file = production.relative(review_path(order.file))
        facts: dict[str, Fact] = {"file": file, "reason": error.reason}
        return None, (Finding("ai-use.review-unreadable", "error", Place(file=file), facts, "Picturelock"),)


def _judged(captions: Captions, findings: Iterable[Finding], file: str) -> tuple[Finding, ...]:
    """What reading found, for a verdict: a file without captions, which can be read, cannot be delivered."""
    if captions.cues:
        return tuple(findings)
    empty = Finding("captions.no-cues", "error", Place(file=file), {}, "Picturelock")
    return (empty, *(finding for finding in findings if finding.rule != empty.rule))


def _heard(captions: Captions, cut: Cut, transcripts: Mapping[str, Transcript]) -> tuple[RecordWord, ...]:
    """What is heard in the cut: in the captions' language, else, for a translation, in any."""
    if not cut.start:
        return ()  # nothing to tell apart
    return spoken(cut, transcripts, captions.language)[0] or spoken(cut, transcripts)[0]


def _provenance(order: CaptionOrder, production: Production) -> Provenance | None:
    """What the sidecar of a caption file says. Raises InputError for one that is broken, or lies outside the production."""
    sidecar = sidecar_path(order.file)
    if not Path(os.path.realpath(sidecar)).is_relative_to(production.root.resolve()):
        raise InputError("is a link that leaves the production's folder; expected a file inside it.", file=sidecar)
    return read_sidecar(order.file)


def _in_order(captions: Captions) -> Captions:
    return replace(captions, cues=tuple(sorted(captions.cues, key=lambda cue: cue.span)))


def _glossary(production: Production) -> tuple[Glossary, tuple[Finding, ...]]:
    if production.glossary is None:
        return Glossary(), ()
    try:
        return read_glossary(production.glossary), ()
    except InputError as error:
        file = production.relative(production.glossary)
        facts: dict[str, Fact] = {
            "file": file,
            "reason": f"{error.place}: {error.reason}" if error.place else error.reason,
        }
        return Glossary(), (Finding("captions.glossary-unreadable", "error", Place(file=file), facts, "Picturelock"),)


def _master(production: Production) -> tuple[MediaInfo | None, tuple[Finding, ...]]:
    master = production.delivery.master
    if master is None or not master.exists():
        return None, ()  # the check of the master says so, with what the spec asks for
    try:
        return probe(master), ()
    except InputError as error:
        file = production.relative(master)
        return None, (
            Finding("qc.master-unreadable", "error", Place(file=file), {"file": file, "reason": error.reason}),
        )


def _inputs(production: Production, tracks: tuple[CaptionTrack, ...]) -> tuple[Path, ...]:
    """The files a verdict rests on: what is delivered or decides. Rushes are left out: the cut holds their fingerprints."""
    files = [*production.papers, production.cut, *(track.order.file for track in tracks)]
    files += [production.delivery.master] if production.delivery.master is not None else []
    return tuple(dict.fromkeys(path for path in files if path.exists()))
