"""The table of ways past the gate is long enough, says each once, and every test that it names is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sixty_ways import TABLE, page

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def test_there_are_sixty_and_each_is_said_once() -> None:
    assert len(TABLE) >= 60
    assert len({way.attack for way in TABLE}) == len({way.test for way in TABLE}) == len(TABLE)
    assert all(way.defence for way in TABLE)


def test_each_names_a_test_that_is_there() -> None:
    folders = ["tests/validators", "tests/core/waivers", "tests/core/rights/test_reviews.py", "tests/core/delivery"]
    folders += sorted({f"tests/matrix/{way.test[10:].partition('::')[0]}" for way in TABLE if "/matrix/" in way.test})
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    collected = {line.strip() for line in done.stdout.splitlines() if "::" in line}
    assert collected, done.stdout[-2000:]
    whole = {line.partition("[")[0] for line in collected} | collected
    missing = [way.test for way in TABLE if _id(way.test) not in whole]
    assert missing == []


def _id(test: str) -> str:
    file, _, name = test.partition("::")
    return f"{(HERE / file).resolve().relative_to(ROOT).as_posix()}::{name}"


def test_the_page_prints_the_table() -> None:
    assert page() in (ROOT / "docs/gate.md").read_text(encoding="utf-8")
