"""Ways to get past the gate that need no altered plug-in file: each is tried for real, and each stays shut.

`sixty_ways.py` is the whole table.
"""

from __future__ import annotations

import io
import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from attempts import RIGHTS, shut, stand_in
from picturelock import registry
from picturelock.findings import Finding, Waived
from picturelock.production import Dossier, Production
from picturelock_validators import answers, gate, listing
from picturelock_validators import plugin as door


class Liar(Finding):
    """A finding that looks harmless and is none."""


def forever(dossier: Dossier) -> Iterator[Finding]:
    while True:
        yield Finding("rights.no-clearance", "info")


def midway(dossier: Dossier) -> Iterator[Finding]:
    yield Finding("rights.no-clearance", "info")
    raise ValueError("half done")


def recursive(dossier: Dossier) -> Any:
    return recursive(dossier)


def starved(dossier: Dossier) -> Any:
    raise MemoryError


def leave(dossier: Dossier) -> Any:
    os._exit(0)


def become_true(dossier: Dossier) -> Any:
    os.execv("/bin/true", ["true"])


def waived_by_itself(dossier: Dossier) -> list[Finding]:
    waived = Waived("waivers/x.toml", "X", "legal", "So.", dossier.today, "sha256:0")
    return [Finding("rights.no-clearance", "error", waived=waived)]


def changes_the_cut(dossier: Dossier) -> list[Finding]:
    object.__setattr__(dossier.cut, "name", "another")
    return []


CHECKS: dict[str, tuple[Callable[[Dossier], Any], str]] = {
    "none": (lambda dossier: None, "expected findings"),
    "text": (lambda dossier: "fine", "expected findings"),
    "numbers": (lambda dossier: [0], "expected findings"),
    "a truth": (lambda dossier: True, "expected findings"),
    "a liar": (lambda dossier: [Liar("rights.no-clearance", "info")], "expected findings"),
    "an unknown severity": (lambda dossier: [Finding("rights.no-clearance", "fatal")], "as grave as"),  # type: ignore[arg-type]
    "waived by itself": (waived_by_itself, "waived itself"),
    "an unknown rule": (lambda dossier: [Finding("rights.made-up", "error")], "unknown rule"),
    "endless": (forever, "more than"),
    "half": (midway, "half done"),
    "recursion": (recursive, "RecursionError"),
    "memory": (starved, "MemoryError"),
    "os._exit": (leave, "os._exit"),
    "os.execv": (become_true, "os.execv"),
}


@pytest.mark.parametrize("how", CHECKS)
def test_a_check_that_gives_no_answer(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    check, said = CHECKS[how]
    stand_in(monkeypatch, check)
    assert said in shut(production, tmp_path, "no verdict")
    assert os._exit.__name__ == "_exit" and "barred" not in repr(os._exit)


def test_a_check_that_changes_what_is_judged(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, changes_the_cut)
    assert "changed what the others" in shut(production, tmp_path, "error")


def test_a_check_that_only_warns_python(
    production: Production, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A warning of Python's is no finding, and with -W error it is a crash: never a verdict of its own."""

    def warn(dossier: Dossier) -> list[Finding]:
        warnings.warn("no clearance", UserWarning, stacklevel=1)
        return []

    stand_in(monkeypatch, warn)
    assert "UserWarning" in shut(production, tmp_path, "no verdict")


def test_ctrl_c_is_no_verdict(production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(dossier: Dossier) -> Any:
        raise KeyboardInterrupt

    stand_in(monkeypatch, interrupt)
    with pytest.raises(KeyboardInterrupt):
        gate.deliver(production, tmp_path / "out")
    assert not (tmp_path / "out").exists()


LISTS = {
    "emptied": (),
    "shortened": registry.CHECKS[:-1],
    "doubled": (*registry.CHECKS[:-1], registry.CHECKS[0]),
}


@pytest.mark.parametrize("how", LISTS)
def test_the_registry_was_tampered_with(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(registry, "CHECKS", LISTS[how])
    assert "missing from the list" in shut(production, tmp_path, "no verdict")


def test_both_lists_were_shortened_alike(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "CHECKS", registry.CHECKS[1:])
    monkeypatch.setattr(listing, "VALIDATORS", dict(list(listing.VALIDATORS.items())[1:]))
    assert "missing from the list" in shut(production, tmp_path, "no verdict")


def in_plugin(monkeypatch: pytest.MonkeyPatch, act: Callable[[Any], object]) -> None:
    """Have one validator do something to the instance as well as its work."""
    entry = listing.VALIDATORS[RIGHTS]
    real = door.load(entry)

    def process(self: Any, instance: Any) -> None:
        act(instance)
        answers.answer(RIGHTS, instance.data)

    monkeypatch.setattr(real, "process", process)


def other_dossier(instance: Any) -> None:
    dossier = instance.data[answers.DOSSIER]
    instance.data[answers.DOSSIER] = replace(dossier, cut=replace(dossier.cut, name="another"))


PLUGINS: dict[str, Callable[[Any], object]] = {
    "another dossier": other_dossier,
    "another ledger": lambda one: one.data.update({answers.ANSWERS: answers.open_ledger(one.data[answers.DOSSIER])}),
    "a ledger of its own kind": lambda one: one.data.update({answers.ANSWERS: {RIGHTS: ((), ())}}),
    "other inputs": lambda one: one.data.update({answers.INPUTS: {}}),
    "another clock": lambda one: one.data.update({answers.MADE: "1999-01-01T00:00:00+00:00"}),
    "everything": lambda one: one.data.clear(),
}


@pytest.mark.parametrize("how", PLUGINS)
def test_a_plug_in_that_puts_something_in_the_place_of_what_was_collected(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    in_plugin(monkeypatch, PLUGINS[how])
    shut(production, tmp_path, "no verdict")


def test_inputs_altered_in_place(production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_plugin(monkeypatch, lambda one: one.data[answers.INPUTS].pop("master/v2.mov"))
    assert "changed what the others" in shut(production, tmp_path, "error")


def test_a_collector_of_another_production(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(production, delivery=replace(production.delivery, spec="cbc-radio-canada"))
    real = door.load(listing.COLLECTOR)

    def process(self: Any, context: Any) -> None:
        context.data[answers.PRODUCTION] = other
        from picturelock_validators import packaging

        packaging.collect(context, other)

    monkeypatch.setattr(real, "process", process)
    assert "not this production" in shut(production, tmp_path, "error")


def test_two_instances(production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = door.load(listing.COLLECTOR)

    def process(self: Any, context: Any) -> None:
        from picturelock_validators import packaging

        for _ in range(2):
            packaging.collect(context, production)

    monkeypatch.setattr(real, "process", process)
    assert "could not be collected" in shut(production, tmp_path, "error")


def test_pyblish_is_told_to_let_everything_through(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Callbacks, tests and discovery filters that a studio registers have no say, and neither has a plug-in of our name."""
    (production.root / "rights/clearances.toml").write_text("")
    import pyblish.api

    called: list[str] = []

    class ValidatePicturelockRights(pyblish.api.InstancePlugin):  # type: ignore[misc]
        def process(self, instance: Any) -> None:
            called.append("twin")

    def emptied(plugins: list[Any]) -> None:
        called.append("filter")
        del plugins[:]

    def callback(result: dict[str, Any]) -> None:
        called.append("callback")
        result.update(error=None, success=True)

    try:
        pyblish.api.register_plugin(ValidatePicturelockRights)
        pyblish.api.register_discovery_filter(emptied)
        pyblish.api.register_callback("pluginProcessed", callback)
        pyblish.api.register_test(lambda **facts: False)
        assert "rights.no-clearance" in shut(production, tmp_path, "closed")
    finally:
        pyblish.api.deregister_all_plugins()
        pyblish.api.deregister_all_discovery_filters()
        pyblish.api.deregister_all_callbacks()
        pyblish.api.deregister_test()
    assert set(called) <= {"callback"}


def test_a_callback_that_leaves(production: Production, tmp_path: Path) -> None:
    import pyblish.api

    def callback(**facts: object) -> None:
        raise SystemExit(0)

    try:
        pyblish.api.register_callback("pluginProcessed", callback)
        assert "SystemExit" in shut(production, tmp_path, "error")
    finally:
        pyblish.api.deregister_all_callbacks()


def test_loggers_are_turned_off(production: Production, tmp_path: Path) -> None:
    (production.root / "rights/clearances.toml").write_text("")
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        assert "rights.no-clearance" in shut(production, tmp_path, "closed")
    finally:
        logging.disable(before)


def test_what_a_check_prints_is_not_the_report(production: Production, monkeypatch: pytest.MonkeyPatch) -> None:
    def chatty(dossier: Dossier) -> list[Finding]:
        sys.stdout.write('{"schema": "picturelock/report-1", "exit": 0}')
        return []

    stand_in(monkeypatch, chatty)
    out = io.StringIO()
    with redirect_stdout(out):
        gate.run(production)
    assert out.getvalue() == ""
