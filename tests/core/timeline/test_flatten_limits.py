"""Nests that are shown again and again: opened once each, and refused where they open into more than a machine can hold."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest
from picturelock.cut import Cut, Marker, Shot, Source, Track
from picturelock.errors import InputError
from picturelock.timeline import flatten
from picturelock.timeline.flatten import opened
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)
SECOND = RATE.time_of(24)


def leaf(*, markers: int = 0) -> Cut:
    span = Span(0, SECOND)
    shot = Shot("V1:1", "V1", "video", "a", Source("a.mov"), span.shift(SECOND), span)
    notes = tuple(Marker(Span(n, n), "note") for n in range(markers))
    return Cut("leaf", RATE, (shot,), duration=SECOND, tracks=(Track("V1", "video"),), markers=notes)


def around(nest: Cut, times: int) -> Cut:
    """A cut that shows another so many times, one after the other."""
    span = Span(0, nest.duration)
    shots = tuple(
        Shot(f"V1:{n + 1}", "V1", "video", nest.name, Source(nest.name), span, span.shift(n * nest.duration), nest=nest)
        for n in range(times)
    )
    return Cut(f"over {nest.name}"[:40], RATE, shots, duration=times * nest.duration, tracks=nest.tracks)


def levels(count: int, times: int, inner: Cut) -> Cut:
    for _ in range(count):
        inner = around(inner, times)
    return inner


def test_what_is_shown_again_is_the_same() -> None:
    cut = opened(levels(3, 4, leaf()))
    assert len(cut.shots) == 64
    assert [shot.record_span.start for shot in cut.shots] == [n * SECOND for n in range(64)]
    assert {shot.source_span for shot in cut.shots} == {Span(SECOND, 2 * SECOND)}
    assert (cut.shots[0].id, cut.shots[63].id) == ("V1/1.V1/1.V1/1.V1:1", "V1/4.V1/4.V1/4.V1:1")


@pytest.mark.parametrize(
    "inner",
    [leaf(), replace(leaf(), shots=()), replace(leaf(markers=100), shots=())],
    ids=["a clip", "a gap", "markers alone"],
)
def test_nests_without_end_are_refused_in_seconds(inner: Cut) -> None:
    before = process_time()
    bomb = levels(30, 10, inner)
    if not inner.shots and not inner.markers:
        assert opened(bomb).shots == (), "nothing is opened once, however often it is shown"
    else:
        with pytest.raises(InputError, match="open into more than 200,000 clips"):
            opened(bomb)
    assert process_time() - before < 10


def test_a_plain_cut_has_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flatten, "MAX_OPENED", 10)
    shots = tuple(replace(leaf().shots[0], id=f"V1:{n}") for n in range(100))
    plain = replace(leaf(), shots=shots)
    assert opened(plain) is plain
    with pytest.raises(InputError, match="more than 10 clips"):
        opened(around(plain, 1))
