"""`credentials.json`: which masters of a package were signed, with what, and the proof that nothing else about them changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picturelock.delivery import c2pa_writing as writing
from picturelock.delivery.c2pa_signer import Signer
from picturelock.delivery.model import Item
from picturelock.media.credentials import Claims
from picturelock.media.packets import StreamPackets

FILE = "credentials.json"
SCHEMA = "picturelock/credentials-1"


@dataclass(frozen=True, slots=True)
class Signed:
    """A file with its credentials, and the proof that nothing else about it changed."""

    file: Path
    sidecar: Path | None
    """Where its container cannot hold them."""
    judged: str
    """Full hash before."""
    signed: str
    """Full hash after; the same where the credentials lie beside it."""
    streams: tuple[StreamPackets, ...]
    claims: Claims


def entry_of(signed: Signed, item: Item, payload: Path) -> dict[str, Any]:
    """One master."""
    claims = signed.claims
    streams = [
        {
            "index": one.index,
            "kind": one.kind,
            "codec": one.codec,
            "packets": one.packets,
            "bytes": one.size,
            "hash": one.hash,
        }
        for one in signed.streams
    ]
    return {
        "path": item.target,
        "judged": signed.judged,
        "delivered": signed.signed,
        "credentials": "embedded" if signed.sidecar is None else signed.sidecar.relative_to(payload).as_posix(),
        "label": claims.label,
        "title": claims.title,
        "actions": [
            {
                "action": one.name,
                "digital_source_type": one.source_type,
                "tool": one.agent,
                "description": one.description,
            }
            for one in claims.actions
        ],
        "training": dict(claims.training),
        "streams": streams,
    }


def document_of(entries: Sequence[dict[str, Any]], signer: Signer) -> bytes:
    """The document."""
    document = {
        "schema": SCHEMA,
        "library": f"c2pa-rs {writing.version()}",
        "certificate": {
            "subject": signer.subject,
            "issuer": signer.issuer,
            "serial": signer.serial,
            "fingerprint": signer.fingerprint,
            "valid_from": signer.valid_from.isoformat(),
            "valid_until": signer.valid_until.isoformat(),
        },
        "algorithm": signer.algorithm,
        "timestamp": signer.timestamp or "none asked",
        "files": list(entries),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
