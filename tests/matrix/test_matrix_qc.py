"""Faults of the matrix: qc."""

from __future__ import annotations

from pathlib import Path

from matrix.runner import Bench, Fault, cases


@cases("faults_qc", "faults_qc_cut", "faults_qc_picture", "faults_qc_sound")
def test_a_fault_is_found_under_its_own_rule(bench: Bench, fault: Fault, tmp_path: Path) -> None:
    bench.prove(fault, tmp_path)
