"""The user's own certificate and key, with which content credentials are signed. The key never leaves memory again."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import InputError, SetupError
from picturelock.media.credentials import USAGES
from picturelock.production.orders import CredentialsOrder
from picturelock.textfile import read_bytes

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_MOST_BYTES = 100_000
_CURVES = {"es256": "secp256r1", "es384": "secp384r1"}
_SHORTEST_RSA = 2048
_NEVER = frozenset({"1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9", "2.5.29.37.0"})
"""Extended usages that the library refuses beside them: time stamping, OCSP, anything."""
_MOST_BARE = 1 << 14
_WHERE = "[credentials] in picturelock.toml names it."


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate that is valid now, and the key that belongs to it."""

    chain: bytes
    """PEM, the signer's certificate first."""
    key: bytes = field(repr=False)
    """PEM, PKCS #8, without a passphrase: only ever in memory."""
    key_file: Path
    algorithm: str
    timestamp: str
    """Address of a time-stamp server; "" = none is asked."""
    subject: str
    issuer: str
    serial: str
    """Hexadecimal."""
    fingerprint: str
    """"sha256:" and 64 hex digits, of the signer's certificate."""
    valid_from: dt.datetime
    valid_until: dt.datetime


def read_signer(order: CredentialsOrder, ask: Callable[[], str], now: dt.datetime | None = None) -> Signer:
    """Read both files. ask: for the key's passphrase, called only where it has one.

    Raises InputError for what is missing, no certificate, no key, expired or not valid yet, self-signed or not meant for this,
    for a chain that does not hold, a key that belongs to another certificate or does not fit the algorithm, and for one that
    others can read.
    """
    chain, certificates = _chain(order.certificate)
    own = certificates[0]
    for certificate in certificates:
        _require_valid(certificate, order.certificate, now or dt.datetime.now(dt.UTC))
    _require_issued(certificates, order.certificate)
    _require_usage(own, order.certificate)
    key = _key(order.key, ask)
    if key.public_key() != own.public_key():
        raise InputError(f"is not the key of the certificate {order.certificate.name}.", file=order.key, hint=_WHERE)
    _require_fit(key, order)
    serialization = _serialization()
    from cryptography.hazmat.primitives import hashes

    return Signer(
        chain=chain,
        key=key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        key_file=order.key,
        algorithm=order.algorithm,
        timestamp=order.timestamp,
        subject=own.subject.rfc4514_string(),
        issuer=own.issuer.rfc4514_string(),
        serial=f"{own.serial_number:x}",
        fingerprint=f"sha256:{own.fingerprint(hashes.SHA256()).hex()}",
        valid_from=own.not_valid_before_utc,
        valid_until=own.not_valid_after_utc,
    )


def _chain(file: Path) -> tuple[bytes, list[Certificate]]:
    data = read_bytes(file, _MOST_BYTES, "a certificate", hint=_WHERE)
    if b"PRIVATE KEY" in data:
        raise InputError("holds a private key; expected certificates only.", file=file, hint=_WHERE)
    _serialization()
    from cryptography import x509

    try:
        certificates = x509.load_pem_x509_certificates(data)
    except ValueError:
        certificates = []
    if not certificates:
        raise InputError("is not a certificate; expected PEM, the signer's first.", file=file, hint=_WHERE)
    own = certificates[0]
    try:
        authority = own.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        authority = False
    if authority:
        raise InputError(
            "begins with the certificate of an authority; expected the signer's own first.", file=file, hint=_WHERE
        )
    return data, certificates


def _require_valid(own: Certificate, file: Path, now: dt.datetime) -> None:
    if now > own.not_valid_after_utc:
        day = own.not_valid_after_utc.date().isoformat()
        raise InputError(f"expired on {day}; nothing is signed with it.", file=file, hint="Ask for a new certificate.")
    if now < own.not_valid_before_utc:
        day = own.not_valid_before_utc.date().isoformat()
        raise InputError(f"is valid only from {day}.", file=file, hint="Is the clock of this machine right?")


def _require_issued(certificates: Sequence[Certificate], file: Path) -> None:
    """Each signed by the next one, the first by another: the library would not look, and every reader does."""
    if certificates[0].issuer == certificates[0].subject:
        raise InputError(
            "is self-signed; content credentials need a certificate that an authority issued.", file=file, hint=_WHERE
        )
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    for number, (one, issuer) in enumerate(pairwise(certificates), start=2):
        try:
            one.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
            raise InputError(
                f"holds a chain that does not hold: certificate {number} did not issue the one before it.",
                file=file,
                hint="Put the signer's certificate first, then that of whoever issued it, and so on.",
            ) from None


def _require_usage(own: Certificate, file: Path) -> None:
    from cryptography import x509

    hint = "docs/content-credentials.md says what a certificate for content credentials must hold."
    try:
        signs = own.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    except (x509.ExtensionNotFound, ValueError):
        signs = False
    if not signs:
        raise InputError("is not for digital signatures, so content credentials cannot use it.", file=file, hint=hint)
    try:
        usages = {one.dotted_string for one in own.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value}
    except (x509.ExtensionNotFound, ValueError):
        usages = set()
    if usages.isdisjoint(USAGES) or usages & _NEVER:
        raise InputError("has no extended usage that content credentials accept.", file=file, hint=hint)


def is_bare_key(data: bytes) -> bool:
    """True for a private key as DER, with a passphrase or without."""
    if len(data) > _MOST_BARE:
        return False
    serialization = _serialization()
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        serialization.load_der_private_key(data, None)
    except TypeError:
        return True  # it has a passphrase
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _key(file: Path, ask: Callable[[], str]) -> Any:
    data = read_bytes(file, _MOST_BYTES, "a private key", hint=_WHERE)
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise InputError(
            "can be read by others than its owner, so it proves nothing.", file=file, hint=f"chmod 600 {file}"
        )
    serialization = _serialization()
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return serialization.load_pem_private_key(data, password=None)
    except TypeError:  # it has a passphrase
        try:
            return serialization.load_pem_private_key(data, password=ask().encode())
        except (ValueError, TypeError):
            raise InputError("was not opened by this passphrase.", file=file) from None
    except (ValueError, UnsupportedAlgorithm):
        raise InputError("is not a private key; expected PEM.", file=file, hint=_WHERE) from None


def _require_fit(key: Any, order: CredentialsOrder) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    algorithm = order.algorithm
    if algorithm in _CURVES:
        fits = isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == _CURVES[algorithm]
    elif algorithm.startswith("ps"):
        fits = isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _SHORTEST_RSA
    else:
        fits = isinstance(key, ed25519.Ed25519PrivateKey)
    if not fits:
        raise InputError(
            f"does not fit the algorithm {algorithm}.",
            file=order.key,
            hint="credentials.algorithm: es256 (P-256), es384 (P-384), ps256, ps384, ps512 (RSA, 2048 bits at least), ed25519.",
        )


def _serialization() -> Any:
    try:
        from cryptography.hazmat.primitives import serialization
    except ImportError as error:
        raise SetupError(
            "cryptography is not installed, and content credentials need it.",
            hint="Run `python3 installers setup` in the Picturelock folder.",
        ) from error
    return serialization
