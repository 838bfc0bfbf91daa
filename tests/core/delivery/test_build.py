"""The package: whole or not there; only behind an open gate; exactly the files that were judged."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.cut import Source
from picturelock.delivery.build import build
from picturelock.delivery.lock import only_one
from picturelock.delivery.plan import Item, judged_transcripts, plan, reports
from picturelock.delivery.verify import verify
from picturelock.errors import GateError, OutputError, UsageError
from picturelock.findings import Finding, Verdict
from picturelock.media.fingerprint import full_hash
from picturelock.production import CaptionOrder, CaptionTrack, Dossier
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.times import Span

Make = Callable[..., Verdict]
CONTENT = {
    "LISEZMOI.txt",
    "README.txt",
    "ai-use.csv",
    "ai-use.json",
    "captions/fr.srt",
    "captions/fr.srt.provenance.json",
    "master/été.mov",
    "package.json",
    "report.csv",
    "report.html",
    "report.json",
    "report.junit.xml",
    "report.pdf",
    "rights-summary.csv",
    "report.markers.edl",
    "timeline/v2.edl",
}


def content(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "ascmhl"
    }


def test_the_package_holds_what_was_judged(dossier: Dossier, make_verdict: Make, note: Finding, tmp_path: Path) -> None:
    verdict = make_verdict(note)
    out = build(plan(dossier, verdict, "fr"), verdict, tmp_path / "out é")
    assert content(out) == CONTENT and verify(out) == ()
    root = dossier.production.root
    for name in ("master/été.mov", "captions/fr.srt"):
        assert (out / name).read_bytes() == (root / name).read_bytes()
        assert (out / name).stat().st_mtime_ns == (root / name).stat().st_mtime_ns
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert (
        report["exit"] == 0
        and report["verdict"]["open"]
        and report["verdict"]["inputs"]["rights/p.pdf"].startswith("xxh128:")
    )
    assert report["findings"][0]["record"]["timecode"] == "00:00:00:00"
    html = (out / "report.html").read_text(encoding="utf-8")
    assert 'lang="fr"' in html and "Livraison autorisée" in html and "Caractères par ligne" in html
    assert "Entrée du registre sans emploi" in (out / "report.markers.edl").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([out.name, root.name])


def test_the_same_plan_for_the_same_verdict(dossier: Dossier, make_verdict: Make) -> None:
    verdict = make_verdict()
    assert plan(dossier, verdict).items == plan(dossier, verdict).items
    assert reports(dossier, verdict, "en")["html"] == reports(dossier, verdict, "en")["html"]


def test_nothing_behind_a_closed_gate(dossier: Dossier, make_verdict: Make, tmp_path: Path, note: Finding) -> None:
    opened = make_verdict()
    for closed in (
        make_verdict(replace(note, severity="error")),
        make_verdict(ran=6),
        replace(opened, expected=()),
        replace(opened, ran=()),
    ):
        with pytest.raises(GateError):
            build(plan(dossier, opened), closed, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name", ["master/été.mov", "captions/fr.srt.provenance.json", "rights/p.pdf", "picturelock.toml"]
)
@pytest.mark.parametrize("gone", [False, True])
def test_a_verdict_is_void_once_a_file_has_changed(
    dossier: Dossier, make_verdict: Make, tmp_path: Path, name: str, gone: bool
) -> None:
    verdict = make_verdict()
    planned, path = plan(dossier, verdict), dossier.production.root / name
    if gone:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(GateError, match=Path(name).stem):
        build(planned, verdict, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == [dossier.production.root.name]


def test_what_the_verdict_does_not_know_is_not_delivered(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    verdict = make_verdict()
    inputs = {name: value for name, value in verdict.inputs.items() if not name.startswith("master")}
    with pytest.raises(GateError, match="says nothing about"):
        build(plan(dossier, verdict), replace(verdict, inputs=inputs), tmp_path / "out")


def test_nothing_is_ever_replaced(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    verdict = make_verdict()
    for make in (Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")):
        make(tmp_path / "out")
        with pytest.raises(OutputError, match="exists already"):
            build(plan(dossier, verdict), verdict, tmp_path / "out")
        (tmp_path / "out").rmdir() if (tmp_path / "out").is_dir() else (tmp_path / "out").unlink()


def test_two_captions_of_one_name_go_apart(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    other = dossier.production.root / "en" / "FR.srt"
    other.parent.mkdir()
    other.write_text("other")
    order = CaptionOrder("en", "sub", "netflix-en", other, origin="human")
    production = replace(dossier.production, captions=(*dossier.production.captions, order))
    both = replace(dossier, production=production, captions=(*dossier.captions, CaptionTrack(order, None)))
    verdict = replace(make_verdict(), inputs=make_verdict().inputs | {"en/FR.srt": full_hash(other)})
    out = build(plan(both, verdict), verdict, tmp_path / "out")
    assert content(out) == CONTENT | {"captions/en-sub-FR.srt"}
    twice = replace(production, captions=(*production.captions, order, order))
    with pytest.raises(UsageError, match="Two files"):
        plan(replace(both, production=twice), verdict)


@pytest.mark.parametrize("name", ["a\x01.srt", "a\n.srt"])
def test_names_that_no_manifest_can_hold(dossier: Dossier, make_verdict: Make, name: str) -> None:
    order = replace(dossier.captions[0].order, file=dossier.production.root / "captions" / name)
    production = replace(dossier.production, captions=(order,))
    with pytest.raises(UsageError, match="no name"):
        plan(replace(dossier, production=production), make_verdict())


def test_ctrl_c_loses_nothing(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    verdict, told = make_verdict(), []

    def stop(stage: str, done: int, total: int, note: str = "") -> None:
        if stage == "package" and done > 4_000_000:
            raise KeyboardInterrupt

    planned = plan(dossier, verdict)
    with pytest.raises(KeyboardInterrupt):
        build(planned, verdict, tmp_path / "new" / "out", stop)
    partial = tmp_path / "new" / ".out.partial"
    assert not (tmp_path / "new" / "out").exists()
    assert 0 < (partial / "master" / "été.mov").stat().st_size <= 9_000_000
    (partial / "stray").symlink_to("/etc")
    (partial / "ascmhl").mkdir()
    (partial / "ascmhl" / "old.mhl").touch()
    build(planned, verdict, tmp_path / "new" / "out", lambda *step: told.append(step))
    out = tmp_path / "new" / "out"
    assert content(out) == CONTENT and verify(out) == () and list(out.parent.iterdir()) == [out]
    assert told[-1][0] == "hash" or told[-1][1] <= told[-1][2]


def test_a_partial_that_is_no_folder_is_not_touched(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    verdict = make_verdict()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".out.partial").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="not the beginning"):
        build(plan(dossier, verdict), verdict, tmp_path / "out")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_too_little_room_is_said_before_copying(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    verdict, huge = make_verdict(), tmp_path / "huge"
    with huge.open("wb") as file:
        file.truncate(shutil.disk_usage(tmp_path).free + 50_000_000)  # sparse: it takes no room itself
    planned = plan(dossier, verdict)
    with pytest.raises(OutputError, match="not enough room"):
        build(replace(planned, items=(*planned.items, Item("huge", huge))), verdict, tmp_path / "new" / "er" / "out")
    assert not (tmp_path / "new").exists()


def test_folders_made_for_nothing_are_taken_away(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    verdict = make_verdict()
    planned = plan(dossier, verdict)
    (tmp_path / "old").mkdir()
    with pytest.raises(GateError):
        build(planned, replace(verdict, inputs={}), tmp_path / "old" / "new" / "out")
    assert list((tmp_path / "old").iterdir()) == []
    out = build(planned, verdict, tmp_path / "old" / "new" / "out")
    assert content(out) == CONTENT and list((tmp_path / "old" / "new").iterdir()) == [out]


def test_names_that_differ_by_their_accents_only(dossier: Dossier, make_verdict: Make) -> None:
    def ordered(*names: str) -> Dossier:
        orders = [replace(dossier.captions[0].order, file=dossier.production.root / name) for name in names]
        return replace(dossier, production=replace(dossier.production, captions=tuple(orders)))

    composed, apart = "é.srt", unicodedata.normalize("NFD", "É.srt")
    targets = [item.target for item in plan(ordered(f"a/{composed}", f"b/{apart}"), make_verdict()).items]
    assert targets[1:3] == [f"captions/{composed}", f"captions/fr-sdh-{apart}"]
    with pytest.raises(UsageError, match="Two files"):
        plan(ordered(f"a/{composed}", f"b/fr-sdh-{composed}", f"c/{apart}"), make_verdict())


def test_a_verdict_names_the_transcripts_that_it_rests_on(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    made = Provenance("transcript", "machine", "faster-whisper", "1.2", made="2026-11-20T10:00:00+00:00")
    heard = Transcript("pl1:a", (Segment((Word("oui", Span(0, 1)),), "fr"),), made)
    key = dossier.cut.shots[0].source.key
    ((name, value),) = judged_transcripts(replace(dossier, transcripts={key: heard})).items()
    assert name == "transcript of A.mov" and value.startswith("xxh128:") and len(value) == 39
    for other in (
        replace(heard, segments=(Segment((Word("non", Span(0, 1)),), "fr"),)),
        replace(heard, provenance=replace(made, weights="xxh128:0")),
    ):
        assert judged_transcripts(replace(dossier, transcripts={key: other})) != {name: value}
    two = [replace(shot, id=key, source=Source("A.mov", fingerprint=key)) for key in "ab" for shot in dossier.cut.shots]
    both = replace(dossier, cut=replace(dossier.cut, shots=tuple(two)), transcripts={"a": heard, "b": heard})
    assert judged_transcripts(both).keys() == {name, f"{name} (b)"}

    verdict = make_verdict()
    verdict = replace(verdict, inputs={**verdict.inputs, name: value})
    out = build(plan(replace(dossier, transcripts={key: heard}), verdict), verdict, tmp_path / "out")
    assert json.loads((out / "report.json").read_text(encoding="utf-8"))["verdict"]["inputs"][name] == value
    with pytest.raises(GateError, match="transcript of"):
        build(plan(replace(dossier, transcripts={key: other}), verdict), verdict, tmp_path / "again")


def test_a_disk_that_fills_up_leaves_nothing(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    verdict = make_verdict()
    planned = plan(dossier, verdict)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000_000, old[1]))
    try:
        with pytest.raises(OutputError, match="not enough room"):
            build(planned, verdict, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    assert [path.name for path in tmp_path.iterdir()] == [dossier.production.root.name]


def test_one_delivery_at_a_time(dossier: Dossier, make_verdict: Make, tmp_path: Path) -> None:
    verdict = make_verdict()
    with only_one(tmp_path / "out"), pytest.raises(OutputError, match="under way"):
        build(plan(dossier, verdict), verdict, tmp_path / "out")
    build(plan(dossier, verdict), verdict, tmp_path / "out")


KILLED = """
import pickle, sys, time
from pathlib import Path
from picturelock.delivery.build import build
from picturelock.delivery.plan import Plan, Item

folder, items, verdict = pickle.load(open(sys.argv[1], "rb"))

def progress(stage, done, total, note=""):
    if stage == "package" and done >= 4_000_000:
        Path(sys.argv[2]).touch()
        time.sleep(60)

build(Plan(folder, "x", tuple(Item(t, s, d) for t, s, d in items)), verdict, Path(sys.argv[3]), progress)
"""


def test_kill_9_in_the_middle_leaves_nothing_that_looks_done_and_is_gone_on_with(
    dossier: Dossier, make_verdict: Make, tmp_path: Path
) -> None:
    import pickle

    verdict, out, marker, job = make_verdict(), tmp_path / "deliveries" / "out", tmp_path / "half", tmp_path / "job"
    planned = plan(dossier, verdict)
    items = [(item.target, item.source, item.data) for item in planned.items]
    plain = replace(verdict, inputs=dict(verdict.inputs))
    job.write_bytes(pickle.dumps((planned.root, items, plain)))
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(job), str(marker), str(out)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    deadline = time.monotonic() + 60
    while not marker.exists() and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert marker.exists()
    child.kill()
    child.wait()
    left = [path.name for path in out.parent.iterdir()]
    assert not out.exists() and ".out.partial" in left
    written = (out.parent / ".out.partial" / "master" / "été.mov").stat().st_size
    assert written > 0

    assert build(planned, verdict, out) == out
    assert [path.name for path in out.parent.iterdir()] == ["out"] and content(out) == CONTENT and verify(out) == ()
