from __future__ import annotations

import pytest
from picturelock.cut import Marker
from picturelock.subtitling.editorial import labels, signs
from picturelock.subtitling.editorial.sounds import bracketed, songs
from picturelock.times import Span


@pytest.mark.parametrize(
    ("name", "note", "expected"),
    [
        ("SDH: door slams", "", ("sound", "door slams")),
        ("SON : porte qui claque", "", ("sound", "porte qui claque")),
        ("music: slow waltz", "", ("music", "slow waltz")),
        ("MUSIQUE :  valse", "", ("music", "valse")),
        ("FN: PARIS, 1987", "", ("forced", "PARIS, 1987")),
        ("NF : Fermé", "", ("forced", "Fermé")),
        ("FORCED:\nA sign\nof two lines", "", ("forced", "A sign of two lines")),
        ("Marker 3", "SDH: phone rings", ("sound", "phone rings")),
        ("SDH", "phone rings", ("sound", "phone rings")),
        ("SDH:", "phone rings", ("sound", "phone rings")),
        ("SDH:", "", None),
        ("SDH", "", None),
        ("Sound mix: check", "", None),
        ("Reel: change", "", None),
        ("", "", None),
        (":" * 500, "SDH" * 500, None),
    ],
)
def test_markers_that_are_labels(name: str, note: str, expected: tuple[str, str] | None) -> None:
    assert labels.marker_label(Marker(Span(0, 0), name, note)) == expected


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("[door slams]", "[sound]", "[door slams]"),
        ("(Door slams.)", "[sound]", "[Door slams]"),
        ("[Music]", "[sound]", "[music]"),
        ("[DOOR SLAMS]", "(sound)", "(door slams)"),
        ("*porte*", "[SOUND]", "[PORTE]"),
        ("(éclats de rire)", "(SOUND)", "(ÉCLATS DE RIRE)"),
        ("[door slams]", "SOUND", "DOOR SLAMS"),
        ("♪", "[sound]", ""),
        ("[♪ slow waltz ♪]", "[sound]", "[slow waltz]"),
        ("[]", "[sound]", ""),
    ],
)
def test_sounds_as_houses_write_them(text: str, style: str, expected: str) -> None:
    assert labels.sound_label(text, style) == expected


@pytest.mark.parametrize(
    ("name", "style", "expected"),
    [
        ("Claire", "[Name]", "[Claire]"),
        ("CLAIRE", "[Name]", "[Claire]"),
        ("Claire", "[NAME]", "[CLAIRE]"),
        ("Claire", "NAME:", "CLAIRE:"),
        ("Mme Roy", "(Name)", "(Mme Roy)"),
        ("TV", "[Name]", "[TV]"),
        ("Claire", "none", ""),
        ("Claire", "colour", ""),
        ("SPEAKER_00", "[Name]", ""),
        ("speaker 2", "[Name]", ""),
        ("Locuteur 1", "[Name]", ""),
        ("3", "[Name]", ""),
        ("  ", "[Name]", ""),
    ],
)
def test_speakers_as_houses_write_them(name: str, style: str, expected: str) -> None:
    assert labels.speaker_label(name, style) == expected


def test_music_marks() -> None:
    assert labels.music_marks("♫ text ♫") == ("♫ ", " ♫")
    assert labels.music_marks("♪ text") == ("♪ ", "")
    assert labels.music_marks("# text #") == ("# ", " #")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("well...", "well…"), ("well....", "well…"), ("well. . .", "well…"), ("…..", "…"), ("e.g. this", "e.g. this"),
        ("a..", "a.."),
    ],
)  # fmt: skip
def test_ellipses(text: str, expected: str) -> None:
    assert signs.ellipses(text, "…") == expected
    assert signs.ellipses(expected, "...") == expected.replace("…", "...")


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("you—", "you--", "you…"), ("you -", "you--", "you…"), ("you--", "you--", "you…"), ("twenty-", "twenty--", "twenty…"),
        ("you–”", "you--”", "you…”"), ("well-known", "well-known", "well-known"), ("—", "—", "—"), ("you", "you", "you"),
    ],
)  # fmt: skip
def test_interruptions(text: str, english: str, french: str) -> None:
    assert (signs.interruption(text, "--"), signs.interruption(text, "…")) == (english, french)
    assert signs.is_cut_off(text) == (english != text or text.endswith("--"))


def test_apostrophes_follow_the_carrier() -> None:
    assert signs.apostrophes("l'ami d'Anne", "fr-CA", "any") == "l’ami d’Anne"
    assert signs.apostrophes("l'ami", "fr", "netflix") == "l'ami"
    assert signs.apostrophes("l’ami “x”", "fr", "cea-608") == 'l\'ami "x"'
    assert signs.apostrophes("don't", "en", "any") == "don't"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('dit "oui" fort', "dit «oui» fort"),
        ('dit "oui mon ami", et', "dit «oui mon ami», et"),
        ("dit “oui” et “non”.", "dit «oui» et «non»."),
        ('("oui")', "(«oui»)"),
        ('dit "oui et part', 'dit "oui et part'),
        ('un 5" et', 'un 5" et'),
        ('dit "oui" et "non', 'dit «oui» et "non'),
    ],
)
def test_guillemets(text: str, expected: str) -> None:
    words = text.split(" ")
    for index, word in signs.guillemets(words).items():
        words[index] = word
    assert " ".join(words) == expected


def test_labels_in_a_transcript() -> None:
    said = "Oui [porte qui claque] non (rires). *music* [a [b] (s) f(x) [never closed"
    assert [found.text for found in bracketed(said.split())] == ["[porte qui claque]", "(rires)", "*music*"]
    assert list(bracketed(["["] * 100)) == [] and list(bracketed(["(a"] + ["b"] * 50 + ["c)"])) == []


@pytest.mark.parametrize(
    ("text", "sung", "music"),
    [
        ("♪ la la ♪ then", ["la la"], 0),
        ("♪la la♪ then", ["♪la la♪"], 0),
        ("♪ la ♪ ♪ lo ♪", ["la", "lo"], 0),
        ("so ♪ and on", [], 1),
        ("so ♪ ♪ and on", [], 1),
        ("♪♪", [], 1),
        ("♪la♪", ["♪la♪"], 0),
        ("la ♪", [], 1),
        ("", [], 0),
    ],
)
def test_songs_in_a_transcript(text: str, sung: list[str], music: int) -> None:
    words = text.split()
    found = songs(words)
    assert [" ".join(words[one.first : one.end]) for one in found.sung] == sung
    assert len(found.music) == music
    inside = {at for one in found.sung for at in range(one.first, one.end)}
    assert not inside & {*found.music, *found.notes}
