"""No private key is packaged, whatever it is called and however it is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from picturelock.delivery.plan import plan
from picturelock.delivery.private_keys import is_private_key
from picturelock.errors import GateError
from picturelock.findings import Verdict
from picturelock.production import Dossier
from picturelock.production.orders import CredentialsOrder, FileOrder

DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM
BARE = serialization.NoEncryption()
LOCKED = serialization.BestAvailableEncryption(b"secret")


def key(encoding: serialization.Encoding, lock: serialization.KeySerializationEncryption) -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(encoding, serialization.PrivateFormat.PKCS8, lock)


@pytest.mark.parametrize(
    "data",
    [key(PEM, BARE), key(PEM, LOCKED), key(DER, BARE), key(DER, LOCKED), b"x\n" * 9000 + key(PEM, BARE),
     b"\xff\xfe" + key(PEM, BARE).decode().encode("utf-16-le"), b"-----BEGIN OPENSSH PRIVATE KEY-----\n"],
    ids=["text", "passphrase", "bare", "bare, passphrase", "after something else", "utf-16", "of ssh"],
)  # fmt: skip
def test_a_private_key_does_not_go_out(dossier: Dossier, verdict_of: Callable[..., Verdict], data: bytes) -> None:
    root = dossier.production.root
    (root / "transcript.txt").write_bytes(data)
    files = (FileOrder("transcript", root / "transcript.txt"),)
    here = replace(dossier, production=replace(dossier.production, files=files))
    with pytest.raises(GateError, match=r"transcript\.txt is a private key; nothing is delivered"):
        plan(here, verdict_of(here))
    (root / "transcript.txt").write_text("We speak of a private key.")
    plan(here, verdict_of(here))


def test_nor_does_what_credentials_are_signed_with(dossier: Dossier, verdict_of: Callable[..., Verdict]) -> None:
    root = dossier.production.root
    (root / "key.bin").write_bytes(b"of a kind that nobody knows")
    (root / "credits.txt").hardlink_to(root / "key.bin")
    production = replace(
        dossier.production,
        files=(FileOrder("credits", root / "credits.txt"),),
        credentials=CredentialsOrder(root / "chain.pem", root / "key.bin"),
    )
    here = replace(dossier, production=production)
    with pytest.raises(GateError, match="is a private key"):
        plan(here, verdict_of(here))


def test_what_is_no_key(tmp_path: Path) -> None:
    public = Ed25519PrivateKey.generate().public_key()
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    for data in (b"", b"0", b"\x30\x82", public.public_bytes(PEM, kind), public.public_bytes(DER, kind)):
        (tmp_path / "a").write_bytes(data)
        assert not is_private_key(tmp_path / "a")
    assert not is_private_key(tmp_path) and not is_private_key(tmp_path / "none")
