"""FCPXML that nobody meant well with, or that broke on the way: one clear error each, quickly; and never anything else."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from picturelock.errors import InputError, UsageError
from picturelock.timeline.fcpxml import xml
from picturelock.timeline.flatten import opened
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline

Write = Callable[..., Path]
SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "timelines" / "fcpx"
RESOURCES = (
    '<format id="f" frameDuration="1/24s"/><asset id="a" hasVideo="1" hasAudio="1" duration="100s" format="f">'
    '<media-rep src="file:///etc/passwd"/></asset>'
)
CLIP = '<asset-clip ref="a" duration="1s"/>'


def project(spine: str, resources: str = "") -> str:
    return (
        f'<fcpxml version="1.10"><resources>{RESOURCES}{resources}</resources><project name="p">'
        f'<sequence format="f"><spine>{spine}</spine></sequence></project></fcpxml>'
    )


def compound(name: str, spine: str) -> str:
    return f'<media id="{name}"><sequence format="f"><spine>{spine}</spine></sequence></media>'


def refused(path: Path, reason: str, seconds: float = 5) -> None:
    before = perf_counter()
    with pytest.raises(InputError, match=reason) as caught:
        read_timeline(path)
    assert perf_counter() - before < seconds
    assert caught.value.file == path


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not well-formed"),
        ("<fcpxml", "not well-formed"),
        ("<html/>", "expected <fcpxml>"),
        ('<xmeml version="5"/>', "expected <fcpxml>"),
        ('<?xml version="1.0" encoding="klingon"?><fcpxml/>', "not well-formed"),
        ("<fcpxml/>", "no project"),
        ("<fcpxml><project/></fcpxml>", "has no sequence"),
        (project("<gap duration='5s'/>"), "holds no clips"),
        (project(CLIP)[:-20], "not well-formed"),
        ('<!DOCTYPE fcpxml [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><fcpxml>&b;</fcpxml>', "refused"),
        ('<!DOCTYPE fcpxml [<!ENTITY x SYSTEM "file:///etc/passwd">]><fcpxml>&x;</fcpxml>', "refused"),
        ('<!DOCTYPE fcpxml [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><fcpxml/>', "refused"),
        (project('<asset-clip ref="a" duration="1s">' * 20_000 + "</asset-clip>" * 20_000), "levels deep"),
        (project("<clip duration='1s'>" * 105 + "</clip>" * 105), "clips deep"),
        (project('<ref-clip ref="c" duration="1s"/>', compound("c", '<ref-clip ref="c" duration="1s"/>')), "itself"),
        ("<fcpxml " + " ".join(f'a{n}=""' for n in range(9999)) + "/>", "hundreds of attributes"),
        (project('<asset-clip ref="a" duration="-1s"/>'), "negative duration"),
        (project('<asset-clip ref="a" duration="1/0s"/>'), "line 1: <asset-clip> has an unreadable duration"),
        (project('<asset-clip ref="a" duration="99999999999s"/>'), "unreadable duration"),
        (project('<asset-clip ref="a" duration="999999999s"/>' * 2), "lasts more than"),
        (project('<asset-clip ref="a" duration="nan"/>'), "unreadable duration"),
        (project('<gap duration="1s"><asset-clip ref="a" lane="x" duration="1s"/></gap>'), "lane that is no number"),
        (project('<asset-clip ref="a" duration="1s"><conform-rate srcFrameRate="0"/></asset-clip>'), "srcFrameRate"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(write: Write, text: str, reason: str) -> None:
    refused(write(text, "cut.fcpxml"), reason)


def test_several_projects_are_named(write: Write) -> None:
    two = project(CLIP).replace("</fcpxml>", '<event><project name="q"><sequence/></project></event></fcpxml>')
    refused(write(two, "cut.fcpxml"), "holds 2 projects; expected one: p, q")


def test_clips_without_a_project(write: Write) -> None:
    text = f'<fcpxml version="1.8"><resources>{RESOURCES}</resources>{CLIP}</fcpxml>'
    refused(write(text, "cut.fcpxml"), "holds clips but no project")


def test_a_definition_elsewhere_is_not_fetched(write: Write) -> None:
    path = write('<!DOCTYPE fcpxml SYSTEM "http://127.0.0.1:1/x.dtd">' + project(CLIP), "cut.fcpxml")
    assert len(read_timeline(path)[0].shots) == 2


def test_compound_clips_without_end(write: Write) -> None:
    chain = "".join(compound(f"c{n}", f'<ref-clip ref="c{n + 1}" duration="1s"/>') for n in range(5000))
    refused(write(project('<ref-clip ref="c0" duration="1s"/>', chain), "cut.fcpxml"), "clips deep")
    ten = '<ref-clip ref="c{}" duration="1s"/>' * 10
    laughs = "".join(compound(f"c{n}", ten.replace("{}", str(n + 1))) for n in range(20)) + compound("c20", CLIP)
    refused(write(project('<ref-clip ref="c0" duration="1s"/>', laughs), "cut.fcpxml"), "open into")


def test_too_much(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "DIALECT", replace(xml.DIALECT, max_elements=10_000))
    refused(write(project(CLIP * 20_000), "cut.fcpxml"), "more than 10,000 elements")
    path = tmp_path / "huge.fcpxml"
    with path.open("wb") as file:
        os.ftruncate(file.fileno(), 400_000_000)
    refused(path, "400 MB", seconds=1)


def test_no_file_and_a_folder_that_is_no_bundle(tmp_path: Path) -> None:
    refused(tmp_path / "none.fcpxml", "does not exist")
    (tmp_path / "empty.fcpxmld").mkdir()
    refused(tmp_path / "empty.fcpxmld", "folder without Info.fcpxml")


def test_what_comes_before_the_first_frame_is_not_seen(write: Write) -> None:
    spine = (
        '<gap offset="0s" start="10s" duration="9s"><asset-clip ref="a" lane="1" offset="8s" start="20s" duration="5s"/>'
        '<asset-clip ref="a" lane="2" offset="1s" duration="5s"/></gap>'
    )
    cut, _ = read_timeline(write(project(spine), "cut.fcpxml"))
    assert {(shot.record_span.start, shot.source_span.start) for shot in cut.shots} == {(0, 22 * 705_600_000)}


VALUES = (
    "", "0s", "-1s", "1/0s", "x", "1/3s", "-5/7s", "3600s", "999999999s", "1/90000000000s", "a", "f", "c", "0", "1", "-1",
    "audio", "video", "none", "DF", "é\u202e", "25", "23.98",
)  # fmt: skip
SPINES = (
    '<clip name="C" start="2s" duration="4s"><video ref="a" offset="0s" duration="30s"><audio ref="a" lane="-1"/></video></clip>',
    '<sync-clip duration="3s"><spine><asset-clip ref="a" duration="9s"/><gap duration="2s"/></spine></sync-clip>',
    '<asset-clip ref="a" start="1s" duration="4s"><timeMap><timept time="0s" value="9s"/>\n<timept time="2s" value="1s"/>'
    '<timept time="7s" value="8s"/></timeMap><marker start="2s" value="m"/></asset-clip>',
    '<transition duration="1s"/><asset-clip ref="a" duration="3s">\n<conform-rate srcFrameRate="25"/>'
    '<spine lane="1" offset="1s"><ref-clip ref="c" duration="2s"/></spine></asset-clip><transition offset="3s" duration="2s"/>',
    '<audition><ref-clip ref="c" duration="3s"/><clip duration="1s"/></audition>',
)
TAGS = (
    "asset-clip",
    "video",
    "clip",
    "gap",
    "spine",
    "sync-clip",
    "ref-clip",
    "mc-clip",
    "audition",
    "title",
    "transition",
)
ATTRIBUTE = re.compile(r'\w+="([^"]*)"')


def mutated(text: str, random: Random) -> str:
    """The text with a few things in it that do not belong there."""
    for _ in range(random.randint(1, 5)):
        found = random.choice(list(ATTRIBUTE.finditer(text)))
        lines = text.split("\n")
        index = random.randrange(len(lines))
        match random.randrange(5):
            case 0 | 1:
                text = text[: found.start(1)] + random.choice(VALUES) + text[found.end(1) :]
            case 2:
                text = text[: found.start()] + text[found.end() :]
            case 3:
                text = "\n".join([*lines[:index], *random.choice([[], [lines[index]] * 2]), *lines[index + 1 :]])
            case _:
                text = re.sub(rf"(</?){random.choice(TAGS)}\b", rf"\g<1>{random.choice(TAGS)}", text)
    return text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_whatever_is_in_it(write: Write, tmp_path: Path, seed: int) -> None:
    """It is read, as a cut that makes sense and can be written, or refused."""
    random = Random(seed)
    texts = [
        project(f"{CLIP}\n{random.choice(SPINES)}\n{random.choice(SPINES)}", compound("c", CLIP)) for _ in range(3)
    ]
    texts += [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.fcpxml"))]
    path = write(mutated(random.choice(texts), random), "cut.fcpxml")
    try:
        cut, _ = read_timeline(path)
    except (InputError, UsageError) as error:
        assert str(error)
        return
    for shot in cut.shots:
        assert 0 <= shot.record_span.start < shot.record_span.end <= cut.duration
        assert abs(shot.source_span.duration - shot.record_span.duration * shot.speed) <= 1 or shot.ramp
    assert len({shot.id for shot in cut.shots}) == len(cut.shots)
    for version in (cut, opened(cut)):
        write_timeline(version, tmp_path / "out.fcpxml", True)
