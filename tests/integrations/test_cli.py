"""The command line: exit codes, one JSON document, words in two languages, and nothing hostile gets through as a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from picturelock_cli.main import VERBS, main

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "demo" / "tiny-whisper"
RUSH = ROOT / "demo" / "rushes" / "A001C001_S012T01.flac"


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("PICTURELOCK_LANG", "en")


def run(*argv: str | Path, env: dict[str, str] | None = None, limit_s: float = 120) -> subprocess.CompletedProcess[str]:
    """One whole process, as a person would start it."""
    return subprocess.run(
        [sys.executable, "-m", "picturelock_cli", *map(str, argv)],
        capture_output=True, text=True, check=False, timeout=limit_s, env={**os.environ, **(env or {})},
    )  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_verb_has_help_in_both_languages(
    verb: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PICTURELOCK_LANG", language)
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    assert ("montre cette aide" if language == "fr" else "show this help") in text
    assert "==SUPPRESS==" not in text


def test_the_language_may_stand_before_the_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "fr", "doctor", "--help"])
    assert "options de cette commande" in capsys.readouterr().out


@pytest.mark.parametrize(
    "argv",
    [["dliver"], ["check"], ["check", "--nope", "x"], ["transcribe", "x", "--device", "tpu"], ["profiles", "show"]],
)
def test_a_mistyped_command_is_one_sentence_and_with_json_one_document(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err.startswith("picturelock") and shown.err.count("picturelock: ") <= 1
    assert main([*argv, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["exit"] == 2


def test_without_words_it_shows_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out = capsys.readouterr().out
    assert all(f"\n  {verb}" in out for verb in VERBS)


def test_an_error_is_one_sentence_and_a_hint_and_with_json_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "/no/such/file.otio", "--json"]) == 3
    shown = capsys.readouterr()
    document = json.loads(shown.out)
    assert document["schema"] == "picturelock/report-1"
    assert document["exit"] == 3
    assert "/no/such/file.otio" in document["error"]["message"]
    assert "Traceback" not in shown.err


def test_an_edl_without_a_rate_asks_for_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edl = tmp_path / "cut.edl"
    edl.write_text("TITLE: X\n001  A001 V C 01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n", encoding="utf-8")
    assert main(["check", str(edl)]) == 2
    assert "--rate" in capsys.readouterr().err


def test_check_fails_on_the_severity_that_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edl = tmp_path / "été.edl"
    edl.write_text(
        "TITLE: X\n"
        "001  A001 V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n* FROM CLIP NAME: A001.mov\n"
        "002  A002 V C 01:00:00:00 01:00:02:00 01:00:02:12 01:00:04:12\n* FROM CLIP NAME: A002.mov\n",
        encoding="utf-8",
    )
    assert main(["check", str(edl), "--rate", "25", "--media", str(tmp_path), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    rules = sorted(finding["rule"] for finding in document["findings"])
    assert rules == ["continuity.gap", "continuity.offline", "continuity.offline"]
    gap = next(finding for finding in document["findings"] if finding["rule"] == "continuity.gap")
    assert gap["record"]["start"] == "50@25/1"
    assert gap["record"]["end"] == "62@25/1"
    assert gap["record"]["timecode"] == "01:00:02:00"


def test_markers_are_written_for_resolve_and_never_over_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edl, markers = tmp_path / "cut.edl", tmp_path / "markers.edl"
    edl.write_text("TITLE: X\n001  A001 V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n", encoding="utf-8")
    command = ["check", str(edl), "--rate", "25", "--media", str(tmp_path), "--markers", str(markers)]
    assert main(command) == 1
    text = markers.read_text(encoding="utf-8")
    assert "|C:ResolveColorRed" in text
    assert main(command) == 7
    assert markers.read_text(encoding="utf-8") == text
    assert main([*command, "--force"]) == 1
    whole = tmp_path / "m.otio"
    assert main([*command[:-1], str(whole)]) == 1  # the cut itself, with the markers in it
    assert "ResolveColor" not in whole.read_text(encoding="utf-8") and '"Marker' in whole.read_text(encoding="utf-8")


def test_timeline_info_is_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edl = tmp_path / "cut.edl"
    edl.write_text("TITLE: X\n001  A001 V C 10:00:00:00 10:00:02:00 01:00:00:00 01:00:02:00\n", encoding="utf-8")
    assert main(["timeline", "info", str(edl), "--rate", "25", "--json"]) == 0
    timeline = json.loads(capsys.readouterr().out)["timeline"]
    assert timeline["start"] == "01:00:00:00"
    assert timeline["frames"] == 50
    clip = timeline["clips"][0]
    assert clip["source_time"] == {
        "start": "900000@25/1",
        "end": "900050@25/1",
        "in": "10:00:00:00",
        "out": "10:00:02:00",
    }
    assert (clip["online"], clip["speed"], clip["reverse"]) == (False, "1", False)


def test_an_edl_in_drop_frame_shows_its_own_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edl = tmp_path / "df.edl"
    event = "001  A001 V C 00:10:00;00 00:10:02;00 01:10:00;00 01:10:02;00"
    edl.write_text(f"TITLE: X\nFCM: DROP FRAME\n{event}\n", encoding="utf-8")
    assert main(["timeline", "info", str(edl), "--rate", "29.97", "--json"]) == 0
    clip = json.loads(capsys.readouterr().out)["timeline"]["clips"][0]
    assert (clip["source_time"]["in"], clip["record"]["in"]) == ("00:10:00;00", "01:10:00;00")


def test_init_writes_what_works_as_it_stands_and_nothing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from picturelock.production import load

    for language, name in (("en", 'My "Film" \\ one'), ("fr", "L'été")):
        folder = tmp_path / name
        assert main(["init", str(folder), "--lang", language]) == 0
        production = load(folder)
        assert production.title == name
        assert production.captions[0].profile == {"en": "netflix-en", "fr": "netflix-fr"}[language]
        before = (folder / "picturelock.toml").read_bytes()
        assert main(["init", str(folder)]) == 7
        assert (folder / "picturelock.toml").read_bytes() == before


def test_init_finds_the_cut_and_the_rushes(tmp_path: Path) -> None:
    from picturelock.production import load

    (tmp_path / "edit").mkdir()
    (tmp_path / "edit" / "v3.edl").touch()
    (tmp_path / "RUSHES" / "A").mkdir(parents=True)
    (tmp_path / "RUSHES" / "A" / "A001.mov").touch()
    assert main(["init", str(tmp_path)]) == 0
    production = load(tmp_path)
    assert production.cut == tmp_path / "edit" / "v3.edl"
    assert production.media == (tmp_path / "RUSHES" / "A",)


@pytest.mark.parametrize(
    ("language", "system", "asked", "territory", "profile"),
    [
        ("fr", "fr_CA.UTF-8", (), "CA", "crtc-fr"),
        ("fr", "en_CA.UTF-8", (), "CA", "crtc-fr"),
        ("en", "en_CA.UTF-8", (), "CA", "crtc-en"),
        ("fr", "C.UTF-8", ("--country", "ca"), "CA", "crtc-fr"),
        ("fr", "fr_CA.UTF-8", ("--country", "BE"), "BE", "netflix-fr"),
        ("fr", "en_US.UTF-8", (), "FR", "netflix-fr"),
        ("fr", "C.UTF-8", (), "FR", "netflix-fr"),
    ],
)
def test_init_is_for_the_country_that_one_is_in_or_names(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    system: str,
    asked: tuple[str, ...],
    territory: str,
    profile: str,
) -> None:
    from picturelock.production import load

    monkeypatch.setenv("PICTURELOCK_LANG", language)
    monkeypatch.setenv("LC_ALL", system)
    assert main(["init", str(tmp_path / "film"), *asked]) == 0
    production = load(tmp_path / "film")
    assert (production.delivery.territories, production.captions[0].profile) == ((territory,), profile)
    said = capsys.readouterr().out
    assert f" {territory} " in said and profile in said
    assert main(["init", str(tmp_path / "other"), "--country", "Québec"]) == 2 and not (tmp_path / "other").exists()


def test_init_takes_the_rate_of_an_edl_from_the_rushes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from picturelock.production import load

    (tmp_path / "v3.edl").write_text("TITLE: X\n", encoding="utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert "frame rate" in capsys.readouterr().out
    (tmp_path / "picturelock.toml").unlink()
    assert main(["init", str(tmp_path), "--rate", "23.976"]) == 0
    assert str(load(tmp_path).rate) == "24000/1001"


def test_profiles_and_specs_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for verb, name in (("profiles", "netflix-en"), ("spec", "ebu-r128")):
        assert main([verb, "list", "--json"]) == 0
        assert name in json.loads(capsys.readouterr().out)["entries"]
        assert main([verb, "show", name, "--json"]) == 0
        limits = json.loads(capsys.readouterr().out)["limits"]
        assert limits
        assert all(limit["source"] for limit in limits)
        assert main([verb, "show", name[:-1]]) == 2
        assert name in capsys.readouterr().err


def test_doctor_says_what_is_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json", "--model", str(TINY)]) == 0
    answers = {answer["name"]: answer for answer in json.loads(capsys.readouterr().out)["answers"]}
    assert answers["ffmpeg"]["state"] == "ok"
    assert answers["speech model"]["state"] == "ok"
    assert answers["opentimelineio"]["state"] == "ok"


def test_doctor_without_a_model_says_how_to_get_one_and_is_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--json", "--model", str(tmp_path / "nowhere")]) == 0
    answers = {answer["name"]: answer for answer in json.loads(capsys.readouterr().out)["answers"]}
    assert answers["speech model"]["state"] == "optional"


def test_transcribe_finishes_the_good_files_and_exits_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "broken.mov"
    bad.write_bytes(b"this is text, not a film\n" * 100)
    assert main(["transcribe", str(bad), str(RUSH), "--model", str(TINY), "--json"]) == 3
    files = json.loads(capsys.readouterr().out)["files"]
    assert "error" in files[0]
    assert files[1]["language"] == "en"
    assert "scene twelve" in files[1]["text"].lower()
    copy = tmp_path / "renamed.flac"
    copy.write_bytes(RUSH.read_bytes())
    assert main(["transcribe", str(copy), "--model", str(TINY), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)["files"][0]
    assert again["cached"] is True
    assert again["text"] == files[1]["text"]


def test_an_unknown_engine_or_model_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", str(RUSH), "--engine", "whisper"]) == 2
    assert "faster-whisper" in capsys.readouterr().err
    assert main(["transcribe", str(RUSH), "--model", str(tmp_path)]) == 3


def test_a_srt_is_stored_as_the_transcript_of_its_media(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    srt = tmp_path / "a.srt"
    srt.write_text("1\n00:00:01,000 --> 00:00:02,000\nThese are my words.\n", encoding="utf-8")
    assert main(["transcribe", "--from", str(srt), str(RUSH), "--language", "en", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["words"] == 4


def test_progress_json_is_lines_on_standard_error() -> None:
    done = run("transcribe", RUSH, "--model", TINY, "--progress", "json", "--json")
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert lines
    assert all({"stage", "done", "total"} <= line.keys() for line in lines)


HOSTILE: dict[str, bytes] = {
    "empty.otio": b"",
    "truncated.otio": b'{"OTIO_SCHEMA": "Timeline.1", "tracks": {',
    "deep.otio": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "list.otio": b"[]",
    "empty.edl": b"",
    "title.edl": b"TITLE: NOTHING\nFCM: NON-DROP FRAME\n",
    "binary.edl": bytes(range(256)) * 40,
    "text.mov": b"this is text\n" * 200,
    "playlist.mp4": b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
    "truncated.mp4": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\x00\x00\x10\x00mdat" + bytes(500),
    "nul.srt": b"1\n00:00:01,000 --> 00:00:02,000\nA\x00B\n",
    "empty.srt": b"",
    "binary.vtt": bytes(range(256)) * 40,
    "-y.mov": b"-y",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_sentence(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "été ☃"
    folder.mkdir()
    path = folder / name
    path.write_bytes(HOSTILE[name])
    done = run("check", path, "--rate", "25", "--profile", "netflix-en", "--json", limit_s=60)
    document = json.loads(done.stdout)
    assert done.returncode in (1, 3) or document["findings"], done.stdout
    assert "Traceback" not in done.stderr
    if done.returncode == 3:
        assert name in document["error"]["message"]


@pytest.mark.parametrize("name", ["text.mov", "playlist.mp4", "truncated.mp4", "-y.mov"])
def test_hostile_media_is_not_transcribed(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name])
    done = run("transcribe", "--model", TINY, "--json", "--", path, limit_s=60)
    assert done.returncode == 3
    assert name in json.loads(done.stdout)["files"][0]["error"]
    assert "Traceback" not in done.stderr


def test_what_check_cannot_take_says_what_it_can(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pro.xyz").write_text("x")
    assert main(["check", str(tmp_path / "pro.xyz")]) == 3
    told = capsys.readouterr().err
    assert ".otio" in told and ".srt" in told
    (tmp_path / "a.srt").write_text("")
    assert main(["check", str(tmp_path / "a.srt")]) == 1
    assert "captions.no-cues" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "a.srt"), "--rate", "23"]) == 2
    assert "23.976, 24, 25, 29.97" in capsys.readouterr().err


@pytest.mark.parametrize("argv", [[], *[[verb] for verb in VERBS], ["profiles", "show"], ["caption", "fix"]])
def test_help_is_all_in_french_and_no_wider_than_a_terminal(
    argv: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main([*argv, "--help", "--lang", "fr"] if argv else ["--lang", "fr", "--help"])
    shown = capsys.readouterr().out
    assert not any(english in shown for english in ("positional arguments", "show this", "options:\n", "terminaison"))
    assert max(map(len, shown.splitlines())) <= 80


def test_a_caption_file_is_not_judged_at_a_guessed_rate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    srt = tmp_path / "a.srt"
    srt.write_text("1\n00:00:00,500 --> 00:00:01,333\nHello.\n", encoding="utf-8")
    assert main(["check", str(srt), "--profile", "netflix-en"]) == 2
    assert "--rate" in capsys.readouterr().err
    assert main(["check", str(srt), "--profile", "netflix-en", "--rate", "24"]) == 0


def test_of_several_files_the_unreadable_is_in_the_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edl, bad = tmp_path / "cut.edl", tmp_path / "bad.otio"
    edl.write_text("TITLE: X\n001  A001 V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n", encoding="utf-8")
    bad.write_text("{", encoding="utf-8")
    assert main(["check", str(edl), str(bad), "--rate", "25", "--json"]) == 3
    files = json.loads(capsys.readouterr().out)["files"]
    assert files[0]["file"] == str(edl) and "findings" in files[0]
    assert files[1]["file"] == str(bad) and "error" in files[1]


def test_a_hostile_name_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    srt = tmp_path / "a.srt"
    text = "\x1b]0;pwned\x07\x1b[2J a line that is much too long for any profile that there is"
    srt.write_text(f"1\n00:00:01,000 --> 00:00:04,000\n{text}\n", encoding="utf-8")
    assert main(["check", str(srt), "--profile", "netflix-en", "--rate", "25"]) == 1
    assert main(["check", str(tmp_path / "\x1b[31mnone.otio")]) == 3
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "\x1b" not in shown.err


def test_the_options_of_one_engine_are_not_ignored_by_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", str(RUSH), "--engine", "pocketsphinx", "--model", "small"]) == 2
    assert "faster-whisper" in capsys.readouterr().err


def test_a_console_that_is_not_unicode_still_gets_its_report(tmp_path: Path) -> None:
    edl = tmp_path / "cut.edl"
    edl.write_text("TITLE: X\n001  A001 V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n", encoding="utf-8")
    done = run("check", edl, "--rate", "25", "--media", tmp_path, env={"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})
    assert done.returncode == 1, done.stderr
    assert "continuity.offline" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="not proven: this system has no full device")
@pytest.mark.parametrize("json_too", [False, True])
def test_a_full_output_is_no_finding_and_no_bug(json_too: bool) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "picturelock_cli", "profiles", "list", *["--json"][: int(json_too)]]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 7, done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_interface_language_is_refused_wherever_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "de", "doctor"]) == 2
    assert main(["doctor", "--lang", "de"]) == 2
    assert "en, fr" in capsys.readouterr().err


def test_a_mistyped_path_is_not_a_missing_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", "/no/such/rushes"]) == 3
    assert "/no/such/rushes" in capsys.readouterr().err


def test_ctrl_c_at_any_moment_is_130() -> None:
    import signal
    import time

    for moment_s in (0.3, 0.8, 2.0):
        process = subprocess.Popen(
            [sys.executable, "-m", "picturelock_cli", "transcribe", str(RUSH), "--model", str(TINY)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PICTURELOCK_LIBRARY": os.environ["PICTURELOCK_LIBRARY"] + str(moment_s)},
        )  # fmt: skip
        time.sleep(moment_s)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        # A loaded machine may not have started the interpreter by the first moment: the signal then ends the process itself.
        early = (-signal.SIGINT,) if moment_s == 0.3 else ()
        assert process.returncode in (0, 130, *early), err
        assert "Traceback" not in err


def test_a_cut_beside_its_production_is_checked_with_its_folders(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path)]) == 0
    edl = tmp_path / "cuts" / "cut.edl"
    edl.write_text("TITLE: X\n001  A001 V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(edl), "--rate", "25", "--json"]) == 1
    assert [f["rule"] for f in json.loads(capsys.readouterr().out)["findings"]] == ["continuity.offline"]
    lone = tmp_path_factory.mktemp("alone") / "lone.edl"
    lone.write_bytes(edl.read_bytes())
    assert main(["check", str(lone), "--rate", "25", "--json"]) == 0
    assert [f["rule"] for f in json.loads(capsys.readouterr().out)["findings"]] == ["timeline.not-searched"]


def test_a_folder_of_rushes_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edl = tmp_path / "cut.edl"
    edl.write_text("TITLE: X\n001  A001 V C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n", encoding="utf-8")
    assert main(["check", str(edl), "--rate", "25", "--media", str(tmp_path / "nope")]) == 2
    assert "nope" in capsys.readouterr().err
