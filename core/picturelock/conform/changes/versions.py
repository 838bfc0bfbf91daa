"""Two versions of one thing: `sh010_v011` and `sh010_v012`."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.conform.names import bare_stem, unversioned, versions
from picturelock.cut import Shot


def another_version(old: Shot, new: Shot) -> bool:
    """True where what both shots show is named alike but for the version.

    One file is one version, whatever the clips are called; the first name that both have, alike but for a version, decides.
    """
    a, b = old.source, new.source
    if old.name == new.name and (a is b or a == b):
        return False
    if a.fingerprint and a.fingerprint == b.fingerprint:
        return False
    for one, other in zip(_names(old), _names(new), strict=True):
        if one and other and unversioned(one) == unversioned(other) and (versions(one) or versions(other)):
            return versions(one) != versions(other)
    return False


def _names(shot: Shot) -> Iterator[str]:
    source = shot.source
    yield bare_stem(str(source.path or "") or source.url)
    yield bare_stem(source.name)
    yield source.reel.lower()
    yield bare_stem(shot.name)
