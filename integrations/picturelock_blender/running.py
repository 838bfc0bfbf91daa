"""An operator that runs a command beside Blender: a timer looks how far it is, so the window never freezes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import bpy
from picturelock.cut import Cut
from picturelock.errors import PicturelockError, UsageError
from picturelock.timeline.plcut.format import to_text

from picturelock_blender import program
from picturelock_blender.host import BlenderHost
from picturelock_blender.job import Job, Outcome
from picturelock_blender.settings import work
from picturelock_blender.words import language, say, stage

TICK_S = 0.2
package = ""
"""The add-on's own name: its preferences lie under it."""


class Running:
    """What the add-on's operators have in common. A subclass says its command, and what to do with the answer."""

    key: ClassVar[str]
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO"}

    def command(self, host: BlenderHost, folder: Path) -> list[str]:
        """The command's words; `folder` is its own, and goes when it ends."""
        raise NotImplementedError

    def finish(self, host: BlenderHost, folder: Path, document: Mapping[str, Any]) -> list[str]:
        """Bring the answer into Blender, and say it in lines. The first is the headline."""
        raise NotImplementedError

    def execute(self, context: Any) -> set[str]:
        """Start the command; without a window also wait for it."""
        try:
            if work.job is not None and work.job.poll() is None:
                raise UsageError(say("busy"))
            work.lines.clear()
            work.report = ""
            host = BlenderHost()
            self._scene = host.scene.name  # Ctrl-Z, while the command runs, makes another object of the scene
            self._folder = Path(tempfile.mkdtemp(prefix="picturelock-"))
            words = self.command(host, self._folder)
            work.job, work.what = Job(_program(context), words, language()), say(self.key)
        except PicturelockError as error:
            return self._failed(error.message, error.hint)
        if bpy.app.background:
            return self._end(work.job.wait())
        manager = context.window_manager
        self._timer = manager.event_timer_add(TICK_S, window=context.window)
        manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: Any, event: Any) -> set[str]:
        """Look how far it is."""
        if work.job is None or event.type != "TIMER":
            return {"PASS_THROUGH"}
        outcome = work.job.poll()
        _redraw(context)
        if outcome is None:
            context.workspace.status_text_set(progress())
            return {"PASS_THROUGH"}
        context.window_manager.event_timer_remove(self._timer)
        context.workspace.status_text_set(None)
        ended = self._end(outcome)
        _redraw(context)
        return ended

    def cancel(self, _context: Any) -> None:
        """Blender gives the operator up, because another file is opened: so does the command."""
        if work.job is not None:
            work.job.cancel()
            work.job = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self, outcome: Outcome) -> set[str]:
        work.job = None
        try:
            if outcome.cancelled:
                return self._failed(say("cancelled"), "", kind="INFO")
            if outcome.problem:
                return self._failed(outcome.problem, outcome.hint)
            scene = bpy.data.scenes.get(self._scene)
            if scene is None:
                raise UsageError(say("gone", name=self._scene))
            lines = self.finish(BlenderHost(scene), self._folder, outcome.document)
        except PicturelockError as error:
            return self._failed(error.message, error.hint)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
        work.lines.extend(lines)
        self.report({"INFO"}, lines[0])  # type: ignore[attr-defined]
        return {"FINISHED"}

    def _failed(self, message: str, hint: str, kind: str = "ERROR") -> set[str]:
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder, ignore_errors=True)
        work.lines.extend(text for text in (message, hint) if text)
        if kind != "ERROR" or not bpy.app.background:  # an error report is an exception in Blender without a window
            self.report({kind}, " ".join(text for text in (message, hint) if text))  # type: ignore[attr-defined]
        return {"CANCELLED"}


def hand_over(host: BlenderHost, folder: Path) -> tuple[Cut, Path]:
    """The sequence as a file that the command reads."""
    cut, _ = host.read_cut()
    path = folder / "sequence.plcut"
    path.write_text(to_text(cut), encoding="utf-8", errors="replace")
    return cut, path


def progress() -> str:
    """How far the command is, in words."""
    job = work.job
    if job is None:
        return ""
    what = stage(job.stage) if job.stage else work.what
    return say("running", what=what, percent=round(100 * job.done))


def _program(context: Any) -> list[str]:
    addon = context.preferences.addons.get(package)
    named = addon.preferences.program if addon is not None and addon.preferences is not None else ""
    return program.find(named, addon_folder())


def addon_folder() -> Path:
    """Where the add-on lies."""
    import importlib

    file = getattr(importlib.import_module(package), "__file__", None) if package else None
    return Path(file or __file__).parent


def _redraw(context: Any) -> None:
    for window in context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "SEQUENCE_EDITOR":
                area.tag_redraw()
