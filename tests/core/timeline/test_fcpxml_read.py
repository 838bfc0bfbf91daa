"""FCPXML into cuts: short projects whose every shot is known."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cut import Cut, Effect, Shot
from picturelock.errors import UsageError
from picturelock.timeline.flatten import opened
from picturelock.timeline.read import read_timeline
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span, Timecode

Write = Callable[..., Path]
S = FLICKS_PER_SECOND
FORMATS = (
    '<format id="f24" frameDuration="100/2400s"/><format id="f25" frameDuration="1/25s"/>'
    '<format id="ntsc" frameDuration="1001/30000s"/>'
)
ASSETS = (
    '<asset id="a" name="A001" start="3600s" duration="100s" hasVideo="1" format="f24">'
    '<media-rep kind="proxy-media" src="file:///proxy/A001.mp4"/>'
    '<media-rep kind="original-media" src="file:///Volumes/M/A%20001.mov"/></asset>'
    '<asset id="av" name="B" start="0s" duration="60s" hasVideo="1" hasAudio="1" format="f24" src="file:///m/B.mov"/>'
    '<asset id="p" name="P" start="0s" duration="60s" hasVideo="1" format="f25" src="file:///m/P.mov"/>'
    '<asset id="m" name="M" start="0s" duration="600s" hasAudio="1" src="file:///m/M.wav"/>'
    '<effect id="t" name="Basic Title" uid="x.moti"/>'
)


def project(spine: str, resources: str = "", sequence: str = 'format="f24" tcStart="3600s" tcFormat="NDF"') -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n<fcpxml version="1.10">'
        f"<resources>{FORMATS}{ASSETS}{resources}</resources><library><event><project name='Reel 1'>"
        f"<sequence {sequence}><spine>{spine}</spine></sequence></project></event></library></fcpxml>"
    )


@pytest.fixture
def read(write: Write) -> Callable[..., Cut]:
    def found(spine: str, resources: str = "", **more: str) -> Cut:
        return read_timeline(write(project(spine, resources, **more), "cut.fcpxml"))[0]

    return found


def seconds(span: Span) -> tuple[Fraction, Fraction]:
    return Fraction(span.start, S), Fraction(span.end, S)


def told(shot: Shot) -> tuple[str, tuple[Fraction, Fraction], tuple[Fraction, Fraction]]:
    return shot.id, seconds(shot.record_span), seconds(shot.source_span)


def test_a_storyline_with_a_gap(read: Callable[..., Cut]) -> None:
    cut = read(
        '<asset-clip ref="a" offset="3600s" name="first" start="3610s" duration="2s"/>'
        '<gap offset="3602s" start="3600s" duration="1s"/><asset-clip ref="a" offset="3603s" name="second" duration="4s"/>'
    )
    assert (cut.name, cut.rate, cut.start, cut.drop, cut.duration) == (
        "Reel 1", FrameRate(24), 3600 * S, False, 7 * S,
    )  # fmt: skip
    assert [told(shot) for shot in cut.shots] == [("V1:1", (0, 2), (3610, 3612)), ("V1:2", (3, 7), (3600, 3604))]
    source = cut.shots[0].source
    assert (source.name, source.url) == ("A 001.mov", "file:///Volumes/M/A%20001.mov")
    assert (source.start, source.available, source.rate) == (
        3600 * S, Span(3600 * S, 3700 * S), FrameRate(24),
    )  # fmt: skip


def test_lanes_become_tracks(read: Callable[..., Cut]) -> None:
    """Offsets of what hangs on a clip are in that clip's time; lanes below the storyline come first."""
    cut = read(
        '<asset-clip ref="a" offset="3600s" start="3610s" duration="8s">'
        '<asset-clip ref="a" lane="2" offset="3612s" start="3600s" duration="3s"/>'
        '<asset-clip ref="a" lane="-1" offset="3611s" start="3600s" duration="1s"/>'
        '<asset-clip ref="m" lane="-2" offset="3613s" start="5s" duration="9s"/>'
        '<spine lane="1" offset="3614s"><asset-clip ref="a" offset="0s" duration="1s"/>'
        '<gap offset="1s" duration="1s"/><asset-clip ref="a" offset="2s" duration="1s"/></spine></asset-clip>'
    )
    where = {shot.id: seconds(shot.record_span) for shot in cut.shots}
    assert where == {
        "V1:1": (1, 2), "V2:1": (0, 8), "V3:1": (4, 5), "V3:2": (6, 7), "V4:1": (2, 5), "A2:1": (3, 12),
    }  # fmt: skip
    assert cut.duration == 12 * S


def test_clips_of_one_lane_that_overlap(read: Callable[..., Cut]) -> None:
    clips = "".join(f'<asset-clip ref="a" lane="1" offset="{at}s" duration="3s"/>' for at in (3600, 3601, 3602, 3603))
    cut = read(f'<asset-clip ref="a" offset="3600s" duration="8s">{clips}</asset-clip>')
    by_track: dict[str, list[Span]] = {}
    for shot in cut.shots:
        assert not any(span.overlaps(shot.record_span) for span in by_track.setdefault(shot.track, []))
        by_track[shot.track].append(shot.record_span)
    assert len(cut.shots) == 5


def test_picture_and_sound_of_one_clip(read: Callable[..., Cut]) -> None:
    cut = read(
        '<asset-clip ref="av" offset="3600s" duration="2s" audioRole="dialogue" videoRole="VFX"/>'
        '<asset-clip ref="av" offset="3602s" duration="2s" srcEnable="video" videoRole="VFX"/>'
        '<asset-clip ref="av" offset="3604s" start="4s" duration="2s" audioStart="3s" audioDuration="4s" audioRole="dialogue"'
        ' videoRole="VFX"/>'
        '<asset-clip ref="av" offset="3606s" duration="2s" srcEnable="audio" enabled="0"/>'
    )
    assert [told(shot) for shot in cut.shots] == [
        ("V1:1", (0, 2), (0, 2)),
        ("A1:1", (0, 2), (0, 2)),
        ("V1:2", (2, 4), (0, 2)),
        ("A1:2", (3, 7), (3, 7)),
        ("V1:3", (4, 6), (4, 6)),
        ("A2:1", (6, 8), (0, 2)),
    ]
    assert [(track.id, track.name) for track in cut.tracks] == [("V1", "VFX"), ("A1", "dialogue"), ("A2", "")]
    assert [shot.enabled for shot in cut.shots] == [True] * 5 + [False]


def test_a_clip_around_its_media(read: Callable[..., Cut]) -> None:
    """As Final Cut Pro writes clips that were opened: a picture, sound below it, channels apart."""
    cut = read(
        '<clip name="C" offset="3600s" start="2s" duration="4s"><video ref="av" offset="0s" start="10s" duration="30s">'
        '<audio ref="av" lane="-1" offset="10s" start="10s" duration="30s" srcCh="1"/>'
        '<audio ref="av" lane="-2" offset="10s" start="10s" duration="30s" srcCh="2"/></video>'
        '<clip name="music" lane="-1" offset="3s" duration="5s"><gap offset="0s" start="0s" duration="99s">'
        '<audio ref="m" lane="-1" offset="7s" start="0s" duration="20s"/></gap></clip></clip>'
    )
    assert [(*told(shot), shot.name) for shot in cut.shots if shot.record_span.start == 0] == [
        ("V1:1", (0, 4), (12, 16), "C"),
        ("A1:1", (0, 4), (12, 16), "C"),
    ]
    assert len(cut.shots) == 2  # the music starts after the part of it that is used


def test_a_clip_of_several_pictures_is_a_nest(read: Callable[..., Cut]) -> None:
    cut = read(
        '<clip name="C" offset="3600s" start="1s" duration="4s"><spine><video ref="a" offset="0s" start="3600s" duration="3s"/>'
        '<video ref="av" offset="3s" start="5s" duration="3s"/></spine></clip>'
    )
    assert [told(shot) for shot in cut.shots] == [("V1:1", (0, 4), (1, 5))]
    assert [seconds(shot.source_span) for shot in opened(cut).shots] == [(3601, 3603), (5, 7)]


@pytest.mark.parametrize(
    ("points", "shown", "speed", "reverse"),
    [
        ('<timept time="0s" value="3600s"/><timept time="50s" value="3700s"/>', (3604, 3612), 2, False),
        ('<timept time="0s" value="3700s"/><timept time="100s" value="3600s"/>', (3694, 3698), 1, True),
        ('<timept time="0s" value="3650s"/><timept time="9s" value="3650s"/>', (3650, 3650), 0, False),
        ('<timept time="0s" value="3650s"/>', (3650, 3650), 0, False),
        ('<timept time="3s" value="3603s"/><timept time="5s" value="3604s"/>', (Fraction("3602.5"), Fraction("3604.5")),
         Fraction(1, 2), False),
    ],
)  # fmt: skip
def test_a_time_map_says_what_is_shown(
    read: Callable[..., Cut], points: str, shown: tuple[Fraction, Fraction], speed: Fraction, reverse: bool
) -> None:
    """Its times are those of the clip, retimed; its values those of the media, timecode and all."""
    cut = read(f'<asset-clip ref="a" offset="3600s" start="2s" duration="4s"><timeMap>{points}</timeMap></asset-clip>')
    shot = cut.shots[0]
    assert (seconds(shot.source_span), shot.speed, shot.reverse, shot.ramp) == (shown, speed, reverse, ())


def test_a_speed_that_changes(write: Write) -> None:
    points = (
        '<timept time="0s" value="3600s" interp="smooth2"/><timept time="3s" value="3603s" inTime="1/2s" outTime="1/2s"/>'
        '<timept time="5s" value="3609s"/><timept time="9s" value="3609s"/>'
    )
    clip = (
        f'<asset-clip ref="a" name="S" offset="3600s" start="1s" duration="6s"><timeMap>{points}</timeMap></asset-clip>'
    )
    cut, findings = read_timeline(write(project(clip), "cut.fcpxml"))
    shot = cut.shots[0]
    assert [(knot.record // S, knot.source // S) for knot in shot.ramp] == [(0, 3601), (2, 3603), (4, 3609), (6, 3609)]
    assert (seconds(shot.source_span), shot.speed) == ((3601, 3609), Fraction(8, 6))
    assert [finding.rule for finding in findings] == ["timeline.fcpxml-smooth-speed"]


@pytest.mark.parametrize(
    ("conform", "speed"),
    [
        ('<conform-rate srcFrameRate="25"/>', Fraction(24, 25)),
        ("<conform-rate/>", Fraction(24, 25)),  # the media's own rate
        ('<conform-rate srcFrameRate="50"/>', Fraction(24, 25)),
        ('<conform-rate srcFrameRate="23.98"/>', Fraction(1001, 1000)),
        ('<conform-rate srcFrameRate="29.97"/>', Fraction(1)),  # by dropping frames
        ('<conform-rate scaleEnabled="0" srcFrameRate="25"/>', Fraction(1)),
        ("", Fraction(1)),
    ],
)
def test_a_clip_conformed_to_the_timeline(read: Callable[..., Cut], conform: str, speed: Fraction) -> None:
    """25 frames play as 24: the clip's own time, in which markers are, is that of the media."""
    cut = read(
        f'<asset-clip ref="p" offset="3600s" start="10s" duration="5s">{conform}'
        '<asset-clip ref="a" lane="1" offset="12s" duration="1s"/><marker start="11s" value="x"/></asset-clip>'
    )
    below, above = (next(shot for shot in cut.shots if shot.track == track) for track in ("V1", "V2"))
    assert (seconds(below.record_span), below.speed) == ((0, 5), speed)
    assert below.source_span.start == 10 * S and abs(below.source_span.duration - 5 * S * speed) <= 1
    assert abs(above.record_span.start - 2 * S / speed) <= 1
    assert abs(cut.markers[0].span.start - S / speed) <= 1


def test_sums_of_times_stay_exact(read: Callable[..., Cut]) -> None:
    """Thirds of a flick do not add up to another frame."""
    third = Fraction(1, 3 * S)
    clips = "".join(
        f'<asset-clip ref="a" offset="{Fraction(3600) + n * (1 + third)}s" duration="{1 + third}s"/>' for n in range(7)
    )
    cut = read(clips)
    assert cut.duration == round(7 * (1 + third) * S)
    ends = [shot.record_span.end for shot in cut.shots]
    assert ends[:-1] == [shot.record_span.start for shot in cut.shots[1:]]


COMPOUND = (
    '<media id="c" name="Compound"><sequence format="f25" tcStart="100s"><spine>'
    '<asset-clip ref="av" offset="100s" name="in" start="7s" duration="5s"><marker start="8s" value="inner"/></asset-clip>'
    '<gap offset="105s" duration="1s"/></spine></sequence></media>'
)


def test_a_compound_clip_is_a_nest(read: Callable[..., Cut]) -> None:
    cut = read('<ref-clip ref="c" name="R" offset="3600s" start="101s" duration="3s"/>', COMPOUND)
    shot = cut.shots[0]
    assert (told(shot), shot.kind) == (("V1:1", (0, 3), (1, 4)), "video")
    assert shot.nest is not None
    assert (shot.nest.name, shot.nest.rate, shot.nest.start, shot.nest.duration) == (
        "Compound", FrameRate(25), 100 * S, 6 * S,
    )  # fmt: skip
    flat = opened(cut)
    assert [(one.kind, seconds(one.source_span)) for one in flat.shots] == [("video", (8, 11)), ("audio", (8, 11))]
    assert [marker.name for marker in flat.markers] == ["inner"]


@pytest.mark.parametrize(("enabled", "kinds"), [("video", ["video"]), ("audio", ["audio"])])
def test_only_one_side_of_a_compound_clip(read: Callable[..., Cut], enabled: str, kinds: list[str]) -> None:
    cut = read(f'<ref-clip ref="c" offset="3600s" duration="3s" srcEnable="{enabled}"/>', COMPOUND)
    assert [shot.kind for shot in opened(cut).shots] == kinds


def test_a_multicam_clip_shows_its_active_angle(read: Callable[..., Cut]) -> None:
    media = (
        '<media id="mc" name="MC"><multicam format="f24" tcStart="0s">'
        '<mc-angle name="A" angleID="1"><asset-clip ref="a" offset="0s" duration="9s"/></mc-angle>'
        '<mc-angle name="B" angleID="2"><gap offset="0s" duration="2s"/>'
        '<asset-clip ref="av" offset="2s" duration="9s"/></mc-angle>'
        '<mc-angle name="C" angleID="3"><asset-clip ref="m" offset="0s" start="5s" duration="9s"/></mc-angle>'
        "</multicam></media>"
    )
    angles = '<mc-source angleID="2" srcEnable="video"/><mc-source angleID="3" srcEnable="audio"/>'
    cut = read(f'<mc-clip ref="mc" offset="3600s" start="3s" duration="4s">{angles}</mc-clip>', media)
    found = [(shot.kind, shot.source.name, seconds(shot.source_span)) for shot in opened(cut).shots]
    assert found == [("video", "B.mov", (1, 5)), ("audio", "M.wav", (8, 12))]
    first = read('<mc-clip ref="mc" offset="3600s" start="3s" duration="4s"/>', media)
    assert [shot.source.name for shot in opened(first).shots] == ["A 001.mov"]


def test_a_synchronised_clip(read: Callable[..., Cut]) -> None:
    cut = read(
        '<sync-clip name="S" offset="3600s" start="1s" duration="3s"><asset-clip ref="av" offset="0s" duration="9s">'
        '<asset-clip ref="m" lane="-1" offset="2s" start="20s" duration="9s"/></asset-clip>'
        '<sync-source sourceID="storyline"><audio-role-source role="dialogue" active="0"/></sync-source></sync-clip>'
    )
    found = [(shot.kind, shot.source.name, seconds(shot.record_span), seconds(shot.source_span), shot.enabled)
             for shot in cut.shots]  # fmt: skip
    assert found == [
        ("video", "B.mov", (0, 3), (1, 4), True),
        ("audio", "B.mov", (0, 3), (1, 4), False),
        ("audio", "M.wav", (1, 3), (20, 22), True),
    ]


def test_the_pick_of_an_audition(write: Write) -> None:
    spine = (
        '<audition offset="3600s"><asset-clip ref="a" name="pick" duration="2s"/>'
        '<asset-clip ref="av" name="other" duration="5s"/></audition><asset-clip ref="a" name="next" duration="1s"/>'
    )
    cut, findings = read_timeline(write(project(spine), "cut.fcpxml"))
    assert [(shot.name, seconds(shot.record_span)) for shot in cut.shots] == [("pick", (0, 2)), ("next", (2, 3))]
    assert [(finding.rule, finding.evidence["count"]) for finding in findings] == [("timeline.fcpxml-left-out", 1)]


def test_transitions_lie_over_edges(read: Callable[..., Cut]) -> None:
    cross = (
        '<transition name="Cross Dissolve" offset="{}s" duration="1s">'
        '<filter-video ref="x" name="Cross Dissolve"/></transition>'
    )
    cut = read(
        cross.format(3600) + '<asset-clip ref="av" offset="3600s" duration="4s"/>' + cross.format("14415/4")
        + '<asset-clip ref="a" offset="3604s" duration="4s"/>' + cross.format(3607) + '<gap offset="3608s" duration="1s"/>'
        '<transition name="Wipe" offset="3609s" duration="2s"/><asset-clip ref="av" offset="3609s" duration="4s"/>'
    )  # fmt: skip
    effects = {shot.id: shot.effects for shot in cut.shots}
    quarter = S // 4
    assert effects["V1:1"] == (
        Effect("transition-in", "dissolve", 0, S), Effect("transition-out", "dissolve", 3 * quarter),
    )  # fmt: skip
    assert effects["V1:2"] == (
        Effect("transition-in", "dissolve", quarter), Effect("transition-out", "dissolve", 0, S),
    )  # fmt: skip
    assert effects["V1:3"] == (Effect("transition-in", "Wipe", 0, 2 * S),)
    assert effects["A1:1"] == ()  # a filter for the picture alone


def test_markers_and_their_colours(write: Write) -> None:
    spine = (
        '<asset-clip ref="a" offset="3600s" start="3610s" duration="4s"><note>good\ntake</note>'
        '<keyword start="3610s" duration="1s" value="k"/><marker start="3611s" duration="1/24s" value="blue" note="why"/>'
        '<marker start="3612s" value="red" completed="0"/><marker start="3612s" value="green" completed="1"/>'
        '<chapter-marker start="3613s" duration="2s" value="orange"/><marker start="3609s" value="before"/>'
        '<marker start="3614s" value="after"/></asset-clip><gap offset="3604s" start="3600s" duration="2s">'
        '<marker start="3601s" value="gap"/></gap>'
    )
    cut, findings = read_timeline(write(project(spine), "cut.fcpxml"))
    found = [(one.name, one.color, one.shot, one.note, *seconds(one.span)) for one in cut.markers]
    assert found == [
        ("blue", "BLUE", "V1:1", "why", 1, 1), ("red", "RED", "V1:1", "", 2, 2), ("green", "GREEN", "V1:1", "", 2, 2),
        ("orange", "ORANGE", "V1:1", "", 3, 5), ("gap", "BLUE", "", "", 5, 5),
    ]  # fmt: skip
    assert cut.shots[0].comments == ("good", "take")
    assert {finding.rule: finding.evidence["count"] for finding in findings} == {
        "timeline.fcpxml-left-out": 1, "timeline.fcpxml-hidden-markers": 2,
    }  # fmt: skip


def test_reels_titles_and_effects(read: Callable[..., Cut]) -> None:
    cut = read(
        '<asset-clip ref="a" offset="3600s" duration="4s"><adjust-conform type="fit"/><adjust-volume amount="-3dB"/>'
        '<adjust-crop mode="trim" enabled="0"/><filter-video ref="t" name="Blur"/>'
        '<metadata><md key="com.apple.proapps.studio.reel" value="A001C002"/></metadata></asset-clip>'
        '<title ref="t" name="Card" offset="3604s" start="3600s" duration="2s"><text>'
        '<text-style ref="s">PARIS</text-style></text></title>'
    )
    clip, title = cut.shots
    assert (clip.source.reel, [effect.name for effect in clip.effects]) == ("A001C002", ["volume", "Blur"])
    assert (title.source.name, title.source.generated, title.comments) == ("Basic Title", True, ("PARIS",))


@pytest.mark.parametrize(
    ("attributes", "label"),
    [
        ('format="ntsc" tcStart="107999892/30000s" tcFormat="DF"', "01:00:00;00"),
        ('format="ntsc" tcStart="108108000/30000s" tcFormat="NDF"', "01:00:00:00"),
        ('format="f24" tcStart="0s" tcFormat="DF"', "00:00:00:00"),  # there is none at 24
    ],
)
def test_start_timecode(read: Callable[..., Cut], attributes: str, label: str) -> None:
    cut = read('<asset-clip ref="a" duration="4s"/>', sequence=attributes)
    assert str(Timecode.at(cut.start, cut.rate, cut.drop)) == label
    assert cut.shots[0].record_span.start == 0


def test_a_program_that_counts_from_nothing_whatever_the_timecode(read: Callable[..., Cut]) -> None:
    cut = read('<asset-clip ref="a" offset="0s" duration="4s"/><asset-clip ref="a" offset="4s" duration="4s"/>')
    assert [seconds(shot.record_span) for shot in cut.shots] == [(0, 4), (4, 8)]


@pytest.mark.parametrize(
    ("described", "rate"),
    [
        ('name="FFVideoFormat1080p2398"', FrameRate(24000, 1001)),
        ('name="FFVideoFormat1080i50"', FrameRate(25)),
        ('name="FFVideoFormat1080i5994"', FrameRate(30000, 1001)),
        ('frameDuration="15015/360000s"', FrameRate(24000, 1001)),
        ('frameDuration="100/2997s"', FrameRate(30000, 1001)),  # as some programs round it
    ],
)
def test_formats_and_their_rates(read: Callable[..., Cut], described: str, rate: FrameRate) -> None:
    cut = read('<asset-clip ref="a" duration="4s"/>', f'<format id="o" {described}/>', sequence='format="o"')
    assert cut.rate == rate


def test_a_rate_that_nobody_says(write: Write) -> None:
    path = write(project('<asset-clip ref="a" duration="4s"/>', sequence='format="nothing"'), "cut.fcpxml")
    with pytest.raises(UsageError, match="frame rate"):
        read_timeline(path)
    assert read_timeline(path, FrameRate(25))[0].rate == FrameRate(25)


def test_a_bundle(write: Write, tmp_path: Path) -> None:
    text = project('<asset-clip ref="a" duration="4s"/>')
    (tmp_path / "cut.fcpxmld").mkdir()
    write(text, "cut.fcpxmld/Info.fcpxml")
    assert len(read_timeline(tmp_path / "cut.fcpxmld")[0].shots) == 1


def test_media_that_the_file_does_not_describe(write: Write) -> None:
    cut, findings = read_timeline(write(project('<asset-clip ref="none" name="lost" duration="4s"/>'), "cut.fcpxml"))
    assert [(shot.name, shot.source.name, shot.source.url) for shot in cut.shots] == [("lost", "lost", "")]
    assert [finding.rule for finding in findings] == ["timeline.fcpxml-missing-resource"]
