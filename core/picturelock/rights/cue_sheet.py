"""The music of a cut: what is heard of it, from when to when, and whose it is.

A cue is a stretch in which one work is heard without a break, whatever edits, tracks and files it is made of. Times are those of
the cut, to the frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from picturelock.cut import Cut
from picturelock.cutmap import union
from picturelock.findings import Fact, Finding, Place
from picturelock.production import Dossier
from picturelock.rights.model import Clearance, Ledger, Work
from picturelock.rights.parts.works import share_sums
from picturelock.rights.sources import Use, match, used_sources
from picturelock.rights.usage import Society, usage_word
from picturelock.rights.words import folded
from picturelock.times import Flicks, FrameRate, Span, Timecode

MUSIC = ("music", "recording")
"""Kinds that a cue sheet lists."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue."""

    number: int
    span: Span
    """Record time."""
    title: str
    work: Work
    """The composition's entry, completed by that of the recording."""
    usage: str
    """A word of `data/usage.toml`, or as the ledger writes it."""
    code: str
    """The society's code for it; "" = none known."""
    owner: str
    sources: tuple[str, ...]
    """Files of which it is made."""
    entry: str
    """Where in the ledger."""


@dataclass(frozen=True, slots=True)
class CueSheet:
    """The cues of one language version."""

    title: str
    language: str
    cut: Cut
    society: Society
    cues: tuple[Cue, ...]
    film: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def rate(self) -> FrameRate:
        return self.cut.rate

    @property
    def music(self) -> Flicks:
        """How long any music is heard; where two cues overlap, once."""
        return sum(span.duration for span in union(cue.span for cue in self.cues))

    @property
    def listed(self) -> Flicks:
        """The sum of all cues."""
        return sum(cue.span.duration for cue in self.cues)

    def timecode(self, time: Flicks) -> str:
        """Of a record time."""
        return str(Timecode.at(self.cut.start + time, self.cut.rate, self.cut.drop))


def make_cue_sheet(
    dossier: Dossier, ledger: Ledger, society: Society, language: str = "", gap: int = 0
) -> tuple[CueSheet, tuple[Finding, ...]]:
    """The cue sheet of a cut, and what its cues still lack.

    language: of the version; entries for other languages are left out where one for this is there. gap: frames of silence
    that do not end a cue.
    """
    uses = used_sources(dossier)
    cleared = match(uses, ledger.clearances)
    held: dict[str, tuple[Clearance, list[tuple[Use, Span]]]] = {}
    for use in uses:
        entry = _entry(cleared[use.source.key], language.lower())
        if entry is not None:
            known = held.setdefault(_identity(entry), (entry, []))
            known[1].extend((use, span) for span in use.heard)
    cues = [cue for entry, heard in held.values() for cue in _cues(entry, heard, dossier.cut.rate, gap, society)]
    cues.sort(key=lambda cue: (cue.span, cue.title))
    numbered = tuple(replace(cue, number=number) for number, cue in enumerate(cues, start=1))
    title = ledger.film.get("title") or dossier.production.title or dossier.cut.name
    sheet = CueSheet(title, language, dossier.cut, society, numbered, ledger.film)
    return sheet, tuple(_wanting(sheet, dossier.production.relative(ledger.file)))


def _entry(clearances: Sequence[Clearance], language: str) -> Clearance | None:
    """The composition of a source, with what the entry of its recording adds; None where it is no music."""
    music = [one for one in clearances if one.kind in MUSIC]
    speaking = [one for one in music if not one.languages or not language or language in one.languages]
    chosen = sorted(speaking or music, key=lambda one: MUSIC.index(one.kind))
    if not chosen:
        return None
    first = chosen[0]
    for other in chosen[1:]:
        if other.kind != first.kind:
            first = replace(first, work=_completed(first.work, other.work))
    return first


def _completed(work: Work, other: Work) -> Work:
    return Work(
        work.title or other.title,
        work.artist or other.artist,
        work.usage or other.usage,
        work.origin or other.origin,
        work.label or other.label,
        work.catalogue or other.catalogue,
        MappingProxyType({**other.identifiers, **work.identifiers}),
        work.contributors or other.contributors,
    )


def _identity(entry: Clearance) -> str:
    """What makes two sources one work: its ISWC, else its title, else the entry."""
    work = entry.work
    usage = usage_word(work.usage) or folded(work.usage)
    return f"{work.identifiers.get('iswc') or folded(work.title) or entry.place}|{usage}"


def _cues(
    entry: Clearance, heard: Sequence[tuple[Use, Span]], rate: FrameRate, gap: int, society: Society
) -> Iterator[Cue]:
    word = usage_word(entry.work.usage)
    apart = rate.time_of(gap)
    for span in _joined(union(span for _, span in heard), apart):
        names = dict.fromkeys(use.label for use, own in heard if own.overlaps(span))
        yield Cue(
            number=0,
            span=span,
            title=entry.work.title,
            work=entry.work,
            usage=word or entry.work.usage,
            code=society.codes.get(word, ""),
            owner=entry.owner,
            sources=tuple(names),
            entry=entry.place,
        )


def _joined(spans: Sequence[Span], gap: Flicks) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        if found and span.start - found[-1].end <= gap:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _wanting(sheet: CueSheet, file: str) -> Iterator[Finding]:
    """What a society will ask back for: once for each entry, at its first cue."""
    told: set[str] = set()
    for cue in sheet.cues:
        if cue.entry in told:
            continue
        told.add(cue.entry)
        missing = [name for name, there in _needed(cue).items() if not there]
        if missing:
            facts: dict[str, Fact] = {
                "title": cue.title or ", ".join(cue.sources), "entry": cue.entry, "missing": ", ".join(missing),
            }  # fmt: skip
            place = Place(file=file, record=cue.span, source=cue.sources[0] if cue.sources else "")
            yield Finding("rights.cue-incomplete", "warning", place, facts, "Picturelock")
        if share_sums(cue.work.contributors) is not None:
            facts = {"title": cue.title or ", ".join(cue.sources), "entry": cue.entry}
            yield Finding("rights.cue-shares", "error", Place(file=file, record=cue.span), facts, "Picturelock")


def _needed(cue: Cue) -> dict[str, bool]:
    contributors = cue.work.contributors
    return {
        "cue title": bool(cue.title),
        "use type": bool(usage_word(cue.usage)),
        "contributors": bool(contributors),
        "shares": bool(contributors) and all(one.share is not None for one in contributors),
        "roles": bool(contributors) and all(one.role for one in contributors),
    }
