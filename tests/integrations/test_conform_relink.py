"""`picturelock conform relink`, end to end: a cut and folders in; a cut, a table, a document and an exit code out."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import pytest
from picturelock.timeline.read import read_cut
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate
from picturelock_cli.main import main

Run = Callable[..., int]
RATE = FrameRate(25)
EVENTS = (("A001C001", "a.mov", 10), ("A001C002", "b.mov", 5), ("B001", "c.mov", 0))


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two seconds each; `other` is another film with a's timecode."""
    folder = tmp_path_factory.mktemp("films")
    made = {}
    for name, timecode in (("a", "10:00:00:00"), ("other", "10:00:00:00"), ("b", "11:00:00:00")):
        path = made[name] = folder / f"{name}.mov"
        picture = ["-f", "lavfi", "-i", "testsrc2=size=64x36:rate=25:duration=2", "-c:v", "mpeg4"]
        tags = ["-timecode", timecode, "-metadata", f"comment={name}"]
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *picture, *tags, str(path)]
        subprocess.run(command, check=True, timeout=60)
    return made


def put(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(source, target))


def write_edl(path: Path) -> Path:
    lines = []
    for number, (reel, name, first) in enumerate(EVENTS):
        hour = 10 + number
        source = f"{hour}:00:00:{first:02} {hour}:00:01:{first:02}"
        lines += [f"{number + 1:03}  {reel}  V  C  {source} 01:00:0{number}:00 01:00:0{number + 1}:00"]
        lines += [f"* FROM CLIP NAME: {name}"]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def relink(tmp_path: Path, films: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PICTURELOCK_LANG", "en")
    monkeypatch.setenv("PICTURELOCK_INDEX", str(tmp_path / "index"))
    put(films["a"], tmp_path / "media" / "day1" / "a.mov")
    put(films["other"], tmp_path / "media" / "day2" / "a.mov")
    put(films["b"], tmp_path / "media" / "day2" / "b.mov")
    write_edl(tmp_path / "cut.edl")

    def run(*options: object, cut: str = "cut.edl") -> int:
        rate = ["--rate", "25"] if cut.endswith(".edl") else []
        return main(
            ["conform", "relink", str(tmp_path / cut), "--media", str(tmp_path / "media"), *rate, *map(str, options)]
        )

    return run


def test_states_table_document_and_exit_code(relink: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert relink("--json") == 1
    document = json.loads(capsys.readouterr().out)
    assert document["exit"] == 1 and document["counts"] == {"missing": 1, "ambiguous": 1, "linked": 1}
    first, second, third = document["links"]
    assert (first["state"], len(first["candidates"]), first["file"]) == ("ambiguous", 2, None)
    assert "folder" in first["differs"] and first["candidates"][0]["start"] == "10:00:00:00"
    assert (second["state"], second["by"]) == ("linked", ["file"]) and second["file"].endswith("day2/b.mov")
    assert (third["state"], third["shots"]) == ("missing", ["V1:3"])
    rules = {finding["rule"] for finding in document["findings"]}
    assert rules == {"timeline.relink-ambiguous", "timeline.relink-missing"}
    assert relink() == 1
    said = capsys.readouterr().out
    assert "Sources: 1 missing, 1 ambiguous, 1 linked" in said
    assert "25 fps" in said and said.count("? /") == 2  # what tells the candidates apart
    assert relink("--lang", "fr") == 1
    assert "1 introuvable, 1 ambiguë, 1 reliée" in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["otio", "fcpxml", "edl"])
def test_the_cut_with_what_was_found(relink: Run, tmp_path: Path, ending: str) -> None:
    output = tmp_path / "out" / f"new.{ending}"
    assert relink("-o", output) == 1
    cut = read_cut(output, RATE)[0]
    urls = [shot.source.url for shot in cut.shots]
    assert urls[1].endswith("/media/day2/b.mov")
    assert not any("day1" in url for url in urls)
    assert [shot.record_span for shot in cut.shots] == [
        shot.record_span for shot in read_cut(tmp_path / "cut.edl", RATE)[0].shots
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_decisions_are_written_filled_in_and_read(
    relink: Run, tmp_path: Path, films: dict[str, Path], capsys: pytest.CaptureFixture[str], language: str
) -> None:
    table = tmp_path / "decisions.csv"
    assert relink("--decisions", table, "--lang", language) == 1
    text = table.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if language == "fr" else ","))
    names = ("use", "candidate") if language == "en" else ("Choix", "Fichier possible")
    use, candidate = (rows[0].index(name) for name in names)
    assert [row[0] for row in rows[1:]] == ["a.mov", "a.mov", "c.mov"]
    chosen = put(films["b"], tmp_path / "media" / "third one.mov")
    next(row for row in rows if "day2" in row[candidate])[use] = "X"
    rows[3][use] = str(chosen.relative_to(tmp_path))
    # As a spreadsheet saves it: its own separator, its own encoding.
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(rows)
    table.write_bytes(out.getvalue().encode("cp1252"))
    capsys.readouterr()
    assert relink("--choose", table, "--json", "-o", tmp_path / "out.otio") == 1
    first, _, third = json.loads(capsys.readouterr().out)["links"]
    assert (first["state"], first["by"]) == ("linked", ["choice"]) and "day2" in first["file"]
    assert third["file"] == str(chosen) and third["state"] == "short"
    # Written again, the table keeps what was decided.
    assert relink("--choose", table, "--decisions", table) == 1
    assert sum("choice" in row or row[-1] == "x" for row in csv.reader(io.StringIO(table.read_text("utf-8-sig")))) == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["a.mov", "A001C001", "", "", "", "x"]], "names none"),
        ([["a.mov", "A001C001", "", "", "/etc/passwd", "x"]], "outside"),
        ([["a.mov", "A001C001", "", "", "media/day1/a.mov", "../../../etc/passwd"]], "outside"),
        ([["a.mov", "A001C001", "", "", "media/none.mov", "yes"]], "not there"),
        ([["a.mov", "A001C001", "", "", f"media/day{day}/a.mov", "x"] for day in (1, 2)], "second file"),
        ([["a.mov", "A001C001", "", "", "media/\0.mov", "x"]], "names none"),
        ([["x" * 200_000]], "no table"),
    ],
)
def test_decisions_that_cannot_be_followed(
    relink: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[list[str]], said: str
) -> None:
    with (tmp_path / "d.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["source", "reel", "reference", "part", "candidate", "use"], *rows])
    assert relink("--choose", tmp_path / "d.csv") == 3
    assert said in capsys.readouterr().err


def test_a_table_of_something_else(relink: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.csv").write_text("name,mail\n")
    assert relink("--choose", tmp_path / "d.csv") == 3
    assert "no column source" in capsys.readouterr().err
    (tmp_path / "d.csv").write_text("source,reel,reference,part,candidate,use\nold.mov,R1,,,media/day1/a.mov,x\n")
    assert relink("--choose", tmp_path / "d.csv") == 1
    assert "timeline.relink-choice-unused" in capsys.readouterr().out


def test_asked_at_the_terminal(
    relink: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("7\nzwei\n2\n\n"))
    assert relink("--ask", "-o", tmp_path / "out.otio") == 1
    assert "Which file is a.mov A001C001?" in capsys.readouterr().out
    assert read_cut(tmp_path / "out.otio")[0].shots[0].source.url.endswith("day2/a.mov")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert relink("--ask") == 2


def test_a_cut_that_is_whole_ends_well(relink: Run, tmp_path: Path, films: dict[str, Path]) -> None:
    (tmp_path / "media" / "day2" / "a.mov").unlink()
    lines = (tmp_path / "cut.edl").read_text().splitlines()[:4]
    (tmp_path / "cut.edl").write_text("\n".join(lines) + "\n")
    assert relink("-o", tmp_path / "new.otio", "--handles", 5) == 0
    assert relink("--handles", 5, cut="new.otio") == 0
    assert relink("--handles", 11) == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--by", "magic"], 2),
        (["--by", ","], 2),
        (["--handles", "-1"], 2),
        (["-o", "{cut}"], 7),
        (["-o", "{cut}", "--force"], 2),
        (["-o", "{folder}/new.xyz"], 2),
        (["--index", "{cut}"], 3),
        (["--media", "{folder}/none"], 2),
        (["--choose", "{folder}/none.csv"], 3),
    ],
)
def test_what_cannot_work_is_said_before_work(relink: Run, tmp_path: Path, options: list[str], code: int) -> None:
    before = (tmp_path / "cut.edl").read_bytes()
    filled = [option.format(cut=tmp_path / "cut.edl", folder=tmp_path) for option in options]
    assert relink(*filled) == code
    assert (tmp_path / "cut.edl").read_bytes() == before


def test_media_outside_the_folders_are_not_copied(relink: Run, tmp_path: Path, films: dict[str, Path]) -> None:
    secret = put(films["b"], tmp_path.parent / f"{tmp_path.name}-secret" / "s.mov")
    cut = read_cut(write_edl(tmp_path / "cut.edl"), RATE)[0]
    write_timeline(cut, tmp_path / "evil.otio")
    told = json.loads((tmp_path / "evil.otio").read_text())
    text = json.dumps(told).replace('"MissingReference.1"', f'"ExternalReference.1", "target_url": "{secret.as_uri()}"')
    (tmp_path / "evil.otio").write_text(text)
    assert relink("-o", tmp_path / "out.otioz", cut="evil.otio") == 1
    assert secret.read_bytes()[:2000] not in (tmp_path / "out.otioz").read_bytes()
