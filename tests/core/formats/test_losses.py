"""Whatever a format cannot hold is named in both languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from picturelock import wording
from picturelock.formats.base import lost

FOLDER = Path(wording.__file__).with_name("formats")
KEY = re.compile(r'losses\[f?"([a-z0-9-]+)')


def test_every_loss_that_the_code_names_is_worded() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    named = set(KEY.findall(code))
    assert len(named) > 20
    for language in wording.LANGUAGES:
        assert named - set(wording.table(language, "captions")["losses"]) == set(), language


def test_both_languages_name_the_same_losses() -> None:
    english, french = (wording.table(language, "captions")["losses"] for language in wording.LANGUAGES)
    assert english.keys() == french.keys()


@pytest.mark.parametrize(
    ("what", "english", "french"),
    [
        ("positions", "exact positions (2)", "positions exactes (2)"),
        ("tags: <v>", "tags: <v> (2)", "balises\u00a0: <v> (2)"),
        ("something", "something (2)", "something (2)"),
    ],
)
def test_a_loss_is_a_sentence_with_a_source(what: str, english: str, french: str) -> None:
    (finding,) = lost("SRT", Counter({what: 2}))
    assert finding.source == "Picturelock"
    assert wording.message(finding, "en") == f"SRT cannot hold {english}."
    assert wording.message(finding, "fr") == f"Le format SRT ne peut garder\u00a0: {french}."
