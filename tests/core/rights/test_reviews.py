"""A review counts for the words that were read, and for no others."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from picturelock.cues import Captions, Cue, plain
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.production import CaptionTrack, Dossier
from picturelock.production.reviews import Review, change_since, hash_of, read_review, review_path, write_review
from picturelock.rights.ai_ledger import ledger
from picturelock.rights.ai_texts import check
from picturelock.speech import Provenance
from picturelock.times import Span
from picturelock.wording import LANGUAGES, fix, message

Make = Callable[..., Any]
MACHINE = Provenance("captions", "machine", "faster-whisper", "1.2", made="2026-11-20T10:00:00+00:00")
DAY = dt.date(2026, 11, 21)
TEXTS = ("Bonjour à tous.", "Elle arrive demain,\nje crois.", "Non.")


def captions(*texts: str, shift: int = 0) -> Captions:
    cues = (Cue(Span(10 * n + shift, 10 * n + 5 + shift), plain(text), str(n + 1)) for n, text in enumerate(texts))
    return Captions(tuple(cues), "fr")


@pytest.fixture
def read(tmp_path: Path) -> Review:
    """TEXTS, as somebody read them."""
    write_review(tmp_path / "fr.srt", captions(*TEXTS), " A.  Tremblay ", DAY)
    review = read_review(tmp_path / "fr.srt")
    assert review is not None and review.told == "A. Tremblay, 2026-11-21"
    return review


@pytest.fixture
def judged(make_dossier: Make, make_shot: Make, with_captions: Make) -> Callable[..., tuple[Dossier, list[Finding]]]:
    def judge(said: Captions, review: Review | None, **changes: Any) -> tuple[Dossier, list[Finding]]:
        dossier = with_captions(make_dossier([make_shot("A.mov")]), MACHINE)
        track: CaptionTrack = replace(dossier.captions[0], captions=said, review=review)
        dossier = replace(dossier, captions=(track,), **changes)
        found = list(check(dossier))
        assert all(message(one, language) and fix(one, language) for one in found for language in LANGUAGES)
        return dossier, found

    return judge


SAME = {
    "as it was": captions(*TEXTS),
    "pushed along": captions(*TEXTS, shift=500),
    "other line breaks": captions("Bonjour à\ntous.", "Elle arrive demain, je  crois.", "Non."),
    "divided otherwise": captions("Bonjour à tous.", "Elle arrive demain,", "je crois.", "Non."),
    "decomposed": captions("Bonjour a\u0300 tous.", *TEXTS[1:]),
    "out of order in the file": Captions(tuple(reversed(captions(*TEXTS).cues)), "fr"),
}


@pytest.mark.parametrize("how", SAME)
def test_the_same_words_stay_read(read: Review, judged: Make, how: str) -> None:
    dossier, found = judged(SAME[how], read)
    assert found == [] and ledger(dossier)[0].reviewed == "A. Tremblay, 2026-11-21"


OTHER: dict[str, tuple[Captions, str, int, int]] = {
    "a word": (captions(TEXTS[0], "Elle arrive hier,\nje crois.", TEXTS[2]), "2", 1, 1),
    "a capital": (captions(*TEXTS[:2], "NON."), "3", 1, 1),
    "one more": (captions(*TEXTS, "Adieu."), "4", 1, 0),
    "one less": (captions(*TEXTS[:2]), "", 0, 1),
    "another order": (captions(TEXTS[2], *TEXTS[:2]), "", 0, 0),
    "one twice": (captions(*TEXTS, "Non."), "4", 1, 0),
    "none left": (Captions((), "fr"), "", 0, 3),
    "lookalike": (captions("Bоnjour à tous.", *TEXTS[1:]), "1", 1, 1),  # a Cyrillic о
}


@pytest.mark.parametrize("how", OTHER)
def test_other_words_void_it_and_are_named(read: Review, judged: Make, how: str) -> None:
    said, cue, unread, gone = OTHER[how]
    dossier, found = judged(said, read)
    (one,) = found
    assert (one.rule, one.severity, one.place.cue) == ("ai-use.review-void", "error", cue)
    assert (one.evidence["unread"], one.evidence["gone"]) == (unread, gone)
    changes = {"edited": min(unread, gone), "added": max(unread - gone, 0), "removed": max(gone - unread, 0)}
    assert {name: one.evidence[name] for name in changes} == changes  # one caption of other words is one change
    assert ("another order" in message(one, "en")) is (how == "another order")
    assert "A. Tremblay" in message(one, "fr") and ledger(dossier)[0].reviewed == ""
    change = change_since(read, said)
    assert change is not None and (change.first is None or change.first.span == one.place.record)


def test_a_speaker_is_read_too(read: Review) -> None:
    said = captions(*TEXTS)
    voiced = replace(said, cues=(replace(said.cues[0], speaker="Rose"), *said.cues[1:]))
    assert hash_of(voiced) != hash_of(said)


def test_the_record_outweighs_what_is_declared(read: Review, judged: Make) -> None:
    dossier, _ = judged(captions("Other."), read)
    order = replace(dossier.captions[0].order, reviewed_by="B. Roy", reviewed_on="2026-11-22")
    track = replace(dossier.captions[0], order=order)
    dossier = replace(dossier, captions=(track,))
    assert [one.rule for one in check(dossier)] == ["ai-use.review-void"] and ledger(dossier)[0].reviewed == ""


def test_a_review_of_a_day_to_come(read: Review, judged: Make) -> None:
    _, found = judged(captions(*TEXTS), replace(read, on=dt.date(2026, 11, 23)))
    assert [one.rule for one in found] == ["ai-use.review-date"]


@pytest.mark.parametrize(
    ("value", "confirmed", "severity"),
    [("required", True, "error"), ("required", False, "warning"), ("advisory", True, "warning")],
)
def test_where_a_review_is_asked_for_a_claim_is_not_enough(
    judged: Make, value: str, confirmed: bool, severity: str
) -> None:
    asked = SimpleNamespace(value=value, confirmed=confirmed, source="the channel")
    spec = SimpleNamespace(asks=lambda name: asked if name == "ai.review" else None)
    dossier, _ = judged(captions(*TEXTS), None)
    order = replace(dossier.captions[0].order, reviewed_by="B. Roy", reviewed_on="2026-11-21")
    dossier = replace(dossier, captions=(replace(dossier.captions[0], order=order),), spec=spec)
    (one,) = check(dossier)
    assert (one.rule, one.severity) == ("ai-use.review-unproven", severity)
    assert (one.source == "the channel") == (severity == "error")


BROKEN: dict[str, str] = {
    "empty": "",
    "a list": "[]",
    "deep": "[" * 100_000,
    "another schema": '{"schema": "picturelock/review-2"}',
    "a key more": "more",
    "nobody": "nobody",
    "no day": "no day",
    "no hash": "no hash",
    "numbers": "numbers",
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_is_no_review_is_said_to_be_none(read: Review, tmp_path: Path, how: str) -> None:
    path = review_path(tmp_path / "fr.srt")
    good = json.loads(path.read_text(encoding="utf-8"))
    changed = {
        "a key more": {**good, "colour": "red"},
        "nobody": {**good, "person": " "},
        "no day": {**good, "on": "yesterday"},
        "no hash": {**good, "hash": "md5:1"},
        "numbers": {**good, "captions": [1, 2]},
    }
    path.write_text(json.dumps(changed[how]) if how in changed else BROKEN[how], encoding="utf-8")
    with pytest.raises(InputError):
        read_review(tmp_path / "fr.srt")


def test_a_review_that_is_a_link(read: Review, tmp_path: Path) -> None:
    path = review_path(tmp_path / "fr.srt")
    path.rename(tmp_path / "elsewhere")
    assert read_review(tmp_path / "fr.srt") is None
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="link"):
        read_review(tmp_path / "fr.srt")
