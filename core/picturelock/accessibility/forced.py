"""Forced narratives that are none: a track so ordered which captions what is said in its own language.

What a forced narrative must hold depends on who watches which version, and is not judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.accessibility.fit import fit
from picturelock.accessibility.shown import Shown
from picturelock.findings import Fact, Finding, Place
from picturelock.production import Dossier
from picturelock.spoken import RecordWord, speaks

NARRATIVE = "Picturelock: a forced narrative tells what is said or written in another language than the viewer's (decision 0005)"
_FEWEST_WORDS = 20
_FEWEST_CAPTIONS = 3


def check(dossier: Dossier, words: Sequence[RecordWord]) -> Iterator[Finding]:
    """One finding for each forced track that holds at least half of what is said in its own language."""
    for track in dossier.captions:
        if track.order.kind != "forced" or track.captions is None:
            continue
        own = [word for word in words if word.language != "und" and speaks(word.language, track.order.language)]
        shown = Shown(track.captions.cues)
        covered = sum(map(shown.covers, own))
        if len(own) < _FEWEST_WORDS or 2 * covered < len(own):
            continue
        here = fit(shown.cues, own, track.order.language)
        if here.judged < _FEWEST_CAPTIONS or here.percent < 50:
            continue
        file = dossier.production.relative(track.order.file)
        facts: dict[str, Fact] = {
            "language": track.order.language,
            "captions": here.judged - len(here.strangers),
            "words": covered,
            "heard": len(own),
        }
        yield Finding("accessibility.forced-full", "error", Place(file=file), facts, NARRATIVE)
