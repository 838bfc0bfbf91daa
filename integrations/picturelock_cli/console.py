"""What a command shows: sentences and tables for people, one JSON document for programs, and progress."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from picturelock.cut import Cut
from picturelock.errors import PicturelockError
from picturelock.findings import SEVERITIES, Finding, Verdict
from picturelock.host import Progress, silent
from picturelock.report.answers import tally
from picturelock.report.document import to_json
from picturelock.report.frames import timecodes
from picturelock.times import Flicks, FrameRate, Timecode
from picturelock.wording import fix, message, say, table, whose

from picturelock_cli.safe_text import shown
from picturelock_cli.who import roles_for, who_may_waive

if TYPE_CHECKING:
    from picturelock.production import Dossier
    from rich.text import Text

MANY, FIRST = 10, 3
"""More findings alike than this are told by their first few."""
WIDTH_IN_A_FILE = 200
"""Columns of a table that goes to a file or a pipe."""

_TIED = {0xA0: 0xF8FA, 0x202F: 0xF8FB}
"""No-break spaces as signs that rich, which breaks lines at them, takes for letters."""
_UNTIED = {sign: space for space, sign in _TIED.items()}
_MARKS = {"error": "✗", "warning": "!", "info": "i"}
_WAIVED = "✎"
_COLORS = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_STATES = {"open": "bold green", "closed": "bold red", "none": "bold red"} | dict.fromkeys(
    ("unmet", "waived"), "bold yellow"
)


def print_document(document: Mapping[str, Any]) -> None:
    """The one JSON document that `--json` puts on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


class Console:
    """People's text goes to standard output.

    With `--json`, which claims that, its sentences are the document's "notes", and only a terminal shows them as well.
    """

    def __init__(self, args: argparse.Namespace) -> None:
        from rich.console import Console as Rich

        self.language: str = args.lang
        self.json: bool = args.json
        self.progress_mode: str = args.progress
        self._every: bool = getattr(args, "all_findings", False)
        self._notes: list[str] = []
        self._told: set[object] = set()
        self._err = Rich(stderr=True, highlight=False)
        # A program that reads JSON, perhaps from both outputs, is not disturbed; a person who looks on is not left alone.
        no_text = args.json and (args.progress == "json" or not self._err.is_terminal)
        self._out = Rich(stderr=args.json, highlight=False, soft_wrap=True, quiet=no_text)
        if not self._out.is_terminal:
            self._out.width = WIDTH_IN_A_FILE

    def text(self, key: str, **facts: str | int | float | bool) -> str:
        """A sentence of the interface, in the person's language."""
        return say(key, self.language, **facts)

    def say(self, key: str, style: str = "", **facts: str | int | float | bool) -> None:
        """Print a sentence of the interface."""
        text = self.text(key, **facts)
        self._notes.append(shown(text).strip())
        self.line(text, style)

    def warn_once(self, key: str, **facts: str | int | float | bool) -> None:
        """Print a sentence about what was left aside, the first time it is said."""
        told = (key, *facts.items())
        if told not in self._told:
            self._told.add(told)
            self.say(key, "yellow", **facts)

    def line(self, text: str = "", style: str = "") -> None:
        """Print a line as it is."""
        self._out.print(shown(text), style=style or None, markup=False)

    def failure(self, error: PicturelockError, label: str = "") -> None:
        """Print what went wrong with one of many, and go on."""
        self.line(f"✗ {label}  {error.message}" if label else f"✗ {error.message}", "red")
        if error.hint:
            self.line(f"    → {error.hint}")

    def rows(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print a table."""
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in headings:
            table.add_column(heading, overflow="fold")
        for row in rows:
            table.add_row(*(Text(shown(cell)) for cell in row))
        self._out.print(table)

    def plain(self, lines: Iterable[str]) -> None:
        """Print very many lines as they are, one by one: nothing is measured, and none is kept."""
        if self._out.quiet:
            return
        for line in lines:
            self._out.file.write(shown(line) + "\n")

    def findings(
        self,
        findings: Sequence[Finding],
        cut: Cut | None = None,
        numbers: Mapping[int, int] | None = None,
        demanded: Callable[[Finding], str] | None = None,
    ) -> None:
        """Print each finding: how grave, where, what, what to do, and whose rule it is.

        numbers: of a verdict, those of its report, by the findings' id(): they come in that order, and each error says who may
        waive it. demanded: which specification or profile asks for it.

        Of one rule in one file only the first few, unless all were asked for: documents and reports hold every one.
        """
        from rich.text import Text

        alike = Counter(_alike(finding) for finding in findings)
        told: Counter[tuple[str, str, str]] = Counter()
        known = numbers or {}
        for finding in sorted(findings, key=lambda one: (known.get(id(one), 0), _gravest_first(one))):
            told[_alike(finding)] += 1
            if not self._every and alike[_alike(finding)] > MANY and told[_alike(finding)] > FIRST:
                if told[_alike(finding)] == FIRST + 1:
                    more = self.text("more_alike", count=alike[_alike(finding)] - FIRST, rule=finding.rule)
                    self._hanging(Text(f"    {more}", style="dim"))
                continue
            where = _where(finding, cut)
            mark, color = _MARKS[finding.severity], _COLORS[finding.severity]
            line = Text(*((f"{mark} ", color) if finding.waived is None else (f"{_WAIVED} ", "yellow")))
            if id(finding) in known:
                line.append(f"{known[id(finding)]}. ", style="bold")
            line.append(shown(f"{where}  ") if where else "", style="bold")
            line.append(shown(message(finding, self.language)), style="default")
            doubt = f" ({self.text('unconfirmed')})" if finding.unconfirmed else ""
            if finding.waived is not None:
                until = finding.waived.expires.isoformat()
                doubt += f" ({self.text('waived_by', person=shown(finding.waived.person), expires=until)})"
            line.append(f"  [{finding.rule}]{doubt}", style="dim")
            self._hanging(line)
            advice = fix(finding, self.language) if finding.waived is None else ""
            if advice:
                self._hanging(Text(shown(f"    → {advice}"), style="dim"), indent=6)
            self._hanging(Text(shown(f"      {self._whose(finding, demanded)}"), style="dim"), indent=6)
            if numbers is not None and finding.severity == "error" and finding.waived is None:
                self._hanging(Text(shown(f"      {who_may_waive(finding.rule, self.language)}"), style="dim"), indent=6)
        self.line(self.counts(findings))

    def _whose(self, finding: Finding, demanded: Callable[[Finding], str] | None) -> str:
        """Whose rule it is, when it was read there, and who asks for it in this delivery."""
        source = whose(finding.source, self.language) or table(self.language, "report")["house_rule"]
        asked = demanded(finding) if demanded is not None else ""
        said = self.text("verdict_rule", source=source)
        return f"{said} ({self.text('verdict_demanded', demanded=asked)})" if asked else said

    def _hanging(self, text: Text, indent: int = 4) -> None:
        """Print text; on a terminal within its width, later lines further in. A file keeps it on one line."""
        if not self._out.is_terminal:
            self._out.print(text)
            return
        text.plain = text.plain.translate(_TIED)
        lines = text.wrap(self._out, max(self._out.width - indent, 20))
        for number, line in enumerate(lines):
            line.plain = line.plain.translate(_UNTIED)
            line.rstrip()
            if number:
                line.pad_left(indent)
            self._out.print(line)

    def counts(self, findings: Sequence[Finding]) -> str:
        """ "2 errors, 3 waived, 1 warning", in the person's language."""
        counts = [(kind, count) for kind, count in tally(findings).items() if count]
        parts = [self.text(f"count_{kind}_{'one' if count == 1 else 'many'}", count=count) for kind, count in counts]
        return ", ".join(parts) or self.text("no_findings")

    def document(self, code: int, findings: Sequence[Finding], cut: Cut | None = None, **extra: Any) -> None:
        """Print the JSON document, where one was asked for."""
        self.documents(code, [(findings, cut)], **extra)

    def verdict(self, findings: Sequence[Finding], dossier: Dossier) -> None:
        """Print for which destination, and the findings of a verdict, with their numbers and who may waive them."""
        from picturelock.delivery.demanded import demanded_in
        from picturelock.delivery.subject import spec_title
        from picturelock.report.numbering import numbers

        self.say("verdict_for", "bold", title=dossier.production.title, spec=spec_title(dossier, self.language))
        by_id = {id(finding): number for number, finding in zip(numbers(findings), findings, strict=True)}
        self.findings(findings, dossier.cut, by_id, demanded_in(dossier, self.language))

    def answers(self, verdict: Verdict) -> None:
        """Print which checks gave no answer or had nothing to judge, and how many looked."""
        from picturelock.report import banner

        names, reasons = table(self.language, "report")["checks"], table(self.language, "report")["idle"]
        idle: dict[str, list[str]] = {}
        for run in verdict.ran:
            name = run.check.partition(":")[0].removeprefix("picturelock.")
            if run.problem:
                self.line(f"✗ {run.check}: {run.problem}", "bold red")
            elif run.idle:
                idle.setdefault(run.idle, []).append(names.get(name, name))
        for reason, listed in idle.items():
            self.line(self.text("idle_check", name=", ".join(listed), reason=reasons[reason]), "dim")
        said = banner.ran(verdict, self.language)
        self._notes.append(said)
        self.line(said)

    def conclusion(self, verdict: Verdict) -> None:
        """Print the verdict in words: the last line of every command that judges."""
        from picturelock.report import banner

        said = f"{banner.headline(verdict, self.language)}. {banner.follows(verdict, self.language)}"
        self._notes.append(said)
        self.line(said, _STATES[banner.state(verdict)])

    def documents(self, code: int, groups: Sequence[tuple[Sequence[Finding], Cut | None]], **extra: Any) -> None:
        """Print one JSON document for the findings of several cuts, each told in its own timecode."""
        if not self.json:
            return
        told: list[dict[str, Any]] = []
        for findings, cut in groups:
            rate, start, drop = (cut.rate, cut.start, cut.drop) if cut else (None, 0, False)
            waivable = roles_for if "verdict" in extra else None
            document = to_json(findings, rate=rate, start=start, drop=drop, language=self.language, waivable=waivable)
            told += document["findings"]
        document = to_json((), rate=None, language=self.language, exit=code, notes=self._notes, **extra)
        print_document(document | {"findings": told})

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A Progress for long work: a bar on a terminal, JSON lines on standard error, or nothing."""
        if self.progress_mode == "json":
            yield _JsonProgress()
        elif self.progress_mode == "auto" and self._err.is_terminal:
            with _bar(self._err) as show:
                yield _Translated(show, self.language)
        else:
            yield silent


class _JsonProgress:
    """A line per step, at most ten a second; the last step of a stage always."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        now = time.monotonic()
        if now - self._last < 0.1 and done != total:
            return
        self._last = now
        sys.stderr.write(
            json.dumps({"stage": stage, "done": done, "total": total, "note": note}, ensure_ascii=False) + "\n"
        )
        sys.stderr.flush()


class _Translated:
    """Stage names in the person's language, where the wording has them."""

    def __init__(self, show: Progress, language: str) -> None:
        self._show, self._language = show, language

    def __call__(self, stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        with suppress(KeyError):
            stage = say(f"stage_{stage}", self._language)
        self._show(stage, done, total, note)


@contextmanager
def _bar(console: Any) -> Iterator[Progress]:
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, TextColumn("{task.fields[note]}"), console=console, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, note=note)
            bar.update(tasks[stage], completed=done, total=total or None, note=note)

        yield show


def timecode(time_: Flicks, rate: FrameRate, start: Flicks, drop: bool) -> str:
    """The record timecode label of a time in the cut."""
    return str(Timecode.at(start + time_, rate, drop))


def _where(finding: Finding, cut: Cut | None) -> str:
    """Timecode, and the caption file for a caption; else file and line; else the source."""
    place = finding.place
    if place.record is not None and cut is not None:
        label, _ = timecodes(place.record, cut.rate, cut.start, cut.drop)
        return f"{label}  {PurePath(place.file).name}" if place.cue else label
    if place.line is not None:
        return f"{place.file}:{place.line}"
    return place.source or place.file


def _alike(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.severity, finding.place.file


def _gravest_first(finding: Finding) -> tuple[int, int, int, str]:
    record = finding.place.record
    start = record.start if record else -1
    return (-SEVERITIES.index(finding.severity), start, finding.place.line or 0, finding.rule)
