"""Planted faults of reviews: machine-made captions that a person has read, and what became of them since."""

from __future__ import annotations

import datetime as dt
import json

from matrix.base import Fault, Scene
from picturelock.formats.files import read_captions
from picturelock.production.reviews import review_path, write_review

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


FAULTS: tuple[Fault, ...] = (
    Fault("ai.review-tomorrow", "A review dated after today.", tomorrow, "ai-use.review-date", prepare=read),
    Fault("ai.review-void", "A word changed after the review.", other_words, "ai-use.review-void", prepare=read),
    Fault("ai.review-broken", "A review cannot be read.", broken, "ai-use.review-unreadable", prepare=read),
    Fault("ai.review-declared", "A review says not what was read.", declared, "ai-use.review-unproven", prepare=read),
)
