"""Reading back who signed for a package: by the receiver's own keys, and never more than these show."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock import specs
from picturelock.delivery import papers
from picturelock.delivery.build import build
from picturelock.delivery.known_keys import read_keys
from picturelock.delivery.lists import WRITTEN
from picturelock.delivery.packed_waivers import packed_waivers
from picturelock.delivery.paths import files_of
from picturelock.delivery.plan import plan
from picturelock.delivery.received import receive
from picturelock.delivery.redelivery import redelivery
from picturelock.delivery.sealing import seal_folder
from picturelock.errors import InputError
from picturelock.findings import Verdict
from picturelock.media.fingerprint import full_hash
from picturelock.production import Dossier, Person
from picturelock.waivers import keys, signed, signoff
from picturelock.waivers.model import Held, Waiver
from picturelock.waivers.waiver_file import write_waiver
from picturelock.wording import LANGUAGES, fix, message, title

Make = Callable[..., Verdict]
ASKED = {"source": "somebody", "status": "unconfirmed"}
START = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)


@pytest.fixture
def public(signed_once: tuple[Path, Dossier], tmp_path: Path) -> str:
    shutil.copy(signed_once[0].parent / "at.pem", tmp_path / "at.pem")
    return signed_once[1].production.people[0].key


@pytest.fixture
def signing(dossier: Dossier, public: str) -> Dossier:
    person = Person("A. Tremblay", "producer", public)
    return replace(dossier, production=replace(dossier.production, people=(person,)))


def sign(dossier: Dossier, verdict: Verdict, key: Path) -> None:
    person = dossier.production.people[0]
    signoff.sign(dossier.production, signoff.statement(verdict, dossier.production), person, keys.read(key, str), START)


@pytest.fixture
def package(signed_once: tuple[Path, Dossier], tmp_path: Path) -> Path:
    return Path(shutil.copytree(signed_once[0], tmp_path / "signed"))


def told(folder: Path, *earlier: Path, known: dict[str, str] | None = None) -> list[tuple[str, str]]:
    found = receive(folder, earlier, known or {}).findings
    for one in found:
        assert all(title(one.rule, lang) and message(one, lang) and "{" not in message(one, lang) for lang in LANGUAGES)
        assert all(fix(one, lang) or one.severity == "info" for lang in LANGUAGES)
    return [(one.rule.removeprefix("package."), one.severity) for one in found]


def reseal(folder: Path) -> None:
    """Make packing list and manifests anew, as somebody would who alters a package on purpose."""
    if (folder / "package.json").is_file():
        document = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        document["files"] = [one for one in document["files"] if (folder / one["path"]).exists()]
        for one in document["files"]:
            one["hash"] = full_hash(folder / one["path"])
        (folder / "package.json").write_text(json.dumps(document), encoding="utf-8")
    shutil.rmtree(folder / "ascmhl")
    assert seal_folder(folder, made="2026-11-22T04:15:33+00:00").manifest is not None


def forge(folder: Path, name: str, change: Callable[[Any], object]) -> None:
    document = json.loads((folder / name).read_text(encoding="utf-8"))
    change(document)
    (folder / name).write_text(json.dumps(document), encoding="utf-8")
    reseal(folder)


def test_who_signed_is_said_and_what_the_key_is_worth(package: Path, public: str, tmp_path: Path) -> None:
    assert told(package) == [("signer-unknown", "warning")]
    assert told(package, known={public: ""}) == told(package, known={public: "A. Tremblay"}) == [("signed", "info")]
    (signature,) = receive(package, (), {public: "A. Tremblay"}).signatures
    assert signature.facts == {"person": "A. Tremblay", "role": "producer", "made": "2026-11-22T05:00:00Z"}
    other = keys.make(tmp_path / "other.pem")
    assert told(package, known={other: "B. Roy"}) == [("signer-not-among", "error")]
    assert told(package, known={public: "B. Roy"}) == [("signed-as-another", "error")]


def test_nobody_signed(dossier: Dossier, make_verdict: Make, tmp_path: Path, public: str) -> None:
    verdict = make_verdict()
    package = build(plan(dossier, verdict), verdict, tmp_path / "out")
    assert told(package) == [("unsigned", "info")] and told(package, known={public: ""}) == [("unsigned", "error")]
    (tmp_path / "any").mkdir()
    (tmp_path / "any" / "a").touch()
    seal_folder(tmp_path / "any", made="2026-11-22T04:15:33+00:00")
    assert told(tmp_path / "any") == [] and told(tmp_path / "any", known={public: ""}) == [("unsigned", "error")]


def test_another_master_under_new_manifests(package: Path, public: str) -> None:
    (package / "master/été.mov").write_bytes(b"another film")
    reseal(package)
    assert told(package, known={public: ""}) == [("signed", "info"), ("not-signed-for", "error")]
    finding = receive(package, (), {public: ""}).findings[-1]
    assert finding.place.file == "master/été.mov"


def test_the_manifest_is_gone_and_a_list_of_checksums_is_left(package: Path, public: str) -> None:
    """The list names every file, and `package.json` too: still somebody took away what the package came with."""
    shutil.rmtree(package / "ascmhl")
    files = [path for path in package.rglob("*") if path.is_file()]
    lines = [f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(package)}\n" for path in files]
    (package / "checksums.md5").write_text("".join(lines))
    assert ("no-manifest", "error") in told(package, known={public: "A. Tremblay"})


def test_a_file_that_was_put_in(package: Path, public: str) -> None:
    (package / "master/bonus.mov").write_bytes(b"x")
    reseal(package)
    assert told(package, known={public: ""})[1:] == [("not-signed-for", "error")]


@pytest.mark.parametrize(
    "change",
    [lambda one: one.update(role="director"), lambda one: one["statement"]["inputs"].popitem(),
     lambda one: one.update(signature="ed25519:" + "A" * 86 + "=="), lambda one: one.update(signature="")],
)  # fmt: skip
def test_a_sign_off_that_was_altered(package: Path, public: str, change: Callable[[Any], object]) -> None:
    forge(package, "signoff.json", lambda document: change(document["signatures"][0]))
    for known in ({public: ""}, {}):
        assert ("signature-broken", "error") in told(package, known=known)


def test_a_key_that_was_exchanged_is_not_the_one_you_know(package: Path, public: str, tmp_path: Path) -> None:
    forged = keys.make(tmp_path / "forged.pem")

    def change(document: Any) -> None:
        (one,) = document["signatures"]
        del one["signature"]
        one.update(signed.sign(one, keys.read(tmp_path / "forged.pem", str)))
        document["keys"]["A. Tremblay"] = forged

    forge(package, "signoff.json", change)
    assert told(package) == [("signer-unknown", "warning")]
    assert told(package, known={public: "A. Tremblay"}) == [("signer-not-among", "error")]


def test_signed_for_another_verdict(package: Path, signing: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    (signing.production.root / "captions/fr.srt").write_text("other", encoding="utf-8")
    verdict = make_verdict()
    sign(signing, verdict, tmp_path / "at.pem")
    other = build(plan(signing, verdict), verdict, tmp_path / "other")
    shutil.copy(other / "signoff.json", package / "signoff.json")
    reseal(package)
    known = {signing.production.people[0].key: ""}
    assert told(package, known=known) == [("signed", "info"), ("signed-another", "error")]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "[" * 100_000, '{"schema": "picturelock/signoff-2", "keys": {}, "signatures": []}',
     '{"schema": "picturelock/signoff-2", "keys": {"a": 1}, "signatures": [{"statement": {"inputs": {"a": NaN}}}]}'],
)  # fmt: skip
def test_hostile_sign_offs(package: Path, text: str) -> None:
    (package / "signoff.json").write_text(text)
    reseal(package)
    assert told(package) == [("signoff-unreadable", "error")]


def test_a_report_that_does_not_tell_its_verdict(package: Path) -> None:
    forge(package, "report.json", lambda document: document["verdict"].update(open=False))
    assert told(package)[1:] == [("verdict-unreadable", "error")]
    (package / "report.json").unlink()
    reseal(package)
    assert ("verdict-unreadable", "error") in told(package)


def test_a_re_delivery_is_signed_for_with_what_it_leaves_there(
    signing: Dossier, make_verdict: Make, tmp_path: Path, public: str, package: Path
) -> None:
    (signing.production.root / "captions/fr.srt").write_text("new", encoding="utf-8")
    verdict = make_verdict()
    sign(signing, verdict, tmp_path / "at.pem")
    second = build(redelivery(plan(signing, verdict), package), verdict, tmp_path / "second")
    assert told(second, package, known={public: ""}) == [("signed", "info")]

    def leave_another(document: Any) -> None:
        master = next(one for one in document["earlier"]["unchanged"] if one["path"] == "master/été.mov")
        master["hash"] = "xxh128:" + "0" * 32

    assert told(second) == [("part", "info"), ("signer-unknown", "warning")]
    alone = told(second, known={public: ""})
    assert {rule for rule, severity in alone if severity == "error"} == {"signed-elsewhere"}
    forge(second, "package.json", leave_another)
    assert ("altered", "error") in told(second, package, known={public: ""})


@pytest.mark.parametrize("layout", ["flat", "bagit"])
def test_every_layout(signing: Dossier, tmp_path: Path, public: str, verdict_of: Make, layout: str) -> None:
    here = replace(signing, spec=asking(package={"layout": {"one_of": [layout], **ASKED}}))
    verdict = verdict_of(here)
    sign(here, verdict, tmp_path / "at.pem")
    package = build(plan(here, verdict), verdict, tmp_path / "out")
    assert told(package, known={public: ""}) == [("signed", "info")]
    master = next(path for path in package.rglob("été.mov"))
    with master.open("r+b") as file:
        file.write(b"x")
    assert ("not-signed-for", "error") in told(package, known={public: ""})


def test_names_by_the_day_of_the_verdict(signing: Dossier, tmp_path: Path, public: str, verdict_of: Make) -> None:
    pattern = {"text": "{title}_{date}_{kind}_{language}", **ASKED}
    here = replace(signing, spec=asking(naming={"pattern": pattern, "case": {"one_of": ["lower"], **ASKED}}))
    verdict = verdict_of(here)
    sign(here, verdict, tmp_path / "at.pem")
    later = replace(verdict, made="2026-11-24T04:15:33+00:00")
    package = build(plan(here, later), later, tmp_path / "out")
    assert (package / "master/la_lettre_20261124_master_fr.mov").is_file()
    assert told(package, known={public: ""}) == [("signed", "info")]


def asking(**sections: Any) -> specs.Spec:
    return specs.from_toml("here", {"title": "Télé d’ici", "kind": "broadcaster", **sections})


def test_what_is_made_for_a_package_is_known(signing: Dossier, tmp_path: Path, public: str, verdict_of: Make) -> None:
    wanted = ("rights-report", "cue-sheet", "ai-statement")
    required = {"requirement": "required", **ASKED}
    lists = {"checksums": {"all_of": list(WRITTEN), **ASKED}}
    here = replace(signing, spec=asking(papers=dict.fromkeys(wanted, required), package=lists))
    verdict = verdict_of(here)
    sign(here, verdict, tmp_path / "at.pem")
    planned = plan(here, verdict)
    package = build(planned, verdict, tmp_path / "out")
    copied = {item.target for item in planned.items if item.source is not None}
    made = {path for path in files_of(package) if not path.startswith("ascmhl/")} - copied
    assert made | {"credentials.json"} == papers.names()


def test_waivers(tmp_path: Path, public: str) -> None:
    waiver = Waiver(
        "waivers/w.toml", "La Lettre", "", "ebu-r128", "qc.black", Held("m.mov"), {"n": 1}, "Meant.", "A. Tremblay",
        "producer", START, dt.date(2027, 1, 1), {"facts": "sha256:" + "0" * 64, "files": "sha256:" + "1" * 64},
        "sha256:" + "2" * 64, "",
    )  # fmt: skip
    signature = keys.sign(keys.read(tmp_path / "at.pem", str), waiver.signed())
    (tmp_path / "waivers").mkdir()
    write_waiver(tmp_path / "waivers/w.toml", replace(waiver, signature=signature))
    write_waiver(tmp_path / "waivers/x.toml", replace(waiver, signature=signature, reason="Other."))
    (tmp_path / "waivers/y.toml").write_text("no waiver")
    (tmp_path / "notes.toml").write_text("of no interest")

    def rules(own: dict[str, str], known: dict[str, str]) -> list[str]:
        names = ("notes.toml", "waivers/w.toml", "waivers/x.toml", "waivers/y.toml")
        found = list(packed_waivers(tmp_path, names, own, known))
        assert all(message(one, language) for one in found for language in LANGUAGES)
        assert found[-1].rule == "package.waiver-unreadable"
        return [one.rule.removeprefix("package.waiver-") for one in found[:-1]]

    assert rules({}, {}) == ["unvouched", "unvouched"]
    assert rules({"A. Tremblay": public}, {}) == ["unvouched", "forged"]
    assert rules({}, {public: ""}) == ["signed", "unvouched"]
    assert rules({}, {public: "A. Tremblay"}) == ["signed", "forged"]
    assert rules({"A. Tremblay": public}, {public: "B. Roy"}) == ["unvouched", "forged"]


def test_files_of_keys(tmp_path: Path, public: str) -> None:
    file = tmp_path / "keys.txt"
    file.write_text(f"# ours\n\n{public} A. Tremblay\n")
    assert read_keys([file]) == {public: "A. Tremblay"}
    file.write_text(f'[[people]]\nname = "Zoé"\nrole = "producer"\nkey = "{public}"\n')
    assert read_keys([file]) == {public: "Zoé"}
    file.write_text(public)
    assert read_keys([file]) == {public: ""} and read_keys([]) == {}
    for text in ("", "ed25519:AAAA", "hello", "[[people]]\nkey = 3", "[" * 10_000):
        file.write_text(text)
        with pytest.raises(InputError):
            read_keys([file])
    with pytest.raises(InputError, match="private key"):
        read_keys([tmp_path / "at.pem"])
