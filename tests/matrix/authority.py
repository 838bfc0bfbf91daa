"""A certificate authority of our own, for tests: a root, one in between, and a signer with its key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER


@dataclass(frozen=True)
class Authority:
    """PEM: what signs, and what is trusted."""

    chain: bytes
    key: bytes
    root: bytes


def make(
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    algorithm: str = "es256",
    passphrase: str = "",
    *,
    signer_is_authority: bool = False,
) -> Authority:
    """A new chain. since, until: of the signer's certificate; left out: it is valid now."""
    now = dt.datetime.now(dt.UTC)
    long = (now - dt.timedelta(days=3000), now + dt.timedelta(days=3000))
    own = (since or now - dt.timedelta(days=1), until or now + dt.timedelta(days=300))
    root, between, key = _key("es256"), _key("es256"), _key(algorithm)
    first = _certificate("Root", root, "Root", root, True, *long)
    second = _certificate("Between", between, "Root", root, True, *long)
    signer = _certificate("La Lettre inc.", key, "Between", between, signer_is_authority, *own)
    protection: Any = serialization.NoEncryption()
    if passphrase:
        protection = serialization.BestAvailableEncryption(passphrase.encode())
    return Authority(
        signer.public_bytes(PEM) + second.public_bytes(PEM),
        key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, protection),
        first.public_bytes(PEM),
    )


def _key(algorithm: str) -> Any:
    if algorithm.startswith("ps"):
        return rsa.generate_private_key(65537, 2048)
    if algorithm == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP384R1() if algorithm == "es384" else ec.SECP256R1())


def _name(common: str) -> x509.Name:
    parts = (
        (NameOID.COUNTRY_NAME, "CA"),
        (NameOID.ORGANIZATION_NAME, "Les Films du Quai"),
        (NameOID.COMMON_NAME, common),
    )
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _certificate(
    subject: str, key: Any, issuer: str, issuer_key: Any, authority: bool, since: dt.datetime, until: dt.datetime
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not authority, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
