"""One source after another: a choice made, the reference as it is, or the ways in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from picturelock.conform.relink.checks import checked, finding, shortage
from picturelock.conform.relink.choose import Choice, differs, narrowed
from picturelock.conform.relink.model import Candidate, Link, Need, Reason, Short, State, Way
from picturelock.conform.relink.search import NOTE, Search, is_proxy
from picturelock.conform.relink.sequences import pattern
from picturelock.cut import Source
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding
from picturelock.timeline.locate import start_of
from picturelock.timeline.references import media_path
from picturelock.timeline.search import STILL_SUFFIXES
from picturelock.times import FrameRate, Span

_NAMED = 3
"""Candidates that a sentence names; tables and documents have all."""


class Linker:
    """Decides what each source is, or that nobody can tell."""

    def __init__(
        self,
        search: Search,
        by: Sequence[Way],
        choices: Mapping[tuple[str, str, str, str], Path],
        ask: Callable[[Need, Sequence[Candidate]], Candidate | None] | None,
        rate: FrameRate,
    ) -> None:
        self.search = search
        self._by = by
        self._choices = choices
        self._ask = ask
        self._rate = rate
        self._answers: dict[tuple[str, str, str, str], Candidate] = {}

    def link(self, need: Need, *, by_person: bool = True) -> Link:
        """What a source is. by_person: by what was chosen as well, and by asking."""
        path, outside = self.search.reference(need.source)
        before = self.search.at(path) if path is not None else None
        chosen = self._choices.get(need.key) or self._choices.get((*need.key[:3], ""))
        if chosen is not None and by_person:
            return self._linked(need, self._chosen(chosen), ("choice",), before)
        if before is not None and not before.problem and self.search.is_in_folders(before.path):
            return self._linked(need, before, ("reference",), before)
        problem = before if before is not None and before.problem else None
        for way in self._by:
            found = self.search.by(way, need)
            choice = narrowed(need, found, way, self.search, self._rate)
            if choice.left:
                return self._settled(need, choice, before, by_person)
            problem = problem or next((one for one in found if one.problem), None)
        short = (
            narrowed(need, self.search.cut_short(need), "reel", self.search, self._rate) if "reel" in self._by else None
        )
        if short is not None and short.left:
            return self._settled(need, short, before, by_person)
        if before is not None and not before.problem:
            return self._linked(need, before, ("reference",), before)
        return Link(need, "missing", need.source, findings=tuple(_missing(need, problem, outside)))

    def missing_with(self, link: Link, near: Sequence[Candidate]) -> Link:
        """A missing source with what it may have become."""
        if not any(one.rule == "timeline.relink-missing" for one in link.findings):
            return replace(link, candidates=tuple(near))
        if near and self._ask is not None and (answer := self._ask(link.need, near)) is not None:
            return self._linked(link.need, answer, ("choice",), None)
        names = ", ".join(dict.fromkeys(one.path.name for one in near[:_NAMED]))
        facts: dict[str, Fact] = {"count": len(near), "near": names}
        rule = "timeline.relink-missing-near" if near else "timeline.relink-missing"
        return replace(link, candidates=tuple(near), findings=(finding(rule, "error", link.need, facts),))

    def _settled(self, need: Need, choice: Choice, before: Candidate | None, by_person: bool) -> Link:
        if len(choice.left) == 1:
            return self._linked(need, choice.left[0], self._reasons(need, choice), before, choice)
        if self._ask is not None and by_person:
            answer = self._answers.get(need.key) or self._ask(need, choice.left)
            if answer is not None:
                self._answers[need.key] = answer
                return self._linked(need, answer, ("choice",), before)
        apart = differs(choice.left)
        facts: dict[str, Fact] = {
            "count": len(choice.left), "files": _some(choice.left), "differs": ", ".join(apart),
        }  # fmt: skip
        told = (finding("timeline.relink-ambiguous", "error", need, facts),)
        return Link(need, "ambiguous", need.source, None, choice.reasons, choice.left, (), apart, Short(), told)

    def _reasons(self, need: Need, choice: Choice) -> tuple[Reason, ...]:
        """By what one file is known: the surest way that leads to it, whether or not its reel was known before it was opened."""
        way, *others = choice.reasons
        surer = "reel" in self._by and way in ("file", "clip") and self._by.index("reel") < self._by.index(way)
        if not surer or not self.search.is_on_reel(choice.left[0], need):
            return choice.reasons
        return ("reel", *(one for one in others if one != "ending"))

    def _linked(
        self,
        need: Need,
        file: Candidate,
        reasons: tuple[Reason, ...],
        before: Candidate | None,
        choice: Choice | None = None,
    ) -> Link:
        found = placed(need.source, need, file)
        info = file.info
        slack = self.search.slack(info, need) if info is not None else 0
        short = shortage(need, found, file, self._rate, slack)
        same = before is not None and before.path == file.path
        state: State = "short" if short.used or short.handles else ("unchanged" if same else "linked")
        told = [*checked(need, file, short, before, self._rate)]
        if info is not None:
            differing = start_of(need.source, need.used, info)[1]
            told += [finding("timeline.start-differs", "warning", need, dict(differing))] if differing else []
        if is_proxy(file.path) and not same:
            told.append(finding("timeline.relink-proxy-only", "warning", need, {"file": file.path.name}))
        if choice is not None and choice.proxies:
            facts: dict[str, Fact] = {"file": str(file.path), "proxies": _some(choice.proxies)}
            told.append(finding("timeline.relink-original", "info", need, facts))
        copies = tuple(one.path for one in choice.copies) if choice else ()
        if copies:
            facts = {"count": len(copies), "file": str(file.path)}
            told.append(finding("timeline.relink-copies", "info", need, facts))
        sources = {shot.source for shot in need.shots} - {need.source}
        others = {source: placed(source, need, file) for source in sources}
        return Link(need, state, found, file, reasons, (), copies, (), short, tuple(told), others)

    def _chosen(self, path: Path) -> Candidate:
        """The file that a person chose. Raises InputError for one that may not or cannot be read."""
        if not self.search.border.holds(path):
            hint = "Add its folder with --media."
            raise InputError("lies outside the media folders.", file=path, hint=hint)
        found = self.search.frames_at(path) or (self.search.at(path) if path.is_file() else None)
        if found is None:
            raise InputError("is not there.", file=path, hint="Choose another file for this source.")
        if found.problem:
            raise InputError(found.problem, file=path, hint="Choose another file for this source.")
        return found


def placed(source: Source, need: Need, file: Candidate) -> Source:
    """A source of the timeline at its file."""
    kept = dict(source.extras)
    if file.fingerprint and not file.frames:
        kept[NOTE] = {"fingerprint": file.fingerprint}
    moved = replace(source, path=file.path.absolute(), url=_reference(source, file), extras=kept)
    if file.frames:
        return moved
    info = file.info
    if info is None:
        available = None if file.path.suffix.lower() in STILL_SUFFIXES else source.available
        return replace(moved, available=available, fingerprint=file.fingerprint)
    start, _ = start_of(source, need.used, info)
    available = Span(start, start + info.duration)
    rate = info.rate or source.rate
    drop = info.start_timecode.drop if info.start_timecode is not None else source.drop
    return replace(moved, start=start, available=available, rate=rate, drop=drop, fingerprint=file.fingerprint)


def _reference(source: Source, file: Candidate) -> str:
    """What the timeline wrote, where that still leads there from anywhere; "" for the path to be written."""
    if file.frames:
        return pattern(file.path)
    nowhere = Path(file.path.anchor) / "nowhere"
    return source.url if source.url and media_path(source.url, nowhere) == file.path else ""


def _missing(need: Need, problem: Candidate | None, outside: bool) -> Iterator[Finding]:
    if problem is not None:
        yield finding(
            "timeline.media-unreadable", "error", need, {"file": problem.path.name, "reason": problem.problem}
        )
    elif outside:
        yield finding("timeline.media-outside", "error", need, {"url": need.source.url[:300]})
    else:
        yield finding("timeline.relink-missing", "error", need, {"count": 0, "near": ""})


def _some(found: Sequence[Candidate]) -> str:
    return "; ".join(str(one.path) for one in found[:_NAMED]) + (" …" if len(found) > _NAMED else "")
