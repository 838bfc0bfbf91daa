"""A permission of the right kind for what is used of a source: a release of a place or a person is none for a picture."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.rights.case import Case
from picturelock.rights.model import CLEARS
from picturelock.rights.sources import Use


def check(case: Case) -> Iterator[Finding]:
    """One finding for the picture and one for the sound of each source that has entries, and none that is for it."""
    for use in case.uses:
        entries = case.cleared[use.source.key]
        kinds = {clearance.kind for clearance in entries}
        cleared = frozenset().union(*(CLEARS[kind] for kind in kinds))
        said = ", ".join(sorted(kinds))
        if not entries:
            continue  # said already
        if use.seen and "picture" not in cleared:
            yield case.of_use("picture-uncleared", use, {"kinds": said}, group=entries)
        if not _is_heard(case, use) or "sound" in cleared:
            continue
        what = "recording-uncleared" if "music" in cleared else "sound-uncleared"
        yield case.of_use(what, use, {"kinds": said}, group=entries)


def _is_heard(case: Case, use: Use) -> bool:
    """Heard for certain: of a picture whose file nobody has seen it is not known whether it has sound at all."""
    if not use.heard:
        return False
    info = case.dossier.media.get(use.source.key)
    return any(shot.kind == "audio" for shot in use.shots) or (info is not None and bool(info.has_audio))
