"""Effects of AAF: speeds as Avid and others give them, layers, mattes and clips that are off."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import aaf2
import pytest
from aaf2.rational import AAFRational
from picturelock.cut import Cut
from picturelock.timeline.aaf.definitions import Definitions
from picturelock.timeline.aaf.names import LINEAR, MOTION, SPEED_MAP, SPEED_OFFSET_MAP, SPEED_RATIO
from picturelock.timeline.read import read_timeline
from picturelock.times import FrameRate

R24 = FrameRate(24)
Points = list[tuple[Fraction, Fraction]]
TITLE = "2db619ef-7210-4e89-95d7-970336d72e8c"
POSITION = "8d56827e-847e-11d5-935a-50f857c10000"
CUBIC = "a04a5439-8a0e-4cb7-975f-a5b255866883"


def points(*pairs: tuple[float, float]) -> Points:
    return [(Fraction(time).limit_denominator(1000), Fraction(value).limit_denominator(1000)) for time, value in pairs]


def of_one_effect(path: Path, build: Callable[[Definitions, Any], Any]) -> tuple[Cut, list[str]]:
    """A sequence of one component, made of a master clip; and the rules of what was found."""
    with aaf2.open(str(path), "w") as file:
        definitions = Definitions(file)
        master = definitions.mob("MasterMob", "Clip")
        slot = master.create_timeline_slot("24/1", 1)
        slot.segment = file.create.SourceClip(media_kind="picture", length=500)
        file.content.mobs.append(master)
        mob = definitions.mob("CompositionMob", "Cut")
        mob.usage = "Usage_TopLevel"
        component = build(definitions, master)
        sequence = file.create.Sequence(media_kind="picture")
        sequence.components.value = [component]
        mob.create_timeline_slot("24/1", 1).segment = sequence
        file.content.mobs.append(mob)
    cut, findings = read_timeline(path)
    return cut, [finding.rule for finding in findings]


def clip(definitions: Definitions, master: Any, start: int, length: int) -> Any:
    made = definitions.file.create.SourceClip(media_kind="picture", length=length, start=start)
    made.mob_id, made.slot_id = master.mob_id, 1
    return made


def moving(definitions: Definitions, master: Any, length: int, shown: tuple[int, int], *parameters: Any) -> Any:
    group = definitions.group(MOTION, "video", length)
    group["InputSegments"].value = [clip(definitions, master, *shown)]
    group["Parameters"].value = list(parameters)
    return group


def shown(cut: Cut) -> tuple[float, float, Fraction, bool]:
    """First and last source frame of the one clip, its speed and direction."""
    (shot,) = cut.shots
    return shot.source_span.start / R24.frame, shot.source_span.end / R24.frame, shot.speed, shot.reverse


def test_avids_ratio_is_rounded_and_its_offset_map_is_not(tmp_path: Path) -> None:
    """As in OpenTimelineIO's misc_speed_effects.aaf: 200 % over 8 frames needs 16, the ratio says 8 to 15."""
    cut, rules = of_one_effect(
        tmp_path / "a.aaf",
        lambda made, master: moving(
            made, master, 8, (100, 15), made.varying(SPEED_OFFSET_MAP, points((0, 0), (8, 16))),
            made.constant(SPEED_RATIO, Fraction(8, 15)),
        ),
    )  # fmt: skip
    assert (shown(cut), rules) == ((100, 116, 2, False), [])


@pytest.mark.parametrize(
    ("ratio", "length", "input_length", "expected"),
    [
        (Fraction(1_111_111, 1_000_000), 20, 18, (100, 118, Fraction(9, 10), False)),
        (Fraction(2), 8, 4, (100, 104, Fraction(1, 2), False)),
        (Fraction(-1), 8, 8, (100, 108, Fraction(1), True)),
        (Fraction(8), 8, 1, (100, 100, Fraction(0), False)),
    ],
)
def test_a_ratio_alone_is_the_length_over_that_of_the_input(
    tmp_path: Path, ratio: Fraction, length: int, input_length: int, expected: tuple[int, int, Fraction, bool]
) -> None:
    cut, rules = of_one_effect(
        tmp_path / "a.aaf",
        lambda made, master: moving(made, master, length, (100, input_length), made.constant(SPEED_RATIO, ratio)),
    )
    assert (shown(cut), rules) == (expected, [])


def test_a_speed_map_alone_is_summed_up(tmp_path: Path) -> None:
    """From 0 to twice the speed, evenly, over ten frames: ten frames of source."""
    cut, _ = of_one_effect(
        tmp_path / "a.aaf",
        lambda made, master: moving(
            made, master, 20, (100, 40), made.varying(SPEED_MAP, points((0, 0), (10, 2), (20, 2)), LINEAR)
        ),
    )
    (shot,) = cut.shots
    assert [(R24.nearest(knot.record), R24.nearest(knot.source)) for knot in shot.ramp] == [
        (0, 100),
        (10, 110),
        (20, 130),
    ]


def test_a_position_curve_is_followed_in_straight_lines_and_told(tmp_path: Path) -> None:
    """Its times run from 0 at the first frame to 1 at the last."""

    def build(made: Definitions, master: Any) -> Any:
        dictionary, create = made.file.dictionary, made.file.create
        rational = dictionary.lookup_typedef("Rational")
        known = create.ParameterDef(POSITION, "PARAM_OFFSET_MAP_U", "", rational)
        dictionary.register_def(known)
        cubic = create.InterpolationDef(CUBIC, "AvidCubicInterpolator", "")
        dictionary.register_def(cubic)
        curve = create.VaryingValue()
        curve.parameterdef = known
        curve["Interpolation"].value = cubic
        keys = []
        for time, value in ((Fraction(0), 0), (Fraction(4, 15), 5), (Fraction(1), 15)):
            key = create.ControlPoint()
            key["Time"].value = AAFRational(time.numerator, time.denominator)
            key["Value"].value = AAFRational(value, 1)
            keys.append(key)
        curve["PointList"].value = keys
        return moving(made, master, 16, (100, 16), curve, made.constant(SPEED_RATIO, Fraction(1)))

    cut, rules = of_one_effect(tmp_path / "a.aaf", build)
    (shot,) = cut.shots
    assert [(R24.nearest(knot.record), R24.nearest(knot.source)) for knot in shot.ramp][:2] == [(0, 100), (4, 105)]
    assert rules == ["timeline.aaf-speed-curve"]


def test_a_speed_of_several_clips_is_one_of_a_nest(tmp_path: Path) -> None:
    def build(made: Definitions, master: Any) -> Any:
        group = made.group(MOTION, "video", 10)
        inner = made.file.create.Sequence(media_kind="picture")
        inner.components.value = [clip(made, master, 0, 12), clip(made, master, 50, 8)]
        inner.length = 20
        group["InputSegments"].value = [inner]
        group["Parameters"].value = [made.varying(SPEED_OFFSET_MAP, points((0, 0), (10, 20)))]
        return group

    cut, _ = of_one_effect(tmp_path / "a.aaf", build)
    (shot,) = cut.shots
    assert (shot.speed, shot.nest is not None and len(shot.nest.shots)) == (2, 2)


def test_a_matte_of_the_same_clip_is_no_picture(tmp_path: Path) -> None:
    """Avid's titles: nothing below, the title, and its key."""

    def build(made: Definitions, master: Any) -> Any:
        create = made.file.create
        title = create.OperationDef(TITLE, "Title_2")
        title.media_kind = "picture"
        title["NumberInputs"].value = 3
        made.file.dictionary.register_def(title)
        below = create.ScopeReference("picture", 12)
        below["RelativeScope"].value, below["RelativeSlot"].value = 1, 1
        group = create.OperationGroup(title, length=12, media_kind="picture")
        group["InputSegments"].value = [below, clip(made, master, 0, 12), clip(made, master, 0, 12)]
        return group

    cut, _ = of_one_effect(tmp_path / "a.aaf", build)
    (shot,) = cut.shots
    assert (shot.name, shot.nest, [effect.name for effect in shot.effects]) == ("Clip", None, ["Title_2"])


def test_a_clip_that_is_off(tmp_path: Path) -> None:
    def build(made: Definitions, master: Any) -> Any:
        selector = made.file.create.Selector("picture", 12)
        nothing = made.file.create.ScopeReference("picture", 12)
        nothing["RelativeScope"].value, nothing["RelativeSlot"].value = 0, 1
        selector["Selected"].value = nothing
        selector["Alternates"].value = [clip(made, master, 5, 12)]
        return selector

    cut, _ = of_one_effect(tmp_path / "a.aaf", build)
    assert [(shot.enabled, R24.nearest(shot.source_span.start)) for shot in cut.shots] == [(False, 5)]
