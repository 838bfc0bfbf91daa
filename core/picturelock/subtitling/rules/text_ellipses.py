"""The ellipsis as the profile writes it, and the space that must not part its dots."""

from __future__ import annotations

import re

from picturelock.subtitling.rules.text_base import Correction, states
from picturelock.subtitling.subject import Event, Subject

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_DOTS = re.compile(r"\.{3,}|(?:(?<=\w) )?\.(?: \.){2,}")
_SITES = re.compile(rf"\.{{3}}|\. \. \.|{ELLIPSIS}")


def _written(event: Event, subject: Subject) -> str:
    wanted = subject.profile.says("ellipsis")
    if wanted == ELLIPSIS:
        return _DOTS.sub(ELLIPSIS, event.text)
    return _DOTS.sub("...", event.text.replace(ELLIPSIS, "..."))


ELLIPSES = Correction("ellipsis", _SITES, _written, "ellipsis", "error", states("ellipsis"))
