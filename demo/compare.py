"""Is what was found exactly what was planted? `python demo/compare.py TRUTH REPORT` prints every difference."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_SAME = {"file": "file", "source": "media", "cue": "cue", "severity": "severity"}
"""Key in the truth to key in the report."""


def compare(truth: Path, report: Path) -> list[str]:
    """Each planted fault must be one finding, with the same rule, severity and place; any other is too much.

    Notes (info) are no faults: how many frames were compared, for one.
    """
    faults = json.loads(truth.read_text(encoding="utf-8"))["faults"]
    every = json.loads(report.read_text(encoding="utf-8"))["findings"]
    found = [finding for finding in every if finding["severity"] != "info"]
    differences = []
    for fault in faults:
        twin = next((finding for finding in found if _same(fault, finding)), None)
        if twin is None:
            near = [_place(finding) for finding in found if finding["rule"] == fault["rule"]]
            differences.append(f"not found: {_wanted(fault)}; of that rule: {'; '.join(near) or 'nothing'}")
        else:
            found.remove(twin)
    return differences + [f"not planted: {_place(finding)}: {finding.get('message', '')}" for finding in found]


def _same(fault: dict[str, Any], finding: dict[str, Any]) -> bool:
    if fault["rule"] != finding["rule"]:
        return False
    if any(key in fault and finding.get(name) != fault[key] for key, name in _SAME.items()):
        return False
    if "record_start_frame" not in fault:
        return True
    record = finding.get("record")
    wanted = (fault["record_start_frame"], fault["record_end_frame"])
    tolerance = fault.get("tolerance_frames", 0)
    return record is not None and all(
        abs(_frame(record[key]) - frame) <= tolerance for key, frame in zip(("start", "end"), wanted, strict=True)
    )


def _frame(label: str) -> int:
    """The frame in "frame@num/den"."""
    return int(label.partition("@")[0])


def _wanted(fault: dict[str, Any]) -> str:
    return " ".join(f"{key}={value}" for key, value in fault.items() if key not in ("what", "quoi"))


def _place(finding: dict[str, Any]) -> str:
    record = finding.get("record")
    frames = f" {record['start']}–{record['end']}" if record else ""
    named = [finding[key] for key in ("file", "media", "shot") if key in finding]
    cue = [f"cue {finding['cue']}"] if "cue" in finding else []
    return f"{finding['severity']} {finding['rule']}{frames} {' '.join([*named, *cue])}".rstrip()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    wrong = compare(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(wrong) or "exactly what was planted")
    sys.exit(1 if wrong else 0)
