"""Content credentials (C2PA) that a file carries: who says what of its origin. Reading only; no address is ever asked.

A claim is its signer's word. `Claims.intact` says that nobody has altered the file or the claim since it was signed;
who the signer is, only a list of trusted certificates can say.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picturelock.errors import InputError, SetupError
from picturelock.media.boxes import ENDINGS as BOXED
from picturelock.media.boxes import boxes
from picturelock.media.container import check_file

FORMATS: Mapping[str, str] = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".m4a": "audio/mp4", ".wav": "audio/wav",
    ".avi": "video/avi", ".mp3": "audio/mpeg", ".flac": "audio/flac", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".png": "image/png", ".tif": "image/tiff", ".tiff": "image/tiff", ".webp": "image/webp", ".gif": "image/gif",
    ".dng": "image/dng", ".heic": "image/heic", ".avif": "image/avif",
}  # fmt: skip
"""What the library reads credentials within, by the file's ending."""
EMBEDDABLE = (".mp4", ".m4v", ".mov")
OTHER = "application/octet-stream"
"""Any other file: its credentials lie beside it."""
SIDECAR = ".c2pa"
USAGES = (
    "1.3.6.1.5.5.7.3.4",  # e-mail protection
    "1.3.6.1.5.5.7.3.36",  # document signing
    "1.3.6.1.4.1.62558.2.1",  # claim signing, C2PA's own
    "1.3.6.1.4.1.311.76.59.1.9",  # claim signing, Microsoft's
)
"""Extended usages of a certificate that content credentials are signed with (C2PA specification 2.x, trust model)."""
_STAMPING = ("1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9")
"""Of time-stamp servers, and of those that say whether a certificate was revoked."""
UNTRUSTED = "signingCredential.untrusted"
UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
"""Of the box that holds them in a QuickTime or MP4 file."""
_HEAD, _TAIL = 1 << 20, 4 << 20
_MOST_SIDECAR = 64_000_000
_BUFFER = 4 << 20


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that, as a claim says, was done."""

    name: str
    """"c2pa.created", "c2pa.edited" ..."""
    source_type: str = ""
    """IPTC digital source type, without its address."""
    agent: str = ""
    """The program, as it is named."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Claims:
    """The newest claim of a file."""

    label: str
    title: str
    generator: str
    signer: str
    issuer: str
    signed: str
    """When, as a time-stamp server said; "" = nobody said."""
    actions: tuple[Action, ...]
    ingredients: tuple[str, ...]
    """Titles."""
    source_types: frozenset[str]
    """IPTC digital source types anywhere in it, its ingredients' own claims included."""
    training: tuple[tuple[str, str], ...]
    """Whether it may be used for training and mining: what, and "allowed" or "notAllowed"."""
    intact: bool | None
    """None = not verified."""
    trusted: bool
    problems: tuple[str, ...]
    """The specification's codes of what failed, without that for a signer nobody vouches for."""
    embedded: bool


def settings(anchors: str = "", *, verify: bool = True) -> dict[str, Any]:
    """How the library is to work: without the network. anchors: PEM certificates to trust."""
    # The library by itself takes certificates for e-mail only, and calls those of C2PA's own programme invalid.
    trust = {"trust_config": "\n".join((*USAGES, *_STAMPING)), **({"user_anchors": anchors} if anchors else {})}
    return {
        "verify": {
            "verify_after_reading": verify,
            "verify_after_sign": False,  # what was written is read back apart
            "ocsp_fetch": False,
            "remote_manifest_fetch": False,
        },
        "core": {"allowed_network_hosts": [], "backing_store_memory_threshold_in_mb": 64},
        "builder": {"thumbnail": {"enabled": False}},
        "trust": trust,
    }


def has_credentials(path: Path) -> bool:
    """True where a file may carry credentials. Little of it is read. Raises InputError."""
    check_file(path)
    try:
        with path.open("rb") as file:
            if path.suffix.lower() in BOXED:
                return any(box.kind == b"uuid" and box.uuid == UUID for box in boxes(file))
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            if b"c2pa" in file.read(_HEAD):
                return True
            file.seek(max(0, size - _TAIL))
            return b"c2pa" in file.read(_TAIL)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=path) from error


def read_credentials(
    path: Path, *, verify: bool = True, sidecar: Path | None = None, anchors: str = ""
) -> Claims | None:
    """What a file claims; None where it claims nothing. sidecar: a file that holds its credentials instead.

    verify: read all of it, and say whether it is intact. Raises InputError for credentials that cannot be read.
    """
    if sidecar is None and not has_credentials(path):
        return None
    check_file(path)
    beside = _sidecar_bytes(sidecar) if sidecar is not None else None
    kind = FORMATS.get(path.suffix.lower(), OTHER)
    c2pa = library()
    try:
        context = c2pa.Context.from_dict(settings(anchors, verify=verify))
        with path.open("rb", _BUFFER) as file, c2pa.Reader(kind, file, beside, context) as reader:
            document: dict[str, Any] = json.loads(reader.json())
            return _claims(document, verify=verify, embedded=beside is None)
    except c2pa.C2paError.ManifestNotFound:
        return None
    except c2pa.C2paError as error:
        raise InputError(
            f"has content credentials that cannot be read: {reason(error)}.", file=sidecar or path
        ) from error
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise InputError("has content credentials that cannot be read.", file=sidecar or path) from error


def library() -> Any:
    """The library. Raises SetupError."""
    try:
        import c2pa
    except (ImportError, OSError) as error:
        raise SetupError(
            "c2pa-python is not installed, and content credentials need it.",
            hint="Run `python3 installers setup` in the Picturelock folder.",
        ) from error
    return c2pa


def reason(error: Exception) -> str:
    """What the library said, for a sentence."""
    text = str(error).partition(": ")[2] or str(error)
    return text.strip().rstrip(".")[:200] or "it did not say why"


def _sidecar_bytes(sidecar: Path) -> bytes:
    if check_file(sidecar) > _MOST_SIDECAR:
        raise InputError("is larger than 64 MB; expected content credentials.", file=sidecar)
    try:
        return sidecar.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=sidecar) from error


def _claims(document: Mapping[str, Any], *, verify: bool, embedded: bool) -> Claims:
    label = str(document.get("active_manifest", ""))
    manifests: Mapping[str, Any] = document.get("manifests", {})
    active: Mapping[str, Any] = manifests.get(label, {})
    signature = active.get("signature_info") or {}
    found = (document.get("validation_results") or {}).get("activeManifest") or {}
    codes = tuple(dict.fromkeys(str(one.get("code", "?")) for one in found.get("failure", ())))
    codes += () if found else tuple(str(one.get("code", "?")) for one in document.get("validation_status", ()))
    problems = tuple(code for code in codes if code != UNTRUSTED)
    state = str(document.get("validation_state", ""))
    actions = tuple(_actions(active))
    return Claims(
        label=label,
        title=str(active.get("title", "")),
        generator=_generator(active),
        signer=str(signature.get("common_name") or signature.get("issuer") or ""),
        issuer=str(signature.get("issuer", "")),
        signed=str(signature.get("time") or ""),
        actions=actions,
        ingredients=tuple(str(one.get("title", "")) for one in active.get("ingredients", ())),
        source_types=frozenset(
            action.source_type for one in manifests.values() for action in _actions(one) if action.source_type
        ),
        training=tuple(_training(active)),
        intact=(state in ("Valid", "Trusted") and not problems) if verify else None,
        trusted=state == "Trusted",
        problems=problems,
        embedded=embedded,
    )


def _generator(manifest: Mapping[str, Any]) -> str:
    infos = manifest.get("claim_generator_info") or ()
    names = [f"{one.get('name', '')} {one.get('version', '')}".strip() for one in infos if isinstance(one, Mapping)]
    return ", ".join(filter(None, names)) or str(manifest.get("claim_generator", ""))


def _actions(manifest: Mapping[str, Any]) -> Iterator[Action]:
    for assertion in manifest.get("assertions", ()):
        if not str(assertion.get("label", "")).startswith("c2pa.actions"):
            continue
        for action in (assertion.get("data") or {}).get("actions", ()):
            agent = action.get("softwareAgent") or ""
            if isinstance(agent, Mapping):
                agent = f"{agent.get('name', '')} {agent.get('version', '')}".strip()
            kind = str(action.get("digitalSourceType") or "").rpartition("/")[2]
            yield Action(str(action.get("action", "")), kind, str(agent), str(action.get("description") or ""))


def _training(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for assertion in manifest.get("assertions", ()):
        if str(assertion.get("label", "")).partition("__")[0] in ("cawg.training-mining", "c2pa.training-mining"):
            for name, entry in ((assertion.get("data") or {}).get("entries") or {}).items():
                yield str(name).partition(".")[2], str(entry.get("use", ""))
