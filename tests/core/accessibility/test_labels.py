from __future__ import annotations

from fractions import Fraction

import pytest
from picturelock.accessibility.labels import (
    Usual,
    has_label,
    has_sound,
    is_styled,
    is_voiced,
    names,
    names_song,
    names_sound,
    names_speaker,
    parts_speakers,
    said,
    usual_of,
)  # fmt: skip
from picturelock.cues import Cue, Placement, Run, plain
from picturelock.times import Span


def cue(text: str) -> Cue:
    return Cue(Span(0, 10), plain(text))


@pytest.mark.parametrize(
    "text",
    [
        *("[door slams]", "(rires)", "♪ La la ♪", "# La la #", "[wind]\nCome in.", "[Wind howls]"),
        *("(Musique douce.)", "(The door slams.)", "- (Elle rit.) Viens !", "*Musique douce*", "MUSIC: Hey Jude"),
    ],
)
def test_sounds(text: str) -> None:
    assert has_sound(cue(text))


@pytest.mark.parametrize(
    "text",
    [
        "We meet at 8:30 tonight.",
        "At 8:30 nobody came.",
        "Il est 20 h\u00a0: il part.",
        "He said: get out.",
        "So he told me: get out.",
        "- Yes.\n- No.",
        "Come in.",
    ],
)
def test_what_subtitles_write_as_well_is_no_label(text: str) -> None:
    assert not has_label(cue(text)) and not names(cue(text))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[Anna] Come in.", ["Anna"]),
        ("[Anna]\nCome in.", ["Anna"]),
        ("ANNA: Come in.\nBEA: No.", ["ANNA", "BEA"]),
        ("WOMAN 2: Come in.", ["WOMAN 2"]),
        ("Anna\u00a0: Entrez.", ["Anna"]),
        ("[man] Come in.", ["man"]),
        ("ANNA (V.O.): Come in.", ["ANNA"]),
        ("[door slams] Come in.", []),
        ("[DOOR SLAMS]\nCome in.", []),
    ],
)
def test_whom_a_caption_names(text: str, named: list[str]) -> None:
    assert names(cue(text)) == named
    assert has_label(cue(text))


@pytest.mark.parametrize("text", ["[DOOR SLAMS]\nHello.", "[DOOR SLAMS] Hello.", "[door slams] Hello."])
def test_a_sound_before_words_is_a_sound(text: str) -> None:
    assert has_sound(cue(text))


@pytest.mark.parametrize(
    ("text", "speech", "voiced"),
    [
        ("(Je t’attendais depuis hier.)", "Je t’attendais depuis hier.", True),
        ("(je t’attendais depuis hier)", "", True),
        ("(rires)", "", False),
        ("♪ soft piano ♪\nCome in, sit down.", "Come in, sit down.", True),
        ("♪ I walk\nthe line ♪\n- Come in.", "Come in.", True),
        ("♪ I walk the line ♪", "", True),
        ("[♪ jazz ♪]", "", False),
        ("♪", "", False),
    ],
)
def test_whispers_songs_and_captions_that_hold_both(text: str, speech: str, voiced: bool) -> None:
    assert (said(cue(text)), is_voiced(cue(text))) == (speech, voiced)


def test_what_all_captions_have_tells_nothing() -> None:
    yellow = Cue(Span(0, 10), ((Run("Come in.", color="#ffff00"),),), placement=Placement(left=Fraction(1, 10)))
    cyan = Cue(Span(0, 10), ((Run("No.", color="cyan"),),))
    usual = usual_of([yellow, yellow, cyan])
    assert usual == Usual("#ffff00", Fraction(1, 10))
    assert not names_speaker(yellow, usual) and not has_label(yellow, usual)
    assert names_speaker(cyan, usual) and has_label(cyan, usual) and usual_of([]) == Usual()


@pytest.mark.parametrize("text", ["[Anna] Come in.", "(ANNA) Come in.", "- Hello.", "Anna: Hello.", "#1 of 2"])
def test_who_speaks_is_no_sound(text: str) -> None:
    assert not has_sound(cue(text))


@pytest.mark.parametrize("text", ["[Anna] Come in.", "ANNA: Come in.", "- Hello.", "–Bonjour.", ">> Hello."])
def test_who_speaks(text: str) -> None:
    assert names_speaker(cue(text))
    assert not names_speaker(cue("Come in."))


def test_colours_and_places_tell_people_apart() -> None:
    yellow = Cue(Span(0, 10), ((Run("Come in.", color="#ffff00"),),))
    white = Cue(Span(0, 10), ((Run("Come in.", color="white"),),))
    placed = Cue(Span(0, 10), plain("Come in."), placement=Placement(left=Fraction(1, 10)))
    assert names_speaker(yellow) and names_speaker(placed) and not names_speaker(white)
    assert is_styled(yellow) and not is_styled(white)
    assert is_styled(Cue(Span(0, 10), ((Run("Viens.", italic=True),),)))


def test_two_in_one_caption() -> None:
    assert parts_speakers(cue("-Come in.\n-No."))
    assert parts_speakers(Cue(Span(0, 10), ((Run("Come.", color="yellow"),), (Run("No.", color="cyan"),))))
    assert not parts_speakers(cue("Come in.\nNo."))


@pytest.mark.parametrize("color", ["red", "#ff0000", "magenta", "#FF00FF"])
def test_sounds_in_the_colours_of_the_charter(color: str) -> None:
    sound = Cue(Span(0, 10), ((Run("Porte qui claque", color=color),),))
    assert names_sound(sound, Usual("white")) and not names_sound(sound, Usual(color))


def test_other_colours_are_no_sounds_and_capitals_are_where_the_file_has_else_none() -> None:
    for color in ("yellow", "cyan", "lime", "blue", "#ffffff", None):
        assert not names_sound(Cue(Span(0, 10), ((Run("Porte qui claque", color=color),),)), Usual())
    slam, line = cue("DOOR SLAMS"), cue("Come in.")
    assert names_sound(slam, usual_of([slam, line, line]))
    assert not names_sound(slam, usual_of([slam, slam, line])) and not has_label(slam)


def test_songs_that_are_only_named() -> None:
    assert names_song(cue("[man sings]")) and names_song(cue("♪ ♪"))
    assert not names_song(cue("♪ I walk the line ♪")) and not names_song(cue("[door slams]"))


def test_what_is_said_without_labels() -> None:
    assert said(cue("[Anna] Come in.")) == "Come in."
    assert said(cue("[door slams]")) == said(cue("♪ La la ♪")) == ""


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "(" * 50_000, "#" * 50_000, "- " * 50_000, "A" * 100_000, "[a" * 30_000]
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    for look in (
        lambda one: names_sound(one, Usual()),
        names_song,
        has_sound,
        has_label,
        names_speaker,
        parts_speakers,
        said,
        is_voiced,
    ):
        look(cue(text))
