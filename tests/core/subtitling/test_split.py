from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import profiles, wording
from picturelock.cues import Captions
from picturelock.profiles import Limits
from picturelock.spoken import RecordWord
from picturelock.subtitling.judge import judge
from picturelock.subtitling.segmentation.split import split
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span, from_ms, nearest

RATES = [FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(60)]
EN = profiles.load("netflix-en")
TEXT = tomllib.loads((wording._FOLDER / "en" / "captions.text.toml").read_text(encoding="utf-8"))
SPOKEN = {f"captions.{name}" for name in TEXT} - {"captions.one-line", "captions.line-break", "captions.line-balance"}
"""What the words themselves have, which captions only carry."""
WHY = {
    f"captions.{name}" for name in tomllib.loads((wording._FOLDER / "en" / "captions.split.toml").read_text("utf-8"))
}
TIMES = {"captions.too-short", "captions.reading-speed", "captions.late"}
SHOTS = {
    "captions.in-after-cut",
    "captions.in-before-cut",
    "captions.out-after-cut",
    "captions.out-before-cut",
    "captions.out-on-cut",
    "captions.close-gap",
}


def word(text: str, start_ms: int, end_ms: int, language: str = "en", speaker: str | None = None) -> RecordWord:
    return RecordWord(text, Span(from_ms(start_ms), from_ms(end_ms)), language, "a", "A1:1", 0.9, speaker)


def speech(
    text: str, cps: float = 14, pauses_ms: int = 800, start_ms: int = 0, language: str = "en"
) -> list[RecordWord]:
    """Words spoken one after the other at a speed, with a pause after each sentence."""
    words, at = [], float(start_ms)
    for part in text.split():
        length = 1000 * (len(part) + 1) / cps
        words.append(word(part, round(at), round(at + length), language))
        at += length + (pauses_ms if part[-1] in ".?!" else 0)
    return words


@st.composite
def any_speech(draw: st.DrawFn, most: int = 40) -> list[RecordWord]:
    """Words of any length, speed and overlap, some of them sentence ends."""
    words, at = [], draw(st.integers(0, 5000))
    for _ in range(draw(st.integers(0, most))):
        text = draw(st.text(st.sampled_from("abcdeéàç'"), min_size=1, max_size=15)) + draw(
            st.sampled_from(["", "", "", ",", ".", "?"])
        )
        length = draw(st.integers(0, 1500))
        words.append(word(text, at, at + length))
        at += max(0, length + draw(st.sampled_from([-200, 0, 0, 0, 20, 100, 700, 4000])))
    return words


@settings(deadline=None, max_examples=150)
@given(words=any_speech(), rate=st.sampled_from(RATES), cuts=st.lists(st.integers(0, 30_000), max_size=6))
def test_every_word_once_in_order_and_within_what_can_always_be_kept(
    words: list[RecordWord], rate: FrameRate, cuts: list[int]
) -> None:
    captions, findings = split(words, EN, rate, "en", cuts=[from_ms(cut) for cut in cuts])
    limits = EN.at(rate)
    assert " ".join(cue.text for cue in captions.cues).split() == [found.text for found in words]
    for cue in captions.cues:
        assert cue.span.start % rate.frame == 0 and cue.span.end % rate.frame == 0 and cue.span.duration > 0
        assert cue.span.duration <= 7 * 705_600_000
        assert len(cue.lines) <= 2 and all(len(line) <= 42 for line in cue.plain_lines)
    for a, b in pairwise(captions.cues):
        assert b.span.start - a.span.end >= limits.min_gap
    assert [found for found in findings if found.rule not in {"captions.late", *WHY}] == list(
        judge(Subject(captions, EN, rate, cuts=[from_ms(cut) for cut in cuts]))
    )
    assert {found.rule for found in findings} - SPOKEN <= TIMES | SHOTS | WHY
    assert split(words, EN, rate, "en", cuts=[from_ms(cut) for cut in cuts]) == (captions, findings)


def possible(words: Sequence[RecordWord], limits: Limits, rate: FrameRate) -> bool:
    """True if some division of the words keeps every limit, tried one by one."""
    starts = [rate.floor(found.span.start) for found in words]
    gap = rate.nearest(limits.min_gap)

    def whole(first: int, end: int) -> bool:
        """False where the words tear a sentence that ends among them, or go on after its end and a pause."""
        inside = [i for i in range(first, end - 1) if words[i].text[-1] in ".?"]
        pauses = [(starts[i + 1] - rate.ceil(words[i].span.end)) * rate.frame > from_ms(500) for i in inside]
        edges = [i in (-1, len(words) - 1) or words[i].text[-1] in ".?" for i in (first - 1, end - 1)]
        return not inside or (all(edges) and not any(pauses))

    def fits(first: int, end: int) -> bool:
        if not whole(first, end):
            return False
        texts = [found.text for found in words[first:end]]
        if not any(len(" ".join(texts[:at])) <= 42 and len(" ".join(texts[at:])) <= 42 for at in range(len(texts) + 1)):
            return False
        spoken_end = max(rate.ceil(found.span.end) for found in words[first:end])
        out = min(
            starts[end] - gap if end < len(words) else 1 << 40, starts[first] + rate.floor(limits.max_duration or 0)
        )
        if spoken_end - starts[first] > rate.floor(limits.max_duration or 0):
            return False
        readable = (min(out, spoken_end + rate.floor(limits.linger)) - starts[first]) * rate.frame
        characters = min(
            sum(map(len, texts)) + len(texts) - 1 - at for at in ((0, 1) if len(" ".join(texts)) > 42 else (0,))
        )
        return out - starts[first] >= rate.ceil(limits.min_duration or 0) and characters * 705_600_000 <= nearest(
            limits.max_cps * readable
        )  # type: ignore[operator]

    def divisions(first: int) -> Iterator[bool]:
        for end in range(first + 1, len(words) + 1):
            if fits(first, end):
                yield end == len(words) or any(divisions(end))

    return any(divisions(0))


@settings(deadline=None, max_examples=200)
@given(words=any_speech(most=8).filter(bool), rate=st.sampled_from(RATES))
def test_whenever_the_speech_allows_nothing_is_broken(words: list[RecordWord], rate: FrameRate) -> None:
    # Overlapping words are left to the other test: there the order of ends is not that of starts.
    words = [found for i, found in enumerate(words) if i == 0 or found.span.start >= max(w.span.end for w in words[:i])]
    limits = EN.at(rate)
    if possible(words, limits, rate):
        assert {found.rule for found in split(words, EN, rate, "en")[1]} <= SPOKEN


def texts(captions: Captions) -> list[str]:
    return [cue.text for cue in captions.cues]


def test_sentences_pauses_and_articles() -> None:
    said = speech(
        "Where did you put the letter my father gave you? I left it on the table, next to the keys. I never went back."
    )
    captions, findings = split(said, EN, FrameRate(25), "en")
    assert findings == ()
    assert texts(captions) == [
        "Where did you put the letter\nmy father gave you?", "I left it on the table, next to the keys.", "I never went back.",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_article_is_never_parted_from_its_noun(language: str) -> None:
    text = {
        "en": "the old man and the boy went down to the harbour before the sun had risen over the sea and the town still slept",
        "fr": "le vieil homme et le garçon sont descendus vers le port avant que le soleil ne se lève et la ville dormait encore",
    }[language]
    captions, _ = split(speech(text, language=language), EN, FrameRate(24), language)
    ends = [line.split()[-1] for cue in captions.cues for line in cue.plain_lines]
    assert not set(ends) & {"the", "a", "le", "la", "les", "un", "du"}


def test_in_and_out_times() -> None:
    rate = FrameRate(25)
    captions, _ = split([word("Yes.", 1010, 1300), word("No.", 5000, 5300)], EN, rate, "en")
    assert [rate.nearest(cue.span.start) for cue in captions.cues] == [25, 125]  # the frame in which it starts
    assert [rate.nearest(cue.span.end) - rate.nearest(cue.span.start) for cue in captions.cues] == [21, 21]  # 5/6 s


def test_small_gaps_are_closed_to_two_frames_and_large_ones_linger() -> None:
    rate = FrameRate(24)
    words = [word("One thing here.", 0, 1000), word("Another thing.", 1600, 3000), word("The last.", 6000, 7000)]
    captions, findings = split(words, EN, rate, "en")
    frames = [(rate.nearest(cue.span.start), rate.nearest(cue.span.end)) for cue in captions.cues]
    assert findings == () and frames == [(0, 36), (38, 84), (144, 180)]


def test_picture_cuts_pull_captions() -> None:
    rate = FrameRate(24)
    words = [word("Just after the cut.", 2200, 3500)]
    captions, _ = split(words, EN, rate, "en", cuts=[from_ms(2000), from_ms(4000)])
    assert [(rate.nearest(cue.span.start), rate.nearest(cue.span.end)) for cue in captions.cues] == [
        (48, 94)
    ]  # on the cut; two frames before


@pytest.mark.parametrize("name", ["netflix-en", "prime-video", "youtube", "ebu-tt-d", "cea-608"])
def test_a_sentence_that_one_caption_holds_is_not_split_at_a_picture_cut(name: str) -> None:
    said = speech("I left it on the table, next to the keys.")
    for cut in range(0, 3000, 120):
        captions, _ = split(said, profiles.load(name), FrameRate(25), "en", cuts=[from_ms(cut)])
        assert [cue.text.replace("\n", " ") for cue in captions.cues] == ["I left it on the table, next to the keys."]


def test_where_speech_rests_at_a_picture_cut_a_caption_ends_there() -> None:
    before, after = "I left it on the table,", "next to the keys I think."
    for pause, count in ((0, 1), (440, 2)):
        start = 1720 + pause
        said = [*speech(before), *speech(after, start_ms=start)]
        captions, _ = split(said, EN, FrameRate(25), "en", cuts=[from_ms(start)])
        assert len(captions.cues) == count
    assert texts(captions) == [before, after] and captions.cues[1].span.start == from_ms(start)


def test_a_profile_may_want_no_caption_over_a_picture_cut() -> None:
    said = speech("I put the letter on the table, next to the keys to the house.", cps=11)
    way = profiles.Convention("straddling", "avoid", "a house", True)
    for profile, count in ((EN, 1), (replace(EN, style={**EN.style, "straddling": way}), 2)):
        assert len(split(said, profile, FrameRate(25), "en", cuts=[from_ms(2700)])[0].cues) == count
    assert profiles.load("bbc-online").says("straddling") == "avoid"


def test_nothing_lasts_beyond_the_cut() -> None:
    rate = FrameRate(24)
    captions, findings = split([word("The end.", 9000, 9900)], EN, rate, "en", end=from_ms(10_000))
    assert captions.cues[-1].span.end == from_ms(10_000) and findings == ()


def test_speech_that_is_too_fast_is_a_finding_with_its_source() -> None:
    captions, findings = split(
        speech("This is said far too fast for anyone who reads it to follow it.", cps=35), EN, FrameRate(25), "en"
    )
    assert {found.rule for found in findings} == {"captions.reading-speed", "captions.why-linger"}
    assert (
        findings[0].severity == "error"
        and "Netflix" in findings[0].source
        and findings[0].place.record == captions.cues[0].span
    )


def test_a_word_longer_than_a_line_gets_its_own_and_is_found() -> None:
    captions, findings = split(
        [word("short", 0, 500), word("x" * 60, 500, 5000), word("end.", 5000, 5900)], EN, FrameRate(25), "en"
    )
    assert "x" * 60 in [line for cue in captions.cues for line in cue.plain_lines]
    assert [found.rule for found in findings] == ["captions.line-length", "captions.why-word"]


def test_two_speakers_never_share_a_caption() -> None:
    words = [word("Yes.", 0, 900, speaker="PAUL"), word("No.", 1000, 1900, speaker="CLAIRE")]
    captions, _ = split(words, EN, FrameRate(25), "en")
    assert [(cue.text, cue.speaker) for cue in captions.cues] == [("Yes.", "PAUL"), ("No.", "CLAIRE")]


def test_unconfirmed_limits_only_warn() -> None:
    _, findings = split([word("x" * 30, 0, 2000)], profiles.load("social-9x16"), FrameRate(25), "en")
    assert [(found.rule, found.severity, found.unconfirmed) for found in findings] == [
        ("captions.line-length", "warning", True),
        ("captions.why-word", "info", False),
    ]


def test_no_words() -> None:
    assert split([], EN, FrameRate(25), "en") == (Captions((), "en", "sub", FrameRate(25)), ())


def demo_line(take: str, language: str, utterances: slice) -> list[RecordWord]:
    """Words of a take of the demonstration, at the times at which its synthesiser says them."""
    truth = json.loads((Path(__file__).parents[3] / "demo" / "rushes" / "truth.json").read_text(encoding="utf-8"))
    said = [part for line in truth["takes"][take]["utterances"][utterances] for part in line["words"]]
    return [word(part["text"], round(1000 * part["start_s"]), round(1000 * part["end_s"]), language) for part in said]


def test_no_sentence_is_torn_to_gain_reading_time() -> None:
    captions, findings = split(
        demo_line("B001C001_S004T01", "fr", slice(1, None)), profiles.load("netflix-fr"), FrameRate(24), "fr"
    )
    assert texts(captions) == [
        "Je cherche la lettre\nque mon père t'a donnée.", "Je l'ai posée sur la table, près des clés.",
        "Il n'y a rien sur la table, Paul.",
    ]  # fmt: skip
    assert {found.rule for found in findings} <= {"captions.reading-speed", *WHY}


def test_sentences_on_both_sides_of_a_pause_or_of_an_edit_are_captions_of_their_own() -> None:
    fr = profiles.load("netflix-fr")
    paused = demo_line("B001C006_S009T03", "fr", slice(1, 3))
    assert len(split(paused, fr, FrameRate(24), "fr")[0].cues) == 2
    first = speech("On part maintenant mon ami.", cps=20, language="fr")
    joined = [*first, *speech("Non je reste ici avec lui.", cps=20, start_ms=1450, language="fr")]
    assert len(split(joined, fr, FrameRate(24), "fr")[0].cues) == 1
    edited = [replace(one, source="b", shot="A1:2") if one.span.start >= from_ms(1450) else one for one in joined]
    assert texts(split(edited, fr, FrameRate(24), "fr")[0]) == [
        "On part maintenant mon ami.", "Non je reste ici avec lui."
    ]  # fmt: skip


def both(*voices: list[RecordWord]) -> list[RecordWord]:
    """Voices of sources "a", "b", "c" without names, as they are heard: word by word in order of time."""
    named = [replace(one, source="abc"[n], shot=f"A{n}:1") for n, voice in enumerate(voices) for one in voice]
    return sorted(named, key=lambda one: (one.span.start, one.span.end, one.shot))


def every_word(captions: Captions) -> list[str]:
    return sorted(part for cue in captions.cues for part in cue.text.replace("-", " ").split())


@pytest.mark.parametrize(("language", "dash"), [("en", "-"), ("fr", "- ")])
def test_two_people_at_once_have_a_line_each(language: str, dash: str) -> None:
    claire = speech("Where did you put it.", language=language)
    paul = speech("I never saw that letter.", start_ms=200, language=language)
    captions, findings = split(both(claire, paul), profiles.load(f"netflix-{language}"), FrameRate(25), language)
    assert texts(captions) == [f"{dash}Where did you put it.\n{dash}I never saw that letter."]
    assert captions.cues[0].span.start == 0 and captions.cues[0].speaker is None
    assert {found.rule for found in findings} <= {"captions.reading-speed", *WHY}


def test_a_word_thrown_in_stands_beside_the_phrase_that_it_meets() -> None:
    long = speech("We were at the harbour before dawn. Nobody came to meet us there. So we went home again.")
    captions, findings = split(both(long, [word("Liar!", 3500, 4000)]), EN, FrameRate(25), "en")
    assert texts(captions) == [
        "We were at the harbour before dawn.", "-Nobody came to meet us there.\n-Liar!", "So we went home again.",
    ]  # fmt: skip
    assert findings == ()


def test_one_who_takes_over_before_the_other_has_ended_is_no_dialogue_at_once() -> None:
    first, second = speech("Where did you put it?"), speech("I never saw that letter.", start_ms=1400)
    captions, _ = split(both(first, second), EN, FrameRate(25), "en")
    assert texts(captions) == ["Where did you put it?", "I never saw that letter."]


def test_a_third_voice_comes_after_and_is_found() -> None:
    voices = [speech("Where did you put it then?"), speech("I never saw that letter.", start_ms=100)]
    captions, findings = split(
        both(*voices, speech("Stop it at once, you two.", start_ms=200)), EN, FrameRate(25), "en"
    )
    assert texts(captions) == ["-Where did you put it then?\n-I never saw that letter.", "Stop it at once, you two."]
    found = {one.rule: one for one in findings}
    assert found["captions.overlapping-speech"].evidence["text"] == "Stop it at once, you two."
    assert found["captions.late"].evidence["cue"] == "2" and found["captions.late"].evidence["seconds"] > 1
    assert all(one.source for one in findings)


def test_a_profile_of_one_line_has_no_dialogue_in_a_caption() -> None:
    limit = replace(EN.general["max_lines"], text="1 lines", quantity=profiles.Quantity.parse("1 lines"))
    one_line = replace(EN, general={**EN.general, "max_lines": limit})
    said = both(speech("Where did you put it?"), speech("I never saw it.", start_ms=200))
    captions, findings = split(said, one_line, FrameRate(25), "en")
    assert texts(captions) == ["Where did you put it?", "I never saw it."]
    assert "captions.overlapping-speech" in {found.rule for found in findings}


@settings(deadline=None, max_examples=80)
@given(voices=st.lists(any_speech(most=25), min_size=2, max_size=3), rate=st.sampled_from(RATES))
def test_whoever_speaks_at_once_no_word_is_lost_and_none_is_late_unnoticed(
    voices: list[list[RecordWord]], rate: FrameRate
) -> None:
    said = both(*voices)
    captions, findings = split(said, EN, rate, "en")
    assert every_word(captions) == sorted(found.text for found in said)
    assert split(said, EN, rate, "en") == (captions, findings)
    for cue in captions.cues:
        assert len(cue.lines) <= 2 and all(len(line) <= 42 for line in cue.plain_lines)
    for a, b in pairwise(captions.cues):
        assert b.span.start - a.span.end >= EN.at(rate).min_gap
    found = {one.place.cue for one in findings if one.rule == "captions.late"}
    for cue in captions.cues:
        first = cue.text.replace("-", " ").split()[0]
        starts = [one.span.start for one in said if one.text == first]
        if all(cue.span.start - start > from_ms(1000) + rate.frame for start in starts):
            assert cue.id in found


def test_two_who_go_on_speaking_at_once_are_not_later_and_later() -> None:
    voice = [word(f"w{i}" + ("." if i % 2 else ""), 300 * i, 300 * i + 280) for i in range(400)]
    captions, findings = split(both(voice, voice), EN, FrameRate(25), "en")
    late = [one.evidence["seconds"] for one in findings if one.rule == "captions.late"]
    assert len(captions.cues) > 100 and max([0, *late]) < 2
