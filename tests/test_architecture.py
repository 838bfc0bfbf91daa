"""The house keeps its plan: what the import contracts cannot say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from picturelock import registry, wording

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCE_ROOTS = ("core", "integrations", "validators")


def test_hatch_ships_exactly_the_packages_that_the_contracts_rank() -> None:
    shipped = {Path(package).name for package in PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]}
    layers = " ".join(PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"])
    ranked = {name for name in re.findall(r"\(?\w+\)?", layers) if not name.startswith("(")}
    assert shipped == ranked == set(PYPROJECT["tool"]["importlinter"]["root_packages"])


@pytest.mark.parametrize("root", SOURCE_ROOTS)
def test_a_source_root_is_no_package(root: str) -> None:
    assert not (ROOT / root / "__init__.py").exists()
    packages = {path.parent.name for path in (ROOT / root).glob("*/__init__.py")}
    shipped = {
        Path(p).name for p in PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] if p.startswith(root)
    }
    assert packages == shipped


@pytest.mark.parametrize("argv", [["--help"], [], ["--version"], ["--help", "--lang", "fr"]])
def test_help_imports_the_standard_library_and_little_else(argv: list[str]) -> None:
    allowed = {
        "picturelock", "picturelock.errors", "picturelock.wording", "picturelock.findings", "picturelock.times",
        "picturelock_cli", "picturelock_cli.main", "picturelock_cli.safe_text",
    }  # fmt: skip
    program = (
        "import sys, json; before = set(sys.modules)\n"
        "from picturelock_cli.main import main\n"
        f"try: main({argv!r})\n"
        "except SystemExit: pass\n"
        "new = set(sys.modules) - before\n"
        "sys.stderr.write(json.dumps(sorted(m for m in new if m.split('.')[0] not in sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(json.loads(done.stderr)) <= allowed
    assert done.stdout


@pytest.mark.parametrize(
    "entry", [*registry.ENGINES.values(), *registry.ALIGNERS.values(), *registry.FORMATS.values(), *registry.CHECKS]
)
def test_every_entry_of_the_registry_can_be_loaded(entry: str) -> None:
    assert registry.load(entry) is not None


def _trades() -> set[str]:
    return {path.stem for path in (ROOT / "core/picturelock/wording/en").glob("*.toml")}


def test_both_languages_have_the_same_wording_files() -> None:
    assert _trades() == {path.stem for path in (ROOT / "core/picturelock/wording/fr").glob("*.toml")}


@pytest.mark.parametrize("trade", sorted(_trades()))
def test_both_languages_word_the_same_things_with_the_same_facts(trade: str) -> None:
    english, french = _flat(wording.table("en", trade)), _flat(wording.table("fr", trade))
    assert english.keys() == french.keys()
    for key, text in english.items():
        assert _fields(text) == _fields(french[key]), key
        assert bool(text.strip()) == bool(french[key].strip()), key
        assert text.strip() or key.endswith("/fix"), key


def test_every_rule_named_in_the_code_is_worded_and_every_worded_rule_is_used() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for root in SOURCE_ROOTS
        for path in (ROOT / root).rglob("*.py")
        if "__pycache__" not in path.parts
    )
    worded = {
        f"{trade.partition('.')[0]}.{name}"
        for trade in _trades()
        for name, entry in wording.table("en", trade).items()
        if isinstance(entry, dict) and "title" in entry and "message" in entry
    }
    named = set(re.findall(r'Finding\(\s*(?:rule=)?"([^"]+)"', code))
    assert named - worded == set()
    assert {rule for rule in worded if f'"{rule}"' not in code and f'"{rule.partition(".")[2]}"' not in code} == set()


def _flat(table: object, prefix: str = "") -> dict[str, str]:
    if not isinstance(table, dict):
        return {prefix: str(table)}
    return {key: text for name, value in table.items() for key, text in _flat(value, f"{prefix}/{name}").items()}


def _fields(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", template))


def test_the_list_of_third_party_packages_is_that_of_the_lock() -> None:
    lock = (ROOT / "installers/requirements.lock").read_text(encoding="utf-8")
    table = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    locked = {(name.lower(), version) for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\\n]+)", lock, re.M)}
    listed = {
        (name, version)
        for name, versions in re.findall(r"^\| (\S+) \| (\d[^|]*) \|", table, re.M)
        for version in versions.strip().split(", ")
    }
    assert locked == listed


def test_the_lock_holds_what_the_project_asks_for() -> None:
    """An open range on ascmhl resolves to 0.9, whose command line dials out; the lock must not."""
    lock = (ROOT / "installers/requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^ascmhl==1\.[2-9]", lock, re.M)
    for dependency in PYPROJECT["project"]["dependencies"]:
        name = re.split(r"[<>=!~\[ ]", dependency)[0]
        assert re.search(rf"^{re.escape(name)}==", lock, re.M), name


def test_the_two_locks_agree() -> None:
    def versions(name: str) -> set[str]:
        return set(
            re.findall(r"^[A-Za-z0-9._-]+==[^\\\n]+", (ROOT / "installers" / name).read_text(encoding="utf-8"), re.M)
        )

    assert versions("requirements.lock") <= versions("requirements-dev.lock")


def test_files_stay_small_enough_to_read() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for root in (*SOURCE_ROOTS, "installers", "demo", "benchmarks")
        for path in (ROOT / root).rglob("*.py")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert long == {}
