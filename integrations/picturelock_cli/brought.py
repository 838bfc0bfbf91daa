"""What a production has, as the checklist of a destination asks for it."""

from __future__ import annotations

from pathlib import Path

from picturelock import registry
from picturelock.production import Production
from picturelock.specs.checklist import Brought


def brought(production: Production, spec_id: str) -> Brought:
    """Only what is there: a file that is named and missing, or empty, is not brought.

    Of several deliveries the first one to that destination counts, else the production's first.
    """
    order = next((one for one in production.deliveries if one.spec == spec_id), production.delivery)
    captions = tuple(
        (track.language, track.kind, formats_of(track.file)) for track in production.captions if _there(track.file)
    )
    files = [(one.kind, one.language) for one in production.files if _there(one.file)]
    files += [("synopsis", language) for language in production.press.synopses]
    files += [("stills", "")] if production.press.stills else []
    return Brought(
        master=order.master is not None and _there(order.master),
        languages=order.languages or production.languages,
        captions=captions,
        files=tuple(files),
        territories=order.territories,
        media=order.media,
        window=(order.start, order.end),
    )


def formats_of(file: Path) -> tuple[str, ...]:
    """The caption formats that a file's ending may mean."""
    ending = file.suffix.lower()
    entries = {name: registry.load(entry) for name, entry in registry.FORMATS.items()}
    return tuple(name for name, entry in entries.items() if ending in entry.suffixes)


def _there(file: Path) -> bool:
    try:
        return file.is_file() and file.stat().st_size > 0
    except OSError:
        return False
