"""What a receiver reads first: only what this folder holds, who answers for it, and how to reach somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from picturelock import specs
from picturelock.delivery.build import build
from picturelock.delivery.plan import plan
from picturelock.delivery.readme import kind_of
from picturelock.delivery.redelivery import redelivery
from picturelock.findings import Finding, Place, Verdict, Waived
from picturelock.production import Dossier, Person
from picturelock.production.orders import FILE_KINDS
from picturelock.waivers import keys, signoff
from picturelock.wording import LANGUAGES

Make = Callable[..., Verdict]
BOTH = ("README.txt", "LISEZMOI.txt")


def texts(package: Path) -> tuple[str, str]:
    english, french = ((package / name).read_text(encoding="utf-8") for name in BOTH)
    return english, french


def test_a_re_delivery_lists_what_it_holds_and_says_where_the_rest_is(
    dossier: Dossier, make_verdict: Make, tmp_path: Path
) -> None:
    verdict = make_verdict()
    first = build(plan(dossier, verdict), verdict, tmp_path / "La Lettre v1")
    (dossier.production.root / "captions/fr.srt").write_text("new", encoding="utf-8")
    verdict = make_verdict()
    second = build(redelivery(plan(dossier, verdict), first), verdict, tmp_path / "second")
    for text, here, there in zip(
        texts(second),
        ("What is in this package", "Ce que contient ce paquet"),
        ("What lies in La Lettre v1", "Ce qui se trouve dans La Lettre v1"),
        strict=True,
    ):
        own, _, rest = text.partition(f"\n{there}\n")
        listed = own.partition(f"\n{here}\n")[2]
        assert "captions/fr.srt " in listed and "master/été.mov" not in listed and "ai-use.csv" not in listed
        assert "master/été.mov" in rest and "La Lettre v1" in own
        assert "picturelock package verify . --with ../La Lettre v1" in rest
        held = {line.split("  ")[0] for line in listed.splitlines() if "  " in line}
        assert all((second / path).exists() for path in held) and len(held) > 5
    for text in texts(first):
        assert "master/été.mov" in text and "--with" not in text


def test_the_destination_is_named_by_its_id_too(dossier: Dossier, make_verdict: Make) -> None:
    here = replace(dossier, spec=specs.load("ebu-r128"))
    items = {item.target: item.data.decode() for item in plan(here, make_verdict()).items if item.target in BOTH}
    assert all("(ebu-r128)" in text.split("\n\n")[1] for text in items.values()) and len(items) == 2


def test_nobody_signed_and_nothing_is_waived(dossier: Dossier, make_verdict: Make) -> None:
    items = {item.target: item.data.decode() for item in plan(dossier, make_verdict()).items if item.target in BOTH}
    assert "Nobody signed the verdict.\nReleased without waivers." in items["README.txt"]
    assert "Personne n’a signé le verdict.\nLivré sans dérogation." in items["LISEZMOI.txt"]


def test_who_signed_and_who_waived_what(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    person = Person("Zoé Roy", "producer", keys.make(tmp_path / "z.pem"), "+1 514 555 0100, zoe@example.org")
    production = replace(dossier.production, people=(person,))
    dossier = replace(dossier, production=production)
    waived = Waived("waivers/black.toml", "A. T.", "post supervisor", "Meant.", dt.date(2027, 6, 30), "sha256:0")
    (production.root / "waivers").mkdir()
    (production.root / "waivers/black.toml").write_text("x")
    facts = {"asset": "Z*", "entry": "entry 1", "owner": "X"}
    findings = [Finding("rights.unused-entry", "error", Place(file="m.mov"), facts, waived=waived)]
    verdict = make_verdict(*findings)
    key = keys.read(tmp_path / "z.pem", str)
    signoff.sign(
        production, signoff.statement(verdict, production), person, key, dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    )
    items = {item.target: item.data.decode() for item in plan(dossier, verdict).items if item.target in BOTH}
    english, french = (items[name] for name in BOTH)
    assert "signed by Zoé Roy (producer) on 2026-11-22 00:00\u00a0UTC" in english and "Nobody signed" not in english
    assert "Released under 1 waiver:\n    waivers/black.toml\n" in english
    assert "A. T. (post supervisor), until 2027-06-30: Meant." in english
    assert "Livré sous 1 dérogation\u00a0:" in french and "jusqu’au 2027-06-30" in french
    assert "Zoé Roy, producer, +1 514 555 0100, zoe@example.org" in english


def test_every_kind_of_file_has_a_name() -> None:
    assert not [(kind, lang) for kind in FILE_KINDS for lang in LANGUAGES if kind_of(kind, lang) == kind and lang == "fr"
                and kind not in ("synopsis",)]  # fmt: skip
    assert kind_of("transcript", "en") == "transcript: what is said in the film"
