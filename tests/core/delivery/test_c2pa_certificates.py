"""Certificates that sign nothing, those of C2PA's own programme that do, and writing that is interrupted."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from picturelock.cut import Cut
from picturelock.delivery import c2pa
from picturelock.delivery.c2pa_signer import read_signer
from picturelock.errors import InputError
from picturelock.media import ffmpeg
from picturelock.media.fingerprint import full_hash
from picturelock.production import DeliveryOrder, Dossier, Production
from picturelock.production.orders import CredentialsOrder
from picturelock.times import FrameRate

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "matrix"))

import authority

PEM = serialization.Encoding.PEM
EMAIL = ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string
NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)
Keys = Callable[..., CredentialsOrder]


def certificate(
    key: ec.EllipticCurvePrivateKey,
    issuer: ec.EllipticCurvePrivateKey,
    *usages: str,
    signs: bool = True,
    name: str = "Me",
) -> x509.Certificate:
    """Of a signer, by "Root"."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(authority._name(name))
        .issuer_name(authority._name("Root"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + 9 * DAY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
        .add_extension(x509.KeyUsage(signs, False, not signs, False, False, False, False, False, False), critical=True)
    )
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(map(x509.ObjectIdentifier, usages))), critical=False)
    return builder.sign(issuer, hashes.SHA256())


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    """A signer's files. until: of the authority's certificate; by: another authority's key under the signer's."""

    def make(
        *usages: str, signs: bool = True, name: str = "Me", until: dt.datetime = NOW + 9 * DAY, by: bool = False
    ) -> CredentialsOrder:
        own, root = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        issuer = ec.generate_private_key(ec.SECP256R1()) if by else root
        signer = certificate(own, issuer, *usages, signs=signs, name=name)
        above = authority._certificate("Root", root, "Root", root, True, NOW - 99 * DAY, until)
        folder = tmp_path / "keys"
        folder.mkdir()
        (folder / "chain.pem").write_bytes(signer.public_bytes(PEM) + above.public_bytes(PEM))
        plain = serialization.NoEncryption()
        (folder / "key.pem").write_bytes(own.private_bytes(PEM, serialization.PrivateFormat.PKCS8, plain))
        (folder / "key.pem").chmod(0o600)
        return CredentialsOrder(folder / "chain.pem", folder / "key.pem")

    return make


@pytest.mark.parametrize(
    ("usages", "terms", "told"),
    [
        ((EMAIL,), {"name": "Root"}, "is self-signed"),
        ((EMAIL,), {"by": True}, "certificate 2 did not issue"),
        ((EMAIL,), {"until": NOW - DAY}, "expired on"),
        ((EMAIL,), {"signs": False}, "not for digital signatures"),
        ((), {}, "no extended usage"),
        ((ExtendedKeyUsageOID.SERVER_AUTH.dotted_string,), {}, "no extended usage"),
        ((EMAIL, ExtendedKeyUsageOID.TIME_STAMPING.dotted_string), {}, "no extended usage"),
        ((ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE.dotted_string,), {}, "no extended usage"),
    ],
)
def test_a_certificate_that_no_reader_would_take_stops_before_anything_is_copied(
    usages: tuple[str, ...], terms: dict[str, object], told: str, keys: Keys
) -> None:
    with pytest.raises(InputError, match=told):
        read_signer(keys(*usages, **terms), lambda: "")


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("master")
    picture = ffmpeg.generated("testsrc2=size=64x36:rate=25:duration=0.4")
    for ending, codec in (("mov", "libx264"), ("mxf", "mpeg2video")):
        ffmpeg.render(picture, folder / f"m.{ending}", time_limit_s=60, vcodec=codec, pix_fmt="yuv420p")
    return {path.suffix[1:]: path.read_bytes() for path in folder.iterdir()}


def dossier(root: Path) -> Dossier:
    production = Production(root, "La Lettre", ("fr",), root / "cut.otio", (), (), None, DeliveryOrder())
    return Dossier(production, Cut("cut.otio", FrameRate(25), (), duration=1), {}, {}, (), None)


@pytest.mark.parametrize("usage", ["1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.311.76.59.1.9"])
def test_certificates_of_the_c2pas_own_programme_sign_and_are_read(
    usage: str, keys: Keys, master: dict[str, bytes], tmp_path: Path
) -> None:
    file = tmp_path / "m.mov"
    file.write_bytes(master["mov"])
    c2pa.sign(file, dossier(tmp_path), read_signer(keys(usage), lambda: ""))
    assert c2pa.verify(file) == ()


@pytest.mark.parametrize(("ending", "stage"), [("mov", "credentials"), ("mov", "packets"), ("mxf", "credentials")])
def test_an_interrupted_writing_leaves_the_file_as_it_was(
    ending: str, stage: str, keys: Keys, master: dict[str, bytes], tmp_path: Path
) -> None:
    """Interrupted as the first credentials are written, or while the streams of what was written are compared."""
    file, told = tmp_path / f"m.{ending}", []
    file.write_bytes(master[ending])
    signer = read_signer(keys(EMAIL), lambda: "")

    def interrupt(name: str, *_: object) -> None:
        told.append(name)
        if name == stage and (stage != "packets" or "credentials" in told):
            raise KeyboardInterrupt

    before = full_hash(file)
    with pytest.raises(KeyboardInterrupt):
        c2pa.sign(file, dossier(tmp_path), signer, interrupt)
    assert full_hash(file) == before and [one.name for one in tmp_path.iterdir() if one.is_file()] == [file.name]
    c2pa.sign(file, dossier(tmp_path), signer)
    assert c2pa.verify(file) == ()


def test_what_lies_beside_is_never_half_written(keys: Keys, master: dict[str, bytes], tmp_path: Path) -> None:
    """A part that somebody's crash left behind is not taken for credentials, nor in the way."""
    file = tmp_path / "m.mxf"
    file.write_bytes(master["mxf"])
    (tmp_path / ".m.1.part.c2pa").write_bytes(b"half")
    assert [one.rule for one in c2pa.verify(file)] == ["credentials.none"]
    signed = c2pa.sign(file, dossier(tmp_path), read_signer(keys(EMAIL), lambda: ""))
    assert signed.sidecar == tmp_path / "m.c2pa" and c2pa.verify(file) == ()
