"""Translated captions: divided again for the profile, or in the times they had; and all that a person must look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import profiles
from picturelock.cues import Captions, Cue, Placement, Run, plain
from picturelock.engines.base import OnTranslated
from picturelock.errors import UsageError
from picturelock.formats.srt import SRT
from picturelock.glossary import Glossary, Term
from picturelock.subtitling.translate.captions import Order, texts_of, translate
from picturelock.subtitling.translate.memory import Memory, memory_file, purpose_of
from picturelock.subtitling.translate.run import doubt_of
from picturelock.subtitling.translate.words import divided
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
SOURCE = """1
00:00:01,000 --> 00:00:03,000
I never wanted to go back

2
00:00:03,080 --> 00:00:05,000
to Québec, but Mr. Tremblay
asked me. Twice.

3
00:00:05,520 --> 00:00:07,520
- Are you coming?
- No, never.

4
00:00:08,000 --> 00:00:09,520
[door slams]

5
00:00:09,600 --> 00:00:12,000
♪ Farewell, my love ♪

6
00:00:12,520 --> 00:00:14,000
<i>He thought about…</i>

7
00:00:14,080 --> 00:00:16,000
<i>leaving this weekend.</i>

8
00:00:20,000 --> 00:00:21,000
...

9
00:00:21,080 --> 00:00:23,000
{\\an8}HOTEL DU LAC
"""
FRENCH = {
    "I never wanted to go back to Québec, but Mr. Tremblay asked me.":
        "Je n’ai jamais voulu retourner à Québec, mais M. Tremblay me l’a demandé.",
    "Twice.": "Deux fois !",
    "Are you coming?": "Tu viens ?",
    "No, never.": "Non, jamais.",
    "door slams": "porte qui claque",
    "Farewell, my love": "Adieu, mon amour",
    "He thought about… leaving this weekend.": "Il songeait à... partir cette fin de semaine.",
    "HOTEL DU LAC": "HÔTEL DU LAC",
}  # fmt: skip


@dataclass
class ByHeart:
    """An engine that knows some sentences by heart; any other it gives back in capitals."""

    known: Mapping[str, str]
    name: str = "by-heart"
    version: str = "1"
    weights: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    pairs: None = None
    asked: list[list[str]] = field(default_factory=list)
    stop_after: int | None = None

    def writes(self, target: str) -> str:
        return "fr" if target == "fr-BE" else target

    def translate(
        self,
        sentences: Sequence[str],
        source: str,
        target: str,
        terms: Sequence[tuple[str, str]],
        on_progress: OnTranslated,
    ) -> tuple[str, ...]:
        self.asked.append(list(sentences))
        done = []
        for sentence in sentences:
            done.append(self.known.get(sentence, sentence.upper()))
            on_progress(tuple(done))
            if self.stop_after is not None and len(done) >= self.stop_after:
                raise KeyboardInterrupt
        return tuple(done)


def order(**more: object) -> Order:
    made = Order("en", "fr-CA", profiles.load("netflix-fr-ca"), RATE)
    return replace(made, **more)  # type: ignore[arg-type]


def captions(text: str = SOURCE) -> Captions:
    return SRT.read(text, Path("a.srt"))[0]


def cue(start: int, end: int, text: str, **more: object) -> Cue:
    return Cue(Span(RATE.time_of(start), RATE.time_of(end)), plain(text), **more)  # type: ignore[arg-type]


def texts(made: Captions) -> list[str]:
    return [one.text for one in made.cues]


def test_sentences_are_divided_again_and_what_stands_alone_keeps_its_time() -> None:
    done = translate(captions(), ByHeart(FRENCH), order())
    assert texts(done.captions) == [
        "Je n’ai jamais voulu retourner à Québec,",
        "mais M.\u00a0Tremblay me l’a demandé.\nDeux fois!",
        "- Tu viens?\n- Non, jamais.",
        "[porte qui claque]",
        "♪ Adieu, mon amour ♪",
        "Il songeait à…",
        "partir cette fin de semaine.",
        "…",
        "HÔTEL DU LAC",
    ]
    assert done.captions.language == "fr-CA" and done.captions.rate == RATE and done.sentences == 9
    assert [one.id for one in done.captions.cues] == [str(number) for number in range(1, 10)]
    assert all(run.italic for run in done.captions.cues[5].lines[0])
    assert done.captions.cues[8].placement == Placement(edge="top")
    spans = [one.span for one in done.captions.cues]
    assert spans[0].start == RATE.time_of(25) and spans[2].start == captions().cues[2].span.start
    assert all(a.end <= b.start and a.start % RATE.frame == 0 for a, b in pairwise(spans))


def test_what_cannot_be_read_in_time_says_by_how_much() -> None:
    done = translate(captions(), ByHeart(FRENCH), order())
    rules = [one.rule for one in done.findings]
    assert rules.count("captions.reading-speed") == rules.count("captions.condense") == 2
    over = next(one for one in done.findings if one.rule == "captions.condense")
    first = done.captions.cues[0]
    room = int(17 * first.span.duration / RATE.time_of(25))
    assert over.evidence["over"] == len(first.text) - room and over.place.cue == "1"


def test_every_caption_keeps_its_time_where_that_is_asked() -> None:
    done = translate(captions(), ByHeart(FRENCH), order(keep_cues=True))
    assert texts(done.captions)[:2] == [
        "Je n’ai jamais voulu retourner à Québec,",
        "mais M.\u00a0Tremblay me l’a demandé.\nDeux fois!",
    ]
    assert [one.span for one in done.captions.cues] == [one.span for one in captions().cues]


def test_a_sentence_with_fewer_words_than_captions_keeps_the_caption_before_up() -> None:
    made = Captions((cue(0, 25, "I am"), cue(26, 50, "coming."), cue(51, 75, "Yes.")))
    done = translate(made, ByHeart({"I am coming.": "J’arrive.", "Yes.": "Oui."}), order(keep_cues=True))
    assert texts(done.captions) == ["J’arrive.", "Oui."]
    assert done.captions.cues[0].span == Span(0, RATE.time_of(50))
    assert "captions.translation-merged" in {one.rule for one in done.findings}


@pytest.mark.parametrize(
    ("text", "sizes", "parts"),
    [
        ("un deux trois quatre", [10, 10], ["un deux", "trois quatre"]),
        ("un, deux trois quatre cinq six", [3, 20], ["un,", "deux trois quatre cinq six"]),
        ("un", [5, 5, 5], ["un", "", ""]),
        ("", [5, 5], ["", ""]),
        ("un deux trois", [1, 1, 1], ["un", "deux", "trois"]),
    ],
)
def test_a_sentence_is_divided_near_where_its_source_is(text: str, sizes: list[int], parts: list[str]) -> None:
    assert divided(text, [None] * len(sizes), sizes, "fr") == parts  # type: ignore[list-item]


def test_what_was_not_translated_stays_as_it_was_and_is_an_error() -> None:
    known = {**FRENCH, "Twice.": "", "HOTEL DU LAC": "HOTEL DU LAC", "No, never.": "non " * 40}
    done = translate(captions(), ByHeart(known), order(file="a.fr.srt"))
    assert "Twice." in " ".join(texts(done.captions))
    failed = [one for one in done.findings if one.rule == "captions.untranslated"]
    assert [(one.severity, one.evidence["text"], one.place.file) for one in failed] == [("error", "Twice.", "a.fr.srt")]
    assert (
        next(one for one in done.findings if one.rule == "captions.translation-doubtful").evidence["text"]
        == "No, never."
    )


def test_translations_that_look_wrong() -> None:
    assert doubt_of("He is a good man.", "He is a good man.") == "unchanged"
    assert doubt_of("Anna!", "Anna!") == "" and doubt_of("x", "") == "untranslated"
    assert doubt_of("No.", "Non, " * 30) == "doubtful" and doubt_of("No! " * 13, "Non ! " * 13) == ""


def test_the_glossary_is_kept_by_a_second_try_or_told() -> None:
    glossary = Glossary((Term("weekend", translations={"fr-ca": "fin de semaine"}), Term("Québec", "name")))
    known = {**FRENCH, "He thought about… leaving this weekend.": "Il songeait à partir ce week-end."}
    second = ByHeart({**known, "He thought about… leaving this XQ1.": "Il songeait à partir cette XQ1."})
    done = translate(captions(), second, order(glossary=glossary))
    assert "fin de semaine." in " ".join(texts(done.captions)).replace("\n", " ")
    assert second.asked[1] == ["He thought about… leaving this XQ1."]
    third = translate(
        captions(), ByHeart({**known, "He thought about… leaving this XQ1.": "Rien."}), order(glossary=glossary)
    )
    told = [one for one in third.findings if one.rule == "captions.glossary-missed"]
    assert [(one.severity, one.evidence["right"]) for one in told] == [("warning", "fin de semaine")]


def test_a_model_of_another_variety_is_told() -> None:
    done = translate(captions(), ByHeart(FRENCH), order(target="fr-BE"))
    told = next(one for one in done.findings if one.rule == "captions.translation-variety")
    assert dict(told.evidence) == {"asked": "fr-BE", "written": "fr"}


def test_captions_at_the_same_time_are_not_mixed() -> None:
    made = Captions((cue(0, 75, "One two."), cue(25, 60, "HOTEL"), cue(80, 120, "Three.")))
    done = translate(made, ByHeart({}), order())
    assert texts(done.captions) == ["ONE TWO.", "HOTEL", "THREE."]
    assert [one.span for one in done.captions.cues[:2]] == [one.span for one in made.cues[:2]]


def test_two_people_whose_lines_do_not_fit_get_captions_of_their_own() -> None:
    long = "Je ne crois vraiment pas que ce soit une bonne idée, non."
    made = Captions((cue(0, 150, "- Are you coming?\n- No."),))
    done = translate(made, ByHeart({"Are you coming?": long, "No.": "Non."}), order())
    assert " ".join(texts(done.captions)).replace("\n", " ").replace("- ", "") == f"{long} Non."
    assert not any("\x00" in (one.speaker or "") for one in done.captions.cues)


def test_bold_and_voices_of_a_whole_caption_are_carried_over() -> None:
    run = Run("Hello there.", bold=True, tags=(("v", "Anna"),))
    made = Captions((Cue(Span(0, RATE.time_of(50)), ((run,),), speaker="Anna", extras=(("note", "x"),)),))
    (one,) = translate(made, ByHeart({}), order()).captions.cues
    assert one.lines == ((replace(run, text="HELLO THERE."),),) and one.speaker == "Anna" and one.extras


@pytest.mark.parametrize(("source", "target"), [("und", "fr"), ("fr-CA", "fr-ca")])
def test_languages_that_make_no_translation(source: str, target: str) -> None:
    with pytest.raises(UsageError):
        translate(captions(), ByHeart({}), order(source=source, target=target))


def test_a_run_that_was_stopped_goes_on(tmp_path: Path) -> None:
    file = memory_file(tmp_path / "a.fr.srt")
    stopped = ByHeart(FRENCH, stop_after=3)
    purpose = purpose_of(stopped, "en", "fr-CA", texts_of(captions(), order()))
    with pytest.raises(KeyboardInterrupt):
        translate(captions(), stopped, order(), Memory(file, purpose))
    assert file.is_file()
    again, memory = ByHeart(FRENCH), Memory(file, purpose)
    assert memory.resumed == 3
    done = translate(captions(), again, order(), memory)
    assert len(again.asked[0]) == 5 and again.asked[0][0] == "No, never."
    assert done.captions == translate(captions(), ByHeart(FRENCH), order()).captions
    memory.forget()
    assert not file.exists() and Memory(file, purpose).resumed == 0


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"schema": "picturelock/translating-1", "purpose": "p", "done": [1]}']
)
def test_a_broken_memory_is_no_memory(tmp_path: Path, content: str) -> None:
    file = tmp_path / "m.json"
    file.write_text(content, encoding="utf-8")
    assert Memory(file, "p").resumed == 0
    file.write_text('{"schema": "picturelock/translating-1", "purpose": "q", "done": {"1:0": "x"}}', encoding="utf-8")
    assert Memory(file, "p").resumed == 0 and Memory(file, "q").resumed == 1


@pytest.mark.parametrize("name", ["netflix-fr", "charte-sme", "cea-608-fr", "social-9x16", "picturelock", "teletext"])
def test_every_profile_takes_a_translation(name: str) -> None:
    for keep in (False, True):
        done = translate(captions(), ByHeart(FRENCH), order(profile=profiles.load(name), keep_cues=keep))
        written = "".join(texts(done.captions))
        assert sum(map(str.isalpha, written)) == sum(sum(map(str.isalpha, text)) for text in FRENCH.values())


TEXT = st.text(st.sampled_from("ab .…-[]()♪#\n<>é!?\u00a0\u200b«»0"), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 80), TEXT), max_size=7), st.booleans())
def test_any_captions_come_through_with_every_letter(made: list[tuple[int, int, str]], keep: bool) -> None:
    cues = sorted((cue(start, start + length, text) for start, length, text in made), key=lambda one: one.span.start)
    source = Captions(tuple(cues))
    done = translate(source, ByHeart({}), order(keep_cues=keep))
    assert sorted(filter(str.isalpha, "".join(texts(done.captions)).upper())) == sorted(
        filter(str.isalpha, "".join(texts(source)).upper())
    )
    assert [one.span.start for one in done.captions.cues] == sorted(one.span.start for one in done.captions.cues)
