"""The documents say what the program does: every command, profile and spec is named, and every command named exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from picturelock import profiles, registry, specs
from picturelock_cli.main import VERBS, main

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "demo" / "README.md"])
ALL = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_is_documented(verb: str) -> None:
    assert re.search(rf"picturelock {verb}\b|`{verb}`", ALL), verb


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_in_the_documents_can_be_parsed(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from argparse import ArgumentParser
    from importlib import import_module

    for line in re.findall(r"^\$ picturelock (.+)$", page.read_text(encoding="utf-8"), re.M):
        words = [word for word in shlex.split(line, comments=True) if word != "--json"]  # every command has it
        assert words[0] in VERBS, line
        parser, module, rest = ArgumentParser(), import_module(f"picturelock_cli.verbs.{words[0]}"), words[1:]
        if rest and rest[0] in getattr(module, "ACTIONS", ()):
            module, rest = import_module(f"picturelock_cli.verbs.{words[0]}_{rest[0].replace('-', '_')}"), rest[1:]
        module.add_arguments(parser, str)
        parser.parse_args(rest)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_profile_and_spec_named_in_the_documents_exists() -> None:
    assert set(re.findall(r"--profile ([\w-]+)", ALL)) <= set(profiles.names())
    assert set(re.findall(r"spec show ([\w-]+)", ALL)) <= {
        *specs.names(),
        *(path.stem for path in (ROOT / "demo").glob("*.toml")),
    }


def test_every_check_of_the_gate_is_explained() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    names = [entry.partition(":")[0].removeprefix("picturelock.") for entry in registry.CHECKS]
    assert re.findall(r"(?m)^\| \[?`((?:continuity|subtitling|qc|rights|accessibility)\.[a-z_]+)`", page) == names


def test_every_exit_code_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    codes = readme[readme.index("Exit codes:") :].partition("\n\n")[0]
    assert {int(code) for code in re.findall(r"(\d+) \w", codes)} == {0, 1, 2, 3, 4, 5, 6, 7, 70, 130}
    assert main([]) == 0


def test_every_decision_is_numbered_and_titled() -> None:
    for number, page in enumerate(sorted((ROOT / "docs" / "decisions").glob("*.md")), start=1):
        assert page.name.startswith(f"{number:04}-")
        assert page.read_text(encoding="utf-8").startswith(f"# {number:04}: ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_is_left_to_fill_in(page: Path) -> None:
    assert re.findall(r"@[A-Z_]+@|\bTBD\b|\bTODO\b", page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_of_ours_that_the_documents_name_exist(page: Path) -> None:
    named = re.findall(
        r"`((?:core|integrations|validators|benchmarks|installers|demo)/[\w./-]+\.\w+)`",
        page.read_text(encoding="utf-8"),
    )
    assert [name for name in named if not (ROOT / name).exists()] == []
