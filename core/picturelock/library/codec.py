"""Segments, findings and provenance as the JSON texts that the library stores. Times are flicks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from picturelock.findings import Finding
from picturelock.speech import Energy, Provenance, Segment, Word
from picturelock.times import Span


def pack_parameters(parameters: Iterable[tuple[str, str]]) -> str:
    """One text for one set of settings, whatever their order was."""
    return _dump(sorted([name, value] for name, value in parameters))


def pack_segments(segments: Iterable[Segment]) -> str:
    return _dump([[segment.language, [_word(word) for word in segment.words]] for segment in segments])


def unpack_segments(text: str) -> tuple[Segment, ...]:
    """Raises ValueError, TypeError or KeyError for a text that `pack_segments` did not make."""
    return tuple(
        Segment(tuple(Word(words[0], Span(words[1], words[2]), words[3], words[4]) for words in listed), language)
        for language, listed in _list(text)
    )


def pack_findings(findings: Iterable[Finding]) -> str:
    """Rule, severity and evidence; the place is the media's, whatever it is called by then."""
    return _dump([[finding.rule, finding.severity, dict(finding.evidence)] for finding in findings])


def unpack_findings(text: str) -> tuple[Finding, ...]:
    """Raises ValueError, TypeError or KeyError for a text that `pack_findings` did not make."""
    return tuple(Finding(rule, severity, evidence=dict(evidence)) for rule, severity, evidence in _list(text))


def pack_provenance(provenance: Provenance) -> str:
    return _dump(asdict(provenance))


def unpack_provenance(text: str) -> Provenance:
    """Raises ValueError, TypeError or KeyError for a text that `pack_provenance` did not make."""
    data: dict[str, Any] = json.loads(text)
    data["parameters"] = tuple((name, value) for name, value in data["parameters"])
    data["inputs"] = tuple(data["inputs"])
    data["energy"] = Energy(**data["energy"])
    return Provenance(**data)


def _word(word: Word) -> list[Any]:
    return [word.text, word.span.start, word.span.end, word.confidence, word.speaker]


def _list(text: str) -> list[Any]:
    found = json.loads(text)
    if not isinstance(found, list):
        raise TypeError("expected a list")
    return found


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
