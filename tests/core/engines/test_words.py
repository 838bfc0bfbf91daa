from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from picturelock.engines.words import SHORTEST, Piece, in_order, join, spread
from picturelock.times import Span, from_ms

NBSP = "\u00a0"


def pieces(*texts: str) -> list[Piece]:
    return [Piece(text, Span(from_ms(100 * at), from_ms(100 * at + 90)), 0.5) for at, text in enumerate(texts)]


def texts(*bits: str, language: str = "fr") -> list[str]:
    return [piece.text for piece in join(pieces(*bits), language)]


def test_bits_without_a_space_go_on_with_their_word() -> None:
    assert texts(" J", "'ai", " rang", "é", ".") == ["J'ai", "rangé."]
    assert texts(" peut", "-", "être") == ["peut-être"]


def test_a_mark_that_stands_alone_joins_its_word_behind_a_no_break_space() -> None:
    assert texts(" Quoi", " ?", " «", " Non", " »", " !") == [f"Quoi{NBSP}?", f"«{NBSP}Non{NBSP}»{NBSP}!"]
    assert texts(" - Oui", ",") == [f"-{NBSP}Oui,"]


def test_marks_without_words_vanish() -> None:
    assert texts(" ...", " ♪", "") == []
    assert texts(" ...", " Oui") == [f"...{NBSP}Oui"]


def test_languages_without_spaces_keep_the_recognisers_words() -> None:
    assert texts("你", "好", "。", language="zh") == ["你", "好。"]


def test_a_joined_word_spans_its_bits_and_is_as_sure_as_what_is_spoken() -> None:
    bits = [Piece(" oui", Span(10, 20), 0.8), Piece(".", Span(20, 40), 0.1)]
    assert join(bits, "fr") == [Piece("oui.", Span(10, 40), 0.8)]


spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), st.integers(-(10**9), 10**10), st.integers(-(10**9), 10**10))


@given(st.lists(spans, max_size=40), st.integers(0, 10**9), st.integers(0, 10**10))
def test_whatever_the_spans_words_come_out_in_order_between_floor_and_limit(
    given_spans: list[Span], floor: int, room: int
) -> None:
    words = in_order([Piece("x", span) for span in given_spans], floor, floor + room)
    assert len(words) == len(given_spans)
    assert all(floor <= word.span.start <= word.span.end <= floor + room for word in words)
    assert all(before.span.end <= after.span.start for before, after in pairwise(words))
    if len(words) * SHORTEST <= room:
        assert all(word.span.duration >= SHORTEST for word in words)


def test_words_that_are_in_order_already_stay_where_they_are() -> None:
    given_words = pieces(" a", " b", " c")
    assert [word.span for word in in_order(given_words, 0, from_ms(10_000))] == [piece.span for piece in given_words]


def test_of_two_that_overlap_the_later_start_holds() -> None:
    first, second = in_order(
        [Piece("a", Span(0, from_ms(500))), Piece("b", Span(from_ms(300), from_ms(600)))], 0, from_ms(1000)
    )
    assert (first.span.end, second.span.start) == (from_ms(300), from_ms(300))


def test_words_share_a_span_by_their_length() -> None:
    assert [piece.span for piece in spread(["ab", "cdef"], Span(100, 700))] == [Span(100, 300), Span(300, 700)]
    assert spread([], Span(0, 10)) == []
