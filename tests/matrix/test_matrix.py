"""The matrix as a whole: many mechanisms, each named once, each in a test."""

from __future__ import annotations

from collections import Counter

from matrix.runner import HERE, all_faults, modules

LEAST = 120


def test_there_are_enough_and_none_is_named_twice() -> None:
    faults = all_faults()
    assert len(faults) >= LEAST
    assert [name for name, count in Counter(fault.id for fault in faults).items() if count > 1] == []


def test_every_table_of_faults_is_in_a_test() -> None:
    texts = [path.read_text(encoding="utf-8") for path in HERE.glob("test_matrix_*.py")]
    assert [name for name in modules() if sum(f'"{name}"' in text for text in texts) != 1] == []
