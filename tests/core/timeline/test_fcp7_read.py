"""Final Cut Pro 7 XML as Final Cut Pro, Premiere, Resolve and Hiero write it; the numbers are those of their own files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cut import Cut, Effect, Shot
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.timeline.read import read_cut, read_timeline
from picturelock.times import FrameRate, Span, Timecode

R25 = FrameRate(25)
TICKS = 254_016_000_000


def rate(base: int | str = 25, ntsc: str = "FALSE") -> str:
    said = f"<ntsc>{ntsc}</ntsc>" if ntsc else ""
    return f"<rate><timebase>{base}</timebase>{said}</rate>"


def file(name: str = "A.mov", id_: str = "f1", more: str = "", media_rate: str = "") -> str:
    return (
        f'<file id="{id_}"><name>{name}</name><pathurl>file://localhost/m/{name}</pathurl>{media_rate or rate()}'
        f"<duration>5000</duration>{more}</file>"
    )


def clip(start: int, end: int, first: int, last: int, held: str = "", tag: str = "clipitem", id_: str = "") -> str:
    name = f' id="{id_}"' if id_ else ""
    return (
        f"<{tag}{name}><name>shot</name><duration>5000</duration>{rate()}<start>{start}</start><end>{end}</end>"
        f"<in>{first}</in><out>{last}</out>{held or file()}</{tag}>"
    )


def transition(start: int, end: int, alignment: str, more: str = "", name: str = "Cross Dissolve") -> str:
    effect = f"<effect><name>{name}</name><effectid>{name}</effectid></effect>"
    place = f"<start>{start}</start><end>{end}</end><alignment>{alignment}</alignment>"
    return f"<transitionitem>{place}{more}{effect}</transitionitem>"


def sequence(video: str = "", audio: str = "", more: str = "", id_: str = "s1", of: str = "") -> str:
    pictures = f"<video>{video if video.startswith('<track') or not video else f'<track>{video}</track>'}</video>"
    return f'<sequence id="{id_}"><name>Film</name>{of or rate()}<media>{pictures}<audio>{audio}</audio></media>{more}</sequence>'


def document(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n<xmeml version="5">{body}</xmeml>'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cut.xml"


def told(path: Path, body: str) -> tuple[Cut, dict[str, Finding]]:
    path.write_text(document(body), encoding="utf-8")
    cut, findings = read_timeline(path)
    return cut, {finding.rule: finding for finding in findings}


def read(path: Path, body: str) -> Cut:
    return told(path, body)[0]


def frames(span: Span, of: FrameRate = R25) -> tuple[Fraction, Fraction]:
    return Fraction(span.start, of.frame), Fraction(span.end, of.frame)


def shown(shot: Shot) -> tuple[Fraction, Fraction]:
    return frames(shot.file_span)


def edges(shot: Shot, of: FrameRate = R25) -> list[tuple[str, str, int, int]]:
    return [(e.kind, e.name, e.handle // of.frame, e.inside // of.frame) for e in shot.effects]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((24, "TRUE"), "24000/1001"), ((24, "FALSE"), "24/1"), ((30, "TRUE"), "30000/1001"), ((60, "TRUE"), "60000/1001"),
        ((25, "TRUE"), "25/1"), ((23, "FALSE"), "24000/1001"), ((29, "TRUE"), "30000/1001"), ((50, ""), "50/1"),
    ],
)  # fmt: skip
def test_rates_are_exact(path: Path, said: tuple[int, str], expected: str) -> None:
    """There is no NTSC variant of 25 (Apple, table B-1); some writers cut off what is after the point."""
    assert str(read(path, sequence(clip(0, 10, 0, 10), of=rate(*said))).rate) == expected


def test_apples_own_example_of_a_transition(path: Path) -> None:
    """Listing 3-17: out 212 was extended to 227 and in 51 brought down to 36; -1 lies at the far side of the transition."""
    cut = read(path, sequence(clip(0, -1, 74, 227) + transition(123, 153, "center") + clip(-1, 243, 36, 156)))
    one, two = cut.shots
    assert (frames(one.record_span), shown(one)) == ((0, 138), (74, 212))
    assert (frames(two.record_span), shown(two)) == ((138, 243), (51, 156))
    assert edges(one) == [("transition-out", "dissolve", 15, 0)]
    assert edges(two) == [("transition-in", "dissolve", 15, 0)]


@pytest.mark.parametrize(
    ("alignment", "more", "cut_at"),
    [
        ("start", "", 100), ("end", "", 113), ("center", "", 106),
        ("center", f"<cutPointTicks>{4 * TICKS // 25}</cutPointTicks>", 104),
        ("center", "<cutPointTicks>-99999999999999</cutPointTicks>", 106), ("", "", 106),
    ],
)  # fmt: skip
def test_where_in_a_transition_the_cut_is(path: Path, alignment: str, more: str, cut_at: int) -> None:
    cut = read(path, sequence(clip(0, -1, 0, 113) + transition(100, 113, alignment, more) + clip(-1, 200, 50, 150)))
    one, two = cut.shots
    assert frames(one.record_span)[1] == frames(two.record_span)[0] == cut_at
    assert shown(two) == (50 + cut_at - 100, 150)
    assert edges(one)[0][2:] == (113 - cut_at, 0)
    assert edges(two)[0][2:] == (cut_at - 100, 0)


def test_edges_that_are_written_out_at_a_transition(path: Path) -> None:
    cut = read(path, sequence(clip(0, 104, 0, 104) + transition(100, 113, "center") + clip(104, 200, 54, 150)))
    one, two = cut.shots
    assert (shown(one), shown(two)) == ((0, 104), (54, 150))
    assert (edges(one)[0][2], edges(two)[0][2]) == (9, 4)


def test_fades_from_and_to_black(path: Path) -> None:
    into, out = transition(10, 20, "start-black"), transition(90, 100, "end-black")
    cut = read(path, sequence(into + clip(-1, -1, 5, 95) + out + clip(100, 120, 0, 20)))
    one, two = cut.shots
    assert (frames(one.record_span), shown(one)) == ((10, 100), (5, 95))
    assert edges(one) == [("transition-in", "dissolve", 0, 10), ("transition-out", "dissolve", 0, 10)]
    assert edges(two) == []


def test_an_edge_that_the_file_leaves_open(path: Path) -> None:
    cut, said = told(path, sequence(clip(0, 10, 0, 10) + clip(-1, -1, 40, 60)))
    assert frames(cut.shots[1].record_span) == (10, 30)
    assert said["timeline.fcp7-edge-guessed"].evidence["count"] == 1


def test_the_start_timecode_and_drop_frame(path: Path) -> None:
    held = "<string>01:00:00;00</string><frame>107892</frame><displayformat>DF</displayformat>"
    code = f"<timecode>{rate(30, 'TRUE')}{held}</timecode>"
    cut = read(path, sequence(clip(0, 10, 0, 10), more=code, of=rate(30, "TRUE")))
    assert (str(Timecode.at(cut.start, cut.rate, cut.drop)), cut.drop) == ("01:00:00;00", True)
    cut = read(path, sequence(clip(0, 10, 0, 10), more=code.replace("<frame>107892</frame>", ""), of=rate(30, "TRUE")))
    assert str(Timecode.at(cut.start, cut.rate, cut.drop)) == "01:00:00;00"
    _, said = told(path, sequence(clip(0, 10, 0, 10), more=code.replace("TRUE", "FALSE"), of=rate(30)))
    assert "timeline.fcp7-no-drop-rate" in said


def test_a_timecode_without_ntsc_has_that_of_what_it_stands_in(path: Path) -> None:
    """As Final Cut Pro writes it (OpenTimelineIO #830, #843)."""
    code = f"<timecode>{rate(24, '')}<frame>86400</frame></timecode>"
    held = file(more=code, media_rate=rate(24, "TRUE"))
    shot = read(path, sequence(clip(0, 10, 0, 10, held), of=rate(24, "TRUE"))).shots[0]
    assert shot.source.start == FrameRate(24000, 1001).time_of(86400)


def test_reel_timecode_and_length_of_media(path: Path) -> None:
    code = (
        f"<timecode>{rate()}<string>10:00:00:00</string><frame>900000</frame><reel><name>A001</name></reel></timecode>"
    )
    one, two = read(path, sequence(clip(0, 10, 30, 40, file(more=code)) + clip(10, 20, 7, 17, '<file id="f1"/>'))).shots
    assert one.source == two.source
    assert (one.source.name, one.source.reel, one.source.rate) == ("A.mov", "A001", R25)
    assert one.source.available == Span(R25.time_of(900000), R25.time_of(905000))
    assert frames(one.source_span) == (900030, 900040)


def test_in_points_are_frames_of_the_sequence_whatever_the_media_is(path: Path) -> None:
    """Premiere, measured by its own ticks (Apple on mixedratesoffset; barefootford/buttercut #133); OpenTimelineIO #174."""
    held = file(media_rate=rate(30, "TRUE"))
    assert shown(read(path, sequence(clip(77, 268, 696, 887, held))).shots[0]) == (696, 887)


def test_except_where_the_lengths_say_otherwise(path: Path) -> None:
    """Premiere 2019: in and out in the clip's own 23.976 in a sequence of 29.97 (OpenTimelineIO #468)."""
    own = clip(468, 527, 86312, 86360).replace(rate(), rate(24, "TRUE"), 1)
    shot = read(path, sequence(own, of=rate(30, "TRUE"))).shots[0]
    assert shot.file_span.start == FrameRate(24000, 1001).time_of(86312)
    assert shot.file_span.duration == shot.record_span.duration


def test_the_offset_of_mixed_rates(path: Path) -> None:
    """Apple's own example: a 60 fps clip with an in point of 3 in a 30 fps sequence has in 1 and the offset 1."""
    held = "<mixedratesoffset>1</mixedratesoffset>" + file(media_rate=rate(60))
    shot = read(path, sequence(clip(0, 10, 1, 11, held), of=rate(30))).shots[0]
    assert shot.file_span.start == FrameRate(60).time_of(3)


def test_an_out_point_that_is_a_frame_short_is_not_followed(path: Path) -> None:
    """Premiere (OpenTimelineIO #287)."""
    cut, said = told(path, sequence(clip(1574, 1618, 7, 50)))
    assert shown(cut.shots[0]) == (7, 51)
    assert said == {}
    cut, said = told(path, sequence(clip(0, 128, 2661, 4390)))
    assert (shown(cut.shots[0]), cut.shots[0].speed) == ((2661, 2789), 1)
    assert said["timeline.fcp7-length-differs"].severity == "warning"


def test_a_subclip_starts_later_in_its_media(path: Path) -> None:
    info = "<subclipinfo><startoffset>14</startoffset><endoffset>5</endoffset></subclipinfo>"
    assert shown(read(path, sequence(clip(0, 10, 3, 13, info + file()))).shots[0]) == (17, 27)


def test_a_frozen_frame_of_moving_media(path: Path) -> None:
    held = "<stillframe>TRUE</stillframe><stillframeoffset>1201</stillframeoffset>"
    shot = read(path, sequence(clip(0, 10, 30, 40, held + file()))).shots[0]
    assert (shot.speed, shown(shot)) == (0, (1201, 1201))
    still = read(path, sequence(clip(0, 10, 1500, 1510, "<stillframe>TRUE</stillframe>" + file("a.png")))).shots[0]
    assert (still.speed, still.source.available) == (1, None)


def test_generators_and_titles(path: Path) -> None:
    words = "<parameter><parameterid>str</parameterid><value>Chapitre 1\nLa mer</value></parameter>"
    effect = f"<effect><name>Text</name><effectid>Text</effectid><effecttype>generator</effecttype>{words}</effect>"
    shot = read(path, sequence(clip(0, 10, 0, 10, effect, "generatoritem"))).shots[0]
    assert (shot.source.generated, shot.source.name, shot.comments) == (True, "Text", ("Chapitre 1", "La mer"))
    slug = '<file id="x"><name>Black Video</name><mediaSource>Slug</mediaSource></file>'
    assert read(path, sequence(clip(0, 10, 0, 10, slug))).shots[0].source.generated


def test_effects_by_name_grades_and_notes(path: Path) -> None:
    held = (
        "<filter><effect><name>Audio Levels</name><effectid>audiolevels</effectid></effect></filter>"
        "<filter><enabled>FALSE</enabled><effect><name>Crop</name><effectid>crop</effectid></effect></filter>"
        "<logginginfo><lognote>bruit de micro</lognote><scene>12</scene></logginginfo>"
        "<comments><mastercomment1>bonne prise</mastercomment1><clipcommenta>à garder</clipcommenta></comments>"
        "<colorinfo><asc_sop>(1.1 1 0.9)(0.01 0 0)(1 1 1)</asc_sop><asc_sat>0.8</asc_sat></colorinfo>"
    )
    shot = read(path, sequence(clip(0, 10, 0, 10, held + file()))).shots[0]
    assert shot.effects == (Effect("other", "Audio Levels"),)
    assert shot.comments == ("bruit de micro", "bonne prise", "à garder")
    assert shot.cdl is not None
    assert (shot.cdl.slope, shot.cdl.offset, shot.cdl.saturation) == ((1.1, 1.0, 0.9), (0.01, 0.0, 0.0), 0.8)


def test_markers_of_the_sequence_and_of_clips(path: Path) -> None:
    red = "<color><alpha>0</alpha><red>250</red><green>9</green><blue>0</blue></color>"
    on = (
        f"<marker><name>here</name><comment>see</comment><in>55</in><out>-1</out>{red}</marker>"
        "<marker><name>before</name><in>10</in><out>-1</out></marker>"
    )
    more = "<marker><name>all</name><in>4</in><out>9</out><pproColor>4292277273</pproColor></marker>"
    cut, said = told(path, sequence(clip(100, 120, 50, 70, file() + on), more=more))
    first, second = cut.markers
    assert (first.name, frames(first.span), first.color, first.shot) == ("all", (4, 9), "CYAN", "")
    assert (second.name, second.note, frames(second.span), second.color) == ("here", "see", (105, 105), "RED")
    assert second.shot == "V1:1"
    assert said["timeline.fcp7-hidden-markers"].evidence["count"] == 1


def test_tracks_that_are_off_locked_named_or_empty(path: Path) -> None:
    tracks = (
        f'<track MZ.TrackName="Image">{clip(0, 10, 0, 10)}<enabled>TRUE</enabled><locked>TRUE</locked></track><track/>'
        f"<track><name>Titres</name>{clip(0, 10, 0, 10)}<enabled>FALSE</enabled></track>"
    )
    cut = read(path, sequence(tracks))
    assert [(t.id, t.name, t.enabled, t.locked) for t in cut.tracks] == [
        ("V1", "Image", True, True), ("V2", "", True, False), ("V3", "Titres", False, False),
    ]  # fmt: skip
    assert [shot.id for shot in cut.shots] == ["V1:1", "V3:1"]


def sound(number: int, index: int, end: int = 10, more: str = "") -> str:
    held = f"<sourcetrack><mediatype>audio</mediatype><trackindex>{index}</trackindex></sourcetrack>{more}"
    return clip(0, end, 0, end, file() + held, id_=f"c{number}")


def test_premieres_stereo_track_is_one_and_its_clips_are(path: Path) -> None:
    def track(number: int, index: int, held: str) -> str:
        return f'<track currentExplodedTrackIndex="{index}" totalExplodedTrackCount="2">{held}</track>'

    audio = (
        track(1, 0, sound(1, 1)) + track(2, 1, sound(2, 2)) + track(3, 0, sound(3, 1)) + track(4, 1, sound(4, 2, 20))
    )
    cut = read(path, sequence(audio=audio))
    assert [(shot.id, frames(shot.record_span)[1]) for shot in cut.shots] == [("A1:1", 10), ("A2:1", 10), ("A3:1", 20)]
    assert cut.shots[0].extras == {"fcp7": {"channels": 2}}


def test_linked_channels_are_one_clip_and_others_are_not(path: Path) -> None:
    links = "<link><linkclipref>c1</linkclipref></link><link><linkclipref>c2</linkclipref></link>"
    linked = f"<track>{sound(1, 1, more=links)}</track><track>{sound(2, 2, more=links)}</track>"
    assert [shot.id for shot in read(path, sequence(audio=linked)).shots] == ["A1:1"]
    apart = f"<track>{sound(1, 1)}</track><track>{sound(2, 2)}</track>"
    assert [shot.id for shot in read(path, sequence(audio=apart)).shots] == ["A1:1", "A2:1"]


def test_a_nest_brings_the_sound_that_is_cut_with_it_and_no_other(path: Path) -> None:
    inner = sequence(clip(0, 50, 0, 50), f"<track>{clip(0, 50, 0, 50)}</track>", id_="s2")
    for end, kinds in ((40, {"video", "audio"}), (30, {"video"})):
        heard = clip(0, end, 5, 5 + end, '<sequence id="s2"/>')
        body = sequence(clip(0, 40, 5, 45, inner), f"<track>{heard}</track>")
        nest = read(path, body).shots[0].nest
        assert nest is not None
        assert {shot.kind for shot in nest.shots} == kinds
        opened, _ = read_cut(path)
        assert [shot.id for shot in opened.shots if shot.kind == "audio"] == (
            ["V1/1.A1:1"] if end == 40 else ["A1/1.A1:1"]
        )
        assert shown(opened.shots[0]) == (5, 45)


def test_the_angle_of_a_multiclip_that_is_shown(path: Path) -> None:
    def angle(name: str, first: int, active: str) -> str:
        return f"<angle>{active}<clip><name>{name}</name><in>{first}</in>{file(name, name)}</clip></angle>"

    active = "<activevideoangle>TRUE</activevideoangle>"
    held = f"<multiclip><name>m</name>{angle('one.mov', 5, '')}{angle('two.mov', 20, active)}</multiclip>"
    shot = read(path, sequence(clip(0, 10, 3, 13, held))).shots[0]
    assert (shot.source.name, shown(shot)) == ("two.mov", (23, 33))


def test_of_several_sequences_the_one_that_no_other_shows(path: Path) -> None:
    inner = sequence(clip(0, 50, 0, 50), id_="in")
    outer = sequence(clip(0, 40, 5, 45, '<sequence id="in"/>'), id_="out")
    project = f"<project><name>P</name><children><bin><children>{inner}</children></bin>{outer}</children></project>"
    cut = read(path, project)
    assert cut.shots[0].nest is not None
    other = sequence(clip(0, 40, 5, 45), id_="third").replace("<name>Film</name>", "<name>Teaser</name>")
    path.write_text(document(outer + inner + other), encoding="utf-8")
    with pytest.raises(InputError, match="holds 2 sequences; expected one: Film, Teaser"):
        read_timeline(path)


def test_media_that_the_file_does_not_describe(path: Path) -> None:
    cut, said = told(
        path, sequence(clip(0, 10, 0, 10, '<file id="gone"/>') + clip(10, 20, 0, 10, '<sequence id="x"/>'))
    )
    assert [shot.source.name for shot in cut.shots] == ["shot", "shot"]
    assert said["timeline.fcp7-missing-media"].evidence["count"] == 2


def test_a_clip_whose_master_has_the_file(path: Path) -> None:
    held = f"<media><video><track><clipitem>{file('B.mov')}</clipitem></track></video></media>"
    master = f'<clip id="m1"><name>M</name>{held}</clip>'
    body = f"<bin><children>{master}</children></bin>" + sequence(clip(0, 9, 0, 9, "<masterclipid>m1</masterclipid>"))
    assert read(path, body).shots[0].source.name == "B.mov"


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [("Edge Wipe", 1, "wipe 001"), ("Cross Fade (+3dB)", 0, "dissolve"), ("Push Slide", 0, "Push Slide")],
)
def test_names_of_transitions(path: Path, name: str, code: int, expected: str) -> None:
    made = transition(5, 10, "end-black", name=name).replace("</effectid>", f"</effectid><wipecode>{code}</wipecode>")
    assert edges(read(path, sequence(clip(0, -1, 0, 10) + made)).shots[0])[0][1] == expected
