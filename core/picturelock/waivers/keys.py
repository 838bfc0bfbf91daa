"""A person's key: Ed25519. The one door to `cryptography`.

The private key is a PEM file (PKCS #8) that only its owner can read, with or without a passphrase; the public one is a line
of text, "ed25519:" and 44 signs of base64, that stands in `picturelock.toml` under [[people]].
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import InputError, OutputError, SetupError, UsageError
from picturelock.textfile import read_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PREFIX = "ed25519:"
_KEY_BYTES, _SIGNATURE_BYTES = 32, 64
_MOST_BYTES = 20_000
_PRIME = 2**255 - 19
_SMALL_ORDER = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
"""The height of the points of order 8 on the curve (RFC 8032, 5.1)."""
_UNSAFE = re.compile(r"[^\w-]+")


def default_folder() -> Path:
    """Where a person's keys lie: in their own settings, never in a production."""
    import platformdirs

    return platformdirs.user_config_path("picturelock", appauthor=False) / "keys"


def file_name(person: str) -> str:
    """The name of a person's key file. Raises UsageError for a name without a letter or figure."""
    bare = _UNSAFE.sub("-", person.strip()).strip("-_").lower()
    if not bare:
        raise UsageError(f"{person!r:.60} is not a name that a key can be filed under.")
    return f"{bare[:80]}.pem"


def make(file: Path, passphrase: str = "") -> str:
    """Write a new private key, which only its owner can read; gives the public one. Raises OutputError, also where it exists."""
    private = _private_class().generate()
    serialization = _serialization()
    protection = (
        serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
    )
    data: bytes = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise OutputError(f"{file} exists already; a key is never replaced.", hint="Choose another name.") from None
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror or error}.") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
    except OSError as error:
        with suppress(OSError):
            file.unlink()
        raise OutputError(f"{file} cannot be written: {error.strerror or error}.") from error
    return public_of(private)


def read(file: Path, ask: Callable[[], str]) -> Ed25519PrivateKey:
    """A private key. ask: for its passphrase, called only where it has one. Raises InputError, which never quotes the file."""
    data = read_bytes(file, _MOST_BYTES, "a private key", hint="`picturelock keys new NAME` makes one.")
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise InputError(
            "can be read by others than its owner, so it proves nothing.", file=file, hint=f"chmod 600 {file}"
        )
    serialization = _serialization()
    try:
        key = serialization.load_pem_private_key(data, password=None)
    except TypeError:  # it has a passphrase
        try:
            key = serialization.load_pem_private_key(data, password=ask().encode())
        except (ValueError, TypeError):
            raise InputError("was not opened by this passphrase.", file=file) from None
    except (ValueError, _unsupported()):
        raise InputError("is not a private key; expected PEM.", file=file) from None
    if not isinstance(key, _private_class()):
        raise InputError("is a key of another kind; expected Ed25519.", file=file)
    return key


def public_of(key: Ed25519PrivateKey) -> str:
    """The line of text that others know a key by."""
    return PREFIX + base64.b64encode(key.public_key().public_bytes_raw()).decode()


def sign(key: Ed25519PrivateKey, data: bytes) -> str:
    """The signature of some bytes, "ed25519:" and base64."""
    return PREFIX + base64.b64encode(key.sign(data)).decode()


def is_signed(public: str, signature: str, data: bytes) -> bool:
    """True only if this public key's owner signed exactly these bytes. Anything that is no key or no signature is false."""
    known, given = _raw(public, _KEY_BYTES), _raw(signature, _SIGNATURE_BYTES)
    if known is None or given is None or _is_weak(known):
        return False
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(known).verify(given, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_public(text: str) -> bool:
    """True for what may be a public key."""
    raw = _raw(text, _KEY_BYTES)
    return raw is not None and not _is_weak(raw)


def _is_weak(raw: bytes) -> bool:
    """True for the few public keys for which anybody can make a signature: points of small order, in each of their spellings."""
    height = int.from_bytes(raw, "little") & (2**255 - 1)
    return height % _PRIME in (0, 1, _PRIME - 1, _SMALL_ORDER, _PRIME - _SMALL_ORDER)


def _raw(text: str, size: int) -> bytes | None:
    if not text.startswith(PREFIX):
        return None
    try:
        data = base64.b64decode(text.removeprefix(PREFIX).encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    # One text for one key: base64 leaves bits over that a forger might vary.
    same = base64.b64encode(data).decode() == text.removeprefix(PREFIX)
    return data if len(data) == size and same else None


def _private_class() -> type[Ed25519PrivateKey]:
    _serialization()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey


def _unsupported() -> type[Exception]:
    from cryptography.exceptions import UnsupportedAlgorithm

    return UnsupportedAlgorithm


def _serialization() -> Any:
    try:
        from cryptography.hazmat.primitives import serialization
    except ImportError as error:
        raise SetupError(
            "cryptography is not installed, and signatures need it.",
            hint="Run `python3 installers setup` in the Picturelock folder.",
        ) from error
    return serialization
