from __future__ import annotations

import pytest
from picturelock.accessibility.likeness import differing, parts
from picturelock.cues import Cue, plain
from picturelock.findings import Finding
from picturelock.spoken import RecordWord
from picturelock.times import Span, from_ms

DIALOGUE = "Where did you put the letter my father gave you? I left it on the table, next to the keys."


def words(text: str, start_ms: int = 0, language: str = "en") -> list[RecordWord]:
    """One word each 400 ms."""
    return [
        RecordWord(part, Span(from_ms(start_ms + 400 * i), from_ms(start_ms + 400 * i + 380)), language, "a", "A1:1")
        for i, part in enumerate(text.split())
    ]


def cue(start_ms: int, end_ms: int, text: str) -> Cue:
    return Cue(Span(from_ms(start_ms), from_ms(end_ms)), plain(text))


def judged(said: list[RecordWord], *cues: Cue, language: str = "en") -> list[Finding]:
    return list(differing(said, cues, lambda word: True, language, "a.srt"))


def test_one_caption_over_a_whole_dialogue_is_an_error() -> None:
    first, second = judged(words(DIALOGUE), cue(0, 8000, "blah blah"))
    assert (first.rule, first.severity, first.evidence["percent"]) == ("accessibility.caption-differs", "error", 0)
    assert (first.evidence["words"], second.evidence["text"]) == (10, "I left it on the table, next to the keys.")
    assert first.source and first.place.file == "a.srt"


def test_one_wrong_sentence_among_right_ones_is_noticed() -> None:
    right = "Where did you put the letter my father gave you?"
    (one,) = judged(words(DIALOGUE), cue(0, 3900, right), cue(4000, 8000, "Nobody ever comes here any more, Paul."))
    assert (one.severity, str(one.evidence["text"])[:6]) == ("error", "I left")


def test_verbatim_captions_in_other_type_are_no_finding() -> None:
    said = words("L'été, Zoë l'ai posée là - près des clés.", language="fr")
    assert judged(said, cue(0, 4000, "- L’ÉTÉ, ZOE L’AI\nPOSEE LÀ, PRÈS DES CLÉS !"), language="fr") == []


@pytest.mark.parametrize(
    ("caption", "severity"),
    [
        ("I left it on the table.", None),  # 6 of 10
        ("It was left on a table.", "warning"),  # it, left, on, table
        ("It was my fault.", "error"),  # it
    ],
)
def test_edited_text_warns(caption: str, severity: str | None) -> None:
    findings = judged(words("I left it on the table, next to the keys."), cue(0, 4000, caption))
    assert [one.severity for one in findings] == ([severity] if severity else [])


def test_a_short_answer_only_warns() -> None:
    assert [one.severity for one in judged(words("By no means."), cue(0, 1000, "Never."))] == ["warning"]


@pytest.mark.parametrize(
    ("said", "caption", "language"),
    [
        ("Twenty five.", "25.", "en"),
        ("three hundred and forty two dollars and fifty cents", "$342.50.", "en"),
        ("on the twenty third of April at half past eight", "On April 23rd at 8:30.", "en"),
        ("call me at five one four five five five one two three four", "Call me at 514-555-1234.", "en"),
        ("trois cent quarante-deux euros et cinquante centimes", "342,50 €.", "fr"),
        ("they paid 342 of 8100", "They paid three hundred forty-two of eight thousand one hundred.", "en"),
    ],
)
def test_figures_are_not_held_against_numbers_in_words(said: str, caption: str, language: str) -> None:
    assert judged(words(said, language=language), cue(0, 6000, caption), language=language) == []


def test_words_beside_a_number_still_count() -> None:
    (one,) = judged(words("he bought twenty five wooden chairs from us"), cue(0, 4000, "In 1958, nobody came."))
    assert (one.severity, one.evidence["percent"]) == ("error", 0)


@pytest.mark.parametrize(
    ("caption", "severity"), [("[man sings]", "warning"), ("[man speaks]", "error"), ("♪ ♪", "warning")]
)
def test_a_song_that_is_only_named(caption: str, severity: str) -> None:
    assert [one.severity for one in judged(words("take a sad song and make it"), cue(0, 3000, caption))] == [severity]


def test_the_end_of_a_long_sentence_goes_with_it() -> None:
    said = "I think that we should all go down to the river this early morning now"
    assert judged(words(said), cue(0, 7000, "We should all go down to the river this morning.")) == []


@pytest.mark.parametrize(("start_ms", "found"), [(5500, 0), (5600, 1)])
def test_captions_around_are_looked_at(start_ms: int, found: int) -> None:
    said = words("I left it on the table, next to the keys.")  # ends at 3980 ms
    assert len(judged(said, cue(start_ms - 20, 9000, "I left it on the table, next to the keys."))) == found


def test_words_that_no_caption_covers_are_another_finding() -> None:
    said = words("I left it on the table, next to the keys.")
    assert list(differing(said, [cue(0, 100, "x")], lambda word: False, "en", "")) == []


def test_a_word_said_once_in_captions_is_not_counted_twice() -> None:
    (one,) = judged(words("No no no no no no no no."), cue(0, 3000, "No."))
    assert one.evidence["percent"] == 12


def test_languages_without_spaces_are_compared_sign_by_sign() -> None:
    assert parts("手紙を、", "ja-JP") == ["手", "紙", "を"]
    assert judged(words("手紙 を どこ に", language="ja"), cue(0, 2000, "手紙をどこに？"), language="ja") == []


def test_nothing_and_punctuation_only() -> None:
    assert judged([], cue(0, 1, "x")) == [] and judged(words("… - !"), cue(0, 2000, "x")) == []
