from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from picturelock import profiles, wording
from picturelock.cues import Captions, Cue, plain
from picturelock.cutmap import union
from picturelock.findings import Finding
from picturelock.profiles import Profile
from picturelock.spoken import RecordWord
from picturelock.subtitling.rules import words_heard, words_language
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span, from_ms, nearest

RATE = FrameRate(25)
_TALK = (
    "Where did you put the letter my father gave you? I left it on the kitchen table, beside the clock. The river "
    "is high this morning and nobody crosses it before noon. We still have time, the train leaves at nine. Tell him "
    "that I was never here, and that you have not seen me since the summer. She asked about the boat again; nobody "
    "answered her. My brother sold it two winters ago to a man from the north. He said the wood was rotten, which "
    "was not true. Every evening we hear the bells of the old church, though the church burned down. Someone must "
    "have kept them and somebody rings them for us."
)
TEXT = _TALK.split()


def profile(**limits: str) -> Profile:
    day = dt.date(2026, 11, 22)
    table = {name: {"limit": text, "source": "A guide", "read": day} for name, text in limits.items()}
    return profiles.from_toml("own", {"title": "Own", "limits": table})


SYNC = profile(early="1.5 s", late="2 s", hang="1.5 s")


def spoken(texts: Sequence[str], start_ms: int = 0, step_ms: int = 350) -> list[RecordWord]:
    return [
        RecordWord(
            text, Span(from_ms(start_ms + at * step_ms), from_ms(start_ms + at * step_ms + 300)), "en", "a", "A1:1"
        )
        for at, text in enumerate(texts)
    ]


def captions(words: Sequence[RecordWord], size: int = 5) -> list[Cue]:
    """A caption for each five words, as long as they are."""
    found = []
    for at in range(0, len(words), size):
        own = words[at : at + size]
        span = Span(own[0].span.start, own[-1].span.end)
        found.append(Cue(span, plain(" ".join(word.text for word in own)), str(at // size + 1)))
    return found


def subject(
    cues: Sequence[Cue],
    words: Sequence[RecordWord] | None,
    like: Profile = SYNC,
    language: str = "en",
    kind: str = "sdh",
    rate: FrameRate = RATE,
) -> Subject:
    speech = None if words is None else union(word.span for word in words)
    return Subject(
        Captions(tuple(cues), language, kind),  # type: ignore[arg-type]
        like, rate, "a.srt", words=words or None, speech=speech,
    )  # fmt: skip


def found(of: Subject) -> list[tuple[str, str]]:
    return [(one.rule.removeprefix("captions."), one.place.cue) for one in words_heard.check(of)]


def moved(cues: Sequence[Cue], factor: Fraction = Fraction(1), by_ms: int = 0) -> list[Cue]:
    def at(time: int) -> int:
        return nearest(time * factor) + from_ms(by_ms)

    return [Cue(Span(at(cue.span.start), at(cue.span.end)), cue.lines, cue.id) for cue in cues]


def long_talk(count: int = 3000) -> list[RecordWord]:
    """Speech in which few words come again in the same order, with pauses."""
    chance = random.Random(7)
    words, at = [], 0
    for _ in range(count):
        text = chance.choice(TEXT)
        words.append(RecordWord(text, Span(from_ms(at), from_ms(at + 280)), "en", "a", "A1:1"))
        at += 330 + (chance.random() < 0.05) * 2500
    return words


def only(findings: Sequence[Finding], rule: str) -> Finding:
    (one,) = findings
    assert one.rule == rule
    return one


def test_captions_that_are_said_as_they_are_written() -> None:
    words = spoken(TEXT)
    assert found(subject(captions(words), words)) == []
    assert found(subject(captions(words), None)) == []
    assert found(subject([], words)) == [] and found(subject(captions(words), [])) != []


@pytest.mark.parametrize(("shift", "rule"), [(2500, "late"), (-1800, "early"), (1900, None), (-1400, None)])
def test_one_caption_beside_its_words(shift: int, rule: str | None) -> None:
    words = spoken(TEXT, start_ms=5000)
    cues = captions(words)
    cues[6:7] = moved(cues[6:7], by_ms=shift)
    own = [one for one in found(subject(cues, words)) if one[1] == "7" and one[0] in ("late", "early")]
    assert own == ([(rule, "7")] if rule else [])


def _at(text: str, start_ms: int, step_ms: int = 350) -> list[RecordWord]:
    return spoken(text.split(), start_ms, step_ms)


def _shown(text: str, words: Sequence[RecordWord], name: str) -> Cue:
    return Cue(Span(words[0].span.start, words[-1].span.end), plain(text), name)


def test_a_name_that_is_said_again_is_the_nearest_in_time() -> None:
    book, film = _at("This is a book by Andy Grove.", 1000), _at("Only the paranoid survive in this trade.", 7500)
    before = _shown("This is a book by Andy Grove.", book, "1")
    label = _shown("(Video) Andy Grove: Only the paranoid survive in this trade.", film, "2")
    assert found(subject([before, label], [*book, *film])) == []
    again = _at("Andy Grove: Only the paranoid", 6500)
    both = [*book, *again, *_at("survive in this trade.", 8500)]
    twice = _shown("Andy Grove: Only the paranoid survive in this trade.", again, "2")
    assert found(subject([before, twice], both)) == []
    # The first of the two is in no caption.
    start = _shown("This is a book by", book[:5], "1")
    name = _shown("Andy Grove:", again[:2], "2")
    assert found(subject([start, name], both)) == []
    slow = [*book[:5], *_at("Andy Grove.", 3000), *_at("Andy Grove: I think so.", 6000)]
    assert found(subject([start, _shown("Andy Grove: I still think so.", slow[7:], "2")], slow)) == []


def test_a_repeated_caption_that_is_late_is_still_told() -> None:
    words = [*_at("No.", 1000), *_at("Where is it, and who has put it there?", 6000)]
    late = Cue(Span(from_ms(9000), from_ms(11_000)), plain("Where is it, and who has put it there?"), "2")
    assert ("late", "2") in found(subject([_shown("No.", words[:1], "1"), late], words))


def test_a_caption_left_hanging_and_one_that_must_be_read() -> None:
    words = spoken(TEXT[:20])
    cues = captions(words)
    cues[-1] = Cue(Span(cues[-1].span.start, cues[-1].span.end + from_ms(1700)), cues[-1].lines, cues[-1].id)
    assert found(subject(cues, words)) == [("hang", "4")]
    slow = profile(hang="1.5 s", max_cps="6 cps")
    assert found(subject(cues, words, slow)) == []


@pytest.mark.parametrize("by_ms", [400, -700, 1500, 12_000, -8000, 3_600_000])
def test_a_constant_offset_is_one_finding(by_ms: int) -> None:
    words = [RecordWord(word.text, word.span.shift(from_ms(9000)), "en", "a", "A1:1") for word in long_talk(800)]
    (one,) = words_heard.check(subject(moved(captions(words), by_ms=by_ms), words))
    assert one.rule == ("captions.offset-late" if by_ms > 0 else "captions.offset-early")
    assert one.evidence["offset_frames"] == RATE.nearest(from_ms(abs(by_ms)))
    assert one.severity == ("error" if abs(by_ms) >= 1000 else "warning")


@pytest.mark.parametrize(
    ("made", "runs"),
    [("24", "25"), ("25", "24"), ("23.976", "25"), ("25", "23.976"), ("30", "29.97"), ("23.976", "24")],
)
def test_captions_that_were_made_for_another_speed(made: str, runs: str) -> None:
    words = long_talk(6000)
    a, b = FrameRate.parse(made), FrameRate.parse(runs)
    ratio = Fraction(b.num * a.den, b.den * a.num)
    one = only(
        list(words_heard.check(subject(moved(captions(words), ratio, 200), words, rate=b))), "captions.other-speed"
    )
    assert (one.evidence["made"], one.evidence["runs"]) == (made, runs)
    hour = 3600 * float(ratio - 1) * float(b)
    assert abs(float(one.evidence["drift_frames_per_hour"]) - hour) <= 3


def test_a_drift_of_no_known_speed() -> None:
    words = long_talk(3000)
    cues = moved(captions(words), Fraction(1005, 1000))
    one = only(list(words_heard.check(subject(cues, words))), "captions.drift")
    assert abs(int(one.evidence["drift_frames_per_hour"]) - 450) <= 3
    assert abs(int(one.evidence["offset_frames"])) <= 2


def test_a_file_in_step_but_for_a_few_captions_is_not_out_of_step() -> None:
    words = long_talk(400)
    cues = captions(words)
    for number in range(0, len(cues), 7):
        cues[number : number + 1] = moved(cues[number : number + 1], by_ms=1200)
    assert [rule for rule, _ in found(subject(cues, words))] == []


def test_hand_made_times_are_no_drift() -> None:
    chance = random.Random(3)
    words = long_talk(400)
    cues = [moved([cue], by_ms=chance.randint(-150, 150) + 150)[0] for cue in captions(words)]
    assert found(subject(cues, words)) == []


def test_captions_that_come_with_the_picture_are_no_drift() -> None:
    words = long_talk(400)
    cues = captions(words)
    cues = [moved([cue], by_ms=round(at * 700 / len(cues)) - 250)[0] for at, cue in enumerate(cues)]
    drawn = subject(cues[1:], words, profile(cut_zone="1/2 s"))
    assert "drift" in {rule for rule, _ in found(drawn)}
    assert found(replace(drawn, cuts=tuple(cue.span.start for cue in cues))) == []


def test_what_is_written_otherwise_is_advice() -> None:
    words = spoken(TEXT)
    cues = captions(words)
    cues[3] = Cue(cues[3].span, plain("kitchen shelf, below the clock."), "4")
    (one,) = words_heard.check(subject(cues, words))
    assert (one.rule, one.severity, one.place.cue) == ("captions.not-verbatim", "info", "4")
    assert one.evidence["errors"] == 2 and one.evidence["heard"] == " ".join(TEXT[15:20])
    assert found(subject(cues, words, kind="sub")) == []  # subtitles may condense


@pytest.mark.parametrize(
    ("house", "kind", "told"), [("crtc-en", "sub", 1), ("crtc-en", "forced", 0), ("youtube", "sub", 0)]
)
def test_a_profile_that_states_an_accuracy_looks_closer(house: str, kind: str, told: int) -> None:
    words = spoken(["He", "said", "the", "wood", "was", "rotten,", "too."])
    cue = Cue(Span(words[0].span.start, words[-1].span.end), plain("He says the wood is rotten, too."), "1")
    given = subject([cue], words, profiles.load(house), kind=kind)
    assert [one.rule for one in words_heard.check(given)].count("captions.not-verbatim") == told


def test_sounds_and_figures_are_not_held_against_the_words() -> None:
    words = spoken(TEXT)
    cues = captions(words)
    cues[2] = Cue(cues[2].span, plain("[a door] " + cues[2].text), "3")
    cues[5] = Cue(cues[5].span, plain("7 a.m., and 12 men"), "6")
    assert found(subject(cues, words)) == []


def test_captions_where_nobody_speaks() -> None:
    words = spoken(TEXT)
    end = words[-1].span.end
    texts = ["Nobody says this.", "[music]", "♪ la la ♪", "MONTREAL, 1986", ""]
    extra = [
        Cue(Span(end + from_ms(10_000 * n), end + from_ms(10_000 * n + 2000)), plain(text), f"x{n}")
        for n, text in enumerate(texts, start=1)
    ]
    near = Cue(Span(end + from_ms(1000), end + from_ms(2000)), plain("near enough"), "near")
    assert found(subject([*captions(words), near, *extra], words)) == [("unspoken", "x1")]
    assert found(subject(extra, words, kind="forced")) == []


def test_a_translation_is_judged_by_silence_only() -> None:
    given = Subject(
        Captions((Cue(Span(from_ms(60_000), from_ms(62_000)), plain("Personne."), "1"),), "fr"),
        SYNC, RATE, "a.srt", words=None, speech=[Span(0, from_ms(1000))],
    )  # fmt: skip
    assert found(given) == [("unspoken", "1")]


@pytest.mark.parametrize("texts", [["no"] * 4000, ["a", "b"] * 2000, [""] * 50, ["…"] * 50, ["日本"] * 300])
def test_odd_speech_ends(texts: list[str]) -> None:
    words = spoken(texts, step_ms=0)
    cues = [Cue(Span(0, from_ms(1000)), plain(text), "1") for text in (*texts[:300], "x", "")]
    list(words_heard.check(subject(cues, words)))


_PAROLES = (
    "Où est la lettre que mon père t'a donnée ? Je l'ai laissée sur la table de la cuisine. Le train part dans une "
    "heure. Nous avons encore le temps, mais il ne faut pas rester ici. Dites-lui que je n'étais pas là."
)
FRENCH = _PAROLES.split()


def lines(words: Sequence[str], size: int = 5) -> list[Cue]:
    return captions(spoken(words), size)


def languages(cues: Sequence[Cue], language: str) -> list[tuple[str, str]]:
    given = subject(cues, None, language=language)
    return [(one.rule.removeprefix("captions."), str(one.evidence["found"])) for one in words_language.check(given)]


@pytest.mark.parametrize(
    ("words", "declared", "expected"),
    [
        (TEXT, "en", []), (FRENCH, "fr", []), (FRENCH, "fr-CA", []), (TEXT, "und", []),
        (TEXT, "fr", [("other-language", "en")]), (FRENCH, "en-GB", [("other-language", "fr")]),
        (TEXT, "de", [("other-language", "en")]), (["Das", "ist", "ein", "Haus."] * 40, "en", []),
        (TEXT[:3], "fr", []), ([], "fr", []),
    ],
)  # fmt: skip
def test_the_language_of_a_file(words: list[str], declared: str, expected: list[tuple[str, str]]) -> None:
    assert languages(lines(words) if words else [], declared) == expected


def test_a_stretch_in_another_language() -> None:
    cues = [*lines(TEXT), *lines(FRENCH), *lines(TEXT)]
    (one,) = words_language.check(subject(cues, None))
    assert (one.rule, one.severity, one.evidence["found"]) == ("captions.foreign-stretch", "warning", "fr")
    assert one.evidence["captions"] == len(lines(FRENCH))
    assert languages([*lines(TEXT), *lines(["Merci,", "c'est", "la", "vie."]), *lines(TEXT)], "en") == []


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_all_of_this_can_be_said(language: str) -> None:
    words = long_talk(2000)
    cues = captions(words)
    given = [
        *words_heard.check(subject(moved(cues, by_ms=900), words)),
        *words_heard.check(subject(moved(cues, by_ms=-900), words)),
        *words_heard.check(subject(moved(cues, Fraction(1005, 1000)), words)),
        *words_heard.check(subject(moved(cues, Fraction(25, 24)), words)),
        *words_language.check(subject(lines(FRENCH), None)),
    ]
    assert len(given) == 5
    for one in given:
        assert wording.title(one.rule, language) and wording.message(one, language) and wording.fix(one, language)
