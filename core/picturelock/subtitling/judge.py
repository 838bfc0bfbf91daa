"""Captions against everything in `registry.CAPTION_RULES`, which says what each rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from picturelock import registry
from picturelock.findings import Finding
from picturelock.subtitling.subject import Subject


def judge(subject: Subject) -> Iterator[Finding]:
    """Everything in which the captions break a rule, rule by rule."""
    for entry in registry.CAPTION_RULES:
        check: Callable[[Subject], Iterator[Finding]] = registry.load(entry)
        yield from check(subject)
