"""Content credentials: written with one's own certificate, into a copy in which nothing else changed, and read back."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import c2pa as library
import pytest
from picturelock.cut import Cut, Shot, Source
from picturelock.delivery import c2pa
from picturelock.delivery.c2pa_claim import claim
from picturelock.delivery.c2pa_signer import Signer, read_signer
from picturelock.delivery.model import Item, Plan
from picturelock.errors import GateError, InputError, UsageError
from picturelock.media import ffmpeg
from picturelock.media.credentials import read_credentials
from picturelock.media.fingerprint import full_hash
from picturelock.media.packets import packet_hashes
from picturelock.production import DeliveryOrder, Dossier, Production
from picturelock.production.orders import AiElement, CredentialsOrder
from picturelock.times import FrameRate, Span

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "matrix"))

import authority

RATE = FrameRate(25)
PICTURE = {"vcodec": "libx264", "pix_fmt": "yuv420p", "preset": "ultrafast"}
MPEG = {"vcodec": "mpeg2video", "pix_fmt": "yuv420p", "format": "mxf"}
GENERATED = AiElement("Ciel généré", "picture", "SkyGen", "2", "trainedAlgorithmicMedia", asset="sky*")
VOICE = AiElement("Lettre", "voice", "VoiceGen", "", "compositeWithTrainedAlgorithmicMedia", start="5@25", end="20@25")
Keys = Callable[..., CredentialsOrder]


@pytest.fixture(scope="module")
def masters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A second of picture, sound and timecode, in three containers."""
    folder = tmp_path_factory.mktemp("masters")
    for ending in ("mov", "mp4", "mxf"):
        streams = [ffmpeg.generated("testsrc2=size=128x72:rate=25:duration=1"), ffmpeg.generated("sine=d=1:r=48000")]
        options = MPEG if ending == "mxf" else PICTURE
        sound = "aac" if ending == "mp4" else "pcm_s16le"
        ffmpeg.render(
            streams, folder / f"v2.{ending}", time_limit_s=60, acodec=sound, timecode="01:00:00:00", **options
        )
    return {path.suffix[1:]: path for path in folder.iterdir()}


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    def make(mode: int = 0o600, **terms: Any) -> CredentialsOrder:
        made = authority.make(**terms)
        folder = tmp_path / "keys"
        folder.mkdir(exist_ok=True)
        for name, data in (("chain.pem", made.chain), ("key.pem", made.key), ("root.pem", made.root)):
            (folder / name).unlink(missing_ok=True)
            (folder / name).write_bytes(data)
        (folder / "key.pem").chmod(mode)
        return CredentialsOrder(folder / "chain.pem", folder / "key.pem", terms.get("algorithm", "es256"))

    return make


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    """A cut that shows a generated sky from its fifth frame on, and declares it."""
    spans = (Span(0, RATE.time_of(5)), Span(RATE.time_of(5), RATE.time_of(25)))
    shots = tuple(
        Shot(f"V1:{name}", "V1", "video", name, Source(name), span, span)
        for name, span in zip(("A001.mov", "sky.mov"), spans, strict=True)
    )
    production = Production(
        tmp_path, "La Lettre – fiancée", ("fr",), tmp_path / "cut.otio", (), (), None,
        DeliveryOrder(seconds_before=2), ai=(GENERATED, VOICE),
    )  # fmt: skip
    cut = Cut("cut.otio", RATE, shots, duration=RATE.time_of(25))
    return Dossier(production, cut, {}, {}, (), None, today=dt.date(2026, 11, 22))


def copied(source: Path, folder: Path) -> Path:
    target = folder / source.name
    target.write_bytes(source.read_bytes())
    return target


def signer(order: CredentialsOrder) -> Signer:
    return read_signer(order, lambda: pytest.fail("nobody has a passphrase"))


@pytest.mark.parametrize("ending", ["mov", "mp4"])
def test_a_master_is_signed_and_its_streams_stay_what_they_were(
    ending: str, masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    file, order = copied(masters[ending], tmp_path), keys()
    before = packet_hashes(file)
    signed = c2pa.sign(file, dossier, signer(order))
    assert packet_hashes(file) == before == signed.streams
    assert signed.judged == full_hash(masters[ending]) != signed.signed == full_hash(file)
    assert list(tmp_path.glob(".*.part*")) == [] and signed.sidecar is None
    root = (tmp_path / "keys" / "root.pem").read_text()
    assert c2pa.verify(file, anchors=root) == ()


def test_the_librarys_own_reader_reads_what_was_meant(
    masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    file, order = copied(masters["mov"], tmp_path), replace(keys(), training="not-allowed")
    declared = replace(dossier, production=replace(dossier.production, credentials=order))
    c2pa.sign(file, declared, signer(order))
    anchors = {"trust": {"user_anchors": (tmp_path / "keys" / "root.pem").read_text()}}
    context = library.Context.from_dict(anchors | {"verify": {"remote_manifest_fetch": False}})
    with file.open("rb") as stream, library.Reader("video/quicktime", stream, context=context) as reader:
        assert reader.get_validation_state() == "Trusted"
        manifest = reader.get_active_manifest()
    assert manifest["title"] == "La Lettre – fiancée"
    told = {one["label"]: one["data"] for one in manifest["assertions"]}
    actions = told["c2pa.actions.v2"]["actions"]
    kinds = [action["digitalSourceType"].rpartition("/")[2] for action in actions]
    assert kinds == [
        "compositeSynthetic", "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia",
    ]  # fmt: skip
    assert [action["action"] for action in actions] == ["c2pa.created", "c2pa.placed", "c2pa.edited"]
    assert actions[1]["softwareAgent"]["name"] == "SkyGen" and actions[1]["description"] == "picture: Ciel généré"
    # The file begins two seconds before the cut, and the sky at its fifth frame.
    assert actions[1]["changes"][0]["region"][0]["time"] == {"type": "npt", "start": "2.200", "end": "3.000"}
    assert {entry["use"] for entry in told["cawg.training-mining"]["entries"].values()} == {"notAllowed"}
    assert [one["title"] for one in manifest["ingredients"]] == ["Ciel généré"]


def test_what_is_in_the_cut_is_claimed_whatever_it_is_declared_as(dossier: Dossier) -> None:
    def kinds(*elements: AiElement) -> list[str]:
        own = replace(dossier, production=replace(dossier.production, ai=elements))
        actions = claim(own, "v2.mov")["assertions"][0]["data"]["actions"]
        return [action["digitalSourceType"].rpartition("/")[2] for action in actions]

    left = replace(GENERATED, role="temporary")
    assert kinds(left) == kinds(GENERATED) == ["compositeSynthetic", "trainedAlgorithmicMedia"]
    assert kinds(replace(left, asset="moon*")) == kinds(replace(GENERATED, asset="moon*")) == ["empty"]
    assert kinds(VOICE) == ["compositeWithTrainedAlgorithmicMedia"] * 2


def test_nothing_is_claimed_that_nobody_said(
    masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    bare = replace(dossier, production=replace(dossier.production, ai=()))
    file = copied(masters["mp4"], tmp_path)
    claims = c2pa.sign(file, bare, signer(keys())).claims
    assert [action.source_type for action in claims.actions] == ["empty"]
    assert claims.training == () and claims.ingredients == () and claims.signed == ""
    text = file.read_bytes()
    assert str(tmp_path).encode() not in text and b"A001" not in text


def test_a_container_that_cannot_hold_them_gets_a_file_beside_it(
    masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    file = copied(masters["mxf"], tmp_path)
    signed = c2pa.sign(file, dossier, signer(keys()))
    assert signed.sidecar == tmp_path / "v2.c2pa" and signed.judged == signed.signed == full_hash(masters["mxf"])
    assert c2pa.verify(file) == () and c2pa.verify(file, signed.sidecar) == ()
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert [finding.rule for finding in c2pa.verify(file)] == ["credentials.altered"]
    with pytest.raises(GateError, match="no place"):
        c2pa.sign(file, dossier, signer(keys()))
    assert signed.sidecar.is_file()


def test_credentials_that_were_there_stay_as_the_parents(
    masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    file, own = copied(masters["mov"], tmp_path), signer(keys())
    first = c2pa.sign(file, dossier, own)
    again = c2pa.sign(file, dossier, own)
    assert first.claims.label != again.claims.label and c2pa.verify(file) == ()
    assert "c2pa.opened" in [action.name for action in again.claims.actions]
    assert packet_hashes(file) == first.streams
    with file.open("rb") as stream, library.Reader("video/quicktime", stream) as reader:
        manifests = json.loads(reader.json())["manifests"]
    assert {first.claims.label, again.claims.label} <= set(manifests)


@pytest.mark.parametrize("algorithm", ["es384", "ps256", "ed25519"])
def test_every_algorithm_signs(
    algorithm: str, masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    file = copied(masters["mp4"], tmp_path)
    c2pa.sign(file, dossier, signer(keys(algorithm=algorithm)))
    assert c2pa.verify(file) == ()


def test_an_expired_certificate_signs_nothing(keys: Keys) -> None:
    now = dt.datetime.now(dt.UTC)
    with pytest.raises(InputError, match=r"chain\.pem: expired on"):
        signer(keys(since=now - dt.timedelta(days=9), until=now - dt.timedelta(days=1)))
    with pytest.raises(InputError, match="is valid only from"):
        signer(keys(since=now + dt.timedelta(days=1), until=now + dt.timedelta(days=9)))


def test_another_certificates_key_is_told(keys: Keys, tmp_path: Path) -> None:
    order = keys()
    (tmp_path / "keys" / "key.pem").write_bytes(authority.make().key)
    with pytest.raises(InputError, match="is not the key of the certificate"):
        signer(order)


def test_a_key_is_asked_for_its_passphrase(keys: Keys) -> None:
    order = keys(passphrase="la lettre")
    assert read_signer(order, lambda: "la lettre").key.startswith(b"-----BEGIN PRIVATE KEY")
    with pytest.raises(InputError, match="not opened by this passphrase"):
        read_signer(order, lambda: "wrong")


def test_nobody_to_ask_is_told(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    order = keys(passphrase="la lettre")
    monkeypatch.delenv(c2pa.PASSPHRASE, raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(UsageError, match="nobody is there"):
        c2pa.passphrase(order.key)
    monkeypatch.setenv(c2pa.PASSPHRASE, "la lettre")
    assert read_signer(order, lambda: c2pa.passphrase(order.key)).subject


def test_files_that_are_not_what_they_should_be_are_told(keys: Keys, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    order = keys()
    (folder / "key.pem").chmod(0o644)
    with pytest.raises(InputError, match="read by others"):
        signer(order)
    with pytest.raises(InputError, match="does not fit the algorithm es384"):
        signer(replace(keys(), algorithm="es384"))
    with pytest.raises(InputError, match="certificate of an authority"):
        signer(keys(signer_is_authority=True))
    order = keys()
    (folder / "chain.pem").write_bytes((folder / "key.pem").read_bytes())
    with pytest.raises(InputError, match="holds a private key"):
        signer(order)
    for content in (b"", b"nothing", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"\xff" * 99):
        (folder / "chain.pem").write_bytes(content)
        with pytest.raises(InputError, match="is not a certificate"):
            signer(order)
    order = keys()
    (folder / "key.pem").write_bytes(b"no key")
    with pytest.raises(InputError, match="is not a private key"):
        signer(order)
    (folder / "key.pem").unlink()
    with pytest.raises(InputError, match="does not exist"):
        signer(order)
    (folder / "chain.pem").unlink()
    with pytest.raises(InputError, match="does not exist"):
        signer(order)


def test_a_certificate_not_for_credentials_leaves_the_file_as_it_was(
    masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    """The library refuses a chain whose next certificate is not the issuer's."""
    file, order = copied(masters["mov"], tmp_path), keys()
    before = full_hash(file)
    own = signer(order)
    broken = replace(own, chain=authority.make().chain)
    with pytest.raises(GateError, match=r"could not be written|not what was written"):
        c2pa.sign(file, dossier, broken)
    assert full_hash(file) == before and [path.name for path in tmp_path.iterdir() if path.is_file()] == ["v2.mov"]


def test_a_timestamp_server_that_does_not_answer_is_told(
    masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    file = copied(masters["mp4"], tmp_path)
    order = replace(keys(), timestamp="http://127.0.0.1:9/tsa")
    with pytest.raises(GateError, match="could not be written"):
        c2pa.sign(file, dossier, signer(order))
    assert full_hash(file) == full_hash(masters["mp4"])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_byte_altered_after_signing_is_told(
    share: float, masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    file = copied(masters["mov"], tmp_path)
    c2pa.sign(file, dossier, signer(keys()))
    data = bytearray(file.read_bytes())
    data[int(len(data) * share)] ^= 0x10
    file.write_bytes(data)
    assert [finding.rule for finding in c2pa.verify(file)] == ["credentials.altered"]


def test_a_file_without_credentials_claims_nothing(masters: dict[str, Path], tmp_path: Path) -> None:
    assert [finding.rule for finding in c2pa.verify(masters["mov"])] == ["credentials.none"]
    assert [finding.rule for finding in c2pa.verify(masters["mxf"])] == ["credentials.none"]
    with pytest.raises(InputError, match="does not exist"):
        c2pa.verify(tmp_path / "gone.mov")
    with pytest.raises(InputError, match="does not exist"):
        read_credentials(masters["mxf"], sidecar=tmp_path / "gone.c2pa")


def test_problems_of_the_signature_are_told_by_their_code(
    masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    claims = c2pa.sign(copied(masters["mp4"], tmp_path), dossier, signer(keys())).claims
    revoked = replace(claims, intact=False, problems=("signingCredential.revoked",))
    expired = replace(claims, intact=False, problems=("signingCredential.expired",))
    assert [one.rule for one in c2pa.findings_of(Path("a.mp4"), revoked, "")] == ["credentials.signature"]
    assert [one.rule for one in c2pa.findings_of(Path("a.mp4"), expired, "")] == ["credentials.expired"]


def test_a_package_gets_them_by_a_finisher_and_never_the_key(
    masters: dict[str, Path], keys: Keys, dossier: Dossier, tmp_path: Path
) -> None:
    order = keys()
    declared = replace(dossier, production=replace(dossier.production, credentials=order))
    staged = tmp_path / "staged"
    (staged / "master").mkdir(parents=True)
    file = copied(masters["mov"], staged / "master")
    items = (Item("master/v2.mov", masters["mov"], kind="master", expected=full_hash(file)), Item("a.txt", data=b"a"))
    plan = c2pa.with_credentials(Plan(tmp_path, "La Lettre", items), declared)
    told = [one for finisher in plan.finishers for one in finisher(staged, plan)]
    assert [one.path for one in told] == ["master/v2.mov", "credentials.json"]
    document = json.loads((staged / "credentials.json").read_text(encoding="utf-8"))
    entry = document["files"][0]
    assert entry["judged"] == full_hash(masters["mov"]) and entry["delivered"] == full_hash(file)
    assert [one["hash"] for one in entry["streams"]] == [one.hash for one in packet_hashes(masters["mov"])]
    assert document["timestamp"] == "none asked" and document["certificate"]["fingerprint"].startswith("sha256:")
    key = order.key.read_bytes()
    assert all(key not in path.read_bytes() for path in staged.rglob("*") if path.is_file())
    with pytest.raises(GateError, match="is a private key"):
        c2pa.with_credentials(replace(plan, items=(*items, Item("papers/x.pem", order.key))), declared)


def test_without_an_order_a_plan_stays_as_it_is(dossier: Dossier, tmp_path: Path) -> None:
    plan = Plan(tmp_path, "La Lettre", (Item("master/v2.mov", tmp_path / "v2.mov", kind="master"),))
    assert c2pa.with_credentials(plan, dossier) is plan
