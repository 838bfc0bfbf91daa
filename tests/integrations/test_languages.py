"""Codes of languages as people type them, in every command that takes one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from picturelock.errors import UsageError
from picturelock_cli.languages import TWO_LETTERS, language, language_tag
from picturelock_cli.main import main


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("en", "en"), ("FR-ca", "fr-CA"), ("fr_CA", "fr-CA"), (" fr ", "fr"), ("fra", "fr"), ("fre-CA", "fr-CA"),
        ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("moe", "moe"), ("de-DE-1996", "de-DE-1996"),
        ("en-x-house", "en-x-house"), ("und", "und"), ("sr-Latn", "sr-Latn"),
    ],
)  # fmt: skip
def test_what_is_a_language(typed: str, tag: str) -> None:
    assert language_tag(typed, "--language") == tag


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("xx-yy-zz", "Usual are en, en-CA, fr"), ("xx", "Usual are"), ("", "Usual are"), ("日本", "Usual are"),
        ("english", "Did you mean en?"), ("Français", "Did you mean fr?"), ("fr-QC", "Did you mean fr-CA?"),
        ("en-UK", "Did you mean en-GB?"), ("fr-FRA", "Did you mean fr-FR?"), ("fr-ZZ", "Did you mean fr?"),
        ("jp", "Did you mean ja?"), ("en-", "Did you mean en?"), ("fr-" * 5000, "Did you mean fr-FR?"),
        ("a" * 100_000, "Usual are"),
    ],
)  # fmt: skip
def test_what_is_none_says_what_may_be_meant(typed: str, hint: str) -> None:
    with pytest.raises(UsageError, match="is no language; expected a code such as en, fr or fr-CA") as told:
        language_tag(typed, "--language")
    assert told.value.hint.startswith(hint) and len(told.value.message) < 120


def test_the_two_letter_codes_are_those_of_the_standard() -> None:
    assert len(TWO_LETTERS) == 185 and {"iu", "cr", "oj", "yi", "nb"} <= TWO_LETTERS
    assert language("--language", "auto")("auto") == "auto"


@pytest.mark.parametrize(
    "argv",
    [
        ["caption", "{f}", "--profile", "netflix-en", "-o", "{o}", "--language", "xx-yy-zz"],
        ["caption", "fix", "{f}", "--language", "xx-yy-zz"],
        ["caption", "align", "{f}", "-o", "{o}", "--language", "xx-yy-zz"],
        ["caption", "convert", "{f}", "-o", "{o}", "--language", "xx-yy-zz"],
        ["caption", "translate", "{f}", "-o", "{o}", "--to", "xx-yy-zz"],
        ["caption", "translate", "{f}", "-o", "{o}", "--to", "fr", "--from", "xx-yy-zz"],
        ["caption", "review", "{f}", "{f}", "-o", "{o}", "--to", "xx-yy-zz"],
        ["conform", "captions", "{f}", "-o", "{o}", "--language", "xx-yy-zz"],
        ["check", "{f}", "--language", "xx-yy-zz"],
        ["transcribe", "{f}", "--language", "xx-yy-zz"],
    ],
)
def test_every_command_refuses_nonsense(argv: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {"f": tmp_path / "a.srt", "o": tmp_path / "b.srt"}
    names["f"].write_text("1\n00:00:01,000 --> 00:00:02,000\nYes.\n")
    assert main([part.format(**names) for part in argv]) == 2
    told = capsys.readouterr().err
    assert re.search(r"--(language|to|from) 'xx-yy-zz' is no language", told) and not names["o"].exists()
