"""A sign-off rests on SHA-256: another file of the same XXH128 is another file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.errors import InputError, OutputError
from picturelock.findings import CheckRun, Verdict
from picturelock.media.fingerprint import full_hash, signed_hashes
from picturelock.production import Production, journal
from picturelock.report.document import to_json, verdict_json
from picturelock.waivers import make, signed, signoff
from waiver_desk import NOW, Desk

MASTER = "master/v2.mov"


def judged(desk: Desk) -> Verdict:
    inputs = {MASTER: full_hash(desk.root / MASTER), "transcript of A001.mov": "xxh128:1"}
    return Verdict(("a:b",), (CheckRun("a:b"),), (), inputs, "2026-11-22T12:00:00+00:00", "ebu-r128")


def signs(desk: Desk, verdict: Verdict) -> tuple[Production, Path]:
    production, key = desk.dossier().production, desk.keys["A. Tremblay"]
    said = signoff.statement(verdict, production)
    return production, signoff.sign(production, said, make.person_of(production, key), key, NOW)


def exchange(desk: Desk) -> None:
    """A byte of the master is another; where the verdict stays as it was, as if both had one XXH128."""
    with (desk.root / MASTER).open("r+b") as file:
        file.seek(3000)
        file.write(b"B")


def test_both_hashes_are_of_one_reading(tmp_path: Path) -> None:
    for data in (b"", b"x", bytes(9 << 20)):
        file = tmp_path / "f"
        file.write_bytes(data)
        assert signed_hashes(file) == (full_hash(file), f"sha256:{hashlib.sha256(data).hexdigest()}")


def test_another_file_of_the_same_quick_hash_voids_it(desk: Desk) -> None:
    verdict = judged(desk)
    production, _ = signs(desk, verdict)
    (one,) = signoff.holding(production, verdict)
    assert one.document["statement"]["sha256"] == {MASTER: signed_hashes(desk.root / MASTER)[1]}
    assert signoff.changed_since(production, one, verdict) == ()
    exchange(desk)
    assert signoff.holding(production, verdict) == () and signoff.package_file(production, verdict) is None
    assert signoff.changed_since(production, one, verdict) == (MASTER,)
    (desk.root / MASTER).unlink()
    assert signoff.holding(production, verdict) == ()


def test_what_is_not_what_was_judged_is_not_signed(desk: Desk) -> None:
    verdict = judged(desk)
    rate = desk.dossier().cut.rate
    document = to_json((), rate=rate, verdict=verdict_json(verdict))
    exchange(desk)
    production = desk.dossier().production
    with pytest.raises(InputError, match="not what was judged"):
        signoff.statement(verdict, production)
    with pytest.raises(InputError, match="not what was judged"):
        signoff.statement_of_report(document, Path("r.json"), production)
    (desk.root / MASTER).unlink()
    with pytest.raises(InputError, match="exist"):
        signoff.statement(verdict, production)


def test_one_of_the_earlier_kind_is_read_and_holds_for_nothing(desk: Desk) -> None:
    verdict = judged(desk)
    production, file = signs(desk, verdict)
    document = json.loads(file.read_text(encoding="utf-8"))
    del document["signature"], document["statement"]["sha256"]
    document["schema"] = document["statement"]["schema"] = signoff.FIRST
    document = signed.sign(document, desk.keys["A. Tremblay"])
    file.write_text(json.dumps(document), encoding="utf-8")
    journal.append(desk.root, "sign", NOW, inputs={"signoff": signed.digest(document)})
    (one,), doubts = signoff.read_all(production)
    assert doubts == () and one.document["schema"] == signoff.FIRST and signoff.holding(production, verdict) == ()


@pytest.mark.parametrize("what", ["no sums", "sums of another kind", "named otherwise"])
def test_sums_cannot_be_left_out(desk: Desk, what: str) -> None:
    verdict = judged(desk)
    production, file = signs(desk, verdict)
    document = json.loads(file.read_text(encoding="utf-8"))
    if what == "no sums":
        del document["statement"]["sha256"]
    elif what == "sums of another kind":
        document["statement"]["sha256"] = "all"
    else:
        document["statement"]["sha256"] = {"other.mov": "sha256:1"}
    document = signed.sign({key: one for key, one in document.items() if key != "signature"}, desk.keys["A. Tremblay"])
    file.write_text(json.dumps(document), encoding="utf-8")
    journal.append(desk.root, "sign", NOW, inputs={"signoff": signed.digest(document)})
    assert signoff.holding(production, verdict) == ()


def test_nothing_is_signed_on_a_broken_history(desk: Desk) -> None:
    verdict = judged(desk)
    signs(desk, verdict)
    (desk.root / journal.HEAD).unlink()
    with pytest.raises(OutputError, match="history"):
        signs(desk, replace(verdict))
    assert len(list((desk.root / "signoffs").glob("*"))) == 1


def test_replayed_for_another_delivery_or_another_film(desk: Desk) -> None:
    verdict = judged(desk)
    production, _ = signs(desk, verdict)
    elsewhere = replace(production, delivery=replace(production.delivery, name="tv"))
    assert signoff.holding(production, verdict) and signoff.holding(elsewhere, verdict) == ()
    other = replace(production, title="Le Pont")
    found, doubts = signoff.read_all(other)
    assert found == () and [one.rule for one in doubts] == ["signoff.forged"]
