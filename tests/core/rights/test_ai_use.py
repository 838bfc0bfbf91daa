"""AI use: nothing machine-made goes out unread, and everything machine-made is in the ledger."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from picturelock.formats.sidecar import read, write_sidecar
from picturelock.production import CaptionTrack, Dossier
from picturelock.rights.ai_ledger import HEADER, SHORT_HEADER, ledger, ledger_csv, ledger_json
from picturelock.rights.ai_use import check
from picturelock.rights.summary import HEADER as RIGHTS_HEADER
from picturelock.rights.summary import SHORT_HEADER as RIGHTS_SHORT_HEADER
from picturelock.rights.summary import rights_csv, rights_rows, short_rows
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.times import Span
from picturelock.wording import LANGUAGES, fix, message

Make = Callable[..., Any]
MACHINE = Provenance("captions", "machine", "faster-whisper", "1.2", made="2026-11-20T10:00:00+00:00")
UNPROVEN = "ai-use.review-unproven"
HAND = Provenance("captions", "imported", "hand", "")


@pytest.fixture
def dossier(make_dossier: Make, make_shot: Make) -> Dossier:
    made: Dossier = make_dossier([make_shot("A.mov", track="A1", kind="audio")])
    return made


@pytest.mark.parametrize(
    ("provenance", "order", "rule"),
    [
        (MACHINE, {}, "ai-use.unreviewed"),
        (MACHINE, {"origin": "human"}, "ai-use.unreviewed"),
        (MACHINE, {"reviewed_by": "A. Tremblay"}, "ai-use.unreviewed"),
        (MACHINE, {"reviewed_by": " ", "reviewed_on": "2026-11-21"}, "ai-use.unreviewed"),
        (MACHINE, {"reviewed_by": "A. Tremblay", "reviewed_on": "2026-11-21"}, UNPROVEN),
        (MACHINE, {"reviewed_by": "A. Tremblay", "reviewed_on": "2026-11-20"}, UNPROVEN),
        (MACHINE, {"reviewed_by": "A. Tremblay", "reviewed_on": "2026-11-19"}, "ai-use.stale-review"),
        (MACHINE, {"reviewed_by": "A. Tremblay", "reviewed_on": "2026-11-22"}, UNPROVEN),
        (MACHINE, {"reviewed_by": "A. Tremblay", "reviewed_on": "2026-11-23"}, "ai-use.review-date"),
        (replace(MACHINE, made=""), {"reviewed_by": "A. Tremblay", "reviewed_on": "2026-11-21"}, UNPROVEN),
        (MACHINE, {"reviewed_by": "A. Tremblay", "reviewed_on": "2026-11-18"}, "ai-use.stale-review"),
        (MACHINE, {"reviewed_by": "A. Tremblay", "reviewed_on": "2027-01-01"}, "ai-use.review-date"),
        (MACHINE, {"reviewed_by": "A. Tremblay", "reviewed_on": "yesterday"}, "ai-use.review-date"),
        (replace(MACHINE, reviewed="A. Tremblay, 2026-11-21"), {}, UNPROVEN),
        (replace(MACHINE, reviewed="A. Tremblay, 2026-11-19"), {}, "ai-use.stale-review"),
        (replace(MACHINE, reviewed="A. Tremblay"), {}, "ai-use.review-date"),
        (None, {"origin": "machine"}, "ai-use.unreviewed"),
        (None, {}, "ai-use.unknown-origin"),
        (None, {"origin": "humain"}, "ai-use.unknown-origin"),
        (None, {"origin": "human"}, None),
        (HAND, {}, None),
    ],
)
def test_captions(
    dossier: Dossier, with_captions: Make, provenance: Provenance | None, order: dict[str, str], rule: str | None
) -> None:
    findings = list(check(with_captions(dossier, provenance, **order)))
    assert [finding.rule for finding in findings] == ([rule] if rule else [])
    for finding in findings:
        assert finding.severity == ("warning" if rule == UNPROVEN else "error")
        assert finding.place.file == "captions/fr.srt"
        assert all(message(finding, language) and fix(finding, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("zone", "rule"),
    [("UTC", UNPROVEN), ("EST5", UNPROVEN), ("UTC-14", "ai-use.stale-review")],
    ids=["utc", "west", "east"],
)
def test_days_are_those_of_this_machine(
    dossier: Dossier, with_captions: Make, monkeypatch: pytest.MonkeyPatch, zone: str, rule: str | None
) -> None:
    if not hasattr(time, "tzset"):
        pytest.skip("not proven: this system sets no time zone for one process")
    track = with_captions(dossier, MACHINE, reviewed_by="A. Tremblay", reviewed_on="2026-11-20")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        found = [finding.rule for finding in check(track)]
    time.tzset()
    assert found == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("order", "made", "rule"),
    [
        ({}, "2026-11-20T10:00:00+00:00", "ai-use.unreviewed"),
        ({"reviewed_by": "A. Tremblay", "reviewed_on": "2026-11-21"}, "2026-11-20T10:00:00+00:00", UNPROVEN),
        (
            {"reviewed_by": "A. Tremblay", "reviewed_on": "2026-11-20"},
            "2026-11-22T10:00:00+00:00",
            "ai-use.stale-review",
        ),
    ],
)
def test_a_text_that_was_changed_by_hand(
    dossier: Dossier, with_captions: Make, order: dict[str, str], made: str, rule: str | None
) -> None:
    """Changing it is no review; and one that does not hold what was read says nothing of it."""
    whole = with_captions(dossier, None, **order)
    file = whole.captions[0].order.file
    file.parent.mkdir()
    file.write_text("as produced", encoding="utf-8")
    write_sidecar(file, replace(MACHINE, made=made))
    file.write_text("as changed", encoding="utf-8")
    record = read(file)
    assert record is not None and record.edited
    track = replace(whole.captions[0], provenance=record.provenance)
    assert [finding.rule for finding in check(replace(whole, captions=(track,)))] == ([rule] if rule else [])


def test_captions_that_could_not_be_read_are_anothers_business(dossier: Dossier, with_captions: Make) -> None:
    track = with_captions(dossier).captions[0]
    assert list(check(replace(dossier, captions=(CaptionTrack(track.order, None),)))) == []


def test_the_ledger_lists_every_machine(dossier: Dossier, with_captions: Make) -> None:
    key = dossier.cut.shots[0].source.key
    words = (Segment((Word("oui", Span(0, 1)),), "fr"),)
    transcript = Transcript("pl1:a", words, replace(MACHINE, kind="transcript"), language="fr")
    whole = replace(
        with_captions(dossier), transcripts={key: transcript, "other": replace(transcript, provenance=HAND)}
    )
    entries = ledger(whole)
    assert [(entry.artefact, entry.kind, entry.delivered) for entry in entries] == [
        ("A.mov", "transcript", False), ("captions/fr.srt", "captions", True),
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(ledger_csv(entries, "en").decode("utf-8-sig"))))
    assert rows[1]["tool"] == "faster-whisper" and rows[1]["seconds"] == "2.5" and rows[1]["energy_kwh"] == "0.002"
    assert (
        rows[1]["parameters"] == "beam=5" and rows[1]["inputs"] == "pl1:cd" and rows[0]["energy_method"] == "unmeasured"
    )
    document = json.loads(ledger_json(entries))
    assert document["schema"] == "picturelock/ai-use-1" and document["entries"][1]["delivered"] is True
    assert tuple(document["entries"][0]) == HEADER
    assert all(len(entry.short_row) == len(SHORT_HEADER) for entry in entries)


def test_the_rights_summary_has_a_row_for_each_source(make_dossier: Make, make_shot: Make) -> None:
    keys = 'kind = "footage"\nowner = "=cmd()"\nterritories = "CA"\nmedia = "all"\nend = 2030-01-01\n'
    text = f'[[clearance]]\nasset = "A*"\n{keys}'
    dossier = make_dossier([make_shot("A.mov"), make_shot("B.mov", 30, 40)], text)
    cleared, missing = rights_rows(dossier)
    assert cleared[:5] == ("A.mov", "00:00:00:00", "footage", "=cmd()", "CA") and missing[:4] == (
        "B.mov",
        "00:00:01:05",
        None,
        None,
    )
    assert len(cleared) == len(missing) == len(RIGHTS_HEADER)
    assert short_rows(dossier)[0][7] == "… – 2030-01-01" and len(short_rows(dossier)[1]) == len(RIGHTS_SHORT_HEADER)
    assert b"'=cmd()" in rights_csv(dossier)
