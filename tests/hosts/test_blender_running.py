"""An operator with a window: it never waits, tells how far it is, and can be stopped or given up."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

bpy = pytest.importorskip("bpy", reason="not proven: bpy (Blender as a module) is not installed")

from picturelock_blender import running  # noqa: E402
from picturelock_blender.host import BlenderHost  # noqa: E402
from picturelock_blender.settings import work  # noqa: E402


class Button(running.Running):
    """A button of which the command is a small program."""

    key = "check"
    code = "print('{}')"

    def __init__(self) -> None:
        self.reports: list[tuple[set[str], str]] = []
        self.got: Mapping[str, Any] | None = None

    def command(self, host: BlenderHost, folder: Path) -> list[str]:
        (folder / "run.py").write_text("import json, sys, time\n" + self.code)
        return [str(folder / "run.py")]

    def finish(self, host: BlenderHost, folder: Path, document: Mapping[str, Any]) -> list[str]:
        self.got = document
        assert (folder / "run.py").exists()
        return [f"done in {host.scene.name}"]

    def report(self, kind: set[str], text: str) -> None:
        self.reports.append((kind, text))


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """A window, as far as an operator needs one."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    monkeypatch.setattr(running, "bpy", SimpleNamespace(app=SimpleNamespace(background=False), data=bpy.data))
    monkeypatch.setattr(running, "_program", lambda _context: [sys.executable])
    monkeypatch.setattr(running.tempfile, "mkdtemp", lambda prefix: str(folder(tmp_path)))
    timers: list[object] = []
    manager = SimpleNamespace(
        windows=[], modal_handler_add=lambda _operator: None, event_timer_add=lambda _time, window: timers.append(window),
        event_timer_remove=lambda _timer: timers.pop(),
    )  # fmt: skip
    status: list[str | None] = []
    workspace = SimpleNamespace(status_text_set=status.append)
    yield SimpleNamespace(window_manager=manager, window="window", workspace=workspace, timers=timers, status=status)
    if work.job is not None:
        work.job.cancel()
        work.job.wait()
        work.job = None


def folder(inside: Path) -> Path:
    made = inside / f"job{len(list(inside.iterdir()))}"
    made.mkdir()
    return made


def run(button: Button, context: Any, limit_s: float = 20) -> set[str]:
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        result = button.modal(context, SimpleNamespace(type="TIMER"))
        if result != {"PASS_THROUGH"}:
            return result
        time.sleep(0.02)
    raise AssertionError("it never ended")


def test_it_runs_beside_the_window_and_tells_how_far_it_is(context: Any, tmp_path: Path) -> None:
    button = Button()
    button.code = (
        "sys.stderr.write(json.dumps({'stage': 'check', 'done': 1, 'total': 2, 'note': ''}) + chr(10)); sys.stderr.flush()\n"
        "time.sleep(1.5); print(json.dumps({'findings': []}))"
    )
    began = time.monotonic()
    assert button.execute(context) == {"RUNNING_MODAL"}
    assert time.monotonic() - began < 1
    assert button.modal(context, SimpleNamespace(type="MOUSEMOVE")) == {"PASS_THROUGH"}
    assert Button().execute(context) == {"CANCELLED"}, "one at a time"
    assert run(button, context) == {"FINISHED"}
    assert button.got == {"findings": []}
    assert button.reports == [({"INFO"}, "done in Scene")]
    assert any(text and "50" in text for text in context.status)
    assert context.status[-1] is None
    assert (work.job, context.timers) == (None, [])
    assert list(tmp_path.iterdir()) == []


def test_it_is_stopped(context: Any, tmp_path: Path) -> None:
    button = Button()
    button.code = "time.sleep(60)"
    button.execute(context)
    assert work.job is not None
    work.job.cancel()
    assert run(button, context) == {"CANCELLED"}
    assert button.got is None
    assert button.reports[0][0] == {"INFO"}
    assert list(tmp_path.iterdir()) == []


def test_another_file_is_opened_meanwhile(context: Any, tmp_path: Path) -> None:
    button = Button()
    button.code = "time.sleep(60)"
    button.execute(context)
    job = work.job
    button.cancel(context)
    assert work.job is None
    assert job is not None
    assert job.wait().cancelled
    assert list(tmp_path.iterdir()) == []
    again = Button()
    assert again.execute(context) == {"RUNNING_MODAL"}
    assert run(again, context) == {"FINISHED"}


def test_the_scene_is_deleted_meanwhile(context: Any) -> None:
    other = bpy.data.scenes.new("Other")
    button = Button()
    button.code = "time.sleep(0.5); print(json.dumps({}))"
    button.execute(context)
    bpy.data.scenes.remove(bpy.data.scenes["Scene"])
    assert other.name == "Other"
    assert run(button, context) == {"CANCELLED"}
    assert "Scene" in button.reports[0][1]


def test_what_fails_is_said(context: Any) -> None:
    button = Button()
    button.code = "print(json.dumps({'error': {'message': 'No model.', 'hint': 'Fetch one.'}})); sys.exit(4)"
    button.execute(context)
    assert run(button, context) == {"CANCELLED"}
    assert button.reports == [({"ERROR"}, "No model. Fetch one.")]
    assert list(work.lines) == ["No model.", "Fetch one."]
