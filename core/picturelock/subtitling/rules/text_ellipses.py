"""The ellipsis as the profile writes it, once where a sentence goes on, and the space that must not part its dots."""

from __future__ import annotations

import re

from picturelock.subtitling.rules.text_base import Correction, states
from picturelock.subtitling.subject import Event, Subject

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_DOTS = re.compile(r"\.{3,}|(?:(?<=\w) )?\.(?: \.){2,}")
_SITES = re.compile(rf"\.{{3}}|\. \. \.|{ELLIPSIS}")

ONCE = "Netflix, Timed Text Style Guide: continuity, read 2026-11-22"
"""An ellipsis that ends a caption is not said again where the next one goes on with the sentence."""
_LEADING = re.compile(rf"^(?:{ELLIPSIS}|\.{{2,3}}) ?(?=[a-zß-öø-ÿœ])")
_TRAILING = re.compile(rf"(?:{ELLIPSIS}|\.{{2,3}})[\"”»’]?$")
_REACH_S = 1  # seconds after which a caption no longer goes on with the one before


def _written(event: Event, subject: Subject) -> str:
    wanted = subject.profile.says("ellipsis")
    if wanted == ELLIPSIS:
        return _DOTS.sub(ELLIPSIS, event.text)
    return _DOTS.sub("...", event.text.replace(ELLIPSIS, "..."))


def _once(event: Event, subject: Subject) -> str:
    """Without the ellipsis that the caption just before has ended with; with it where two people speak."""
    if not event.number or "\n-" in event.text:
        return event.text
    before = subject.events[event.number - 1]
    late = event.start - before.end > _REACH_S * subject.rate.nominal
    if late or not _TRAILING.search(before.text):
        return event.text
    return _LEADING.sub("", event.text) if event.text[0] not in "-–" else event.text


def _netflix(subject: Subject) -> bool:
    whose = subject.profile.style.get("ellipsis")
    return whose is not None and whose.source.startswith("Netflix")


CONTINUED = Correction("continued-ellipsis", re.compile(rf"^(?:{ELLIPSIS}|\.\.)", re.M), _once, ONCE, "info", _netflix)
ELLIPSES = Correction("ellipsis", _SITES, _written, "ellipsis", "error", states("ellipsis"))
