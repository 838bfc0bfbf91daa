"""Files that stand in for others: a proxy says so in its name, or its folder does."""

from __future__ import annotations

import re
from pathlib import Path

_PROXY = re.compile(r"[._\- ](?:proxy|proxies|prxy|px|lowres|offline)$", re.IGNORECASE)
_FOLDER = re.compile(r"(?:.*[._\- ])?(?:proxy|proxies|prxy|lowres)(?:[._\- ]media)?", re.IGNORECASE)


def without_proxy(stem: str) -> str:
    """A name without what marks a proxy: "A001C003_Proxy" is A001C003."""
    return _PROXY.sub("", stem)


def is_proxy(path: Path) -> bool:
    """True for a file that says of itself, or whose folder says, that it is a small stand-in."""
    return _PROXY.search(path.stem) is not None or any(_FOLDER.fullmatch(part) for part in path.parts[-3:-1])
