"""Runs a planted fault beside its clean control."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from matrix.base import Fault, Scene, copy, make_control

HERE = Path(__file__).parent
__all__ = ("HERE", "Bench", "Fault", "Scene", "all_faults", "faults_of", "modules")


def modules() -> list[str]:
    """Every table of faults, by its file's name."""
    return sorted(path.stem for path in HERE.glob("faults_*.py"))


def faults_of(*names: str) -> list[Fault]:
    """The faults of some tables, in order."""
    return [fault for name in names for fault in import_module(f"matrix.{name}").FAULTS]


def all_faults() -> list[Fault]:
    """Every fault of the matrix."""
    return faults_of(*modules())


class Bench:
    """Clean productions, made once: one bare, and one for each way of preparing it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bare: Scene | None = None
        self._prepared: dict[Any, Scene] = {}
        self._clean: dict[Any, str] = {}

    def control(self, prepare: Callable[[Scene], object] | None) -> Scene:
        """The clean production that a fault is planted in."""
        if self._bare is None:
            self._bare = make_control(self.folder / "clean" / "La lettre é")
        if prepare is None:
            return self._bare
        if prepare not in self._prepared:
            scene = copy(self._bare, self.folder / f"prepared{len(self._prepared)}" / "La lettre é")
            prepare(scene)
            self._prepared[prepare] = scene
        return self._prepared[prepare]

    def alarms(self, fault: Fault) -> str:
        """What is found in the clean control, as one text; "" as it should be. Judged once for each way and judge."""
        key = (fault.prepare, fault.judge)
        if key not in self._clean:
            found = fault.judge(self.control(fault.prepare))
            self._clean[key] = "; ".join(sorted({one.rule for one in found if one.severity != "info"}))
        return self._clean[key]

    def prove(self, fault: Fault, folder: Path) -> None:
        """Plant a fault in a copy and see it found under its own rule, and nothing else with it."""
        if fault.needs and find_spec(fault.needs) is None:
            pytest.skip(f"not proven: {fault.needs} is not installed")
        quiet = self.alarms(fault)
        scene = copy(self.control(fault.prepare), folder / "La lettre é")
        fault.plant(scene)
        found = list(fault.judge(scene))
        rules = {one.rule for one in found}
        assert fault.rule in rules, f"{fault.what}: found {_told(found) or 'nothing'}"
        others = {one.rule for one in found if one.severity == "error"} - {fault.rule} - fault.also
        assert not others, f"{fault.what}: also found {_told(one for one in found if one.rule in others)}"
        assert fault.rule not in quiet.split("; "), f"the clean control has it as well: {quiet}"
        assert not quiet, f"the clean control is not clean: {quiet}"


def _told(found: Iterable[Any]) -> str:
    return "; ".join(f"{one.rule} {dict(one.evidence)}" for one in found)[:2000]


def cases(*names: str) -> pytest.MarkDecorator:
    """The faults of some tables as parameters of a test."""
    return pytest.mark.parametrize("fault", faults_of(*names), ids=lambda fault: str(fault.id))
