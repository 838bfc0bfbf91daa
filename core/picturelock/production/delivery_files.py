"""Looking into the further files of a delivery, as far as each can be: whether it can be what it is listed as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.formats.files import read_captions
from picturelock.media.probe import MediaInfo, probe
from picturelock.production import file_doubles
from picturelock.production.file_looks import MAX_TEXT, holds_private_key, look_of
from picturelock.production.model import DeliveryFile, Production
from picturelock.production.orders import PAPERS, FileOrder
from picturelock.textfile import read_text

MEDIA = ("described-video", "textless", "music-effects", "trailer", "slate")
SEEN = ("textless", "trailer", "slate")
TEXT = ("credits", "synopsis")
DOCUMENTS = ("transcript", "technical-sheet", *PAPERS)
_LIKE: dict[str, tuple[str, ...]] = {
    "stills": ("picture",),
    **dict.fromkeys(TEXT, ("text",)),
    **dict.fromkeys(DOCUMENTS, ("text", "document", "picture")),
}
_SAME_SOUND = 1e-3
"""Of full scale: coding and dither change less, a voice changes more."""


def read_files(production: Production) -> tuple[DeliveryFile, ...]:
    """Every file that the production lists. One that cannot be what it is listed as has an error among its findings."""
    files = [_read(order, production) for order in production.files]
    sound = [number for number, file in enumerate(files) if not file.findings]
    orders = [production.files[number] for number in sound]
    for number, finding in file_doubles.findings(orders, production):
        file = files[sound[number]]
        files[sound[number]] = replace(file, findings=(*file.findings, finding))
    return tuple(_voices(file, production) for file in files)


def _read(order: FileOrder, production: Production) -> DeliveryFile:
    try:
        rule = _fault(order)
        if rule:
            return DeliveryFile(order, findings=(_finding(rule, order, production),))
        if order.kind in MEDIA:
            media = probe(order.file)
            return DeliveryFile(order, media, findings=tuple(_silent(order, media, production)))
        if order.kind == "description-script":
            captions, findings = read_captions(order.file, order.language or None, None)
            return DeliveryFile(order, captions=captions, findings=tuple(findings))
        if order.kind in TEXT:
            return DeliveryFile(order, text=read_text(order.file, MAX_TEXT, "a text"))
    except InputError as error:
        return DeliveryFile(order, findings=(_finding("files.unreadable", order, production, reason=error.reason),))
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}."
        return DeliveryFile(order, findings=(_finding("files.unreadable", order, production, reason=reason),))
    return DeliveryFile(order)


def _fault(order: FileOrder) -> str:
    """The rule that a file breaks by what it is; "" where it can be what it is listed as. Raises OSError and InputError."""
    file = order.file
    if not file.is_file():
        return "files.missing"
    if file.stat().st_size == 0:
        return "files.empty"
    if holds_private_key(file):
        return "files.private-key"
    if order.kind not in _LIKE:
        return ""
    look = look_of(file)
    if look == "blank":
        return "files.empty"
    if look == "cut short":
        raise InputError("breaks off before its end.", file=file)
    if look in _LIKE[order.kind]:
        return ""
    if order.kind in TEXT:
        return ""  # why it cannot be read, reading it says
    return "files.not-picture" if order.kind == "stills" else "files.not-document"


def _silent(order: FileOrder, media: MediaInfo, production: Production) -> Iterator[Finding]:
    """A film without a picture, a mix without sound."""
    if order.kind in SEEN and not media.video:
        yield _finding("files.no-picture", order, production)
    if order.kind == "music-effects" and not media.audio:
        yield _finding("files.no-sound", order, production)


def _voices(file: DeliveryFile, production: Production) -> DeliveryFile:
    """Music and effects that are the sound of the master, with its voices."""
    master = production.delivery.master
    if file.order.kind != "music-effects" or file.media is None or file.findings or master is None:
        return file
    if not master.is_file() or not _sounds_alike(file.order.file, master):
        return file
    finding = _finding("files.music-effects-mixed", file.order, production, other=production.relative(master))
    return replace(file, findings=(finding,))


def _sounds_alike(a: Path, b: Path) -> bool:
    """True where the first sound of two files never differs, to its end. What cannot be decoded is told elsewhere."""
    import numpy as np

    from picturelock.media.audio import read_audio

    heard = False
    try:
        for one, other in zip_longest(read_audio(a), read_audio(b)):
            if one is None or other is None:
                rest = one if other is None else other
                if rest is not None and float(np.abs(rest).max(initial=0)) > _SAME_SOUND:
                    return False
                continue
            count = min(len(one), len(other))
            if float(np.abs(one[:count] - other[:count]).max(initial=0)) > _SAME_SOUND:
                return False
            heard = heard or float(np.abs(one).max(initial=0)) > _SAME_SOUND
    except InputError:
        return False
    return heard


def _finding(rule: str, order: FileOrder, production: Production, **more: Fact) -> Finding:
    file = production.relative(order.file)
    facts: dict[str, Fact] = {"file": file, "kind": order.kind, **more}
    return Finding(rule, "error", Place(file=file), facts, "Picturelock")
