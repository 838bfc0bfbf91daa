"""`picturelock conform changes` and `pull`: captions beside two cuts, short handles, endings, and the page of a long list."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from picturelock.cut import Cut, Shot, Source
from picturelock.timeline.read import read_cut
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span
from picturelock_cli.main import main

RATE = FrameRate(25)
Part = tuple[str, int, int]
OLD: tuple[Part, ...] = (("a", 100, 100), ("b", 100, 100), ("c", 100, 100))
NEW: tuple[Part, ...] = (("x", 3, 25), ("a", 100, 100), ("b", 100, 100))


def cut(*parts: Part) -> Cut:
    shots, at = [], 0
    for number, (name, first, count) in enumerate(parts, start=1):
        shown = Span(RATE.time_of(first), RATE.time_of(first + count))
        media = Source(f"{name}.mov", name.upper(), start=0, available=Span(0, RATE.time_of(300)), url=f"{name}.mov")
        record = Span(RATE.time_of(at), RATE.time_of(at + count))
        shots.append(Shot(f"V1:{number}", "V1", "video", name, media, shown, record))
        at += count
    return Cut("film", RATE, tuple(shots), RATE.time_of(90000), duration=RATE.time_of(at))


def write_srt(path: Path, *events: tuple[int, int, str], hour: int = 0) -> Path:
    def clock(frame: int) -> str:
        return f"{hour:02}:00:{frame // 25:02},{frame % 25 * 40:03}"

    blocks = [f"{at}\n{clock(a)} --> {clock(b)}\n{text}\n" for at, (a, b, text) in enumerate(events, start=1)]
    path.write_text("\n".join(blocks), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    write_timeline(cut(*OLD), tmp_path / "v1.otio")
    write_timeline(cut(*NEW), tmp_path / "v2.otio")
    one, two, gone = (10, 60, "One."), (110, 160, "Two <b>& so</b>."), (210, 260, "On c.")
    old = write_srt(tmp_path / "v1.en.srt", one, two, gone, hour=1)
    new = write_srt(tmp_path / "v2.en.srt", (35, 85, "One!"), (135, 185, "Two <b>& so</b>."), (190, 200, "=1+1"))
    cuts = [str(tmp_path / name) for name in ("v1.otio", "v2.otio")]
    return ["conform", "changes", *cuts, "--captions", str(old), str(new)]


def test_captions_are_told_in_every_list(files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The old file counts from 01:00:00:00, the new one from 0."""
    names = {"--html": "c.html", "--csv": "c.csv", "--timeline": "marked.otio"}
    asked = [word for option, name in names.items() for word in (option, str(tmp_path / name))]
    assert main([*files, *asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = [row for row in found["changes"] if (row["new"] or row["old"])["track"] == "CC en"]
    assert [row["kinds"] for row in rows] == [
        ["caption-changed"], ["caption-moved"], ["caption-cut"], ["caption-new"],
    ]  # fmt: skip
    assert rows[0]["old"]["text"] == "One." and rows[0]["new"]["text"] == "One!"
    assert rows[0]["old"]["record"]["in"] == "01:00:00:10" and rows[0]["new"]["record"]["in"] == "01:00:01:10"
    assert "3 captions changed" in found["headline"]
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {row["new_text"]: row for row in csv.DictReader(file) if row["track"] == "CC en"}
    assert table["One!"]["old_text"] == "One." and "'=1+1" in table
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "“One.” became “One!”." in page and "<b>& so" not in page
    marks = {mark.name: mark for mark in read_cut(tmp_path / "marked.otio")[0].markers}
    assert marks["caption changed: One!"].span == Span(RATE.time_of(35), RATE.time_of(85))
    assert not any("On c." in name for name in marks)
    assert marks["removed: c"].span.start == RATE.time_of(225)  # the end of what is before it, and of the new cut


def test_captions_are_told_to_people_in_both_languages(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(files) == 0
    told = capsys.readouterr().out
    assert "“One.” became “One!”." in told and "moved with its clip  " not in told
    assert "Captions en: 1 new, 1 gone with its picture, 1 changed, 1 moved with its clip" in told
    assert main([*files, "--lang", "fr", "--all"]) == 0
    told = capsys.readouterr().out
    assert "Il vient 25 images plus tard, avec son plan." in told and "3 sous-titres modifiés" in told


def test_captions_of_two_languages_are_no_pair(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = write_srt(tmp_path / "v2.fr.srt", (35, 85, "Un !"))
    assert main([*files[:-1], str(other)]) == 2
    assert "name two of one language" in capsys.readouterr().err
    french = write_srt(tmp_path / "v1.fr.srt", (10, 60, "Un."))
    assert main([*files, "--captions", str(french), str(other)]) == 0
    assert "Captions fr: 1 changed" in capsys.readouterr().out


def test_captions_that_only_lie_beside_the_cuts_are_not_read(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(files[:4]) == 0
    assert "aption" not in capsys.readouterr().out


def test_missing_captions_are_an_error_and_nothing_is_written(files: list[str], tmp_path: Path) -> None:
    assert main([*files[:-1], str(tmp_path / "none.srt"), "--csv", str(tmp_path / "c.csv")]) == 3
    assert not (tmp_path / "c.csv").exists()
    assert main([*files, "--csv", files[-1], "--force"]) == 2


def test_short_handles_are_told_with_their_side(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of x, frames 3 to 28 are shown, and it begins at 0: of eight frames of handle three are there."""
    assert main([*files[:4], "--handles", "8", "--pull", str(tmp_path / "pull.edl"), "--json"]) == 0
    (row,) = (row for row in json.loads(capsys.readouterr().out)["changes"] if row["kinds"] == ["new"])
    assert (row["short_head_frames"], row["short_tail_frames"]) == (5, 0)
    assert row["why"].endswith("Its media have 5 frames too few for the handle at the head.")
    assert "SHORT HANDLES: HEAD -5 TAIL -0" in (tmp_path / "pull.edl").read_text(encoding="utf-8")
    assert main(["conform", "pull", files[3], "--handles", "8"]) == 0
    told = capsys.readouterr().out
    assert "5 frames at the head" in told and "1 stretch has shorter handles than asked for" in told
    assert main(["conform", "pull", files[3], "--handles", "201", "--lang", "fr"]) == 0
    assert "101 images à l’entrée, 101 images à la sortie" in capsys.readouterr().out


@pytest.mark.parametrize(("option", "ending"), [("--pull", "mlt"), ("--discard", "kdenlive"), ("--change-edl", "ale")])
def test_a_list_in_no_format_for_it_is_refused(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, ending: str
) -> None:
    assert main([*files[:4], option, str(tmp_path / f"list.{ending}")]) == 2
    said = capsys.readouterr().err
    assert f"{option} " in said and ".edl" in said and (".csv" in said) == (option != "--change-edl")
    assert main(["conform", "pull", files[3], "-o", str(tmp_path / "list.mlt")]) == 2
    assert "expected a name that ends in .csv, .edl, .ale" in capsys.readouterr().err
    cuts = ["--from", files[2], "--to", files[3]]
    assert main(["conform", "markers", *cuts, "-o", str(tmp_path / "marks.mlt")]) == 2
    assert "expected a name that ends in .csv, .txt, .edl" in capsys.readouterr().err


def test_the_page_of_a_long_list_is_data(tmp_path: Path) -> None:
    old = tuple((f"clip{n}</script>", 100, 20) for n in range(1500))
    paths = [str(tmp_path / name) for name in ("v1.otio", "v2.otio")]
    write_timeline(cut(*old), Path(paths[0]))
    write_timeline(cut(("new", 0, 9), *old), Path(paths[1]))
    assert main(["conform", "changes", *paths, "--html", str(tmp_path / "c.html")]) == 0
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert len(page) < 300_000 and page.count("</script>") == 2 and "<tbody>" not in page
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    data = json.loads(block[1])
    assert len(data["rows"]) == 1501 and data["kinds"] == ["new", "shifted"] and data["quiet"] == [0, 1]
    number, kind, what, clip, *_, track, start, frames, named, event = data["rows"][1]
    assert (number, data["kinds"][kind], data["texts"][what], data["texts"][clip]) == (
        2, "shifted", "shifted", "clip0</script>",
    )  # fmt: skip
    assert (data["texts"][track], start, frames, data["texts"][named]) == ("V1", 9, 20, "clip0</script>")
    assert (data["texts"][event], data["numbered"], data["cuts"][1]["marks"]) == ("", 0, [])
    assert data["cuts"][0]["first"] == 90000 and data["cuts"][1]["frames"] == 30009
