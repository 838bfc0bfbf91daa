"""`picturelock ai`: the report, the statement, the energy and what a file claims, for people and for programs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from picturelock.formats.sidecar import write_sidecar
from picturelock.speech import Energy, Provenance
from picturelock.wording import LANGUAGES
from picturelock_cli.main import main

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "matrix"))

import authority
import base

ENDS = {"low": "_low", "central": "", "high": "_high"}
AI = """
[ai_rules]
hold = ["crtc-2025-299"]
[energy]
zone = "CA-QC"
watts = 120
[[ai]]
name = "Generated valley"
kind = "picture"
tool = "ValleyGen"
digital_source = "trainedAlgorithmicMedia"
asset = "B002*"
authored_by = "A. Tremblay"
[credentials]
certificate = "../keys/chain.pem"
key = "../keys/key.pem"
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ai")
    scene = base.make_control(root / "film")
    scene.append("picturelock.toml", AI)
    made, keys = authority.make(), root / "keys"
    keys.mkdir()
    for name, data in (("chain.pem", made.chain), ("key.pem", made.key), ("root.pem", made.root)):
        (keys / name).write_bytes(data)
    (keys / "key.pem").chmod(0o600)
    return scene.root


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_shows_elements_and_where_each_rule_stands(
    language: str, production: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ai", "report", str(production), "--lang", language]) == 0
    text = capsys.readouterr().out
    assert (
        "Generated valley" in text
        and "00:00:04:00" in text
        and ("4,00" if language == "fr" else "4.00") in text
        and "CRTC 2025-299" in text
    )
    assert main(["ai", "report", str(production), "--lang", language, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["elements"][0]["seen_seconds"] == 4.0 and document["elements"][0]["spans"][0]["start"] == "100@25/1"
    assert document["asked"][0] | {"standing": "shown", "by": "production"} == document["asked"][0]


def test_the_report_fails_where_something_is_wrong(production: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = production / "picturelock.toml"
    before = file.read_text()
    try:
        file.write_text(before.replace('authored_by = "A. Tremblay"\n', ""))
        assert main(["ai", "report", str(production), "--json"]) == 1
        document = json.loads(capsys.readouterr().out)
        assert [one["rule"] for one in document["findings"]] == ["ai-use.authorship-missing"]
        assert document["findings"][0]["line"] and document["asked"][0]["missing"] == ["Generated valley"]
    finally:
        file.write_text(before)


@pytest.mark.parametrize("ending", ["md", "html", "pdf"])
def test_the_statement_is_written_and_never_over_another(
    ending: str, production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"statement.{ending}"
    assert main(["ai", "statement", str(production), "--language", "fr", "-o", str(out)]) == 0
    assert out.stat().st_size > 1000
    if ending != "pdf":
        assert "Déclaration sur l’usage de l’IA" in out.read_text(encoding="utf-8")
    assert main(["ai", "statement", str(production), "-o", str(out)]) == 7
    assert main(["ai", "statement", str(production), "-o", str(out), "--force"]) == 0
    assert main(["ai", "statement", str(production), "-o", str(tmp_path / "a.docx")]) == 2
    capsys.readouterr()
    assert main(["ai", "statement", str(production), "--json"]) == 0
    assert "trainedAlgorithmicMedia" in json.loads(capsys.readouterr().out)["statement"]


@pytest.mark.parametrize("ending", ["md", "html", "pdf", "csv", "json"])
def test_the_energy_is_written_each_way(
    ending: str, production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"energy.{ending}"
    assert main(["ai", "energy", str(production), "-o", str(out)]) == 0 and out.stat().st_size > 50
    assert main(["ai", "energy", str(production)]) == 0
    capsys.readouterr()
    assert main(["ai", "energy", str(production), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["energy"]["grid"]["zone"] == "CA-QC"


def test_a_delivery_is_signed_sealed_and_says_what_it_claims(
    production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "package"
    assert main(["deliver", str(production), "-o", str(out)]) == 0, capsys.readouterr().out
    capsys.readouterr()
    assert main(["package", "verify", str(out)]) == 0
    capsys.readouterr()
    master, root = out / "master" / "v2.mov", production.parent / "keys" / "root.pem"
    recorded = json.loads((out / "credentials.json").read_text(encoding="utf-8"))["files"][0]
    packed = {one["path"]: one for one in json.loads((out / "package.json").read_text(encoding="utf-8"))["files"]}
    assert packed["master/v2.mov"]["hash"] == recorded["delivered"] != recorded["judged"]
    assert packed["master/v2.mov"]["judged"] == recorded["judged"]
    assert main(["ai", "credentials", str(master), "--anchors", str(root), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["claims"]["trusted"] and document["claims"]["generator"].startswith("Picturelock")
    assert not [path for path in out.rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()]
    for language in LANGUAGES:
        assert main(["ai", "credentials", str(master), "--lang", language]) == 0
        text = capsys.readouterr().out
        assert "ValleyGen" in text and "La Lettre" in text and "{" not in text
    data = bytearray(master.read_bytes())
    data[len(data) // 2] ^= 1
    master.write_bytes(data)
    assert main(["ai", "credentials", str(master)]) == 1 and "credentials.altered" in capsys.readouterr().out
    assert main(["package", "verify", str(out)]) == 1


@pytest.mark.parametrize("order", ["watts = 120", ""])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_and_the_account_say_the_same_energy(
    language: str, order: str, production: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, captions = production / "picturelock.toml", production / "captions" / "v2.en.srt"
    before = file.read_text()
    made = Provenance("captions", "machine", "whisper", "1", seconds=90.0, energy=Energy("estimated_constant", 0.001))
    beside = write_sidecar(captions, made)
    try:
        told = before.replace("watts = 120", order).replace('origin = "human"', 'origin = "machine"')
        file.write_text(told)
        main(["ai", "report", str(production), "--lang", language, "--json"])
        listed = json.loads(capsys.readouterr().out)["ledger"][0]
        assert main(["ai", "energy", str(production), "--lang", language, "--json"]) == 0
        counted = json.loads(capsys.readouterr().out)["energy"]["entries"][0]
        assert counted["kwh"] == {name: listed[f"energy_kwh{end}"] for name, end in ENDS.items()}
        assert counted["method"] == listed["energy_method"]
        assert counted["kwh"]["central"] == (0.003 if order else 0.001)
    finally:
        file.write_text(before)
        beside.unlink()


def test_a_file_that_claims_nothing_is_an_ordinary_one(
    production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    master = str(production / "master" / "v2.mov")
    assert main(["ai", "credentials", master, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["findings"] == [] and document["claims"] is None
    assert main(["ai", "credentials", master]) == 0 and "no content credentials (C2PA)" in capsys.readouterr().out
    assert main(["ai", "credentials", master, "--required", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["rule"] == "credentials.none"
    assert main(["ai", "credentials", str(tmp_path / "none.mov")]) == 3
    assert main(["ai"]) == 2 and main(["ai", "hats"]) == 2


def test_an_expired_certificate_stops_a_delivery_before_anything_is_copied(
    production: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import datetime as dt

    now, keys = dt.datetime.now(dt.UTC), production.parent / "keys"
    old = authority.make(since=now - dt.timedelta(days=9), until=now - dt.timedelta(days=1))
    before = (keys / "chain.pem").read_bytes()
    try:
        (keys / "chain.pem").write_bytes(old.chain)
        assert main(["deliver", str(production), "-o", str(tmp_path / "package")]) in (3, 5)
        captured = capsys.readouterr()
        assert "expired on" in captured.out + captured.err and list(tmp_path.iterdir()) == []
    finally:
        (keys / "chain.pem").write_bytes(before)
