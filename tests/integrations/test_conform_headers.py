"""What stands above the lists of `conform` and `timeline info`: which cuts, at which rates, and what is doubtful first."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from picturelock.timeline.edl.evidence import evidence_of, improbable
from picturelock.timeline.edl.numbers import event_numbers
from picturelock.times import FrameRate
from picturelock_cli.main import main


def timecode(frame: int) -> str:
    return f"{frame // 86400:02}:{frame // 1440 % 60:02}:{frame // 24 % 60:02}:{frame % 24:02}"


def edl(path: Path, clips: list[tuple[str, int, int]], start: int = 86400) -> Path:
    """An edit list at 24: reel, first source frame, length, one after another."""
    lines, at = ["TITLE: CUT", "FCM: NON-DROP FRAME"], start
    for number, (reel, first, length) in enumerate(clips, start=1):
        times = (timecode(frame) for frame in (first, first + length, at, at + length))
        lines.append(f"{number:03}  {reel}  V C {' '.join(times)}")
        at += length
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


FILM = [(f"R{n:03}", 1000 + 7 * n, 31 + n % 13) for n in range(60)]


def test_the_old_and_the_new_cut_are_named_with_their_rates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = edl(tmp_path / "v1.edl", FILM), edl(tmp_path / "v2.edl", FILM[1:])
    assert main(["conform", "changes", str(old), str(new), "--rate", "24", "--handles", "8"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "OLD v1.edl (24 fps, from --rate; 60 events) → NEW v2.edl (24 fps, from --rate; 59 events)"
    assert told[1] == "Handles: 8 frames at either end."
    assert main(["conform", "changes", str(old), str(new), "--rate", "24,0", "--lang", "fr"]) == 0
    assert capsys.readouterr().out.startswith("ANCIEN v1.edl (24 im/s, d’après --rate\N{NO-BREAK SPACE};")


def test_one_file_twice_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = edl(tmp_path / "v1.edl", FILM)
    copy = tmp_path / "v2.edl"
    copy.write_bytes(old.read_bytes())
    assert main(["conform", "changes", str(old), str(copy), "--rate", "24"]) == 0
    assert "the same to the byte" in capsys.readouterr().out.splitlines()[1]


def test_a_list_at_the_wrong_rate_is_said_first_and_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = edl(tmp_path / "v1.edl", FILM), edl(tmp_path / "v2.edl", FILM[1:])
    assert main(["conform", "changes", str(old), str(new), "--rate", "25"]) == 1
    told = capsys.readouterr().out
    assert "probably made at 24 fps, not at 25" in told.splitlines()[1]
    assert "lasts" not in told  # not one warning for each event
    assert main(["timeline", "info", str(old), "--rate", "25"]) == 1
    assert "probably made at 24 fps" in capsys.readouterr().out.splitlines()[0]
    assert main(["timeline", "info", str(old)]) == 2
    assert "--rate 24 (or 23.976" in capsys.readouterr().err


def test_round_times_and_few_events_accuse_nobody(tmp_path: Path) -> None:
    few = edl(tmp_path / "few.edl", FILM[:3])
    round_ones = edl(tmp_path / "round.edl", [(f"R{n}", 24 * n, 48) for n in range(300)])
    assert improbable(few, FrameRate(25)) is None and improbable(round_ones, FrameRate(30)) is None
    film = edl(tmp_path / "film.edl", FILM)
    assert improbable(film, FrameRate(24)) is None and improbable(film, FrameRate(24000, 1001)) is None
    found = evidence_of(film)
    assert found is not None and (found.highest, found.label, found.differing(24)) == (23, "24", 0)
    assert evidence_of(tmp_path / "none.edl") is None


@pytest.mark.parametrize("action", ["changes", "pull", "markers"])
def test_unrelated_cuts_are_refused(action: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, out = edl(tmp_path / "v1.edl", FILM), tmp_path / "out.csv"
    old.write_text(old.read_text() + "* LOC: 01:00:00:05 RED NOTE\n", encoding="utf-8")
    other = edl(tmp_path / "w1.edl", [(f"X{n:03}", 9000 + 5 * n, 40) for n in range(9)])
    argv = {
        "changes": [str(old), str(other), "--csv", str(out)],
        "pull": [str(other), "--old", str(old), "-o", str(out)],
        "markers": ["--from", str(old), "--to", str(other), "-o", str(out)],
    }[action]
    assert main(["conform", action, *argv, "--rate", "24"]) == 1
    assert "no picture and no sound in common" in capsys.readouterr().out
    assert not out.exists()


def test_event_numbers_of_both_lists_stand_beside_each_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, table = edl(tmp_path / "v1.edl", FILM), edl(tmp_path / "v2.edl", FILM[2:]), tmp_path / "c.csv"
    assert event_numbers(old)["video", "01:00:00:00"] == "001"
    assert event_numbers(tmp_path / "v1.otio") == {}
    argv = ["conform", "changes", str(old), str(new), "--rate", "24", "--csv", str(table), "--json"]
    assert main(argv) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert [(row["old"] or {}).get("event") for row in changes[:3]] == ["001", "002", "003"]
    assert changes[2]["new"]["event"] == "001"
    with table.open(encoding="utf-8-sig", newline="") as file:
        row = list(csv.DictReader(file))[2]
    assert (row["old_event"], row["new_event"], row["head_source_frames"]) == ("003", "001", "0")


def test_tables_are_headed_in_the_language_of_the_command(tmp_path: Path) -> None:
    old, new, table = edl(tmp_path / "v1.edl", FILM), edl(tmp_path / "v2.edl", FILM[2:]), tmp_path / "c.csv"
    argv = ["conform", "changes", str(old), str(new), "--rate", "24", "--csv", str(table), "--lang", "fr"]
    assert main(argv) == 0
    first, second = table.read_text(encoding="utf-8-sig").splitlines()[:2]
    assert first.startswith("Nº;Changements;Piste;Plan;Bobine;Reconnu par;") and second.startswith("1;supprimé;V1;")


def test_tracks_reach_every_list_and_lists_are_of_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "v1.edl", tmp_path / "v2.edl"
    base = edl(tmp_path / "base.edl", [("R1", 1000, 48)]).read_text(encoding="utf-8")
    old.write_text(base, encoding="utf-8")
    sound = f"002  S1  A C {timecode(500)} {timecode(548)} {timecode(86400)} {timecode(86448)}\n"
    picture = f"003  R2  V C {timecode(700)} {timecode(748)} {timecode(86448)} {timecode(86496)}\n"
    new.write_text(base + sound + picture, encoding="utf-8")
    pulled = tmp_path / "p.csv"

    def reels(*more: str) -> list[str]:
        argv = ["conform", "changes", str(old), str(new), "--rate", "24", "--pull", str(pulled), "--force", *more]
        assert main(argv) == 0
        with pulled.open(encoding="utf-8-sig", newline="") as file:
            return [row["reel"] for row in csv.DictReader(file)]

    assert reels() == ["R2"]
    assert reels("--tracks", "A1") == ["S1"]
    told = capsys.readouterr().out
    assert "No shot changed, 1 sound event changed" in told
    assert reels("--tracks", "V,A") == ["R2", "S1"]


def test_endings_folders_and_mistyped_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (str(edl(tmp_path / name, FILM)) for name in ("v1.edl", "v2.edl"))
    assert main(["conform", "changes", old, new, "--html", str(tmp_path / "page.csv")]) == 2
    assert "--html" in capsys.readouterr().err
    assert main(["conform", "changes", old, new, "--html", str(tmp_path)]) == 2
    assert f"--html {tmp_path / 'film.html'}" in capsys.readouterr().err
    assert main(["conform", "changes", old, new, "--rate", "24", "--html", str(tmp_path / "new" / "c.html")]) == 0
    assert "New folder: " in capsys.readouterr().out
    for argv, meant in (
        (["conform", "chnages"], "changes"), (["confrm"], "conform"), (["conform", "changes", "--htlm", "x"], "--html"),
    ):  # fmt: skip
        assert main(argv) == 2
        said = capsys.readouterr().err
        assert f"Did you mean {meant}?" in said and said.count("picturelock") == 1
    assert main(["conform", "captions", "x.srt", "--from", old, "--to", new, "-o", str(tmp_path / "a.doc")]) == 2
    assert "--format" not in capsys.readouterr().err
