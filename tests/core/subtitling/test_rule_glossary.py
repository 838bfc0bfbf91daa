from __future__ import annotations

import time
from fractions import Fraction

import pytest
from picturelock import profiles, wording
from picturelock.cues import Captions, Cue, Edge, Placement, plain
from picturelock.findings import Finding
from picturelock.glossary import Glossary, Term
from picturelock.subtitling.rules import glossary, graphics
from picturelock.subtitling.subject import Graphic, Subject
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
TERMS = Glossary(
    (
        Term("Séraphine Tremblay", "name", ("Seraphin Tremblay", "Tremblé")),
        Term("Montréal", "name", ("Montreal",)),
        Term("McDonald", "name", ("mcdonald",)),
        Term("Clair de Lune", "keep", ("Clair", "Moonlight")),
        Term("O’Brien", "name", ("O Brian",)),
        Term("weekend", translations={"fr-ca": "fin de semaine", "fr": "week-end"}),
    )
)


def subject(*texts: str, terms: Glossary = TERMS, language: str = "fr-CA", zones: tuple[Graphic, ...] = ()) -> Subject:
    cues = tuple(
        Cue(Span(RATE.time_of(100 * n), RATE.time_of(100 * n + 50)), plain(text), str(n + 1))
        for n, text in enumerate(texts)
    )
    return Subject(
        Captions(cues, language), profiles.load("netflix-fr-ca"), RATE, "a.srt", glossary=terms, graphics=zones
    )


def found(*texts: str, language: str = "fr-CA") -> list[tuple[str, str, str]]:
    findings = glossary.check(subject(*texts, language=language))
    return [
        (one.rule.removeprefix("captions."), str(one.evidence["found"]), str(one.evidence["right"])) for one in findings
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voici Séraphine Tremblay, de Montréal.", []),
        ("Voici Seraphin\nTremblay.", [("name-spelling", "Seraphin Tremblay", "Séraphine Tremblay")]),
        ("L’ami de Tremblé.", [("name-spelling", "Tremblé", "Séraphine Tremblay")]),
        (
            "À Montreal, à MONTREAL.",
            [("name-spelling", "Montreal", "Montréal"), ("name-spelling", "MONTREAL", "Montréal")],
        ),
        ("Chez McDonald, MCDONALD.", []),
        ("Chez mcdonald.", [("name-spelling", "mcdonald", "McDonald")]),
        ("Jouez Clair de\nLune.", []),
        ("Jouez Clair.", [("name-spelling", "Clair", "Clair de Lune")]),
        ("M. O Brian.", [("name-spelling", "O Brian", "O’Brien")]),
        ("Pas du tout.", []),
        ("", []),
    ],
)
def test_wrong_spellings(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Demande à Tremblai."], [("nearly-name", "Tremblai", "Tremblay")]),
        (["Va à Montéral."], [("nearly-name", "Montéral", "Montréal")]),
        (["Montrèal est loin."], [("nearly-name", "Montrèal", "Montréal")]),  # opens a sentence, and is very like
        (["Clairs matins."], []),
        (["Les Tremblays sont là."], []),
        (["Va en Ontario."], []),
        (["Il y a Tremblait ici.", "elle tremblait"], []),  # a word of these captions
        (["TREMBLAI est parti, TREMBLAI."], [("nearly-name", "TREMBLAI", "Tremblay")] * 2),
    ],
)
def test_what_is_nearly_a_name(texts: list[str], expected: list[tuple[str, str, str]]) -> None:
    assert found(*texts) == expected
    assert {one.severity for one in glossary.check(subject(*texts))} <= {"warning"}


def test_a_term_that_has_a_translation() -> None:
    assert found("Bon weekend !") == [("term-untranslated", "weekend", "fin de semaine")]
    assert found("Bon weekend !", language="fr-FR") == [("term-untranslated", "weekend", "week-end")]
    assert found("Nice weekend!", language="en") == []


def test_without_a_glossary_nothing_is_judged() -> None:
    assert list(glossary.check(subject("Tremblé", terms=Glossary()))) == []
    assert list(glossary.check(subject("x", terms=Glossary((Term("a"),))))) == []


def test_a_large_glossary_costs_no_more_for_each_caption() -> None:
    terms = Glossary(tuple(Term(f"Nom{number}", "name", (f"le {number}", f"le la {number}")) for number in range(3000)))
    texts = ["le le le la la le la le"] * 2000
    began = time.process_time()
    assert list(glossary.check(subject(*texts, terms=terms))) == []
    assert time.process_time() - began < 2


def zone(top: float, bottom: float, start: int = 0, end: int = 50) -> Graphic:
    return Graphic(Span(RATE.time_of(start), RATE.time_of(end)), top, bottom, "lower third")


def covered(placement: Placement | None, text: str, *zones: Graphic) -> list[Finding]:
    given = subject(text, zones=zones)
    cue = Cue(given.captions.cues[0].span, plain(text), "1", placement=placement)
    return list(graphics.check(Subject(Captions((cue,)), given.profile, RATE, "a.srt", graphics=zones)))


@pytest.mark.parametrize(
    ("line", "edge", "text", "hit"),
    [
        (None, "bottom", "x", True),
        (None, "top", "x", False),
        (None, "middle", "x", False),
        (Fraction(3, 4), "top", "x", True),
        (Fraction(1, 2), "top", "x", False),
        (Fraction(1, 2), "top", "a\nb\nc\nd", True),
        (Fraction(7, 10), "bottom", "x", False),
        (Fraction(3, 4), "bottom", "x", True),
        (None, "bottom", "", False),
    ],
)
def test_over_a_lower_third(line: Fraction | None, edge: Edge, text: str, hit: bool) -> None:
    assert bool(covered(Placement(line, edge), text, zone(0.7, 0.95))) is hit


def test_only_while_it_is_there() -> None:
    assert covered(None, "x", zone(0.7, 0.95, 50, 90)) == []
    assert len(covered(None, "x", zone(0.7, 0.95, 49, 90), zone(0.7, 0.95, 0, 5))) == 1
    long = [zone(0.1, 0.2, 0, 10_000), zone(0.7, 0.95, 20, 30)]
    (one,) = covered(None, "x", *long)
    assert one.evidence["name"] == "lower third" and one.severity == "error"


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_all_of_this_can_be_said(language: str) -> None:
    given = subject("Tremblé et Montéral, bon weekend", zones=(zone(0, 1),))
    findings = [*glossary.check(given), *graphics.check(given)]
    assert len(findings) == 4
    for one in findings:
        assert wording.title(one.rule, language) and wording.message(one, language) and wording.fix(one, language)
        assert one.source
