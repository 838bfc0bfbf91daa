"""The master's timecode against the destination: where the programme begins, how labels count, and whether all agree."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.errors import InputError
from picturelock.findings import Finding, Idle, Place
from picturelock.media.probe import MediaInfo
from picturelock.media.scan.facts import read_facts
from picturelock.production import Dossier
from picturelock.qc.common import HOUSE, Where, facts_of, file_of, found, unasked, unseen
from picturelock.specs import Asked
from picturelock.times import FrameRate, Timecode

_ASKED = ("picture.timecode_start", "picture.timecode")


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Files carry the label of their first frame; all others follow from it, so continuity is that nothing contradicts it."""
    spec, master = dossier.spec, dossier.master
    start, counting = (spec.asks(name) if spec is not None else None for name in _ASKED)
    asked, idle = start or counting, unasked(dossier, _ASKED) or unseen(dossier, "picture")
    if idle or asked is None or master is None:
        yield idle or Idle("no-master")
        return
    place = Place(file=file_of(dossier))
    if master.rate is None:
        facts = facts_of(dossier, check="qc.timecode", reason="its picture has no frame rate")
        yield found("qc.unmeasured", place, facts, asked)
        return
    if master.start_timecode is None:
        facts = facts_of(dossier, wanted=", ".join(asked.values))
        yield found("qc.timecode-missing", place, facts, asked)
        return
    if start is not None:
        yield from _start(dossier, master.start_timecode, start)
    if counting is not None and master.rate.drop_labels:
        counted = "drop" if master.start_timecode.drop else "non-drop"
        if counted not in counting.values:
            facts = facts_of(dossier, found=str(master.start_timecode), wanted=", ".join(counting.values))
            yield found("qc.timecode-counting", place, facts, counting)
    yield from _agreement(dossier, master, master.rate)


def _start(dossier: Dossier, begins: Timecode, asked: Asked) -> Iterator[Finding]:
    first = Where(dossier, begins.rate).first
    label = str(Timecode(begins.frames + first, begins.rate, begins.drop))
    if _bare(label) not in {_bare(value) for value in asked.values}:
        facts = facts_of(dossier, found=label, wanted=", ".join(asked.values), file_start=str(begins))
        yield found("qc.timecode-start", Place(file=file_of(dossier)), facts, asked)


def _agreement(dossier: Dossier, master: MediaInfo, rate: FrameRate) -> Iterator[Finding]:
    """Tracks, streams and the file itself may each carry a label; editing systems differ in which they believe."""
    place = Place(file=file_of(dossier))
    try:
        labels = read_facts(master.path).timecodes
    except InputError as error:
        facts = facts_of(dossier, check="qc.timecode", reason=error.reason)
        yield Finding("qc.unmeasured", "error", place, facts, HOUSE)
        return
    read = {}
    for label in labels:
        try:
            read[label] = Timecode.parse(label, rate, None if rate.drop_labels else False)
        except ValueError:
            facts = facts_of(dossier, found=label[:40], rate=rate.label)
            yield Finding("qc.timecode-impossible", "error", place, facts, HOUSE)
    if len({(code.frames, code.drop) for code in read.values()}) > 1:
        facts = facts_of(dossier, found=", ".join(read))
        yield Finding("qc.timecode-conflict", "error", place, facts, HOUSE)


def _bare(label: str) -> str:
    """A label whatever the sign before its frames."""
    return label.replace(";", ":")
