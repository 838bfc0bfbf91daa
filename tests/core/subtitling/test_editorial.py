from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import profiles
from picturelock.cut import Cut, Marker, Shot, Source
from picturelock.profiles import Convention, Profile
from picturelock.spoken import RecordWord
from picturelock.subtitling.editorial.edit import Known, edit
from picturelock.subtitling.editorial.manner import Manner, manner_of
from picturelock.subtitling.editorial.roles import Unseen, foreign_languages, is_narrator, unseen
from picturelock.subtitling.typography import EditedWord, Look, runs, tokens
from picturelock.times import FrameRate, Span, from_ms

RATE = FrameRate(25)
PARTS = '[door slams] (rires) ♪ la♪ "oui non" 3 twenty vingt et un ... it… you— « » * # . \u00a0'
EN, FR = profiles.load("netflix-en"), profiles.load("netflix-fr")


def profile(base: Profile = EN, **says: str) -> Profile:
    own = {name: Convention(name, text, "test", True) for name, text in says.items()}
    return replace(base, style=MappingProxyType({**base.style, **own}))


def speech(text: str, start_ms: int = 0, speaker: str | None = None, language: str = "en") -> list[RecordWord]:
    return [
        RecordWord(part, Span(from_ms(at), from_ms(at + 280)), language, speaker or "a", "A1:1", speaker=speaker)
        for at, part in zip(range(start_ms, start_ms + 300 * 500, 300), text.split(" "), strict=False)
    ]


def edited(words: list[RecordWord], manner: Manner, known: Known | None = None, *markers: Marker) -> list[EditedWord]:
    return edit(words, manner, EN.at(RATE, "sdh"), known or Known(), markers)[0]


def text(words: list[RecordWord], manner: Manner, known: Known | None = None, *markers: Marker) -> str:
    return " ".join(word.text for word in edited(words, manner, known, *markers))


def test_subtitles_leave_sounds_out_and_count_them() -> None:
    words = speech("[door slams] Who is it? (rires) ♪ la la ♪ *music*")
    found, notes = edit(words, manner_of(EN, "en"), EN.at(RATE), Known())
    assert [word.text for word in found] == ["Who", "is", "it?", "la", "la"]
    assert [word.look.italic for word in found] == [False, False, False, True, True]
    assert [(one.rule, one.evidence["count"], one.severity) for one in notes] == [
        ("captions.sounds-left-out", 3, "info")
    ]


def test_sdh_writes_them_as_the_house_does() -> None:
    words = speech("[Door slams.] Who is it? ♪ We were young. And wild ♪ ♪")
    sdh = manner_of(profile(sound_label="(SOUND)", music="♫ text ♫"), "en", "sdh")
    assert text(words, sdh) == "(DOOR SLAMS) Who is it? ♫ We were young. ♫ ♫ And wild ♫ ♫"
    assert edited(words, sdh)[0].role == "sound" and edited(words, sdh)[0].span.end == from_ms(580)


def test_what_a_person_wrote_keeps_its_words() -> None:
    words = speech("I have 3 dogs... and twenty cats")
    assert text(words, manner_of(EN, "en")) == "I have three dogs and 20 cats"
    assert text(words, manner_of(EN, "en"), Known(frozenset({"a"}))) == "I have 3 dogs… and twenty cats"


def test_a_pause_keeps_its_ellipsis_and_a_dash_at_the_end_is_an_interruption() -> None:
    pause = [*speech("I was..."), *speech("thinking you—", 2000), *speech("Me — or him?", 4000)]
    assert text(pause, manner_of(EN, "en")) == "I was… thinking you-- Me — or him?"
    assert (
        text(pause, manner_of(profile(interruption="—", ellipsis="..."), "en")) == "I was... thinking you— Me — or him?"
    )


def test_french_quotes_and_apostrophes() -> None:
    words = speech('Il a dit "j\'ai faim" !', language="fr")
    assert text(words, manner_of(profile(FR, characters="any"), "fr")) == "Il a dit «j’ai faim» !"
    assert text(words, manner_of(profile(FR, characters="cea-608"), "fr")) == "Il a dit «j'ai faim» !"
    assert text(speech('He said "no" !'), manner_of(EN, "en")) == 'He said "no" !'


def test_a_carrier_without_no_break_spaces_gets_plain_ones_where_no_line_ends() -> None:
    words = speech("« Où est M. Roy ? »", language="fr")
    found = tokens(edited(words, manner_of(profile(FR, characters="cea-608"), "fr")), "fr-FR", "cea-608")
    assert [token.text for token in found] == ["« Où", "est", "M. Roy ? »"]


def test_names_stand_before_each_turn_of_who_has_one() -> None:
    words = [
        *speech("Hello there.", 0, "Claire"), *speech("Yes?", 1000, "PAUL"), *speech("And you.", 2000, "PAUL"),
        *speech("Who?", 3000, "SPEAKER_02"), *speech("Me.", 4000, "Claire"),
    ]  # fmt: skip
    assert text(words, manner_of(EN, "en", "sdh")) == "[Claire] Hello there. [Paul] Yes? And you. Who? [Claire] Me."
    assert "[" not in text(words, manner_of(EN, "en")) + text(
        words, manner_of(profile(speaker_label="none"), "en", "sdh")
    )
    assert edited(words, manner_of(EN, "en", "sdh"))[0].role == "name"


def test_people_who_speak_over_each_other_are_named_once() -> None:
    words = sorted(
        [*speech("We were at home.", 0, "Claire"), *speech("No we were not.", 150, "Paul")], key=lambda w: w.span
    )
    assert text(words, manner_of(EN, "en", "sdh")).count("[") == 2


def test_voices_that_are_not_seen_are_in_italics_where_the_house_has_any() -> None:
    for name in ("NARRATOR", "Narrateur", "Claire (V.O.)", "Paul V/O", "voix-off", "VO"):
        assert is_narrator(name), name
        assert edited(speech("Long ago.", speaker=name), manner_of(EN, "en"))[0].look == Look(italic=True)
    assert edited(speech("Long ago.", speaker="VO"), manner_of(profile(italics="no"), "en"))[0].look == Look()
    for name in ("Ivo", "Voltaire", "Narrow", "Claire", None):
        assert not is_narrator(name), name


def test_the_cut_says_who_is_not_seen() -> None:
    def shot(number: int, name: str) -> Shot:
        return Shot(f"A1:{number}", "A1", "audio", name, Source("a"), Span(0, 10), Span(10 * number, 10 * number + 10))

    shots = (shot(0, "NARR_01.wav"), shot(1, "Narrow street"), shot(2, "take V.O."), shot(3, "film_VO"))
    found = unseen(Cut("c", RATE, shots, markers=(Marker(Span(30, 40), "V.O."), Marker(Span(0, 5), "VO to record"))))
    assert found == Unseen(frozenset({"A1:0", "A1:2"}), (Span(30, 40),))
    under = Known(unseen=Unseen(spans=(Span(0, from_ms(400)),)))
    assert [word.look.italic for word in edited(speech("Long ago."), manner_of(EN, "en"), under)] == [True, False]


def test_foreign_words_in_the_midst_of_the_films_language() -> None:
    few = [*speech("This is how it was said to us all."), *speech("Bonjour.", 4000, language="fr")]
    assert [word.look.italic for word in edited(few, manner_of(EN, "en"))] == [*[False] * 9, True]
    bilingual = Known(languages=("en", "fr"))
    assert not any(word.look.italic for word in edited(few, manner_of(EN, "en"), bilingual))
    assert foreign_languages(speech("Oui oui.", language="fr") + speech("Yes yes."), "en", ()) == frozenset()
    assert foreign_languages(speech("Oui oui.", language="fr") + speech("Yes yes."), "en", ("en",)) == {"fr"}


def test_colours_by_speaker_and_by_role() -> None:
    words = [
        *speech("One", 0, "A"), *speech("Two", 1000, "NARRATOR"), *speech("Three", 2000, "B"),
        *speech("Four", 3000, "C"), *speech("Five", 4000, "D"),
    ]  # fmt: skip
    bbc = manner_of(profile(colours="bbc", italics="no"), "en")
    assert [word.look.color for word in edited(words, bbc)] == [None, "#ffff00", "#00ffff", "#00ff00", None]
    sme = manner_of(profile(FR, colours="sme", italics="no"), "fr", "sdh")
    said = [
        *speech("[porte] Oui. ♪ la ♪ ♪", 0, "A", "fr"), *speech("Jadis", 3000, "NARRATEUR", "fr"),
        *speech("Ici", 4000, "B (hors champ)", "fr"), *speech("Hello", 5000, "C", "en"),
    ]  # fmt: skip
    coloured = [(word.text, word.look.color) for word in edited(said, sme, Known(languages=("fr",)))]
    assert coloured == [
        ("[porte]", "#ff0000"), ("Oui.", None), ("♪ la ♪", "#ff00ff"), ("♪", "#ff00ff"), ("-", "#00ffff"),
        ("Jadis", "#00ffff"), ("-", "#ffff00"), ("Ici", "#ffff00"), ("-", "#00ff00"), ("Hello", "#00ff00"),
    ]  # fmt: skip


def test_marked_sounds_come_in_silence_or_at_the_nearest_joint_of_the_speech() -> None:
    words = [*speech("I know, but I have no time. None."), *speech("Well?", 6000)]
    sdh = manner_of(profile(speaker_label="none"), "en", "sdh")

    def marked(ms: int, name: str = "SDH: bang") -> list[EditedWord]:
        return edited(words, sdh, None, Marker(Span(from_ms(ms), from_ms(ms)), name))

    assert " ".join(word.text for word in marked(4000)) == "I know, but I have no time. None. [bang] Well?"
    assert next(word.span.start for word in marked(4000) if word.role == "sound") == from_ms(4000)
    assert " ".join(word.text for word in marked(1700)) == "I know, but I have no time. [bang] None. Well?"
    assert " ".join(word.text for word in marked(600)) == "I know, [bang] but I have no time. None. Well?"
    assert " ".join(word.text for word in marked(0)) == "[bang] I know, but I have no time. None. Well?"
    assert " ".join(word.text for word in marked(9000)) == "I know, but I have no time. None. Well? [bang]"
    assert [word.text for word in marked(4000, "FN: sign")] == [word.text for word in words]
    assert text(words, manner_of(EN, "en"), None, Marker(Span(0, 0), "SDH: bang")) == text(words, manner_of(EN, "en"))
    assert [word.text for word in edited([], sdh, None, Marker(Span(5, 9), "MUSIC: waltz"))] == ["[waltz]"]


def test_a_sound_far_from_its_marker_is_told() -> None:
    run_on = speech("and " * 19 + "so")
    marker = Marker(Span(from_ms(1500), from_ms(1500)), "SDH: bang")
    manner = manner_of(EN, "en", "sdh")
    for word in (run_on, [replace(one, text="the") for one in run_on]):
        found, notes = edit(word, manner, EN.at(RATE, "sdh"), Known(), [marker])
        label = next(one for one in found if one.role == "sound")
        far = abs(label.span.start - marker.span.start) > from_ms(1000)
        assert [one.rule for one in notes] == ["captions.sound-moved"] * far


def test_runs_keep_looks_apart() -> None:
    slanted = Look(italic=True)
    words = [EditedWord(part, Span(0, 0), "en", "a", "b", look=look) for part, look in
             (("He", Look()), ("said", Look()), ("bon", slanted), ("jour", slanted), ("twice.", Look()))]  # fmt: skip
    line = runs(tokens(words))
    assert [(run.text, run.italic) for run in line] == [("He said ", False), ("bon jour", True), (" twice.", False)]


@pytest.mark.parametrize("name", ["netflix-en", "netflix-fr-ca", "charte-sme", "bbc-online", "cea-608", "teletext"])
@settings(max_examples=40, deadline=None)
@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from(PARTS.split(" ")),
            st.integers(-100, 900), st.sampled_from([None, "A", "NARRATOR", "S1"]), st.sampled_from(["en", "fr", "und"]),
        ),
        max_size=25,
    ),
    markers=st.lists(st.tuples(st.integers(0, 8000), st.sampled_from(["SDH: a", "MUSIC: b", "V.O."])), max_size=3),
)  # fmt: skip
def test_whatever_is_said_stays_in_order(
    name: str, parts: list[tuple[str, int, str | None, str]], markers: list[tuple[int, str]]
) -> None:
    words, at = [], 0
    for part, gap, speaker, language in parts:
        at = max(0, at + gap)
        words.append(RecordWord(part, Span(from_ms(at), from_ms(at + 200)), language, "a", "A1:1", speaker=speaker))
    words.sort(key=lambda word: word.span)
    notes = [Marker(Span(from_ms(ms), from_ms(ms + 500)), label) for ms, label in markers]
    manner = manner_of(profiles.load(name), "fr", "sdh")
    found, _ = edit(words, manner, EN.at(RATE, "sdh"), Known(), notes)
    assert all(a.span.start <= b.span.start for a, b in pairwise(found))
    assert all(word.text for word in found)
    assert edit(words, manner, EN.at(RATE, "sdh"), Known(), notes)[0] == found
