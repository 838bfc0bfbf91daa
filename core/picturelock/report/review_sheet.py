"""The sheet on which a person corrects a translation: one HTML file, each caption beside what the source says meanwhile.

It needs nothing else, sends nothing anywhere, and saves its answers as a file that `review_sheet_answers` reads back.
"""

from __future__ import annotations

import base64
import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from picturelock.cues import Captions, Cue, Line
from picturelock.findings import Finding, Severity
from picturelock.limits import Limits
from picturelock.report.html import SYMBOLS
from picturelock.report.review_sheet_marks import marked
from picturelock.times import FLICKS_PER_MS, Flicks, FrameRate, Timecode
from picturelock.wording import fix, limit_name, message, quantity, table, title

SCHEMA = "picturelock/review-1"
TEMPLATE, STYLE, SCRIPT = "review_sheet.html.j2", "review_sheet.css", "review_sheet.js"
_CONTINUES = 4
"""A source caption is shown again beside a later caption that has at least a quarter of its time."""
_TABLE = 400
"""Characters for which the sheet is told the reading time."""
_LIVE = frozenset(f"captions.{what}" for what in ("reading-speed", "reading-time", "line-length", "lines", "condense"))
"""What the page itself says while somebody writes."""
_SHOWN = ("max_characters", "max_lines", "max_cps", "max_wpm", "reading_table", "min_duration")


@dataclass(frozen=True, slots=True)
class Said:
    """What the source says beside a caption."""

    lines: tuple[Line, ...]
    again: bool = False
    """It stands beside an earlier caption too."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding, in words."""

    severity: Severity
    title: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Row:
    """One caption of the translation, or what the source says where there is none (index None)."""

    index: int | None
    id: str
    start: str
    end: str
    time: Flicks
    source: tuple[Said, ...]
    text: str = ""
    """With <i>, <b> and <u>."""
    duration: Flicks = 0
    findings: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two caption files."""

    file: str
    hash: str
    captions: Captions
    language: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the sheet."""

    title: str
    source: Side
    translation: Side
    profile: str
    profile_title: str
    limits: Limits
    rate: FrameRate
    rows: tuple[Row, ...]

    @property
    def source_language(self) -> str:
        return self.source.language

    @property
    def target_language(self) -> str:
        return self.translation.language

    @property
    def source_file(self) -> str:
        return self.source.file

    @property
    def target_file(self) -> str:
        return self.translation.file


def rows_of(
    source: Captions, translation: Captions, findings: Sequence[Finding], rate: FrameRate, language: str
) -> tuple[Row, ...]:
    """The rows in order of time. findings: on the captions of the translation, by their ids, or their numbers from 1."""
    clock = _Clock(translation, rate)
    beside, alone = _beside(source.cues, translation.cues)
    told = _remarks(translation.cues, findings, language)
    rows = [
        Row(
            index, cue.id or str(index + 1), clock.label(cue.span.start), clock.label(cue.span.end), cue.span.start,
            tuple(beside[index]), marked(cue.lines), cue.span.duration, tuple(told[index]),
        )
        for index, cue in enumerate(translation.cues)
    ]  # fmt: skip
    for cue in alone:
        label = clock.label(cue.span.start), clock.label(cue.span.end)
        rows.append(Row(None, "", *label, cue.span.start, (Said(cue.lines),)))
    return tuple(sorted(rows, key=lambda row: row.time))


def render(sheet: Sheet, language: str = "en") -> str:
    """The whole page, in a language of the interface. Every text from outside is escaped; nothing is fetched from anywhere."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    words = table(language, "ui")["review_sheet"]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    style, script = _asset(STYLE), _asset(SCRIPT)
    return environment.from_string(_asset(TEMPLATE)).render(
        sheet=sheet,
        words=words,
        language=language,
        symbols=SYMBOLS,
        limits=tuple(_limits(sheet.limits, language)),
        rate=f"{sheet.rate.label.replace('.', ',') if language == 'fr' else sheet.rate.label}",
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=Markup(_data(sheet, words)),
    )


class _Clock:
    """Record timecode as people read it."""

    def __init__(self, captions: Captions, rate: FrameRate) -> None:
        self._start, self._rate = captions.start, rate
        self._drop = captions.drop and bool(rate.drop_labels)

    def label(self, time: Flicks) -> str:
        return str(Timecode.at(self._start + time, self._rate, self._drop))


def _beside(source: Sequence[Cue], translation: Sequence[Cue]) -> tuple[list[list[Said]], list[Cue]]:
    """For each caption of the translation what is said meanwhile, and the source's captions that have none beside them."""
    beside: list[list[Said]] = [[] for _ in translation]
    alone: list[Cue] = []
    starts = [cue.span.start for cue in translation]
    longest = max((cue.span.duration for cue in translation), default=0)
    for cue in source:
        if not cue.text.strip():
            continue
        shared = {}
        for at in range(bisect_right(starts, cue.span.start - longest - 1), bisect_right(starts, cue.span.end)):
            span = cue.span.intersect(translation[at].span)
            if span or translation[at].span == cue.span:
                shared[at] = span.duration if span else 0
        if not shared:
            alone.append(cue)
            continue
        main = max(shared, key=lambda at: (shared[at], -at))
        for at, time in shared.items():
            if at == main or (time * _CONTINUES >= cue.span.duration and at > main):
                beside[at].append(Said(cue.lines, at != main))
    return beside, alone


def _remarks(cues: Sequence[Cue], findings: Sequence[Finding], language: str) -> list[list[Remark]]:
    """What is wrong with each caption, in words."""
    told: list[list[Remark]] = [[] for _ in cues]
    by_id: dict[str, list[int]] = {}
    for number, cue in enumerate(cues):
        by_id.setdefault(cue.id or str(number + 1), []).append(number)
    for finding in findings:
        numbers = by_id.get(finding.place.cue, [])
        record = finding.place.record
        if numbers and finding.rule not in _LIVE:
            nearest = min(numbers, key=lambda at: abs(cues[at].span.start - record.start) if record else 0)
            words = title(finding.rule, language), message(finding, language), fix(finding, language)
            told[nearest].append(Remark(finding.severity, *words))
    return told


def _limits(limits: Limits, language: str) -> Iterator[str]:
    colon = "\u00a0: " if language == "fr" else ": "
    for name in _SHOWN:
        if name in limits.by_name:
            yield f"{limit_name(name, language)}{colon}{quantity(limits.by_name[name].text, language)}"


def _data(sheet: Sheet, words: Any) -> str:
    """What the script needs, as JSON that no text can break out of."""
    limits = sheet.limits
    cues = [
        {"id": row.id, "ms": row.duration / FLICKS_PER_MS, "was": row.text}
        for row in sheet.rows
        if row.index is not None
    ]
    document = {
        "schema": SCHEMA,
        "answers": f"{sheet.translation.file}.review.json",
        "translation": {"file": sheet.translation.file, "hash": sheet.translation.hash, "cues": len(cues)},
        "source": {"file": sheet.source.file, "hash": sheet.source.hash},
        "profile": sheet.profile,
        "limits": {
            "characters": limits.max_characters,
            "lines": limits.max_lines,
            "cps": float(limits.max_cps) if limits.max_cps else None,
            "reading": [limits.reading_time(count, 0) / FLICKS_PER_MS for count in range(_TABLE + 1)],
            "perWord": limits.reading_time(0, 1000) / FLICKS_PER_MS / 1000,
        },
        "words": dict(words),
        "cues": cues,
    }
    text = json.dumps(document, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _asset(name: str) -> str:
    return files("picturelock.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """As a content security policy names an element's text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
