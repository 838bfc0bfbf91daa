"""Keys, the history, and sign-off."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import wording
from picturelock.errors import InputError, OutputError
from picturelock.findings import CheckRun, Verdict
from picturelock.media.fingerprint import full_hash
from picturelock.production import journal
from picturelock.report.document import to_json, verdict_json
from picturelock.report.verdict_hash import document_hash, verdict_hash
from picturelock.waivers import keys, make, signoff
from waiver_desk import NOW, Desk

MASTER = "master/v2.mov"


def test_a_key_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "a.pem"
    public = keys.make(file, "a long passphrase")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and keys.is_public(public)
    key = keys.read(file, lambda: "a long passphrase")
    signature = keys.sign(key, b"text")
    assert keys.public_of(key) == public and keys.is_signed(public, signature, b"text")
    assert not keys.is_signed(public, signature, b"texT")
    with pytest.raises(InputError, match="passphrase"):
        keys.read(file, lambda: "another")
    with pytest.raises(OutputError, match="never replaced"):
        keys.make(file)
    file.chmod(0o644)
    with pytest.raises(InputError, match="by others"):
        keys.read(file, lambda: "")


@pytest.mark.parametrize("data", [b"", b"x" * 100, b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.pem"
    file.write_bytes(data)
    file.chmod(0o600)
    with pytest.raises(InputError):
        keys.read(file, lambda: "")


def test_a_key_of_another_kind(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    form = serialization.PrivateFormat.PKCS8
    data = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM, form, serialization.NoEncryption()
    )
    file = tmp_path / "a.pem"
    file.write_bytes(data)
    file.chmod(0o600)
    with pytest.raises(InputError, match="Ed25519"):
        keys.read(file, lambda: "")


def test_nothing_but_the_one_signature_is_one(tmp_path: Path) -> None:
    public = keys.make(tmp_path / "a.pem")
    signature = keys.sign(keys.read(tmp_path / "a.pem", lambda: ""), b"text")
    zero = keys.PREFIX + base64.b64encode(bytes(64)).decode()
    for bad in ("", signature[:-4], signature + "AAAA", signature.replace("ed25519", "rsa"), zero, "ed25519:é", public):
        assert not keys.is_signed(public, bad, b"text"), bad
    for bad in ("", "ed25519:", keys.PREFIX + base64.b64encode(bytes(31)).decode(), signature):
        assert not keys.is_signed(bad, signature, b"text"), bad


def fill(root: Path, count: int = 4) -> None:
    for number in range(count):
        journal.append(root, "deliver", NOW, who="é", inputs={"a": "b"}, facts={"n": number})


def broken(root: Path, now: dt.datetime | None = None) -> list[str]:
    findings = journal.read(root, now).findings
    assert all(wording.message(one, "fr") and wording.message(one, "en") for one in findings)
    return [one.rule for one in findings]


def test_history_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert journal.read(tmp_path) == journal.History()
    fill(tmp_path)
    history = journal.read(tmp_path)
    assert [entry.facts["n"] for entry in history.entries] == [0, 1, 2, 3] and history.findings == ()
    assert history.head.startswith("4 sha256:") and history.holds(history.head)
    assert not history.holds("4 sha256:" + "0" * 64) and not history.holds("0 x") and not history.holds("9 x")
    fill(tmp_path, 1)
    assert journal.read(tmp_path).holds(history.head)


def lines(root: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    file = root / journal.FILE
    file.write_bytes(b"".join(change(file.read_bytes().splitlines(keepends=True))))


SPOILT: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "a line altered": (lambda x: [x[0], x[1].replace(b'"n":1', b'"n":7'), *x[2:]], "history.altered"),
    "the last line altered": (lambda x: [*x[:3], x[3].replace(b'"n":3', b'"n":7')], "history.truncated"),
    "a line taken out": (lambda x: [x[0], *x[2:]], "history.altered"),
    "two lines exchanged": (lambda x: [x[1], x[0], *x[2:]], "history.altered"),
    "a line twice": (lambda x: [x[0], *x], "history.altered"),
    "the end cut off": (lambda x: x[:2], "history.truncated"),
    "emptied": (lambda x: [], "history.truncated"),
    "a line that is none": (lambda x: [*x, b"hello\n"], "history.unreadable"),
    "a deep line": (lambda x: [b"[" * 100_000 + b"\n", *x], "history.unreadable"),
    "a line added by hand": (lambda x: [*x, x[3]], "history.altered"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_whatever_is_done_to_it_shows(tmp_path: Path, how: str) -> None:
    fill(tmp_path)
    change, rule = SPOILT[how]
    lines(tmp_path, change)
    assert broken(tmp_path) == [rule]


def test_its_files_are_taken_away(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / journal.HEAD).rename(tmp_path / "head")
    assert broken(tmp_path) == ["history.no-head"]
    (tmp_path / "head").rename(tmp_path / journal.HEAD)
    (tmp_path / journal.FILE).unlink()
    assert broken(tmp_path) == ["history.gone"]


def test_both_are_shortened_but_somebody_has_signed_since(desk: Desk) -> None:
    """Who rewrites both files is caught by what was signed at a later line."""
    fill(desk.root)
    desk.waive(desk.finding())
    (desk.root / journal.FILE).unlink()
    (desk.root / journal.HEAD).unlink()
    fill(desk.root, 1)
    applied = desk.apply(desk.finding(), now=dt.datetime.now(dt.UTC))
    assert [one.rule for one in applied.said] == ["waivers.history-gone"] and not applied.findings[0].waived


def test_killed_runs_leave_a_history_that_goes_on(tmp_path: Path) -> None:
    fill(tmp_path, 2)
    head = (tmp_path / journal.HEAD).read_bytes()
    fill(tmp_path, 1)
    (tmp_path / journal.HEAD).write_bytes(head)  # killed between the two files
    assert broken(tmp_path) == []
    with (tmp_path / journal.FILE).open("ab") as file:
        file.write(b'{"half a li')
    assert broken(tmp_path) == []
    fill(tmp_path, 1)
    assert broken(tmp_path) == [] and len(journal.read(tmp_path).entries) == 4


def test_a_clock_before_it(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    now = dt.datetime.now(dt.UTC)
    assert broken(tmp_path, now) == [] and broken(tmp_path, now - dt.timedelta(days=1)) == ["history.clock-back"]


@pytest.mark.skipif(os.geteuid() == 0, reason="not proven: nothing is read-only to root")
def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError):
        journal.require_writable(tmp_path)
    tmp_path.chmod(0o700)


def test_a_history_that_is_a_folder_or_a_link(tmp_path: Path) -> None:
    (tmp_path / journal.FILE).mkdir()
    assert broken(tmp_path) == ["history.unreadable"]
    with pytest.raises(OutputError):
        journal.require_writable(tmp_path)
    (tmp_path / journal.FILE).rmdir()
    (tmp_path / journal.FILE).symlink_to(tmp_path / "x")
    assert broken(tmp_path) == ["history.unreadable"]
    with pytest.raises(InputError):
        journal.append(tmp_path, "deliver", NOW)


def verdict(desk: Desk, **changes: object) -> Verdict:
    ran = (CheckRun("a:b", 0.5),)
    whole = Verdict(
        ("a:b",),
        ran,
        (desk.caption(),),
        {MASTER: full_hash(desk.root / MASTER)},
        "2026-11-22T12:00:00+00:00",
        "ebu-r128",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def test_a_verdict_and_its_report_have_one_hash(desk: Desk) -> None:
    one = verdict(desk)
    assert verdict_hash(one) == verdict_hash(verdict(desk, made="later", ran=(CheckRun("a:b", 9.0),)))
    assert verdict_hash(one) != verdict_hash(verdict(desk, findings=()))
    assert verdict_hash(one) != verdict_hash(verdict(desk, inputs={MASTER: "xxh128:2"}))
    rate = desk.dossier().cut.rate
    for language in ("en", "fr"):
        document = to_json(one.findings, rate=rate, language=language, verdict=verdict_json(one))
        assert document_hash(json.loads(json.dumps(document))) == verdict_hash(one)


def test_a_sign_off_holds_for_its_verdict_alone(desk: Desk) -> None:
    production, key = desk.dossier().production, desk.keys["A. Tremblay"]
    person = make.person_of(production, key)
    one = verdict(desk, findings=())
    file = signoff.sign(production, signoff.statement(one, production), person, key, NOW)
    assert [found.person for found in signoff.holding(production, one)] == ["A. Tremblay"]
    assert signoff.holding(production, verdict(desk)) == () and signoff.package_file(production, verdict(desk)) is None
    packed = json.loads(signoff.package_file(production, one) or b"")
    assert packed["statement"] == signoff.statement(one, production) and packed["keys"] == {
        "A. Tremblay": keys.public_of(key)
    }
    assert journal.read(production.root).entries[-1].stage == "sign"
    for old, new in (("Tremblay", "Trembley"), ('"open": true', '"open": false'), ("ebu-r128", "atsc-a85")):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert signoff.holding(production, one) == ()
        assert [found.severity for found in signoff.read_all(production)[1]] == ["error"]
        file.write_text(text, encoding="utf-8")
    file.write_text("[]")
    assert [found.rule for found in signoff.read_all(production)[1]] == ["signoff.unreadable"]


def test_a_report_that_was_edited_is_not_signed(desk: Desk) -> None:
    one = verdict(desk)
    document = to_json(one.findings, rate=desk.dossier().cut.rate, verdict=verdict_json(one))
    production = desk.dossier().production
    assert signoff.statement_of_report(document, Path("r.json"), production) == signoff.statement(one, production)
    document["findings"] = []
    with pytest.raises(InputError, match="altered"):
        signoff.statement_of_report(document, Path("r.json"), production)
    for other in ([], {}, {"verdict": 3}, {"verdict": {}, "findings": []}, None):
        with pytest.raises(InputError, match="not the report"):
            signoff.statement_of_report(other, Path("r.json"), production)
