"""What a file is by its bytes, and whether a key is in it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import pkcs12
from picturelock.production.file_looks import holds_private_key, look_of

PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
PLAIN, SECRET = serialization.NoEncryption(), serialization.BestAvailableEncryption(b"secret")
FORMAT = serialization.PrivateFormat
OURS, OTHER = ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())
KEYS = {
    "ours": OURS.private_bytes(PEM, FORMAT.PKCS8, PLAIN),
    "ours behind a passphrase": OURS.private_bytes(PEM, FORMAT.PKCS8, SECRET),
    "OpenSSH": OURS.private_bytes(PEM, FORMAT.OpenSSH, PLAIN),
    "PKCS 8 in DER": OURS.private_bytes(DER, FORMAT.PKCS8, PLAIN),
    "PKCS 8 in DER behind a passphrase": OTHER.private_bytes(DER, FORMAT.PKCS8, SECRET),
    "SEC 1 in DER": OTHER.private_bytes(DER, FORMAT.TraditionalOpenSSL, PLAIN),
    "PKCS 12": pkcs12.serialize_key_and_certificates(b"me", OTHER, None, None, SECRET),
    "PuTTY": b"PuTTY-User-Key-File-3: ssh-ed25519\r\n",
    "far inside a text": b"x" * 1_048_570 + OURS.private_bytes(PEM, FORMAT.PKCS8, PLAIN),
    "in UTF-16": OURS.private_bytes(PEM, FORMAT.PKCS8, PLAIN).decode().encode("utf-16"),
}
NO_KEYS = {
    "a public key": OURS.public_key().public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
    "a text about keys": b"The PRIVATE KEY of the flat lies under the mat.",
    "nothing": b"",
    "a zero": b"0",
}


@pytest.mark.parametrize("name", KEYS)
def test_a_private_key_is_known(tmp_path: Path, name: str) -> None:
    (tmp_path / "x").write_bytes(KEYS[name])
    assert holds_private_key(tmp_path / "x")


@pytest.mark.parametrize("name", NO_KEYS)
def test_other_things_are_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "x").write_bytes(NO_KEYS[name])
    assert not holds_private_key(tmp_path / "x")


@pytest.mark.parametrize(
    ("data", "look"),
    [
        (b"\xef\xbb\xbfBonjour", "text"),
        ("Été".encode("cp1252"), "text"),
        ("été".encode("utf-16"), "text"),
        (b" \r\n\t", "blank"),
        ("\ufeff \u00a0".encode(), "blank"),
        (b"...", "blank"),
        (b"%PDF-1.7\n" + b"x" * 90_000 + b"startxref\n9\n%%EOF\n", "document"),
        (b"%PDF-1.7\n1 0 obj", "cut short"),
        (b"{\\rtf1 x}", "document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document"),
        (b"PK\x03\x04 no archive", "cut short"),
        (b"\xff\xd8\xff\xe0" + bytes(99) + b"\xff\xd9", "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "cut short"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "picture"),
        (b"\0\0\0\x18ftypheic", "picture"),
        (b"\0\0\0\x18ftypisom", "unknown"),
        (bytes(range(256)), "unknown"),
        (bytes(4_000_000), "unknown"),
    ],
)
def test_looks(tmp_path: Path, data: bytes, look: str) -> None:
    (tmp_path / "x").write_bytes(data)
    assert look_of(tmp_path / "x") == look


def test_an_archive_that_holds_something_is_a_document(tmp_path: Path) -> None:
    for name, content, look in (("full.docx", "x", "document"), ("empty.docx", "", "cut short")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("word/document.xml", content)
        assert look_of(tmp_path / name) == look
