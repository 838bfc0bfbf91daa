"""Make a faulty production from a clean, captioned one, and write down what was done: `python demo/plant.py CLEAN FAULTY`.

The truth file comes from the edits themselves, not from looking at the result.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import cuts
import faults_captions
import faults_cut
import faults_papers
from faults import Fault

SCHEMA = "picturelock-demo/truth-1"


def plant(clean: Path, faulty: Path) -> Path:
    """Copy `clean` to `faulty`, which must not exist, and edit it; returns the path of its truth.json."""
    shutil.copytree(clean, faulty, copy_function=_copy)
    cut = cuts.letter_v2()
    faults = [
        *faults_cut.plant(faulty, cut),
        *faults_captions.plant(faulty, cut),
        *faults_papers.plant(faulty, cut),
    ]
    return _write_truth(faulty / "truth.json", faults)


def _copy(source: str, target: str) -> None:
    """Media is never edited, so it need not lie on the disk twice."""
    if Path(source).parent.name != "media":
        shutil.copy2(source, target)
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _write_truth(path: Path, faults: list[Fault]) -> Path:
    document = {"schema": SCHEMA, "rate": "24000/1001", "faults": [fault.to_json() for fault in faults]}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(plant(Path(sys.argv[1]), Path(sys.argv[2])))
