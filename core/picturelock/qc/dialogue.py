"""Loudness of the dialogue, approximated: the gate that specs mean is Dolby's own, and this is where the transcript has words.

Over the momentary loudness (400 ms, each 100 ms) of the stretches in which somebody speaks, the mean power above -70 LUFS.
Without the proprietary gate it may be off by up to a loudness unit: so far beyond the tolerance it only warns.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import log10

from picturelock.cutmap import union
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.media.scan.model import HOP, LOUDEST, NOTHING, ProgrammeScan
from picturelock.media.scan.within import GATE_LUFS
from picturelock.production import Dossier
from picturelock.production.leader import leader
from picturelock.qc.common import HOUSE, file_of
from picturelock.specs import Spec
from picturelock.spoken import spoken
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, nearest

DOUBT_LU = Fraction(1)
_PAUSE: Flicks = FLICKS_PER_SECOND * 3 // 10
"""Words closer than this are one stretch of speech."""
_LEAST = 5 * FLICKS_PER_SECOND
"""Of speech, below which there is no dialogue to measure."""
_WINDOW = FLICKS_PER_SECOND * 2 // 5


def judge_dialogue(dossier: Dossier, programme: ProgrammeScan, spec: Spec, facts: dict[str, Fact]) -> Iterator[Finding]:
    """One programme against `dialogue_loudness`; without a transcript it cannot be judged, which is an error."""
    target, tolerance = spec.by_name.get("dialogue_loudness"), spec.by_name.get("dialogue_tolerance")
    if target is None or tolerance is None:
        return
    place = Place(file=file_of(dossier))
    unconfirmed = not (target.confirmed and tolerance.confirmed)
    speech = speech_spans(dossier)
    measured = dialogue_loudness(programme, speech)
    if measured is None:
        seconds = sum(span.duration for span in speech) // FLICKS_PER_SECOND
        yield Finding(
            "qc.dialogue-unmeasured", "error", place, {**facts, "seconds": seconds}, target.source, unconfirmed
        )
        return
    value = Fraction(nearest(Fraction(measured) * 10), 10)
    beyond = abs(value - target.amount) - tolerance.amount
    if beyond > 0:
        told = {
            **facts,
            "dialogue_lufs": float(value),
            "target_lufs": float(target.amount),
            "tolerance_lu": float(tolerance.amount),
            "change_db": float(target.amount - value),
            "approximate": True,
            "method": HOUSE,
        }
        severe: Severity = "error" if beyond > DOUBT_LU else "warning"
        yield Finding("qc.dialogue-loudness", severe, place, told, target.source, unconfirmed)


def speech_spans(dossier: Dossier) -> tuple[Span, ...]:
    """Where somebody speaks, in the master's own time."""
    before = leader(dossier)
    words, _ = spoken(dossier.cut, dossier.transcripts)
    return union(
        Span(word.span.start + before, max(word.span.start, word.span.end) + before + _PAUSE) for word in words
    )


def dialogue_loudness(programme: ProgrammeScan, speech: tuple[Span, ...]) -> float | None:
    """LUFS over speech, or None where there is less than five seconds of it, or nothing is heard there."""
    if sum(span.duration for span in speech) < _LEAST:
        return None
    hop = int(HOP * FLICKS_PER_SECOND)
    powers = []
    at = 0
    for index, level in enumerate(programme.momentary.values()):
        middle = (index + 1) * hop - _WINDOW // 2
        while at < len(speech) and speech[at].end <= middle:
            at += 1
        if at == len(speech):
            break
        loudness = LOUDEST - level / 100
        if level != NOTHING and speech[at].start <= middle and loudness > GATE_LUFS:
            powers.append(10 ** (loudness / 10))
    return 10 * log10(sum(powers) / len(powers)) if powers else None
