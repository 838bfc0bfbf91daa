"""`picturelock caption convert`: any format to any other, on frames, with everything said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from picturelock import registry
from picturelock.formats.files import read_captions
from picturelock.formats.sidecar import read, write_sidecar
from picturelock.speech import Provenance
from picturelock.times import FrameRate, Timecode, from_ms
from picturelock_cli.main import main

TEXT = """1
00:00:01,010 --> 00:00:02,490
{\\an8}<i>L’été</i>

2
00:00:04,000 --> 00:00:06,000
— Où ça ?

"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LANG", "en")


@pytest.fixture
def srt(tmp_path: Path) -> Path:
    file = tmp_path / "film.srt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def convert(*argv: object) -> int:
    return main(["caption", "convert", *map(str, argv)])


@pytest.mark.parametrize("name", list(registry.FORMATS))
def test_any_format_that_is_written(srt: Path, tmp_path: Path, name: str) -> None:
    found = registry.load(registry.FORMATS[name])
    out = tmp_path / f"out{found.suffixes[0]}"
    rate = "29.97" if name == "scc" else "25"
    code = convert(srt, "-o", out, "--to", name, "--rate", rate, "--language", "fr-CA")
    if "write" not in found.directions:
        assert code == 2 and not out.exists()
        return
    assert code == 0 and out.stat().st_size
    if "read" in found.directions:
        texts = [cue.text for cue in read_captions(out, name=name)[0].cues]
        assert len(texts) == 2 and texts[0].replace("'", "’") == "L’été"


def test_it_says_what_was_lost_and_where(srt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert(srt, "-o", tmp_path / "t.stl", "--to", "stl-teletext", "--rate", "25") == 0
    out = capsys.readouterr().out
    assert "2 captions written as EBU STL teletext" in out
    assert "EBU STL teletext cannot hold italics (1)." in out
    assert (
        convert(srt, "-o", tmp_path / "t.stl", "--to", "stl-teletext", "--rate", "25", "--lang", "fr", "--force") == 0
    )
    assert "ne peut garder\u00a0: italique (1)." in capsys.readouterr().out


def test_captions_are_put_on_frames(srt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert(srt, "-o", tmp_path / "on.srt", "--rate", "25", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["cues"], document["frame_rate"], document["format"]) == (2, "25/1", "srt")
    assert "00:00:01,000 --> 00:00:02,480" in (tmp_path / "on.srt").read_text(encoding="utf-8")
    assert convert(srt, "-o", tmp_path / "off.vtt") == 0
    assert "not on frames" in capsys.readouterr().out


def test_a_film_that_was_sped_up_is_slowed_down_again(srt: Path, tmp_path: Path) -> None:
    assert convert(srt, "-o", tmp_path / "slow.vtt", "--speed", "25:23.976") == 0
    cues = read_captions(tmp_path / "slow.vtt")[0].cues
    film = FrameRate(24000, 1001)
    assert [film.nearest(cue.span.start) for cue in cues] == [25, 100]
    assert convert(srt, "-o", tmp_path / "x.vtt", "--speed", "25") == 2
    assert convert(srt, "-o", tmp_path / "x.vtt", "--speed", "25:24", "--from-rate", "30") == 2


def test_the_programmes_start_goes_in_and_out(srt: Path, tmp_path: Path) -> None:
    stl = tmp_path / "film.stl"
    assert convert(srt, "-o", stl, "--rate", "25", "--out-start", "10:00:00:00") == 0
    captions, _ = read_captions(stl)
    assert captions.start == from_ms(36_000_000) and captions.cues[1].span.start == from_ms(4000)
    late = tmp_path / "late.srt"
    late.write_text(TEXT.replace("00:00:0", "01:00:0"), encoding="utf-8")
    assert convert(late, "-o", tmp_path / "early.srt", "--from-rate", "25", "--start", "01:00:00:00") == 0
    assert "00:00:04,000 --> 00:00:06,000" in (tmp_path / "early.srt").read_text(encoding="utf-8")
    assert convert(late, "-o", tmp_path / "x.srt", "--start", "01:00:00:00") == 2


def test_a_rate_change_keeps_the_start_label(srt: Path, tmp_path: Path) -> None:
    stl, ntsc = tmp_path / "film.stl", tmp_path / "ntsc.stl"
    assert convert(srt, "-o", stl, "--rate", "25", "--out-start", "01:00:00:00") == 0
    assert convert(stl, "-o", ntsc, "--rate", "29.97") == 0
    captions, _ = read_captions(ntsc)
    assert captions.rate is not None and str(Timecode.at(captions.start, captions.rate)) == "01:00:00:00"


def test_shifting(srt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert(srt, "-o", tmp_path / "a.srt", "--from-rate", "25", "--shift", "10f") == 0
    assert "00:00:04,400 --> 00:00:06,400" in (tmp_path / "a.srt").read_text(encoding="utf-8")
    assert convert(srt, "-o", tmp_path / "b.srt", "--shift=-1.5s") == 0
    assert "times outside what it can write" in capsys.readouterr().out


def test_nothing_is_replaced_or_read_and_written_at_once(srt: Path, tmp_path: Path) -> None:
    assert convert(srt, "-o", srt) == 2
    link = tmp_path / "link.srt"
    link.symlink_to(srt)
    assert convert(link, "-o", srt, "--force") == 2
    (tmp_path / "out.vtt").write_text("mine")
    assert convert(srt, "-o", tmp_path / "out.vtt") == 7
    assert (tmp_path / "out.vtt").read_text() == "mine"
    assert convert(srt, "-o", tmp_path / "out.vtt", "--force") == 0
    assert srt.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    "argv",
    [
        [], ["film.srt"], ["film.srt", "-o", "x.docm"], ["film.srt", "-o", "x.srt", "--to", "teletxt"],
        ["film.srt", "-o", "x.vtt", "--rate", "25", "--drop"], ["film.srt", "-o", "x.vtt", "--out-start", "1:00"],
        ["film.srt", "-o", "x.stl"], ["film.srt", "-o", "x.stl", "--rate", "24"],
    ],
)  # fmt: skip
def test_what_cannot_work_is_one_sentence(
    srt: Path, argv: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(srt.parent)
    assert convert(*argv) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("picturelock") and "Traceback" not in shown.err
    assert sorted(path.name for path in srt.parent.iterdir()) == ["film.srt"]


def test_a_part_that_cannot_be_read_is_exit_1_and_the_rest_is_written(tmp_path: Path) -> None:
    broken = tmp_path / "broken.srt"
    broken.write_text(TEXT + "3\nno times\n\n4\n00:00:08,000 --> 00:00:09,000\nFin\n", encoding="utf-8")
    assert convert(broken, "-o", tmp_path / "out.vtt") == 1
    assert len(read_captions(tmp_path / "out.vtt")[0].cues) == 3
    assert convert(tmp_path / "missing.srt", "-o", tmp_path / "x.vtt") == 3


def test_who_made_the_captions_stays_known(srt: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.vtt"
    write_sidecar(srt, Provenance("captions", "machine", "picturelock caption", "1", parameters=(("profile", "x"),)))
    assert convert(srt, "-o", out) == 0
    found = read(out)
    assert found is not None and not found.edited and found.provenance.origin == "machine"
    assert dict(found.provenance.parameters) == {
        "profile": "x", "converted_from": "film.srt", "converted_to": "WebVTT",
    }  # fmt: skip
    srt.write_text(TEXT.replace("Où", "Mais où"), encoding="utf-8")
    assert convert(srt, "-o", out, "--force") == 0
    found = read(out)
    assert found is not None and ("edited_before_conversion", "yes") in found.provenance.parameters


def test_captions_without_a_record_get_none(srt: Path, tmp_path: Path) -> None:
    assert convert(srt, "-o", tmp_path / "out.vtt") == 0
    assert read(tmp_path / "out.vtt") is None


def test_the_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert convert("--formats", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert [entry["name"] for entry in document["formats"]] == list(registry.FORMATS)
    assert convert("--formats") == 0
    assert "read, write" in capsys.readouterr().out


def test_a_start_is_added_to_times_where_no_timecode_is_kept(
    srt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "hour.srt"
    assert convert(srt, "-o", out, "--rate", "25", "--out-start", "01:00:00:00") == 0
    assert "01:00:00:00 was added to every time" in capsys.readouterr().out
    assert "01:00:04,000 --> 01:00:06,000" in out.read_text(encoding="utf-8")


def test_a_file_of_timecodes_says_where_it_begins(
    srt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scc, zero = tmp_path / "a.scc", tmp_path / "zero.srt"
    assert convert(srt, "-o", scc, "--rate", "29.97", "--out-start", "01:00:00:00") == 0
    assert convert(scc, "-o", tmp_path / "late.srt") == 0
    assert "stands at 01:00:01:00; for times from zero add --start 01:00:00:00" in capsys.readouterr().out
    assert convert(scc, "-o", zero, "--start", "01:00:00:00") == 0
    assert "stands at" not in capsys.readouterr().out
    assert zero.read_text(encoding="utf-8").startswith("1\n00:00:01,001 -->")


def test_what_is_empty_or_a_folder_is_said(srt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing, out = tmp_path / "nothing.srt", tmp_path / "out.vtt"
    nothing.write_text("", encoding="utf-8")
    assert convert(nothing, "-o", out) == 3
    assert "is empty" in capsys.readouterr().err and not out.exists()
    assert convert(srt, "-o", tmp_path) == 2
    assert "this is a folder" in capsys.readouterr().err
    assert convert(srt, "-o", tmp_path / "a.itt", "--rate", "25", "--kind", "SDH") == 0
    assert "IMSC 1.1" in capsys.readouterr().out


def test_what_a_writer_says_of_a_caption_names_its_file(
    srt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "Beaucoup trop de mots ici\nBeaucoup trop de mots ici\n"
    srt.write_text(f"1\n00:00:01,000 --> 00:00:01,100\n{lines}", encoding="utf-8")
    convert(srt, "-o", tmp_path / "a.scc", "--rate", "29.97", "--json")
    placed = [one for one in json.loads(capsys.readouterr().out)["findings"] if one.get("record")]
    assert placed and all(one["file"] == str(srt) and one["record"]["timecode"] for one in placed)
