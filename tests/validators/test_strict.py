"""[delivery] unconfirmed = "refuse": what only warns by itself closes the gate together, and one person may open it again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import specs
from picturelock.cut import Cut
from picturelock.errors import InputError
from picturelock.findings import Finding, Place
from picturelock.production import DeliveryOrder, Dossier, Production, load
from picturelock.times import FrameRate
from picturelock.waivers import rules
from picturelock.waivers.subject import subject_of
from picturelock.wording import LANGUAGES, message
from picturelock_validators.strict import refused

RASTER = Finding("qc.raster", "error", Place(file="a.mov"), {"file": "a.mov"}, "CBC", unconfirmed=True)
TAGS = [
    Finding("qc.untagged", "error", Place(file="a.mov"), {"tag": tag}, "CBC", unconfirmed=True)
    for tag in ("primaries", "range")
]
HOUSE = Finding("continuity.flash-frame", "warning", source="Picturelock")


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    delivery = DeliveryOrder("cbc-radio-canada", unconfirmed="refuse")
    production = Production(tmp_path, "x", ("fr",), tmp_path / "c.otio", (), (), None, delivery)
    production.file.write_text("x", encoding="utf-8")
    return Dossier(production, Cut("c", FrameRate(25), ()), {}, {}, (), None, spec=specs.load("cbc-radio-canada"))


def test_one_error_names_how_many_and_which(dossier: Dossier) -> None:
    (found,) = refused(dossier, [RASTER, RASTER, *TAGS, HOUSE])
    assert (found.rule, found.severity, found.evidence["count"]) == ("spec.unconfirmed-unmet", "error", 3)
    assert found.evidence["demands"] == "qc.raster, qc.untagged primaries, qc.untagged range"
    for language in LANGUAGES:
        assert "3" in message(found, language) and "CBC/Radio-Canada" in message(found, language)


def test_nothing_where_it_is_not_asked_for_or_all_is_met(dossier: Dossier) -> None:
    lenient = replace(dossier, production=replace(dossier.production, delivery=DeliveryOrder("cbc-radio-canada")))
    assert list(refused(lenient, [RASTER])) == [] == list(refused(dossier, [HOUSE]))


def test_post_may_waive_it_and_the_waiver_dies_when_something_else_is_unmet(dossier: Dossier) -> None:
    assert rules.load().roles_for("spec.unconfirmed-unmet") == ("post",)
    before, after = (
        subject_of(one, dossier) for found in ([RASTER], [RASTER, TAGS[0]]) for one in refused(dossier, found)
    )
    assert before.keys() > {"facts"} and before["facts"] != after["facts"]


def test_the_file_says_warn_or_refuse(tmp_path: Path) -> None:
    file = tmp_path / "picturelock.toml"
    text = 'schema = "picturelock/production-1"\ntitle = "x"\nlanguages = ["fr"]\ncut = "c.otio"\nmedia = ["m"]\n[delivery]\n'
    for said, held in (("", "warn"), ('unconfirmed = "refuse"\n', "refuse"), ('unconfirmed = "warn"\n', "warn")):
        file.write_text(text + said, encoding="utf-8")
        assert load(tmp_path).delivery.unconfirmed == held
    file.write_text(text + 'unconfirmed = "no"\n', encoding="utf-8")
    with pytest.raises(InputError, match="warn, refuse"):
        load(tmp_path)
