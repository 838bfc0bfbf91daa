"""Planted faults of reviews: machine-made captions that a person has read, and what became of them since."""

from __future__ import annotations

import datetime as dt
import json

from matrix.base import Fault, Scene
from picturelock.formats.files import read_captions
from picturelock.formats.sidecar import sidecar_path, write_sidecar
from picturelock.production.reviews import review_path, write_review
from picturelock.speech import Provenance

FILE = "captions/v2.en.srt"
REVIEW = "captions/v2.en.srt.review.json"


def read(scene: Scene) -> None:
    """Captions that a machine made, and that A. Tremblay has read."""
    scene.replace("picturelock.toml", 'origin = "human"', 'origin = "machine"')
    file = scene.root / FILE
    assert review_path(file) == scene.root / REVIEW
    write_review(file, read_captions(file)[0], "A. Tremblay", dt.date(2026, 11, 2))


def tomorrow(scene: Scene) -> None:
    """The review is dated after today."""
    document = json.loads(scene.text(REVIEW))
    scene.write(REVIEW, json.dumps({**document, "on": "2099-01-01"}))


def other_words(scene: Scene) -> None:
    """A word of a caption is another one now."""
    scene.replace(FILE, "steady", "quiet")


def broken(scene: Scene) -> None:
    """The review is cut off."""
    scene.write(REVIEW, scene.text(REVIEW)[:30])


def declared(scene: Scene) -> None:
    """Nothing holds what was read any more; picturelock.toml says that somebody has read it."""
    (scene.root / REVIEW).unlink()
    said = 'origin = "machine"\nreviewed_by = "A. Tremblay"\nreviewed_on = 2026-11-02\n'
    scene.replace("picturelock.toml", 'origin = "machine"\n', said)


SPEC = """\
title = "Channel"
extends = "ebu-r128"
[ai]
review = { requirement = "required", source = "sheet", read = 2026-05-04 }
"""


def required(scene: Scene) -> None:
    """A destination that requires a review; A. Tremblay, of the production, has read what was made the day before."""
    read(scene)
    made = Provenance("captions", "machine", "faster-whisper", "1.2", made="2026-11-01T10:00:00+00:00")
    write_sidecar(scene.root / FILE, made)
    scene.write("specs/channel.toml", SPEC)
    scene.replace("picturelock.toml", 'spec = "ebu-r128"', 'spec = "channel"')
    scene.append("picturelock.toml", '[[people]]\nname = "A. Tremblay"\nrole = "captioner"\n')


def imported(scene: Scene) -> None:
    """The record is taken away, and the captions are said to be imported."""
    sidecar_path(scene.root / FILE).unlink()
    scene.replace("picturelock.toml", 'origin = "machine"', 'origin = "imported"')


def before_it_was(scene: Scene) -> None:
    """The review is older than the text."""
    document = json.loads(scene.text(REVIEW))
    scene.write(REVIEW, json.dumps({**document, "on": "2001-01-01"}))


def by_nobody(scene: Scene) -> None:
    """The reader is nobody of the production."""
    document = json.loads(scene.text(REVIEW))
    scene.write(REVIEW, json.dumps({**document, "person": "Nobody At All"}))


FAULTS: tuple[Fault, ...] = (
    Fault(
        "ai.reviewer-unknown",
        "Read by nobody of the production.",
        by_nobody,
        "ai-use.reviewer-unknown",
        prepare=required,
    ),
    Fault("ai.review-too-old", "Read before it was written.", before_it_was, "ai-use.stale-review", prepare=required),
    Fault("ai.imported-unsaid", "Only said to be imported.", imported, "ai-use.unknown-origin", prepare=required),
    Fault("ai.review-tomorrow", "A review dated after today.", tomorrow, "ai-use.review-date", prepare=read),
    Fault("ai.review-void", "A word changed after the review.", other_words, "ai-use.review-void", prepare=read),
    Fault("ai.review-broken", "A review cannot be read.", broken, "ai-use.review-unreadable", prepare=read),
    Fault("ai.review-declared", "A review says not what was read.", declared, "ai-use.review-unproven", prepare=read),
)
