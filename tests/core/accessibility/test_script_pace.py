"""How many words a description has, whatever signs stand between them."""

from __future__ import annotations

import pytest
from picturelock import wording
from picturelock.accessibility.script import _pace, _Script
from picturelock.cues import Cue, plain
from picturelock.findings import Finding
from picturelock.times import Span, from_seconds


def judged(text: str, language: str) -> list[Finding]:
    event = Cue(Span(0, from_seconds(3)), plain(text), "1")
    return list(_pace(_Script("script.srt", language, (event,))))


@pytest.mark.parametrize(
    "text",
    [
        "«\u00a0Quoi\u00a0?\u00a0» dit-elle\u00a0: «\u00a0Non\u00a0! Jamais\u00a0! Tu viens\u00a0?\u00a0»",
        "Elle – une – deux – trois – entre … ici",
    ],
)
def test_signs_are_no_words(text: str) -> None:
    assert judged(text, "fr") == []


def test_what_is_told_counts_words_beside_words() -> None:
    (one,) = judged("Elle entre dans la pièce où il attendait depuis hier soir", "fr")
    assert (one.evidence["words"], one.evidence["fit"], one.evidence["most"], one.evidence["usual"]) == (
        11,
        10,
        212,
        170,
    )
    assert "11 mots pour 3" in wording.message(one, "fr") and "170 d’ordinaire" in wording.message(one, "fr")
