"""Whatever is done to a plug-in, a check that gives no answer closes the gate: tried on copies, in processes of their own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import picturelock
import picturelock_validators
import pytest
from picturelock import registry
from picturelock.host import silent
from picturelock.production import Production
from picturelock_validators import listing
from picturelock_validators.plugin import context_of

PACKAGE = Path(picturelock_validators.__file__).parent
JUDGE = """
import json, sys
from pathlib import Path
from picturelock.errors import PicturelockError
from picturelock.production import load
from picturelock_validators import gate
try:
    outcome = gate.deliver(load(Path(sys.argv[1])), Path(sys.argv[2]))
    v = outcome.verdict
    problems = {run.check: run.problem for run in v.ran if run.problem}
    out = {"open": v.open, "missing": v.missing, "exit": gate.exit_code(v), "problems": problems}
except PicturelockError as error:
    out = {"error": type(error).__name__, "message": error.message}
sys.__stdout__.write(json.dumps(out))
"""
Judge = Callable[..., dict[str, object]]
FILES = {check: entry.partition(":")[0].rpartition(".")[2] + ".py" for check, entry in listing.VALIDATORS.items()}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    target = tmp_path / "copy" / PACKAGE.name
    shutil.copytree(PACKAGE, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


@pytest.fixture
def judge(copy: Path, production: Production, tmp_path: Path) -> Judge:
    def run(**environment: str) -> dict[str, object]:
        path = os.pathsep.join([str(copy.parent), str(Path(picturelock.__file__).parents[1])])
        env = {key: value for key, value in os.environ.items() if not key.startswith("PYBLISH")} | {
            "PYTHONPATH": path,
            **environment,
        }
        command = [sys.executable, "-c", JUDGE, str(production.root), str(tmp_path / "out")]
        done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=120, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        said: dict[str, object] = json.loads(done.stdout)
        if not said.get("open"):
            assert not (tmp_path / "out").exists()
        return said

    return run


def edit(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, lambda _: new, path.read_text(encoding="utf-8"), flags=re.S)
    assert count >= 1, (path.name, pattern)
    path.write_text(text, encoding="utf-8")


def test_every_check_has_its_plug_in_and_no_plug_in_is_forgotten() -> None:
    assert tuple(listing.VALIDATORS) == registry.CHECKS
    folder = {path.name for path in listing.FOLDER.glob("*.py")} - {"__init__.py"}
    others = {
        entry.partition(":")[0].rpartition(".")[2] + ".py"
        for entry in (listing.COLLECTOR, listing.EXTRACTOR, listing.INTEGRATOR, listing.VERDICT)
    }
    assert folder == set(FILES.values()) | others


def test_untouched_it_opens(judge: Judge) -> None:
    assert judge(PYBLISH_TARGETS="nonsense", PYBLISH_HOSTS="nowhere", PYBLISH_EARLY_ADOPTER="1") == {
        "open": True,
        "missing": [],
        "exit": 0,
        "problems": {},
    }


BODY = r"\n        _bridge\(\)\.answer\([^\n]*\n"
EVERY = {
    "without its file": lambda file: file.unlink(),
    "of another family": lambda file: edit(file, r'"picturelock\.delivery"', '"picturelock.deliveries"'),
    "that raises": lambda file: edit(file, r"(?=_bridge\(\)\.answer)", "raise RuntimeError('boom')\n        "),
    "that exits": lambda file: edit(file, BODY, "\n        raise SystemExit(0)\n"),
    "that was emptied": lambda file: edit(file, r"_bridge\(\).answer\([^\n]*", "pass"),
}
SAID = {
    "without its file": "could not be loaded",
    "of another family": "picturelock.deliveries",
    "that raises": "boom",
    "that exits": "SystemExit",
    "that was emptied": "did not report",
}


@pytest.mark.parametrize("how", EVERY)
def test_every_validator(judge: Judge, copy: Path, how: str) -> None:
    """Each of them, all at once: none is forgotten, and each is named with its reason."""
    for name in FILES.values():
        EVERY[how](copy / "plugins" / name)
    said = judge()
    assert said["open"] is False and said["missing"] == list(registry.CHECKS) and said["exit"] == 5
    problems: dict[str, str] = said["problems"]  # type: ignore[assignment]
    assert all(SAID[how] in problems[check] for check in registry.CHECKS)


@pytest.mark.parametrize("how", EVERY)
def test_one_validator_alone(judge: Judge, copy: Path, how: str) -> None:
    check = "picturelock.rights.coverage:check"
    EVERY[how](copy / "plugins" / FILES[check])
    assert judge()["missing"] == [check]


WIPED = '\n        instance.data["picturelock.answers"].clear()'
RIGHTS = '\n        _bridge().answer("picturelock.rights.coverage:check", self, instance)'
LATER = RIGHTS.replace("rights.coverage", "accessibility.coverage")
SABOTAGE = {
    "exits at import": (r"^", "import sys\nsys.exit(0)\n"),
    "raises what is no exception": (BODY, "\n        raise GeneratorExit\n"),
    "fails without a word": (BODY, "\n        raise AssertionError\n"),
    "does nothing": (BODY, "\n        pass\n"),
    "answers for another": (r'answer\("[^"]*"', 'answer("picturelock.accessibility.coverage:check"'),
    "answers for another as well": (BODY, f"{RIGHTS}{LATER}\n"),
    "wipes the others' answers": (BODY, f"{WIPED}{RIGHTS}\n"),
    "another argument": (r"process\(self, instance: Any\)", "process(self, inst: Any)"),
    "no process": (r"    def process.*", ""),
    "renamed class": (r"class ValidatePicturelockRights", "class ValidateRights"),
    "a function": (r"class Validate.*", "def ValidatePicturelockRights():\n    pass\n"),
    "a context plug-in": (r"InstancePlugin", "ContextPlugin"),
    "families as a tuple": (r'ClassVar\[list\[str\]\] = \["picturelock.delivery"\]', 'ClassVar = ("picturelock.delivery",)'),
    "families of nobody": (r'\["picturelock.delivery"\]', "[]"),
    "other targets": (r"    label =", '    targets: ClassVar = ["studio"]\n    label ='),
    "other hosts": (r"    label =", '    hosts: ClassVar = ["maya"]\n    label ='),
    "another match": (r"    label =", '    match = pyblish.api.Subset\n    targets: ClassVar = ["default", "x"]\n    label ='),
    "no match at all": (r"    label =", "    match = 99\n    label ="),
    "another pyblish": (r"    label =", '    requires = "pyblish>=99"\n    label ='),
    "inactive": (r"    label =", "    active = False\n    label ="),
    "syntax": (r"^", "def (\n"),
    "missing library": (r"^", "import no_such_library\n"),
    "empty file": (r"^.*$", ""),
}  # fmt: skip


@pytest.mark.parametrize("how", SABOTAGE)
def test_sabotage_closes_it(judge: Judge, copy: Path, how: str) -> None:
    check = "picturelock.rights.coverage:check"
    edit(copy / "plugins" / FILES[check], *SABOTAGE[how])
    said = judge()
    assert said["open"] is False and check in said["missing"] and said["exit"] == 5  # type: ignore[operator]


def test_a_validator_that_hides_the_instance(judge: Judge, copy: Path) -> None:
    own = '\n        _bridge().answer("picturelock.continuity.hygiene:check", self, instance)'
    edit(copy / "plugins" / "validate_hygiene.py", BODY, f"{own}\n        instance.data['publish'] = False\n")
    said = judge()
    assert said["open"] is False and set(said["missing"]) == set(registry.CHECKS[1:])  # type: ignore[call-overload]


def test_a_check_that_is_listed_nowhere(judge: Judge, copy: Path) -> None:
    edit(copy / "listing.py", r'        "picturelock\.qc\.master:check".*?\n', "")
    assert judge()["missing"] == ["picturelock.qc.master:check"]


@pytest.mark.parametrize("what", ["collect_dossier", "extract_package", "integrate_package"])
@pytest.mark.parametrize("how", ["gone", "raises", "exits", "nothing", "family"])
def test_the_other_stages_fail_closed_too(judge: Judge, copy: Path, tmp_path: Path, what: str, how: str) -> None:
    path = copy / "plugins" / f"{what}.py"
    if how == "gone":
        path.unlink()
    elif how == "family":
        edit(
            path,
            r'"picturelock.delivery"' if what != "collect_dossier" else r"_bridge\(\).collect\(context",
            '"x"' if what != "collect_dossier" else "_bridge().collect(type(context)()",
        )
    else:
        body = {"raises": "raise RuntimeError('boom')", "exits": "raise SystemExit(0)", "nothing": "return"}[how]
        edit(path, r"(?<=-> None:\n)", f"        {body}\n")
    said = judge()
    assert said["error"] == "GateError" and not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


def test_a_rogue_plug_in_is_never_run(judge: Judge, copy: Path, tmp_path: Path) -> None:
    rogue, marker = tmp_path / "rogue", tmp_path / "ran"
    rogue.mkdir()
    touch = f"open({str(marker)!r}, 'w').close()"
    head = f"import pyblish.api\n{touch}\nclass ValidateRogue(pyblish.api.ContextPlugin):\n"
    text = f"{head}    def process(self, context):\n        {touch}\n"
    (rogue / "validate_rogue.py").write_text(text)
    (copy / "plugins" / "validate_rogue.py").write_text(text)
    assert judge(PYBLISHPLUGINPATH=str(rogue))["open"] is True and not marker.exists()


def test_other_pyblish_tools_find_and_run_them(production: Production, monkeypatch: pytest.MonkeyPatch) -> None:
    """Discovery by folder, as pyblish-lite or AYON do it; failures show there, and nothing is packaged."""
    context_of(production, silent)  # imports pyblish, and clears away what it leaves behind
    import pyblish.api
    import pyblish.util

    monkeypatch.setenv("PICTURELOCK_PRODUCTION", str(production.root))
    monkeypatch.setattr("pyblish.plugin._registered_plugins", {})
    (production.root / "rights/clearances.toml").write_text("")
    plugins = pyblish.api.discover(paths=[str(listing.FOLDER)])
    ours = [plugin for plugin in plugins if "Picturelock" in plugin.__name__]
    assert len(ours) == len(registry.CHECKS) + 4 and len({plugin.order for plugin in ours}) == len(ours)
    context = pyblish.util.publish(plugins=ours)
    failed = [result["plugin"].__name__ for result in context.data["results"] if result["error"]]
    assert failed == ["ValidatePicturelockRights", "ValidatePicturelockVerdict"]
