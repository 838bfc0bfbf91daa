"""Blender builds our cuts, shows the frames that we say, and gives back what is in its sequencer.

Needs Blender as a Python module (`bpy`, PyPI; 4.2, 4.5 and 5.0 were run) and this project on the path.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

bpy = pytest.importorskip("bpy", reason="not proven: bpy (Blender as a module) is not installed")

from picturelock import wording  # noqa: E402
from picturelock.cues import Captions, Cue, Run, plain  # noqa: E402
from picturelock.cut import Cut, Shot, Source, Track, every_shot, with_shots  # noqa: E402
from picturelock.cutmap import frames_shown  # noqa: E402
from picturelock.errors import InputError, UsageError  # noqa: E402
from picturelock.formats.files import read_captions, write_captions  # noqa: E402
from picturelock.timeline.flatten import opened  # noqa: E402
from picturelock.timeline.lanes import laid_out  # noqa: E402
from picturelock.times import FrameRate, Span, nearest  # noqa: E402
from picturelock_blender import captions as caption_strips  # noqa: E402
from picturelock_blender.build import LOSSES  # noqa: E402
from picturelock_blender.host import BlenderHost  # noqa: E402
from picturelock_blender.sequencer import in_sequencer, new_effect, strips  # noqa: E402

HERE = Path(__file__).resolve().parent


def module(path: Path) -> ModuleType:
    """A module that lies beside the tests, which cannot import each other."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    sys.modules[path.stem] = made
    spec.loader.exec_module(made)
    return made


barcode = module(HERE / "barcode.py")
CUTS: dict[str, Callable[[], Cut]] = module(HERE.parent / "core/timeline/cuts.py").CUTS
R24 = FrameRate(24)
RATES = [FrameRate(24000, 1001), R24, FrameRate(25), FrameRate(30000, 1001), FrameRate(30), FrameRate(60000, 1001)]
LENGTH = 300


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, FrameRate, int], Path]:
    """Makes a movie of a source's number, at a rate, once."""
    folder, made = tmp_path_factory.mktemp("media"), {}

    def make(source: int, rate: FrameRate, length: int = LENGTH) -> Path:
        key = (source, rate, length)
        if key not in made:
            name = folder / f"{source} {rate.num}-{rate.den} {length}.mov"
            made[key] = barcode.make(name, source, length, Fraction(rate.num, rate.den), sound=True)
        return made[key]

    return make


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    yield


Media = Callable[..., Path]


def source(path: Path, rate: FrameRate, hour: int = 10) -> Source:
    start = rate.time_of(hour * 3600 * rate.nominal)
    return Source(path.name, path.stem[:1], path, path.as_uri(), start, Span(start, start + rate.time_of(LENGTH)), rate)


def shot(number: int, record: tuple[int, int], first: int, of: Source, rate: FrameRate, **more: Any) -> Shot:
    span = Span(rate.time_of(record[0]), rate.time_of(record[1]))
    start = (of.start or 0) + (of.rate or rate).time_of(first)
    speed = more.get("speed", Fraction(1))
    shown = Span(start, start + nearest(span.duration * speed))
    return Shot(f"V1:{number}", "V1", "video", f"shot {number}", of, shown, span, **more)


def program(media: Media, rate: FrameRate) -> Cut:
    """Two sources, and one of another rate; forwards, backwards, fast, slow, frozen; and a gap."""
    other = FrameRate(30) if rate != FrameRate(30) else R24
    a, b, c = (source(media(n, r), r) for n, r in ((1, rate), (2, rate), (3, other)))
    shots = (
        shot(1, (0, 20), 10, a, rate),
        shot(2, (20, 50), 30, b, rate, speed=Fraction(3, 2)),
        shot(3, (55, 80), 100, a, rate, reverse=True),
        shot(4, (80, 100), 120, b, rate, speed=Fraction(1, 2)),
        shot(5, (100, 130), 50, c, rate),
        shot(6, (130, 170), 5, a, rate, speed=Fraction(1001, 1000)),
        shot(7, (170, 200), 20, a, rate, speed=Fraction(7, 9), reverse=True),
        shot(8, (200, 210), 44, a, rate, speed=Fraction(0)),
        shot(9, (210, 240), 3, b, rate, speed=Fraction(4)),
    )
    hour = rate.time_of(3600 * rate.nominal)
    return Cut("Programme", rate, shots, hour, duration=rate.time_of(240), tracks=(Track("V1", "video"),))


def expected(cut: Cut, number: Callable[[Shot], int]) -> list[Any]:
    """Which frame of which source each frame of a cut shows; "mixed" where a transition shows two."""
    frames: list[Any] = [barcode.BLACK] * cut.rate.nearest(cut.duration)
    hidden = {track.id for track in cut.tracks if not track.enabled}
    flat = opened(cut)
    pictures = [one for one in flat.shots if one.kind == "video" and one.enabled and one.track not in hidden]
    for one in sorted(pictures, key=lambda one: one.track):
        first = cut.rate.nearest(one.record_span.start)
        for offset, frame in enumerate(frames_shown(one, cut.rate)):
            frames[first + offset] = barcode.BLACK if one.source.generated else (number(one), frame)
    for one in pictures:
        for effect in one.effects:
            start = one.record_span.end if effect.kind == "transition-out" else one.record_span.start
            before = effect.inside if effect.kind == "transition-out" else 0 if effect.inside else effect.handle
            after = effect.handle if effect.kind == "transition-out" else effect.inside
            for at in range(cut.rate.nearest(start - before), cut.rate.nearest(start + after)):
                frames[at] = "mixed"
    return frames


def wrong(cut: Cut, number: Callable[[Shot], int], got: list[Any]) -> list[tuple[int, Any, Any]]:
    wanted = expected(cut, number)
    assert len(got) == len(wanted)
    return [(k, a, b) for k, (a, b) in enumerate(zip(wanted, got, strict=True)) if a not in (b, "mixed")]


Proof = Callable[..., None]
VERSION = ".".join(map(str, bpy.app.version))


def noted(proof: Proof, what: str, cut: Cut, missed: list[tuple[int, Any, Any]]) -> list[tuple[int, Any, Any]]:
    """Notes how many frames are right; frames in the middle of a transition show two, and do not count."""
    total = sum(one != "mixed" for one in expected(cut, lambda _: 0))
    proof("Blender", VERSION, what, total - len(missed), total)
    return missed


def rendered(host: BlenderHost, cut: Cut, folder: Path) -> list[Any]:
    host.render(Span(0, cut.duration), folder / "out.mov")
    return list(barcode.shown(folder / "out.mov"))


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_every_rendered_frame_shows_the_frame_that_we_say(
    rate: FrameRate, media: Media, tmp_path: Path, proof: Proof
) -> None:
    cut = program(media, rate)
    host, findings = BlenderHost.of_cut(cut)
    assert findings == ()
    missed = wrong(cut, lambda one: int(one.source.reel), rendered(host, cut, tmp_path))
    assert noted(proof, f"our cut at {rate.label}", cut, missed) == []


HEARS = bool(bpy.app.build_options.audaspace)


def heard(cut: Cut) -> Cut:
    """The cut, where this Blender can hold it; the 4.2 module on PyPI is built without sound."""
    if not HEARS and any(one.kind == "audio" for one in every_shot(cut)):
        pytest.skip("not proven: this Blender is built without sound")
    return cut


SHOWN = [
    "simple at 24", "tracks", "dissolve from the edit on", "dissolve about the edit", "fades", "retimes", "odd speeds",
    "reverses", "freezes", "ramps", "nests", "disabled", "between frames",
]  # fmt: skip


def with_media(cut: Cut, path: Path) -> Cut:
    def found(one: Shot) -> Shot:
        return (
            one if one.source.generated or not one.source.url else replace(one, source=replace(one.source, path=path))
        )

    return with_shots(cut, found)


@pytest.mark.parametrize("case", SHOWN)
def test_every_kind_of_thing_is_rendered_right(case: str, media: Media, tmp_path: Path, proof: Proof) -> None:
    cut = with_media(CUTS[case](), media(7, R24, 2000))
    host, _ = BlenderHost.of_cut(cut)
    assert noted(proof, case, cut, wrong(cut, lambda _: 7, rendered(host, cut, tmp_path))) == []


BEYOND = "fades beyond clips"


def test_a_fade_beyond_its_clip_is_read_back_as_a_longer_clip(media: Media) -> None:
    """A sequencer has no handles: the strip is as long as it is on screen."""
    cut = laid_out(with_media(CUTS[BEYOND](), media(7, R24, 2000)))
    got, findings = BlenderHost.of_cut(cut)[0].read_cut()
    assert findings == ()
    wanted = []
    for one in cut.shots:
        handles = {effect.kind: effect.handle for effect in one.effects}
        before, after = handles["transition-in"], handles["transition-out"]
        wanted.append((one.record_span.start - before, one.record_span.end + after, one.source_span.start - before))
    assert [(one.record_span.start, one.record_span.end, one.source_span.start) for one in got.shots] == wanted
    assert all(effect.handle == 0 for one in got.shots for effect in one.effects)


@pytest.mark.parametrize("case", sorted(CUTS.keys() - {BEYOND}))
def test_a_cut_that_was_built_is_read_back_as_it_was(case: str, media: Media) -> None:
    cut = heard(laid_out(with_media(CUTS[case](), media(7, R24, 2000))))
    host, _ = BlenderHost.of_cut(cut)
    got, findings = host.read_cut()
    assert findings == ()
    assert [without_nothing(one) for one in got.shots] == [without_nothing(one) for one in cut.shots]
    assert (got.name, got.rate, got.start, got.drop, got.duration) == (
        cut.name,
        cut.rate,
        cut.start,
        cut.drop,
        cut.duration,
    )
    assert (got.tracks, got.comments) == (cut.tracks, cut.comments)
    ours = {one.id: one for one in cut.markers if one.id}
    assert {one.id: one for one in got.markers if one.id} == ours


def without_nothing(one: Shot) -> Shot:
    """A shot without transitions that last no time, which a sequencer cannot hold."""
    return replace(one, effects=tuple(e for e in one.effects if e.handle or e.inside or e.kind == "other"))


def sounds(media: Media) -> Cut:
    of = source(media(1, R24), R24)
    made = [shot(1, (0, 20), 20, of, R24, speed=Fraction(2)), shot(2, (20, 40), 30, of, R24, reverse=True)]
    shots = tuple(replace(one, id=f"A1:{n}", track="A1", kind="audio") for n, one in enumerate(made, start=1))
    return Cut("Sounds", R24, shots, duration=R24.time_of(40), tracks=(Track("A1", "audio"),))


def test_sound_at_another_speed_is_retimed_and_backwards_is_said_to_be_lost(media: Media) -> None:
    cut = heard(sounds(media))
    host, findings = BlenderHost.of_cut(cut)
    assert {one.evidence["what"] for one in findings} == {"speeds", "reverse"}
    got, _ = host.read_cut()
    assert got.shots == cut.shots[:1]
    strip = strips(host.scene.sequence_editor)[0]
    assert abs(strip.frame_duration - LENGTH / 2) <= 1
    assert round(strip.frame_final_start - strip.frame_start) == 10
    assert bpy.context.window.scene.name == "Scene", "the window shows what it did"


def test_every_loss_is_listed_and_every_listed_one_happens(media: Media) -> None:
    pal = CUTS["nests"]()
    nested = replace(pal.shots[1], nest=replace(pal.shots[1].nest, rate=FrameRate(25)))
    cuts = [*(make() for make in CUTS.values()), replace(pal, shots=(nested,)), sounds(media)]
    said = {str(one.evidence["what"]).partition(":")[0] for cut in cuts for one in BlenderHost.of_cut(cut)[1]}
    assert said == LOSSES - ({"audio"} if HEARS else {"speeds"})
    texts = [
        wording.message(one, language) for language in wording.LANGUAGES for one in BlenderHost.of_cut(cuts[-1])[1]
    ]
    assert texts and not any("{" in text for text in texts)


def test_a_saved_file_holds_everything(media: Media, tmp_path: Path) -> None:
    cut = program(media, R24)
    BlenderHost.of_cut(cut)
    file = tmp_path / "edit.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(file))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.wm.open_mainfile(filepath=str(file))
    got, _ = BlenderHost(bpy.data.scenes["Programme"]).read_cut()
    assert (got.shots, got.path) == (cut.shots, file)


def own_scene(rate: FrameRate = R24) -> Any:
    """A scene as a person has it, who never heard of us: it starts at frame 1."""
    scene = bpy.context.scene
    scene.render.fps, scene.render.fps_base = rate.nominal, rate.nominal * rate.den / rate.num
    scene.render.resolution_x, scene.render.resolution_y = barcode.WIDTH, barcode.HEIGHT
    scene.view_settings.view_transform = "Standard"
    scene.sequence_editor_create()
    return scene


def movie(scene: Any, path: Path, channel: int, start: int, cut_in: int, length: int) -> Any:
    strip = strips(scene.sequence_editor).new_movie(path.stem, str(path), 100, start - cut_in)
    strip.frame_final_end = start + length
    strip.frame_final_start = start
    strip.frame_final_end = start + length
    strip.channel = channel
    return strip


def test_an_edit_that_was_made_in_blender_is_read_frame_for_frame(media: Media, tmp_path: Path, proof: Proof) -> None:
    scene = own_scene()
    a, b = media(1, R24), media(2, R24)
    movie(scene, a, 1, 1, 30, 20)
    movie(scene, b, 1, 21, 40, 20).use_reverse_frames = True
    for start, factor in ((50, 1.5), (70, 0.4), (90, 3.0), (110, 0.333)):
        strip = movie(scene, a, 3, start, 25, 20)
        effect = new_effect(scene.sequence_editor, f"s{start}", "SPEED", 4, start, start + 20, strip)
        effect.speed_control, effect.speed_factor = "MULTIPLY", factor
    movie(scene, b, 3, 130, 77, 15)
    host = BlenderHost(scene)
    cut, findings = host.read_cut()
    assert findings == ()
    assert (cut.start, cut.duration, cut.name) == (0, R24.time_of(144), "Scene")
    assert [one.id for one in cut.shots] == ["V1:1", "V1:2", "V2:1", "V2:2", "V2:3", "V2:4", "V2:5"]
    assert {one.source.path for one in cut.shots} == {a, b}
    assert cut.shots[2].speed == Fraction(3, 2)
    missed = wrong(cut, lambda one: int(one.source.name[:1]), rendered(host, cut, tmp_path))
    assert noted(proof, "an edit made in Blender, as we read it", cut, missed) == []


def test_what_is_changed_in_blender_afterwards_is_read(media: Media, tmp_path: Path) -> None:
    cut = program(media, R24)
    host, _ = BlenderHost.of_cut(cut)
    by_name = {strip.name: strip for strip in strips(host.scene.sequence_editor)}
    by_name["shot 1"].frame_final_end -= 6  # trimmed at its tail
    by_name["shot 3"].frame_final_start += 4  # a reversed one at its head
    by_name["shot 9 (speed)"].mute = by_name["shot 9"].mute = True
    new, findings = host.read_cut()
    assert findings == ()
    frames = R24.time_of
    assert new.shots[0].record_span == Span(0, frames(14))
    assert new.shots[0].source_span.duration == frames(14)
    assert new.shots[2].record_span == Span(frames(59), frames(80))
    start, end = cut.shots[2].source_span.start, cut.shots[2].source_span.end
    assert new.shots[2].source_span == Span(start, end - frames(4))
    assert not new.shots[8].enabled
    assert {one.source for one in new.shots} == {one.source for one in cut.shots}
    assert new.shots[3:8] == cut.shots[3:8]
    assert wrong(new, lambda one: int(one.source.reel), rendered(host, new, tmp_path)) == []


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_blenders_own_subtitle_file_is_ours(rate: FrameRate, media: Media, tmp_path: Path) -> None:
    cut = program(media, rate)
    host, _ = BlenderHost.of_cut(cut)
    texts = ("Un", "Deux lignes\nd’un été à Győr", "日本語", "Trois : « quatre »", "a <b> & c")
    spans = [Span(rate.time_of(40 * n + n), rate.time_of(40 * n + 37)) for n in range(len(texts))]
    cues = tuple(Cue(span, plain(text), str(n + 1)) for n, (span, text) in enumerate(zip(spans, texts, strict=True)))
    captions = Captions(cues, "fr", rate=rate)
    assert host.put_captions(captions) == ()
    host.put_captions(captions)
    with in_sequencer(host.scene):
        editor = host.scene.sequence_editor
        editor.active_strip = next(one for one in strips(editor) if one.type == "TEXT")
        editor.active_strip.select = True
        bpy.ops.sequencer.export_subtitles(filepath=str(tmp_path / "blender.srt"))
    write_captions(captions, tmp_path / "ours.srt")
    theirs, ours = (read_captions(tmp_path / name)[0] for name in ("blender.srt", "ours.srt"))
    assert [(one.span, one.text) for one in theirs.cues] == [(one.span, one.text) for one in ours.cues]
    assert caption_strips.read_captions(host.scene, "fr", "sub").cues == cues


def test_captions_that_overlap_stand_on_channels_of_their_own(media: Media) -> None:
    host, _ = BlenderHost.of_cut(program(media, R24))
    frames = R24.time_of
    italic = ((Run("Tout en italique", italic=True),),)
    mixed = ((Run("Un "), Run("mot", italic=True)),)
    cues = (
        Cue(Span(frames(0), frames(30)), plain("A"), "1"),
        Cue(Span(frames(10), frames(40)), italic, "2"),
        Cue(Span(frames(30), frames(50)), mixed, "3"),
        Cue(Span(frames(60), frames(60)), plain("un instant"), "4"),
    )
    findings = host.put_captions(Captions(cues, "fr", rate=R24))
    assert [one.evidence["what"] for one in findings] == ["rich-text"]
    found = {strip.text: strip for strip in strips(host.scene.sequence_editor) if strip.type == "TEXT"}
    assert found["A"].channel == found["Un mot"].channel == found["Tout en italique"].channel - 1
    assert found["Tout en italique"].use_italic
    assert not found["Un mot"].use_italic
    assert found["un instant"].frame_final_duration == 1
    assert host.scene.sequence_editor.channels[found["A"].channel].name == "Picturelock fr sub"


def test_there_is_nothing_to_read_in_an_empty_scene() -> None:
    with pytest.raises(InputError, match="no strips"):
        BlenderHost(bpy.context.scene).read_cut()
    scene = own_scene()
    scene.render.fps, scene.render.fps_base = 17, 1.37
    new_effect(scene.sequence_editor, "c", "COLOR", 1, 1, 10)
    with pytest.raises(InputError, match="frame"):
        BlenderHost(scene).read_cut()


def test_hostile_notes_are_not_believed(media: Media) -> None:
    cut = program(media, R24)
    host, _ = BlenderHost.of_cut(cut)
    for number, bad in enumerate(
        ("[" * 9000, '{"shot": 3}', '{"shot": {"speed": "1/0"}}', "x" * 5_000_000, '{"edit": 1e999}')
    ):
        strips(host.scene.sequence_editor)[number]["picturelock"] = bad
    host.scene["picturelock"] = (
        '{"origin": 86400, "cut": {"rate": 3}, "markers": [{"frame": 1}, 7, {"frame": "x", "marker": []}]}'
    )
    got, _ = host.read_cut()
    assert [one.record_span for one in got.shots] == [one.record_span for one in cut.shots]
    assert host.markers() == ()


def test_more_tracks_than_blender_has_channels_are_refused(media: Media) -> None:
    of = source(media(1, R24), R24)
    shots = tuple(replace(shot(1, (0, 10), 0, of, R24), id=f"V{n}:1", track=f"V{n}") for n in range(1, 140))
    with pytest.raises(UsageError, match="128 channels"):
        BlenderHost.of_cut(Cut("Many", R24, shots, duration=R24.time_of(10)))
