"""Captions in another language: sentences through an engine, then captions again, as a house wants them in that language."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from picturelock.cues import Captions, Cue
from picturelock.engines.base import Translator, primary
from picturelock.errors import UsageError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.formats.files import snapped
from picturelock.glossary import Glossary
from picturelock.host import Progress, silent
from picturelock.profiles import Profile
from picturelock.subtitling.editorial.manner import manner_of
from picturelock.subtitling.fixes.run import mend, select
from picturelock.subtitling.subject import Subject
from picturelock.subtitling.translate.cues import House, one_to_one, retimed
from picturelock.subtitling.translate.memory import Memory
from picturelock.subtitling.translate.run import Answer, translate_texts
from picturelock.subtitling.translate.terms import Guard
from picturelock.subtitling.translate.units import Unit, units_of
from picturelock.subtitling.translate.words import written
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Span

ASKED = "Picturelock: what a glossary asks for stands in the translation"
WHOLE = "Picturelock: no caption is lost or made up in translation"
READ = "Picturelock: a translation is condensed to what can be read"
CARRIED = "Picturelock: what a translation cannot carry over is told"
_MOST_QUOTED = 120
_TYPOGRAPHY = ("spaces", "ellipses", "marks", "apostrophes", "quotes", "characters", "french-spacing")
"""Fixes of `registry.CAPTION_FIXES` that touch no word."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted."""

    source: str
    """Language of the captions, BCP 47."""
    target: str
    profile: Profile
    rate: FrameRate
    glossary: Glossary = field(default_factory=Glossary)
    keep_cues: bool = False
    """Every caption keeps its time; only its lines are set again."""
    file: str = ""
    """What is to be written; named in the findings."""


@dataclass(frozen=True, slots=True)
class Translated:
    """What came of it."""

    captions: Captions
    findings: tuple[Finding, ...]
    sentences: int
    """Texts that were translated: sentences, labels, sung lines."""


def translate(
    captions: Captions, translator: Translator, order: Order, memory: Memory | None = None, progress: Progress = silent
) -> Translated:
    """Captions in another language, and all that a person must look at.

    memory: where finished translations are kept, so that a run that was stopped goes on. Raises UsageError for languages that
    the engine does not know, or that are one and the same.
    """
    require_languages(order.source, order.target)
    guard = Guard(order.glossary, order.source, order.target)
    units = units_of(captions.cues, order.source, guard.names)
    captions = snapped(captions, order.rate)
    kept = memory or Memory(None, "")
    asked = [bare(unit) for unit in units if unit.kind != "name"]
    found_texts = iter(translate_texts(asked, translator, order.source, order.target, guard, kept, progress))
    answers = [Answer(guard.name(bare(unit))) if unit.kind == "name" else next(found_texts) for unit in units]
    manner = manner_of(order.profile, order.target, captions.kind)
    house = House(order.profile, manner, order.target, order.rate, captions.kind)
    said = [
        (unit, written(unit, answer.text, manner, order.profile)) for unit, answer in zip(units, answers, strict=True)
    ]
    found: list[Finding] = []
    if order.keep_cues:
        cues, merged = one_to_one(captions, said, house)
        found += (_finding("captions.translation-merged", "info", cue.span, WHOLE, cue=cue.id) for cue in merged)
    else:
        cues, told = retimed(captions, said, house)
        found += told
    made = replace(captions, cues=tuple(cues), language=order.target)
    subject = Subject(made, order.profile, order.rate, order.file, glossary=order.glossary)
    mended = mend(subject, select(_TYPOGRAPHY if order.keep_cues else (*_TYPOGRAPHY, "gaps")))
    found += _told(units, answers, mended.captions.cues, translator.writes(order.target), order)
    subject = replace(subject, captions=mended.captions)
    found = [replace(one, place=replace(one.place, file=order.file)) for one in found]
    return Translated(mended.captions, (*found, *mended.findings, *_condense(subject)), len(asked))


def texts_of(captions: Captions, order: Order) -> list[str]:
    """What would be translated, in order: what a memory is kept for."""
    guard = Guard(order.glossary, order.source, order.target)
    return [bare(unit) for unit in units_of(captions.cues, order.source, guard.names) if unit.kind != "name"]


def bare(unit: Unit) -> str:
    """A unit's text as an engine gets it: a label without its brackets."""
    return unit.text.strip("[]() ") or unit.text if unit.kind in ("sound", "name") else unit.text


def require_languages(source: str, target: str) -> None:
    """Raise UsageError where nobody says what the captions are in, or they are in that language already."""
    if primary(source) == "und":
        raise UsageError("The captions do not say their language; name it with --from.")
    if source.lower().replace("_", "-") == target.lower().replace("_", "-"):
        raise UsageError(f"The captions are in {target} already.")


def _told(
    units: Sequence[Unit], answers: Sequence[Answer], cues: Sequence[Cue], writes: str, order: Order
) -> Iterator[Finding]:
    """What a person must look at, each with the caption that it stands in now."""
    starts = [cue.span.start for cue in cues]

    def at(time: Flicks) -> str:
        number = bisect_right(starts, time) - 1
        return cues[number].id or str(number + 1) if number >= 0 else ""

    if writes.lower() != order.target.lower():
        facts: dict[str, Fact] = {"asked": order.target, "written": writes}
        yield Finding("captions.translation-variety", "warning", Place(), facts, WHOLE)
    for unit, answer in zip(units, answers, strict=True):
        cue, text = at(unit.span.start), _short(unit.text)
        if answer.doubt in ("untranslated", "unchanged"):
            severity: Severity = "error" if answer.doubt == "untranslated" else "warning"
            yield _finding("captions.untranslated", severity, unit.span, WHOLE, cue=cue, text=text)
        elif answer.doubt:
            told = _short(answer.text)
            yield _finding("captions.translation-doubtful", "warning", unit.span, WHOLE, cue=cue, text=text, told=told)
        for right in answer.missed:
            yield _finding("captions.glossary-missed", "warning", unit.span, ASKED, cue=cue, text=text, right=right)
    mixed = [unit for unit in units if unit.mixed]
    if mixed:
        facts = {"count": len(mixed), "text": _short(mixed[0].text)}
        yield Finding("captions.translation-style", "info", Place(record=mixed[0].span), facts, CARRIED)


def _condense(subject: Subject) -> Iterator[Finding]:
    """How many characters a caption has too many for its time."""
    cps = subject.limits.max_cps
    for event in subject.events if cps else ():
        time = subject.rate.time_of(event.frames)
        room = int(cps * time / FLICKS_PER_SECOND) if cps else 0
        if event.characters > room:
            yield subject.remark(
                "condense", event, "info", READ, characters=event.characters, over=event.characters - room
            )


def _finding(rule: str, severity: Severity, span: Span, source: str, /, **facts: Fact) -> Finding:
    return Finding(rule, severity, Place(record=span, cue=str(facts["cue"])), facts, source)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_QUOTED else text[:_MOST_QUOTED] + "…"
