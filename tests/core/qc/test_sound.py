"""Silence, dead sides and holes, on measurements made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from picturelock.catalogue import Limit
from picturelock.media.scan.model import NOTHING, ChannelScan, Curve, Group, PairScan, ProgrammeScan, Request, Scan
from picturelock.qc.common import Where
from picturelock.qc.dropouts import dropouts
from picturelock.qc.inside import programme_span
from picturelock.qc.rhythm import rhythms_of
from picturelock.qc.silences import one_sided, silences
from picturelock.qc.sound import _phase
from picturelock.specs import Spec
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span

RATE = FrameRate(25)
LOUD = 2000


def at(*seconds: float) -> list[Span]:
    """Holes of 20 ms."""
    return [Span(round(one * FLICKS_PER_SECOND), round((one + 0.02) * FLICKS_PER_SECOND)) for one in seconds]


def channel(
    number: int,
    parts: Sequence[tuple[float, int]],
    holes: Sequence[Span] = (),
    pauses: Sequence[int] = (),
    abrupt: Sequence[bool] = (),
) -> ChannelScan:
    """parts: seconds at a level. pauses: in each second."""
    levels = [level for seconds, level in parts for _ in range(int(seconds * 25))]
    pauses_each = Curve.of(pauses)
    return ChannelScan(
        number, 0, 48000, Curve.of(levels), -1.0, Curve(), tuple(holes), len(holes), pauses_each, tuple(abrupt)
    )


def scan(
    *channels: ChannelScan, layout: str = "stereo", correlation: dict[tuple[int, int], list[int]] | None = None
) -> Scan:
    group = Group(tuple(one.number for one in channels), layout)
    pairs = tuple(PairScan(*pair, Curve.of(values)) for pair, values in (correlation or {}).items())
    return Scan("h", Request((group,)), None, (), channels, pairs, (ProgrammeScan(group),))


@pytest.fixture
def where(dossier: Any, asked: Any) -> Any:
    """A cut of a minute, ten seconds after the master begins."""
    return Where(dossier(None, before=10, frames=1500, spec=asked({"silence_longest": "2 s"})), RATE)


@pytest.fixture
def asked() -> Any:
    import importlib.util
    from pathlib import Path

    found = importlib.util.spec_from_file_location("asked", Path(__file__).with_name("asked.py"))
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module.spec


def limit(where: Where, name: str = "silence_longest") -> Limit:
    spec: Spec | None = where.dossier.spec
    assert spec is not None
    return spec.by_name[name]


def test_the_programme_is_where_the_cut_is(where: Where) -> None:
    assert programme_span(where) == Span(10 * FLICKS_PER_SECOND, 70 * FLICKS_PER_SECOND)


def test_silence_of_the_leader_and_after_the_end_is_not_told(where: Where) -> None:
    parts = [(10, NOTHING), (60, LOUD), (20, NOTHING)]
    assert list(silences(scan(channel(1, parts), channel(2, parts)), where, limit(where))) == []


def test_tone_before_does_not_hide_silence_after(where: Where) -> None:
    parts = [(10, LOUD), (30, LOUD), (3, 6001), (27, LOUD)]
    (finding,) = silences(scan(channel(1, parts), channel(2, parts)), where, limit(where))
    assert (finding.rule, finding.severity, finding.evidence["seconds"]) == ("qc.silence", "error", 3.0)
    assert (finding.evidence["start"], finding.evidence["channels"]) == ("00:00:40:00", "1, 2")
    assert finding.place.record is not None and finding.place.record.start == 30 * FLICKS_PER_SECOND


@pytest.mark.parametrize(
    ("left", "right", "dead"),
    [
        ([(70, LOUD)], [(40, LOUD), (30, NOTHING)], [(2, "error")]),
        ([(70, LOUD)], [(66, LOUD), (4, NOTHING)], [(2, "error")]),
        ([(20, LOUD), (11, 7000), (39, LOUD)], [(70, LOUD)], [(1, "error")]),
        ([(20, LOUD), (4, 7000), (46, LOUD)], [(70, LOUD)], [(1, "warning")]),
        ([(70, LOUD)], [(40, LOUD), (1.5, NOTHING), (28.5, LOUD)], []),
        ([(40, LOUD), (30, 5500)], [(40, LOUD), (30, NOTHING)], []),
        ([(10, LOUD), (60, NOTHING)], [(70, LOUD)], []),
    ],
    ids=["to-the-end", "at-the-end", "long-inside", "hard-panned", "short", "other-hardly-plays", "whole-channel"],
)
def test_one_side_that_dies(where: Where, left: Any, right: Any, dead: list[int]) -> None:
    found = list(one_sided(scan(channel(1, left), channel(2, right)), where, limit(where)))
    assert [(one.evidence["channel"], one.severity) for one in found] == dead
    assert all((one.evidence["spec"], one.evidence["limit"]) == ("House", "2 s") for one in found)


def test_without_any_limit_ten_seconds_are_warned_of(where: Where) -> None:
    for seconds, severities in ((9, []), (11, ["warning"])):
        sides = channel(1, [(70, LOUD)]), channel(2, [(30, LOUD), (seconds, NOTHING), (40 - seconds, LOUD)])
        assert [one.severity for one in one_sided(scan(*sides), where, None)] == severities


def test_a_surround_that_plays_alone_only_warns(where: Where) -> None:
    channels = [channel(number, [(70, LOUD)]) for number in range(1, 6)]
    last = channel(6, [(30, LOUD), (20, NOTHING), (20, LOUD)])
    found = one_sided(scan(*channels, last, layout="5.1"), where, limit(where))
    assert [(one.severity, one.evidence["channel"]) for one in found] == [("warning", 6)]


def test_pairs_of_a_surround_mix_have_a_phase_and_its_centre_has_none(where: Where, asked: Any) -> None:
    out, fine = [0] * 70, [20_000] * 70
    correlation = {(1, 2): out, (3, 4): out, (5, 6): out}
    six = scan(*(channel(n, [(70, LOUD)]) for n in range(1, 7)), layout="5.1", correlation=correlation)
    lowest = asked({"phase_lowest": "-0.5 correlation"}).by_name["phase_lowest"]
    found = [(one.evidence["channels"], one.severity) for one in _phase(six, where, lowest)]
    assert found == [("1, 2", "error"), ("5, 6", "warning")]
    leader = scan(channel(1, [(70, LOUD)]), channel(2, [(70, LOUD)]), correlation={(1, 2): out[:10] + fine[:60]})
    assert list(_phase(leader, where, lowest)) == []


def test_holes_before_the_programme_are_not_told(where: Where) -> None:
    found = list(dropouts(scan(channel(1, [(70, LOUD)], at(3, 6, 9, 44.5))), where))
    assert [(one.rule, one.severity, one.evidence["start"]) for one in found] == [
        ("qc.dropout", "error", "00:00:44:12")
    ]


def test_holes_in_a_voice_of_many_pauses_only_warn_near_them_and_where_it_falls_away(where: Where) -> None:
    def severities(pauses: Sequence[int], abrupt: Sequence[bool] = ()) -> list[str]:
        found = dropouts(scan(channel(1, [(70, LOUD)], at(20, 33), pauses, abrupt)), where)
        return [one.severity for one in found]

    assert severities([2] * 70) == ["warning", "warning"]
    assert severities([0] * 15 + [2] * 11) == ["warning", "error"]  # twenty pauses, none near the second
    assert severities([2] * 70, [False, True]) == ["warning", "error"]  # the second in full sound


def test_what_a_buffer_leaves_is_never_music(where: Where) -> None:
    step, size = 4096 * FLICKS_PER_SECOND // 48000, 512 * FLICKS_PER_SECOND // 48000
    start = 20 * FLICKS_PER_SECOND
    holes = [Span(start + n * step, start + n * step + size) for n in range(30)]
    found = list(dropouts(scan(channel(1, [(70, LOUD)], holes)), where))
    assert {(one.rule, one.severity) for one in found} == {("qc.dropout", "error")} and len(found) == 30


def test_keyed_tones_are_one_warning_and_the_same_holes_in_sound_are_errors(where: Where) -> None:
    holes = [Span(round(s * FLICKS_PER_SECOND), round((s + 0.1) * FLICKS_PER_SECOND)) for s in (20, 20.43, 21.2, 21.71)]
    keyed = channel(1, [(19.5, NOTHING), (3, LOUD), (47.5, NOTHING)], holes)
    assert [(one.rule, one.severity) for one in dropouts(scan(keyed), where)] == [("qc.gated-sound", "warning")]
    sounding = channel(1, [(70, LOUD)], holes)
    assert [one.severity for one in dropouts(scan(sounding), where)] == ["error"] * 4


def test_holes_in_a_rhythm_are_one_warning(where: Where) -> None:
    beats = [Span(one.start, one.start + FLICKS_PER_SECOND // 8) for one in at(*(20 + n / 4 for n in range(16)))]
    found = list(dropouts(scan(channel(1, [(70, LOUD)], [*beats, *at(50.3)])), where))
    assert [(one.rule, one.severity) for one in found] == [("qc.gated-sound", "warning"), ("qc.dropout", "error")]
    assert found[0].evidence["count"] == 16


@pytest.mark.parametrize(
    ("places", "rows"),
    [
        ([n / 10 for n in range(20)], [20]),
        ([n / 10 for n in range(7)], []),
        ([n * 1.5 for n in range(20)], []),  # a clock that slips: as even, and gone for a hundredth of the time
        ([n / 20 for n in range(40)], []),  # faster than music
        ([0, 0.3, 0.35, 0.9, 1.7, 1.75, 2.6, 3.0, 3.9, 4.1], []),
        ([5, *(10 + n / 10 for n in range(12)), 30], [12]),
        ([*(n / 10 for n in range(12)), *(4 + n / 10 for n in range(9))], [12, 9]),  # the same music again
        (
            [*(n / 8 for n in range(7)), 0.93, *(n / 8 for n in range(10, 19))],
            [16],
        ),  # a beat that is not heard, and a hole
    ],
)
def test_what_a_rhythm_is(places: list[float], rows: list[int]) -> None:
    assert [len(row) for row in rhythms_of(at(*places))] == rows
    assert rhythms_of([]) == []
