"""The bench on which faults are planted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

TESTS = str(Path(__file__).parents[1])
if TESTS not in sys.path:
    sys.path.insert(0, TESTS)  # `matrix` is a package of them


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> object:
    from matrix.runner import Bench

    return Bench(tmp_path_factory.mktemp("bench"))
