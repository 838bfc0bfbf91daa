"""Looking into the further files of a delivery, as far as each can be."""

from __future__ import annotations

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.formats.files import read_captions
from picturelock.media.probe import probe
from picturelock.production.model import DeliveryFile, Production
from picturelock.production.orders import FileOrder
from picturelock.textfile import read_text

MEDIA = ("described-video", "textless", "music-effects", "trailer", "slate")
TEXT = ("credits", "synopsis")
MAX_TEXT = 2_000_000


def read_files(production: Production) -> tuple[DeliveryFile, ...]:
    """Every file that the production lists. One that is missing or cannot be read has an error among its findings."""
    return tuple(_read(order, production) for order in production.files)


def _read(order: FileOrder, production: Production) -> DeliveryFile:
    file = production.relative(order.file)
    facts: dict[str, Fact] = {"file": file, "kind": order.kind}
    place = Place(file=file)
    if not order.file.is_file() or order.file.stat().st_size == 0:
        rule = "files.empty" if order.file.is_file() else "files.missing"
        return DeliveryFile(order, findings=(Finding(rule, "error", place, facts, "Picturelock"),))
    try:
        if order.kind in MEDIA:
            return DeliveryFile(order, media=probe(order.file))
        if order.kind == "description-script":
            captions, findings = read_captions(order.file, order.language or None, None)
            return DeliveryFile(order, captions=captions, findings=tuple(findings))
        if order.kind in TEXT:
            return DeliveryFile(order, text=read_text(order.file, MAX_TEXT, "a text"))
    except InputError as error:
        facts["reason"] = error.reason
        return DeliveryFile(order, findings=(Finding("files.unreadable", "error", place, facts, "Picturelock"),))
    return DeliveryFile(order)
