from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import profiles, wording
from picturelock.cues import Captions, Cue, Run
from picturelock.cut import Cut, Shot, Source
from picturelock.errors import InputError
from picturelock.findings import Finding, Place
from picturelock.formats.base import lost
from picturelock.formats.files import read_captions
from picturelock.production import CaptionOrder, CaptionTrack, DeliveryOrder, Dossier, Production
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.spoken import RecordWord
from picturelock.subtitling.caption import caption_cut
from picturelock.subtitling.checks import check
from picturelock.subtitling.segmentation.split import split
from picturelock.times import FrameRate, Span, from_ms

RATE = FrameRate(25)

FAULTY = """1
00:00:01,000 --> 00:00:03,000
This single line is much longer than the forty-two that fit.

2
00:00:03,000 --> 00:00:03,400
Too fast and too short.

3
00:00:03,200 --> 00:00:05,000
Over the other.

4
00:00:06,000 --> 00:00:14,000
one
two
three

5
00:00:15,000 --> 00:00:17,000

6
00:00:59,000 --> 00:01:00,040
After the end.
"""


BROKEN = """x

1
-00:00:01.000 --> 00:00:00,000
x
9
00:00:09,000 --> 00:00:08,000
x

y

5
00:00:01,000 --> 00:00:02,000
\0x
"""


def dossier(*tracks: CaptionTrack, root: Path = Path("/film")) -> Dossier:
    orders = tuple(track.order for track in tracks)
    production = Production(root.resolve(), "T", ("en",), root / "cut.otio", (), orders, None, DeliveryOrder())
    return Dossier(production, Cut("cut", RATE, (), duration=from_ms(60_000)), {}, {}, tracks, None)


def track(file: Path, profile: str = "netflix-en") -> CaptionTrack:
    order = CaptionOrder("en", "sub", profile, file.resolve())
    try:
        captions, findings = read_captions(file, "en")
    except InputError:
        return CaptionTrack(order, None)
    return CaptionTrack(order, captions, findings)


def test_exactly_the_faults_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "captions" / "a.srt"
    file.parent.mkdir()
    file.write_text(FAULTY)
    every = list(check(dossier(track(file), root=tmp_path)))
    findings = [one for one in every if one.severity == "error"]
    assert [(one.rule.removeprefix("captions."), one.place.cue) for one in findings] == [
        ("line-length", "1"), ("reading-speed", "1"), ("reading-speed", "2"), ("too-short", "2"), ("gap", "2"), ("overlap", "3"),
        ("lines", "4"), ("too-long", "4"), ("empty", "5"), ("beyond-cut", "6"),
    ]  # fmt: skip
    assert {one.place.file for one in findings} == {"captions/a.srt"}
    assert {one.rule for one in every} - {one.rule for one in findings} == {
        "captions.number-in-words",
        "captions.sentence-case",
    }


def test_what_reading_found_is_passed_on_with_the_productions_path(tmp_path: Path) -> None:
    file = tmp_path / "a.srt"
    file.write_bytes(
        "1\n00:00:01,000 --> 00:00:02,000\nÉté\n\n\n7\n00:00:05,000 --> 00:00:06,000\nx\n".encode("cp1252")
    )
    findings = list(check(dossier(track(file), root=tmp_path)))
    assert [(one.rule, one.place.file, one.place.line) for one in findings] == [
        ("captions.encoding", "a.srt", None), ("captions.index", "a.srt", 7),
    ]  # fmt: skip


def test_a_track_without_captions_is_never_a_pass() -> None:
    (one,) = check(dossier(CaptionTrack(CaptionOrder("en", "sub", "netflix-en", Path("/film/a.srt")), None)))
    assert (one.rule, one.severity) == ("captions.missing-file", "error")


def test_an_unknown_profile_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.srt"
    file.write_text("1\n00:00:01,000 --> 00:00:02,000\nHi.\n")
    (one,) = check(dossier(track(file, "nobody"), root=tmp_path))
    assert (one.rule, one.severity) == ("captions.unknown-profile", "error")


def every_finding(tmp_path: Path) -> list[Finding]:
    """At least one finding of every rule of the trade."""
    texts = {
        "a.srt": FAULTY,
        "b.srt": BROKEN,
        "c.vtt": "WEBVTT\n",
        "d.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n<x>y\n\nSTYLE\nx\n",
        "e.srt": "é",
        "f.srt": "1\n00:00:01,000 --> 00:00:02,000\nx\n\n" * 200,
    }
    tracks = []
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode("cp1252"))
        tracks.append(track(tmp_path / name, "nobody" if name == "c.vtt" else "netflix-en"))
    (tmp_path / "g.srt").write_bytes("1\n00:00:01,000 --> 00:00:02,000\né\n".encode("cp1252"))
    findings = [*check(dossier(*tracks, track(tmp_path / "g.srt"), root=tmp_path)), *lost("SRT", Counter(notes=1))]
    order = CaptionOrder("en", "sub", "netflix-en", (tmp_path / "e.srt").resolve())
    reason = Finding("captions.unreadable", "error", Place(file="e.srt"), {"file": "e.srt", "reason": "is not text."})
    findings += check(dossier(CaptionTrack(order, None, (reason,)), root=tmp_path))
    return [*findings, *_of_a_cut()]


def _of_a_cut() -> list[Finding]:
    made = Provenance("transcript", "machine", "test", "1")
    said = Transcript("x", (Segment((Word("Hello", Span(0, from_ms(900))),), "en"),), made, language="en")
    span = Span(0, from_ms(2000))
    one = Shot("A1:1", "A1", "audio", "one", Source("one", fingerprint="one"), span, span)
    two = Shot("A2:1", "A2", "audio", "two", Source("two", fingerprint="two"), span, span)
    three = Shot("A3:1", "A3", "audio", "three", Source("three", fingerprint="three"), span, span)
    back = Shot(
        "A1:2", "A1", "audio", "one", Source("one", fingerprint="one"), span, span.shift(span.end), reverse=True
    )
    cut = Cut("cut", RATE, (one, two, three, back), duration=from_ms(4000))
    profile = profiles.load("netflix-fr")
    guessed = replace(said, provenance=replace(made, tool="pocketsphinx"))
    heard = caption_cut(cut, {"one": said, "two": guessed}, profile, "en")[1]
    return [*heard, *caption_cut(cut, {"one": said}, profile, "fr")[1], *_of_three_at_once()]


def _of_three_at_once() -> list[Finding]:
    words = [
        RecordWord(text, Span(from_ms(at), from_ms(at + 2500)), "en", source, "A1:1")
        for text, source, at in (
            ("Where did you put it?", "a", 0),
            ("Nowhere, I tell you.", "b", 100),
            ("Stop.", "c", 200),
        )
    ]
    return list(split(words, profiles.load("netflix-en"), RATE, "en")[1])


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_rule_can_be_said(tmp_path: Path, language: str) -> None:
    findings = every_finding(tmp_path)
    said_elsewhere = {"sidecar"}  # by whoever collects the dossier
    own = tomllib.loads((wording._FOLDER / language / "captions.toml").read_text(encoding="utf-8"))
    assert set(own) - said_elsewhere <= {one.rule.removeprefix("captions.") for one in findings}
    for one in findings:
        assert wording.title(one.rule, language) and wording.message(one, language)
        wording.fix(one, language)


def test_every_finding_says_whose_rule_it_is(tmp_path: Path) -> None:
    said_elsewhere = {"captions.lost"}  # by formats, when a file is written
    assert [one for one in every_finding(tmp_path) if not one.source and one.rule not in said_elsewhere] == []


@pytest.mark.parametrize(
    ("language", "frames", "end"),
    [("en", 1, "1 frame before caption 1 has ended."), ("en", 2, "2 frames before caption 1 has ended."),
     ("fr", 1, "1 image avant la sortie du sous-titre 1."), ("fr", 2, "2 images avant la sortie du sous-titre 1.")],
)  # fmt: skip
def test_numbers_agree(language: str, frames: int, end: str) -> None:
    facts = {"cue": "2", "before": "1", "overlap_frames": frames}
    assert wording.message(Finding("captions.overlap", "error", evidence=facts), language).endswith(end)


def test_an_empty_run_is_empty() -> None:
    captions = Captions((Cue(Span(0, from_ms(2000)), ((Run(""),),), "1"),))
    order = CaptionOrder("en", "sub", "netflix-en", Path("/film/a.srt"))
    assert [one.rule for one in check(dossier(CaptionTrack(order, captions)))] == ["captions.empty"]
