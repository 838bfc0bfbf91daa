"""Every unit's text through an engine: what the glossary asks for seen to, what came to nothing or looks wrong told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from picturelock.engines.base import Translator
from picturelock.host import Progress
from picturelock.subtitling.translate.memory import Memory
from picturelock.subtitling.translate.terms import Guard, coded, decoded, missed

Doubt = Literal["", "untranslated", "unchanged", "doubtful"]
"""No translation could be had, and the source stands in its place; it is the source again; it runs on or repeats itself."""

_LETTER = re.compile(r"[^\W\d_]")
_MOST_TIMES_LONGER = 3
_AND_CHARACTERS = 40
_LOOP_WORDS = 12
_LOOP_SHARE = 0.35
"""A translation of so many words or more with so few different ones repeats itself, unless its source does."""
_SAME_WORDS = 4
"""From so many words on, a translation that is its source is none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one text."""

    text: str
    missed: tuple[str, ...] = ()
    """What the glossary asks for and the translation lacks."""
    doubt: Doubt = ""


def translate_texts(
    texts: Sequence[str],
    translator: Translator,
    source: str,
    target: str,
    guard: Guard,
    memory: Memory,
    progress: Progress,
) -> list[Answer]:
    """An answer for each text, in order. What Ctrl-C interrupts is in the memory."""
    worded = [number for number, text in enumerate(texts) if _LETTER.search(text)]
    wanted = {number: guard.wanted(texts[number]) for number in worded}
    terms = guard.pairs([texts[number] for number in worded])
    asked = _Asked(translator, source, target, terms, memory, progress)
    found = asked.all("1", {number: texts[number] for number in worded})
    lost = {n: coded(texts[n], wanted[n]) for n, text in found.items() if text and missed(wanted[n], text)}
    for number, text in (asked.all("2", lost) if lost else {}).items():
        mended = decoded(text, wanted[number])
        if mended is not None and not doubt_of(texts[number], mended):
            found[number] = mended
    return [
        _answer(text, found[number], missed(wanted[number], found[number])) if number in found else Answer(text)
        for number, text in enumerate(texts)
    ]


def doubt_of(source: str, translation: str) -> Doubt:
    """What is wrong with a translation by its looks."""
    if not translation:
        return "untranslated"
    words = translation.casefold().split()
    if len(words) >= _SAME_WORDS and words == source.casefold().split():
        return "unchanged"
    if len(translation) > _MOST_TIMES_LONGER * len(source) + _AND_CHARACTERS:
        return "doubtful"
    loops = len(words) >= _LOOP_WORDS and len(set(words)) < _LOOP_SHARE * len(words)
    own = source.casefold().split()
    return "doubtful" if loops and len(set(own)) >= _LOOP_SHARE * len(own) else ""


def _answer(source: str, translation: str, lacking: tuple[str, ...]) -> Answer:
    doubt = doubt_of(source, translation)
    return Answer(source, (), doubt) if doubt == "untranslated" else Answer(translation, lacking, doubt)


class _Asked:
    """One engine, asked for what the memory does not have."""

    def __init__(
        self,
        translator: Translator,
        source: str,
        target: str,
        terms: Sequence[tuple[str, str]],
        memory: Memory,
        progress: Progress,
    ) -> None:
        self._translator, self._memory, self._progress = translator, memory, progress
        self._source, self._target, self._terms = source, target, terms

    def all(self, round_: str, texts: dict[int, str]) -> dict[int, str]:
        """The translations of some texts by their numbers."""
        todo = [number for number in texts if self._memory.get(f"{round_}:{number}") is None]
        stage = "translate" if round_ == "1" else "terms"
        known, kept = len(texts) - len(todo), 0

        def told(done: Sequence[str]) -> None:
            nonlocal kept
            fresh = zip(todo[kept : len(done)], done[kept:], strict=True)
            self._memory.keep({f"{round_}:{number}": text for number, text in fresh})
            kept = len(done)
            self._progress(stage, known + len(done), len(texts))

        if todo:
            self._progress(stage, known, len(texts))
            try:
                done = self._translator.translate(
                    [texts[number] for number in todo], self._source, self._target, self._terms, told
                )
                self._memory.keep({f"{round_}:{n}": text for n, text in zip(todo, done, strict=True)})
            finally:
                self._memory.save()
        return {number: self._memory.get(f"{round_}:{number}") or "" for number in texts}
