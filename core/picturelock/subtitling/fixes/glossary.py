"""Wrong spellings of names, as the glossary lists them, are put right. What is only nearly a name is left to a person."""

from __future__ import annotations

from dataclasses import replace

from picturelock.cues import Captions, Run
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.rules.glossary import Spellings
from picturelock.subtitling.subject import Subject


def apply(subject: Subject) -> Captions:
    """See the top of this module. A name that two styles or two lines part is left as it is."""
    spellings = Spellings(subject.glossary)
    if not spellings:
        return subject.captions
    cues = []
    for cue in subject.captions.cues:
        lines = tuple(tuple(_right(run, spellings) for run in line) for line in cue.lines)
        cues.append(cue if lines == cue.lines else replace(cue, lines=lines))
    return replace(subject.captions, cues=tuple(cues))


def _right(run: Run, spellings: Spellings) -> Run:
    text = run.text
    for hit in reversed(list(spellings.hits(text))):
        found = text[hit.start : hit.end]
        right = hit.term.text.upper() if found.isupper() and len(found) > 1 else hit.term.text
        text = text[: hit.start] + right + text[hit.end :]
    return run if text == run.text else replace(run, text=text)


FIX = Fix("names", ("captions.name-spelling",), apply, words=True)
