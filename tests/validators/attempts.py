"""What the attempts on the gate share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from picturelock import registry
from picturelock.errors import PicturelockError
from picturelock.production import Dossier, Production
from picturelock_validators import gate

RIGHTS = "picturelock.rights.coverage:check"


def stand_in(monkeypatch: pytest.MonkeyPatch, check: Callable[[Dossier], Any], name: str = RIGHTS) -> None:
    """Have the registry give another function for a check."""
    real = registry.load
    monkeypatch.setattr(registry, "load", lambda entry: check if entry == name else real(entry))


def shut(production: Production, tmp_path: Path, expected: str) -> str:
    """Deliver, and see that nothing is: "error", "closed" or "no verdict"; gives what was said."""
    out = tmp_path / "out"
    try:
        outcome = gate.deliver(production, out)
    except PicturelockError as error:
        said = f"{type(error).__name__}: {error.message}"
        assert expected == "error", said
    else:
        verdict = outcome.verdict
        said = "; ".join([*(run.problem for run in verdict.ran if run.problem), *(f.rule for f in verdict.findings)])
        assert not verdict.open and outcome.package is None, said
        assert gate.exit_code(verdict) == {"closed": 1, "no verdict": 5}[expected], said
    assert not out.exists() and not list(tmp_path.glob(".out*partial*"))
    return said
