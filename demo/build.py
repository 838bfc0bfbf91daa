"""Make the demo's clean production: `python demo/build.py FOLDER`. Captions are not made here, but from transcripts."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import cuts
import film
import footage
import master
import papers
import timelines


def build(folder: Path, on_step: Callable[[str], None]) -> Path:
    """Fill `folder`, which must be new or empty, with media, cuts, master, rights and script; returns it."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    footage.build(folder / "media", on_step)
    first, delivered = cuts.letter_v1(), cuts.letter_v2()
    _cuts(folder / "cuts", first, delivered)
    on_step("cuts/letter_v1.otio, letter_v2.otio, letter_v2.edl")
    (folder / "master").mkdir()
    master.render(delivered, folder / "media", folder / "master" / "letter_v2.mov")
    on_step("master/letter_v2.mov")
    papers.build(folder)
    on_step("picturelock.toml, specs/canal-du-quai.toml, credits/letter_v2.txt, rights/clearances.toml")
    shutil.copyfile(film.HERE / "script.fountain", folder / "script.fountain")
    on_step("script.fountain")
    return folder


def _cuts(folder: Path, first: cuts.Cut, delivered: cuts.Cut) -> None:
    folder.mkdir()
    for cut in (first, delivered):
        timelines.write_otio(cut, folder / f"{cut.name}.otio")
    timelines.write_edl(delivered, folder / f"{delivered.name}.edl")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    build(Path(sys.argv[1]), print)
