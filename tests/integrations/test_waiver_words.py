"""A waiver of every kind of subject is shown in both languages; taking one back is shown, asked and refused in words."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest
from picturelock.findings import Finding
from picturelock.waivers import keys, make
from picturelock.waivers.subject import PARTS
from picturelock.wording import LANGUAGES, say
from picturelock_cli.console import Console
from picturelock_cli.main import main
from picturelock_cli.verbs import waive

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("matrix", "core/waivers")]

import base  # noqa: E402
from waiver_desk import EXPIRES, NOW, PEOPLE, Desk  # noqa: E402


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> base.Scene:
    return base.make_control(tmp_path_factory.mktemp("waiver-words") / "control")


@pytest.fixture
def desk(control: base.Scene, tmp_path: Path) -> Desk:
    scene, made = base.copy(control, tmp_path / "film"), {}
    for number, (name, role) in enumerate((*PEOPLE, ("J. Roy", "affaires juridiques"))):
        public = keys.make(tmp_path / f"{number}.pem")
        made[name] = keys.read(tmp_path / f"{number}.pem", lambda: "")
        scene.append("picturelock.toml", f'[[people]]\nname = "{name}"\nrole = "{role}"\nkey = "{public}"\n')
    return Desk(scene.root, made)


def of_every_kind(desk: Desk) -> list[tuple[str, Finding]]:
    return [("A. Tremblay", desk.finding()), ("A. Tremblay", desk.caption()), ("J. Roy", desk.paper())]


def test_a_waiver_of_every_kind_of_subject_is_shown_in_both_languages(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: set[str] = set()
    for who, finding in of_every_kind(desk):
        dossier = desk.dossier()
        person = next(one for one in dossier.production.people if one.name == who)
        drafted = make.draft(finding, dossier, person, "It is meant so.", EXPIRES, NOW)
        seen |= set(drafted.subject)
        for language in LANGUAGES:
            console = Console(argparse.Namespace(lang=language, json=False, progress="none"))
            waive._show(drafted, console)
            shown = capsys.readouterr().out
            held = [part for part in drafted.subject if part != "facts"]
            assert held and all(say(f"subject_{part}", language) in shown for part in held), finding.rule
    assert seen == set(PARTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_right_whose_window_ends_too_soon_is_waived(
    desk: Desk, tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.edit("rights/clearances.toml", lambda text: text.replace("2030-12-31", "2027-12-31"))
    words = ["--finding", "rights.window", "--reason", "Renewal promised.", "--expires", EXPIRES.isoformat()]
    words += ["--key", str(tmp_path / "2.pem"), "--yes", "--lang", language]
    assert main(["waive", str(desk.root), *words]) == 0
    shown = capsys.readouterr().out
    assert say("subject_terms", language) in shown and (desk.root / "waivers/rights-window-1.toml").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_taking_a_waiver_back_is_shown_and_asked_and_refused_in_words(
    desk: Desk, tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.waive(desk.caption())
    file = desk.root / "waivers/captions-line-length-1.toml"
    words = ["waive", "withdraw", str(desk.root), file.stem, "--lang", language]
    assert main([*words, "--key", str(tmp_path / "1.pem"), "--yes"]) == 2
    refused = capsys.readouterr().err
    assert say("role_captions", language) in refused and "A. Tremblay" in refused and "captions, post" not in refused
    assert main([*words, "--key", str(tmp_path / "0.pem")]) == 2 and file.exists()  # nobody is there to be asked
    assert "It is meant so." in capsys.readouterr().out
    assert main([*words, "--key", str(tmp_path / "0.pem"), "--yes"]) == 0 and not file.exists()
