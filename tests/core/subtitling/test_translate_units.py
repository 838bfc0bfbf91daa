"""What is translated as one, and what the glossary asks of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.cues import Cue, Placement, Run, plain
from picturelock.glossary import Glossary, Term
from picturelock.subtitling.translate.terms import Guard, coded, decoded, form_of, missed
from picturelock.subtitling.translate.units import MOST_CHARACTERS, Unit, units_of
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)


def cue(start: int, end: int, text: str, **more: object) -> Cue:
    return Cue(Span(RATE.time_of(start), RATE.time_of(end)), plain(text), **more)  # type: ignore[arg-type]


def told(*cues: Cue) -> list[tuple[str, str, list[int]]]:
    return [(unit.kind, unit.text, [piece.cue for piece in unit.pieces]) for unit in units_of(cues, "en")]


def test_a_sentence_runs_over_captions_until_it_ends() -> None:
    assert told(cue(0, 50, "I never wanted\nto go back"), cue(52, 100, "to Mr. Tremblay. Never."), cue(102, 150, "Why?")) == [
        ("speech", "I never wanted to go back to Mr. Tremblay.", [0, 1]),
        ("speech", "Never.", [1]),
        ("speech", "Why?", [2]),
    ]  # fmt: skip


def test_each_word_has_its_share_of_the_time() -> None:
    first, second = units_of([cue(0, 100, "aaaa. bbbb.")], "en")
    assert first.span == Span(0, RATE.time_of(50)) and second.span == Span(RATE.time_of(50), RATE.time_of(100))


@pytest.mark.parametrize("dash", ["-", "- ", "– ", ">> ", "—"])
def test_dashes_part_who_speaks(dash: str) -> None:
    first, second, third = units_of([cue(0, 50, f"{dash}Are you\n{dash}No."), cue(51, 90, "coming.")], "en")
    assert [unit.text for unit in (first, second, third)] == ["Are you", "No.", "coming."]
    assert first.several and (first.turn, second.turn) == (0, 1) and not third.several
    alone = units_of([cue(0, 50, f"{dash}Hello there")], "en")
    assert [(unit.text, unit.dash, unit.several) for unit in alone] == [("Hello there", True, False)]


def test_the_last_of_two_may_go_on_and_minus_and_words_with_hyphens_are_no_dashes() -> None:
    assert told(cue(0, 50, "- No.\n- I think"), cue(51, 90, "we should.")) == [
        ("speech", "No.", [0]),
        ("speech", "I think we should.", [0, 1]),
    ]
    assert told(cue(0, 50, "well-\nknown")) == [("speech", "well- known", [0])]


def test_labels_names_and_songs_are_for_themselves() -> None:
    cues = [
        cue(0, 50, "[door slams\nloudly]What (he said) was it? (sighs)"),
        cue(51, 90, "[Anna] Hello.", speaker="Anna"),
        cue(91, 140, "♪ My love\nis gone ♪"),
        cue(141, 150, "♪♪"),
    ]
    assert told(*cues) == [
        ("sound", "[door slams loudly]", [0]),
        ("speech", "What (he said) was it?", [0]),
        ("sound", "(sighs)", [0]),
        ("name", "[Anna]", [1]),
        ("speech", "Hello.", [1]),
        ("song", "My love is gone", [2]),
        ("song", "♪♪", [3]),
    ]


@pytest.mark.parametrize(
    "second",
    [
        cue(130, 160, "went home."),
        cue(52, 90, "went home.", speaker="Luc"),
        cue(52, 90, "went home.", placement=Placement(edge="top")),
        cue(40, 90, "went home."),
        cue(52, 90, "- went home."),
    ],
    ids=["silence", "speaker", "place", "at once", "dash"],
)
def test_a_sentence_without_an_end_stops_where_it_cannot_go_on(second: Cue) -> None:
    assert len(units_of([cue(0, 50, "Then he", speaker="Anna"), second], "en")) == 2


def test_an_ellipsis_goes_on_with_a_small_letter() -> None:
    assert len(told(cue(0, 50, "I was…"), cue(51, 90, "…thinking."))) == 1
    assert len(told(cue(0, 50, "I was..."), cue(51, 90, "Thinking."))) == 2


def test_a_look_that_all_have_is_kept_and_another_one_told() -> None:
    mixed = Cue(Span(0, 100), ((Run("I "), Run("do", italic=True), Run(".")), (Run("Yes.", italic=True),)))
    first, second = units_of([mixed], "en")
    assert (first.text, first.mixed, first.look.italic) == ("I do.", True, False)
    assert (second.text, second.mixed, second.look.italic) == ("Yes.", False, True)


def test_captions_without_a_full_stop_are_cut_into_pieces() -> None:
    units = units_of([cue(at * 50, at * 50 + 48, "word " * 16) for at in range(40)], "en")
    assert all(len(unit.text) <= MOST_CHARACTERS + 90 for unit in units) and len(units) > 5
    assert sum(unit.text.count("word") for unit in units) == 640


TEXT = st.text(st.sampled_from("ab .…-[]()♪#\n<>é!?\u00a0\u200b«»0"), max_size=40)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 80), TEXT), max_size=6))
def test_no_word_is_lost_whatever_the_captions_hold(made: list[tuple[int, int, str]]) -> None:
    cues = sorted((cue(start, start + length, text) for start, length, text in made), key=lambda one: one.span.start)
    units: list[Unit] = units_of(cues, "en")
    letters = [sign for unit in units for sign in unit.text if sign.isalnum()]
    assert letters == [sign for one in cues for sign in one.text if sign.isalnum()]
    for unit in units:
        assert unit.text and unit.pieces and unit.span.duration >= 0
        assert [piece.cue for piece in unit.pieces] == sorted({piece.cue for piece in unit.pieces})


GLOSSARY = Glossary(
    (
        Term("Séraphine Tremblay", "name", ("Seraphin Tremblay",)),
        Term("weekend", "term", (), {"fr-ca": "fin de semaine", "fr": "week-end"}),
        Term("Steadicam", "keep"),
        Term("clap", "term", (), {"en": "slate"}),
        Term("dolly", "term"),
    )
)


def test_what_a_glossary_asks_for() -> None:
    guard = Guard(GLOSSARY, "en", "fr-CA")
    sentence = "Seraphin Tremblay took the Steadicam for the weekend, the dolly and the slate."
    wanted = guard.wanted(sentence)
    assert [one.right for one in wanted] == ["Séraphine Tremblay", "Steadicam", "fin de semaine", "clap"]
    assert guard.pairs([sentence])[2] == ("weekend", "fin de semaine")
    assert [form_of(term, "en", "fr") for term in GLOSSARY.terms] == [
        "Séraphine Tremblay", "week-end", "Steadicam", "clap", "",
    ]  # fmt: skip
    assert guard.name("Séraphine Tremblay") == "Séraphine Tremblay" and guard.name("Luc") == "Luc"
    assert Guard(Glossary(), "en", "fr").wanted(sentence) == ()


def test_a_form_is_found_in_its_plural_with_any_space_and_not_inside_a_word() -> None:
    wanted = Guard(GLOSSARY, "en", "fr-CA").wanted("That weekend")
    assert missed(wanted, "Deux fins de\u00a0semaine.") == () and missed(wanted, "Cette Fin-de-semaine-là") == ()
    assert missed(wanted, "Ce week-end.") == ("fin de semaine",) and missed(wanted, "afin de semaines") != ()


def test_codes_stand_for_words_and_become_their_forms() -> None:
    wanted = Guard(GLOSSARY, "en", "fr-CA").wanted("Weekend with Seraphin Tremblay!")
    assert coded("Weekend with Seraphin Tremblay!", wanted) == "XQ1 with XQ2!"
    assert decoded("XQ1 avec XQ2 !", wanted) == "Fin de semaine avec Séraphine Tremblay !"
    assert decoded("Avec xq2, l’xq 1.", wanted) == "Avec Séraphine Tremblay, l’fin de semaine."
    for lost in ("avec XQ2", "XQ1 XQ1 XQ2", "XQ1 avec XQ22", ""):
        assert decoded(lost, wanted) is None
