"""`keys new`: what it prints can be pasted, roles are known at once, and input that ends is no fault of ours."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

import pytest
from picturelock.errors import UsageError
from picturelock.production import load
from picturelock.wording import LANGUAGES, say
from picturelock_cli import signing
from picturelock_cli.console import Console
from picturelock_cli.main import main

PRODUCTION = 'title = "T"\nlanguages = ["en"]\ncut = "v1.edl"\nrate = 25\n'


def printed(text: str) -> str:
    """The lines to paste, as they are shown: further in than sentences."""
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.startswith("  ") and "•" not in line)


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "film"
    (root / "captions").mkdir(parents=True)
    (root / "picturelock.toml").write_text(PRODUCTION, encoding="utf-8")
    monkeypatch.chdir(root / "captions")
    return root


def new(folder: Path, *words: str) -> int:
    return main(["keys", "new", "A. Tremblay", "-o", str(folder / "key.pem"), "--no-passphrase", *words])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listed", ["", '[[people]]\nname = "A. Tremblay"\nrole = "productrice"\n'])
def test_what_is_printed_can_be_pasted(
    film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, listed: str
) -> None:
    file = film / "picturelock.toml"
    file.write_text(PRODUCTION + listed, encoding="utf-8")
    assert new(tmp_path, "--role", "productrice", "--lang", language) == 0
    shown = capsys.readouterr().out
    file.write_text(PRODUCTION + listed + printed(shown), encoding="utf-8")
    (person,) = load(film).people
    assert (person.name, person.role) == ("A. Tremblay", "productrice") and person.key.startswith("ed25519:")
    assert say("role_legal", language) not in shown  # a role that is known needs no list


def test_a_person_who_has_a_key_replaces_it(film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = film / "picturelock.toml"
    assert new(tmp_path, "--role", "producer") == 0
    file.write_text(PRODUCTION + printed(capsys.readouterr().out), encoding="utf-8")
    (tmp_path / "key.pem").unlink()
    assert new(tmp_path, "--role", "editor") == 0
    shown = capsys.readouterr().out
    assert "in its place" in shown and "“producer”" in shown and printed(shown).startswith("key = ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["", "directrice de production"])
def test_a_role_that_waives_nothing_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, role: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert new(tmp_path, "--lang", language, *(("--role", role) if role else ())) == 0
    shown = capsys.readouterr().out
    assert say("key_role_unknown" if role else "key_role_unsaid", language, role=role) in shown
    assert say("role_legal", language) in shown and "affaires juridiques" in shown


def test_nobody_stands_there_twice(film: Path) -> None:
    twice = '[[people]]\nname = "A. Tremblay"\n' * 2
    (film / "picturelock.toml").write_text(PRODUCTION + twice, encoding="utf-8")
    with pytest.raises(Exception, match=r"'A\. Tremblay' more than once") as caught:
        load(film)
    assert "[2]" not in str(caught.value) and "the entry that is there" in str(caught.value)


def test_input_that_ends_at_a_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(prompt: str, stream: object = None) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", ended)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    console = Console(argparse.Namespace(lang="en", json=False, progress="none"))
    for ask in (signing.passphrase, signing.new_passphrase):
        with pytest.raises(UsageError, match="input ended"):
            ask(console)
