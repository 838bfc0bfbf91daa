"""What licences and people do not allow: each is told where it is, and what is allowed is silent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from picturelock.cut import Cdl, Effect
from picturelock.findings import Finding
from picturelock.production import DeliveryFile, Dossier, FileOrder
from picturelock.rights.coverage import check
from picturelock.rights.destination import later
from picturelock.rights.parts.credits import _holds, plain
from picturelock.specs import from_toml
from picturelock.times import FrameRate
from picturelock.wording import LANGUAGES, fix, message, title

Make = Callable[..., Any]
RATE = FrameRate(25)
BASE = 'kind = "archive"\nowner = "X"\nterritories = "WORLD"\nmedia = "all"\nend = "perpetual"\nevidence = "p.pdf"\n'
BOTH = 'consent = ["appearance", "voice"]'
PERSON = BASE.replace('"archive"', '"performer"').replace('"p.pdf"', '"r.pdf"')


def entry(extra: str = "", asset: str = "A.mxf", base: str = BASE) -> str:
    return f'[[clearance]]\nasset = "{asset}"\n{base}{extra}\n'


def found(dossier: Dossier) -> list[Finding]:
    for name in ("p.pdf", "r.pdf"):
        (dossier.production.root / name).write_bytes(b"paper")
    findings = [finding for finding in check(dossier) if finding.rule != "rights.evidence-unhashed"]
    for finding in findings:
        for language in LANGUAGES:
            assert title(finding.rule, language) and message(finding, language)
            fix(finding, language)
    return findings


def rules(dossier: Dossier) -> list[str]:
    return [finding.rule.removeprefix("rights.") for finding in found(dossier)]


@pytest.mark.parametrize(("seconds", "over"), [("1", None), ("0.98", 1), ("0.5", 13)])
def test_seconds_are_counted_to_the_frame(make_dossier: Make, make_shot: Make, seconds: str, over: int | None) -> None:
    findings = found(make_dossier([make_shot("A.mxf")], entry(f"seconds = {seconds}")))
    assert [finding.evidence["over_frames"] for finding in findings] == ([over] if over else [])


def test_seconds_are_those_of_every_source_that_the_entry_names(make_dossier: Make, make_shot: Make) -> None:
    shots = [make_shot("A1.mxf", 0, 25), make_shot("A2.mxf", 25, 50)]
    assert rules(make_dossier(shots, entry("seconds = 1.5", "A?.mxf"))) == ["seconds"]
    assert rules(make_dossier(shots, entry("seconds = 2", "A?.mxf"))) == []
    wider = entry("seconds = 1", "A?.mxf") + entry("", "A*")
    assert rules(make_dossier(shots, wider)) == []  # another licence stands in for it


def test_kinds_are_judged_apart(make_dossier: Make, make_shot: Make) -> None:
    """A licence of another kind does not fill a hole: own footage called "*" must not hide the archive's."""
    wide = entry("", "*", BASE.replace("archive", "footage"))
    narrow = entry("", "A.mxf", BASE.replace('"WORLD"', '["CA"]'))
    assert rules(make_dossier([make_shot("A.mxf")], wide + narrow)) == ["territory"]
    same = entry("", "A.mxf", BASE.replace('"WORLD"', '["FR"]'))
    assert rules(make_dossier([make_shot("A.mxf")], same + narrow)) == []


@pytest.mark.parametrize(
    ("planned", "first", "second", "told"),
    [(3, 3, 0, []), (4, 3, 0, ["runs"]), (4, 3, 1, []), (0, 3, 0, ["runs-unknown"])],
)
def test_runs_add_up_where_they_are_for_the_same(
    make_dossier: Make, make_shot: Make, planned: int, first: int, second: int, told: list[str]
) -> None:
    ledger = entry(f"runs = {first}") + (entry(f"runs = {second}") if second else "")
    assert rules(make_dossier([make_shot("A.mxf")], ledger, runs=planned)) == told
    apart = entry(f"runs = {first}", base=BASE.replace('"WORLD"', '["CA"]')) + entry(
        "runs = 9", base=BASE.replace('"WORLD"', '["FR"]')
    )
    assert rules(make_dossier([make_shot("A.mxf")], apart, runs=planned)) == (
        told if planned != 4 or not second else ["runs"]
    )
    assert rules(make_dossier([make_shot("A.mxf")], ledger, runs=planned, media=("svod",))) == []


@pytest.mark.parametrize(
    ("holdback", "told"),
    [
        ("{}", True), ('{ territories = ["US"] }', False), ('{ territories = ["FR"], media = ["svod"] }', False),
        ('{ media = ["cable"] }', True), ('{ end = 2026-11-30 }', False), ('{ end = 2026-12-01 }', True),
        ('{ start = 2027-12-01 }', False),
    ],
)  # fmt: skip
def test_a_holdback_is_where_and_when_it_says(make_dossier: Make, make_shot: Make, holdback: str, told: bool) -> None:
    dossier = make_dossier([make_shot("A.mxf")], entry(f"holdbacks = [{holdback}]"))
    assert rules(dossier) == (["holdback"] if told else [])


def test_exclusive_rights_have_one_owner(make_dossier: Make, make_shot: Make) -> None:
    other = BASE.replace('"X"', '"Y"')
    shots = [make_shot("A.mxf")]
    assert rules(make_dossier(shots, entry("exclusive = true") + entry("", base=other))) == ["exclusivity"]
    assert rules(make_dossier(shots, entry("exclusive = true") + entry("", base=BASE))) == []
    elsewhere = other.replace('"WORLD"', '["US"]')
    assert rules(make_dossier(shots, entry("exclusive = true") + entry("", base=elsewhere))) == []


@pytest.mark.parametrize(
    ("change", "edits", "rule"),
    [
        ({"speed": Fraction(2)}, "no-retime", "edit-retimed"), ({"reverse": True}, "no-reverse", "edit-reversed"),
        ({"cdl": Cdl(saturation=0.5)}, "no-grade", "edit-graded"), ({"cdl": Cdl()}, "no-grade", ""),
        ({"effects": (Effect("other", "Basic Motion"),)}, "no-reframe", "edit-reframed"),
        ({"effects": (Effect("other", "Audio Gain"),)}, "no-reframe", ""),
        ({"effects": (Effect("other", "Resolve Effect"),)}, "no-reframe", "edit-unclear"),
        ({"speed": Fraction(2)}, "no-reframe", ""),
    ],
)  # fmt: skip
def test_forbidden_edits(make_dossier: Make, make_shot: Make, change: dict[str, Any], edits: str, rule: str) -> None:
    shot = replace(make_shot("A.mxf"), **change)
    assert rules(make_dossier([shot], entry(f'edits = ["{edits}"]'))) == ([rule] if rule else [])


def test_one_piece_may_be_split_and_not_cut(make_dossier: Make, make_shot: Make) -> None:
    ledger = entry('edits = ["no-recut"]')
    assert rules(make_dossier([make_shot("A.mxf", 0, 10), make_shot("A.mxf", 10, 20)], ledger)) == []
    assert rules(make_dossier([make_shot("A.mxf", 0, 10), make_shot("A.mxf", 12, 20)], ledger)) == ["edit-recut"]


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ("", ["consent-kind"]), ('consent = ["appearance", "voice"]', []), ('consent = ["likeness", "voice"]', []),
        ('consent = ["voice"]', ["consent-kind"]), ('consent = ["appearance"]', ["consent-kind"]),
        ('consent = ["appearance", "voice"]\nminor = true', ["guardian-missing"]),
        ('consent = ["appearance", "voice"]\nminor = "oui"\nguardian = "P."', []),
        ('needs = ["ai-training"]', ["consent-kind"]),
        ('consent = ["digital-replica", "voice", "appearance"]\nscope = "x"', ["consent-not-separate"]),
        ('consent = ["digital-replica", "voice", "likeness"]', ["consent-scope"]),
    ],
)  # fmt: skip
def test_consents(make_dossier: Make, make_shot: Make, extra: str, told: list[str]) -> None:
    ledger = entry() + entry(f'person = "Marie"\n{extra}', base=PERSON)
    assert rules(make_dossier([make_shot("A.mxf")], ledger)) == told


def test_each_person_must_consent_and_for_all_of_it(make_dossier: Make, make_shot: Make) -> None:
    shots = [make_shot("A.mxf")]
    people = entry('people = ["Marie Tremblay", "Zoé"]')
    both = entry(f'person = "MARIE  TREMBLAY"\n{BOTH}', base=PERSON) + entry(f'person = "Zoe"\n{BOTH}', base=PERSON)
    assert rules(make_dossier(shots, people + both)) == []
    assert rules(make_dossier(shots, people + entry(f'person = "Zoé"\n{BOTH}', base=PERSON))) == ["consent-missing"]
    short = PERSON.replace('"perpetual"', "2027-01-01").replace('"WORLD"', '["CA"]')
    assert rules(make_dossier(shots, people + both + entry(f'person = "Paul"\n{BOTH}', base=short))) == [
        "consent-narrow",
        "consent-window",
    ]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("images : office  national\ndu FILM", True), ("Office national du film", True), ("Office national du filme", False),
        ("Office national film", False), ("L’office national du film", True), ("", False),
    ],
)  # fmt: skip
def test_credits_are_word_for_word(make_dossier: Make, make_shot: Make, text: str, there: bool) -> None:
    dossier = make_dossier([make_shot("A.mxf")], entry('credit = "Office National du Film"'))
    assert rules(dossier) == ["credits-absent"]
    order = FileOrder("credits", dossier.production.root / "credits.txt")
    assert rules(replace(dossier, files=(DeliveryFile(order, text=text),))) == ([] if there else ["credit-missing"])


@pytest.mark.parametrize(
    ("text", "line", "there"),
    [
        ("Images tirées de « La Terre »", "“La Terre”", True), ("tiré de «\u00a0La Terre\u00a0»", '"La Terre"', True),
        ('avec "La Terre"\nde X', "« La Terre »", True), ("avec « La Terre", '"La Terre"', True),
        ("Archives : ONF", "Archives\u202f: ONF", True), ("Archives: ONF", "Archives\u00a0: ONF", True),
        ("l'Office d'images", "L’Office d’images", True), ("l Office", "l’Office", False), ("lOffice", "l’Office", False),
        ("X – Y", "X-Y", True), ("X\u2011Y", "X — Y", True), ("X Y", "X-Y", False), ("ŒUVRE DE Łódź", "œuvre de Lodz", True),
        ("ARCHIVES DE LA VILLE", "Archives de la ville", True), ("ci\u00adné\u200bma", "CINÉMA", True),
        ("© 2026 ONF", "℗ 2026 ONF", False), ("ONF2", "ONF", False), ("(ONF)", "ONF", True), ("BONF ONF.", "ONF", True),
        ("n'importe quoi", "« »", False), ("Strasse", "STRAẞE", True), ("rock ’n’ roll", "rock 'n' roll", True),
        ("a\u0301" * 3, "á" * 3, True), ("La Terre de X", '"La Terre" de Y', False), ("aaab", "aab", False),
    ],
)  # fmt: skip
def test_how_a_credit_is_set_does_not_matter_and_what_it_says_does(text: str, line: str, there: bool) -> None:
    assert _holds(plain(text), plain(line)) == there


def test_long_credits_are_read_in_a_moment() -> None:
    import time

    start = time.monotonic()
    assert not _holds(plain("« a' - " * 200_000), plain("« a' - " * 1000 + "b"))
    assert time.monotonic() - start < 5


def test_a_paper_is_what_was_approved(make_dossier: Make, make_shot: Make) -> None:
    good = hashlib.sha256(b"paper").hexdigest()
    shots = [make_shot("A.mxf")]
    assert rules(make_dossier(shots, entry(f'hash = "sha256:{good}"'))) == []
    assert rules(make_dossier(shots, entry(f'hash = "SHA256:{good.upper()}"'))) == []
    assert rules(make_dossier(shots, entry(f'hash = "sha256:{"0" * 64}"'))) == ["document-altered"]
    assert rules(make_dossier(shots, entry(f'hash = "xxh128:{"0" * 32}"'))) == ["document-altered"]
    assert rules(make_dossier(shots, entry('hash = "md5:0"'))) == ["ledger-hash"]


@pytest.mark.parametrize(
    ("status", "told"), [("signé", []), ("agreed", ["unsigned"]), ("en attente", ["unsigned"]), ("expired", ["lapsed"])]
)
def test_status(make_dossier: Make, make_shot: Make, status: str, told: list[str]) -> None:
    assert rules(make_dossier([make_shot("A.mxf")], entry(f'status = "{status}"'))) == told


def test_a_draft_gives_nothing_and_hides_nothing(make_dossier: Make, make_shot: Make) -> None:
    empty = '[[clearance]]\nasset = "A.mxf"\nkind = ""\nowner = ""\nterritories = []\nmedia = []\nend = ""\nstatus = "pending"\n'
    assert rules(make_dossier([make_shot("A.mxf")], empty)) == ["unsigned"]
    assert rules(make_dossier([make_shot("A.mxf")], empty.replace("pending", "signed"))) == [
        *["ledger-empty"] * 4,
        "ledger-end-unsaid",
    ]
    short = entry(base=BASE.replace('"WORLD"', '["CA"]'))
    assert rules(make_dossier([make_shot("A.mxf")], empty + short)) == ["territory", "unsigned"]


@pytest.mark.parametrize(
    ("shares", "right"),
    [((50, 50), True), ((100, 100), True), ((100, 0), True), ((60, 50), False), ((50, 0), False), ((100, 50), False)],
)
def test_shares(make_dossier: Make, make_shot: Make, shares: tuple[int, int], right: bool) -> None:
    people = f'[{{ name = "a", role = "C", share = {shares[0]} }}, {{ name = "b", role = "E", share = {shares[1]} }}]'
    assert rules(make_dossier([make_shot("A.mxf")], entry(f"contributors = {people}"))) == ([] if right else ["shares"])


def test_an_approved_cut_forgives_a_ripple_and_a_trim(make_dossier: Make, make_shot: Make, tmp_path: Path) -> None:
    event = "001  A  V  C  00:00:00:10 00:00:02:10 00:00:00:00 00:00:02:00\n* FROM CLIP NAME: A.mxf\n"
    edl = "TITLE: v1\nFCM: NON-DROP FRAME\n\n" + event
    (tmp_path / "v1.edl").write_text(edl)

    def told(start: int, end: int, at: int) -> list[tuple[str, int]]:
        shot = make_shot("A.mxf", start, end, reel="A")
        moved = replace(shot, record_span=shot.record_span.shift(RATE.time_of(at - start)))
        dossier = make_dossier([moved], entry('approved_cut = "v1.edl"'))
        dossier = replace(dossier, production=replace(dossier.production, rate=RATE))
        return [(one.rule.removeprefix("rights.approval-"), int(str(one.evidence["frames"]))) for one in found(dossier)]

    assert told(10, 60, 0) == [] and told(10, 60, 40) == [] and told(15, 55, 0) == [] and told(10, 40, 30) == []
    assert told(10, 67, 0) == [("extended", 7)] and told(6, 60, 0) == [("extended", 4)]
    assert told(4, 63, 3) == [("extended", 9)] and told(20, 70, 0) == [("slipped", 10)]
    assert told(200, 250, 0)[0][0] == "new" or told(200, 250, 0)[0][0] == "slipped"


def test_what_the_destination_asks_beyond_the_delivery(make_dossier: Make, make_shot: Make) -> None:
    def asking(sections: dict[str, Any], doubtful: bool = False) -> Dossier:
        whose = (
            {"source": "A channel", "status": "unconfirmed"}
            if doubtful
            else {"source": "A channel", "read": later(dossier.today, Fraction(0))}
        )
        data = {name: {key: value | whose for key, value in table.items()} for name, table in sections.items()}
        return replace(dossier, spec=from_toml("x", {"title": "X", "kind": "broadcaster", **data}))

    dossier = make_dossier([make_shot("A.mxf")], entry())
    for sections, rule in (
        ({"rights": {"territories": {"all_of": ["CA", "BE"]}}}, "spec-territory"),
        ({"rights": {"media": {"all_of": ["tv", "svod"]}}}, "spec-medium"),
        ({"rights": {"languages": {"all_of": ["fr"]}}}, "spec-language"),
        ({"limits": {"window_years": {"limit": "2 years"}}}, "spec-window"),
        ({"papers": {"insurance": {"requirement": "required"}}}, "paper-missing"),
    ):
        (finding,) = found(asking(sections))
        assert (finding.rule, finding.severity) == (f"rights.{rule}", "error") and "A channel" in finding.source
        (doubt,) = found(asking(sections, doubtful=True))
        assert (doubt.rule, doubt.severity) == (f"rights.{rule}", "warning")
    assert rules(asking({"limits": {"window_years": {"limit": "1 years"}}})) == []
    assert (
        rules(
            asking({"papers": {"insurance": {"requirement": "optional"}, "rights-report": {"requirement": "required"}}})
        )
        == []
    )


def test_years_are_whole_years() -> None:
    import datetime as dt

    assert later(dt.date(2024, 2, 29), Fraction(1)) == dt.date(2025, 2, 27)
    assert later(dt.date(2026, 12, 1), Fraction(2)) == dt.date(2028, 11, 30)
    assert later(dt.date(2026, 8, 31), Fraction(1, 2)) == dt.date(2027, 2, 27)


def test_an_unlimited_licence_lifts_a_count_only_where_it_always_holds(make_dossier: Make, make_shot: Make) -> None:
    shots, counted = [make_shot("A.mxf")], entry("runs = 1")
    assert rules(make_dossier(shots, counted + entry(), runs=5)) == []
    month = entry(base=BASE.replace('"perpetual"', "2026-12-31"))
    assert rules(make_dossier(shots, counted + month, runs=5)) == ["runs"]


def test_a_holdback_reaches_as_far_as_its_own_licence(make_dossier: Make, make_shot: Make) -> None:
    shots = [make_shot("A.mxf"), make_shot("A2.mxf", 30, 40)]
    held = entry('holdbacks = [{ media = ["tv"] }]', "A*", BASE.replace('"WORLD"', '["CA"]'))
    (first, second) = found(make_dossier(shots, held + entry("", "A*")))
    assert first.rule == second.rule == "rights.holdback" and first.evidence["held"] == "CA; broadcast"
    assert (first.place.source, second.place.source) == ("A.mxf", "A2.mxf")
    elsewhere = held.replace('["CA"]', '["US"]')
    assert rules(make_dossier(shots, elsewhere + entry("", "A*"))) == []
    assert rules(
        make_dossier(shots, elsewhere.replace("{ media", '{ territories = ["FR"], media') + entry("", "A*"))
    ) == [
        "holdback",
        "holdback",
    ]


def test_owners_of_one_composition_never_complete_each_other_in_silence(make_dossier: Make, make_shot: Make) -> None:
    shots = [make_shot("S.wav", track="A1", kind="audio")]
    music = BASE.replace('"archive"', '"music"')
    master = entry("", "S.wav", BASE.replace('"archive"', '"recording"'))
    other = music.replace('"X"', '"Y"')
    narrow = entry("", "S.wav", other.replace('"WORLD"', '["CA"]'))
    (finding,) = found(make_dossier(shots, master + entry("", "S.wav", music) + narrow))
    assert (finding.rule, finding.severity) == ("rights.shared-work", "warning")
    assert (
        finding.evidence["holders_en"] == "Y (entry 3, p.pdf)"
        and finding.evidence["holders_fr"] == "Y (entrée 3, p.pdf)"
    )
    assert found(make_dossier(shots, master + entry("", "S.wav", music) + entry("", "S.wav", other))) == []
    apart = entry("", "S.wav", music.replace('"WORLD"', '["FR"]'))
    assert found(make_dossier(shots, master + apart + narrow)) == []


def test_whom_to_ask_is_said(make_dossier: Make, make_shot: Make) -> None:
    ledger = entry(base=BASE.replace('"WORLD"', '["CA"]').replace('"X"', '"SOCAN"'))
    (finding,) = found(make_dossier([make_shot("A.mxf")], ledger))
    assert "SOCAN (entry 1, p.pdf)" in message(finding, "en") and "SOCAN (entrée 1, p.pdf)" in message(finding, "fr")
    (finding,) = found(make_dossier([make_shot("A.mxf")], entry("seconds = 0.5")))
    assert "X (entrée 1, p.pdf)" in message(finding, "fr")
