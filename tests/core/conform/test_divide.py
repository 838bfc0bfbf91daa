"""A caption's text between the places that it went to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from picturelock.conform.divide import divide
from picturelock.cues import Cue, Line, Run, plain
from picturelock.times import Span


def divided(
    lines: str | tuple[Line, ...], shares: Sequence[int], heard: Sequence[int] | None = None
) -> list[Cue | None]:
    parts, at = [], 0
    for share in shares:
        parts.append(Span(at, at + share))
        at += share
    cue = Cue(Span(0, at), plain(lines) if isinstance(lines, str) else lines, "1")
    return divide(cue, parts, heard or [0] * len(parts))


def texts(lines: str, shares: Sequence[int], heard: Sequence[int] | None = None) -> list[str | None]:
    return [cue and cue.text for cue in divided(lines, shares, heard)]


@pytest.mark.parametrize(
    ("text", "shares", "parts"),
    [
        ("He came in. Then he left at once.", (5, 5), ["He came in.", "Then he left at once."]),
        ("I think, therefore I am.", (5, 5), ["I think,", "therefore I am."]),
        ("Mr. Smith has come. He waits.", (5, 5), ["Mr. Smith has come.", "He waits."]),
        ("One two three four\nfive six seven", (5, 5), ["One two three four", "five six seven"]),
        ("a b c d", (1, 1, 1, 1), ["a", "b", "c", "d"]),
        ("[door slams loudly behind] Who is it?", (5, 5), ["[door slams loudly behind]", "Who is it?"]),
        ("Ça va bien ?\nOui… très bien !", (7, 3), ["Ça va bien ?\nOui…", "très bien !"]),
        ("« Vous venez ? » dit-il. « Jamais ! »", (3, 7), ["« Vous venez ? »", "dit-il. « Jamais ! »"]),
        ("«\u00a0Vous\u00a0» ou «\u202fnous\u202f»", (5, 5), ["«\u00a0Vous\u00a0»", "ou «\u202fnous\u202f»"]),
    ],
)
def test_a_text_breaks_between_words_where_it_reads_best(text: str, shares: tuple[int, ...], parts: list[str]) -> None:
    assert texts(text, shares) == parts


@pytest.mark.parametrize(
    ("text", "shares", "parts"),
    [
        ("- Where are you?\n- Over here.", (5, 5), ["Where are you?", "Over here."]),
        ("-Oui.\n-Non.", (5, 5), ["Oui.", "Non."]),
        ("–\u00a0Vous venez\u00a0?\n–\u00a0Oui\u00a0!", (1, 9), ["Vous venez\u00a0?", "Oui\u00a0!"]),
        ("Where are you going tonight?\n- Over here.", (5, 5), ["Where are you going tonight?", "Over here."]),
        ("- Who?\n\n- Me.", (5, 5), ["Who?", "Me."]),
        (
            "- I told you never ever to come\nto this house again.\n- But I did.",
            (2, 8),
            ["I told you", "- never ever to come\nto this house again.\n- But I did."],
        ),
        (
            "I told you never ever to come here.\n- But I did.",
            (2, 8),
            ["I told", "you never ever to come here.\n- But I did."],
        ),
        ("It is -5 degrees\n-5 of them", (5, 5), ["It is -5 degrees", "-5 of them"]),
        ("- Only one who speaks here.", (5, 5), ["- Only one", "who speaks here."]),
    ],
)
def test_two_people_keep_their_dashes_where_both_are_left(text: str, shares: tuple[int, ...], parts: list[str]) -> None:
    assert texts(text, shares) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("♪ La la la, he sang ♪", ["♪ La la la, ♪", "♪ he sang ♪"]),
        ("♪ La la la ♪\n♪ he sang ♪", ["♪ La la la ♪", "♪ he sang ♪"]),
        ("今日は天気がいいですね。散歩に行きましょう。", ["今日は天気がいいですね。", "散歩に行きましょう。"]),
        ("「行こう」と彼は言った", ["「行こう」と", "彼は言った"]),
        ("שלום עולם. מה שלומך?", ["שלום עולם.", "מה שלומך?"]),
        ("\u202bשלום עולם, מה שלומך?\u202c", ["\u202bשלום עולם,\u202c", "\u202bמה שלומך?\u202c"]),
    ],
)
def test_songs_and_scripts(text: str, parts: list[str]) -> None:
    assert texts(text, (5, 5)) == parts


@pytest.mark.parametrize("text", ["Yes.", "", "\n\n", "...", "[door slams]", "สวัสดีครับ"])
def test_what_cannot_be_divided_stands_whole_in_each_part(text: str) -> None:
    assert texts(text, (5, 5)) == [text, text]


def test_known_words_decide_and_a_part_without_any_has_no_text() -> None:
    assert texts("One two three four five six.", (5, 5), (1, 5)) == ["One", "two three four five six."]
    assert texts("Yes.", (8, 2), (0, 1)) == [None, "Yes."]
    assert texts("One two three four.", (5, 5, 5), (2, 0, 2)) == ["One two", None, "three four."]


def test_styles_stay_on_their_words() -> None:
    line = (Run("He was ", italic=True), Run("really", bold=True), Run(" late again", tags=(("v", "Claire"),)))
    first, second = divided((line,), (5, 5))
    assert first is not None and first.lines == ((Run("He was", italic=True),),)
    assert second is not None and second.lines == ((line[1], line[2]),)


def test_a_dialogue_of_any_size_is_divided_in_little_time() -> None:
    parts = texts("- w\n" * 20_000, [1] * 500)
    assert len(parts) == 500 and all(parts)
