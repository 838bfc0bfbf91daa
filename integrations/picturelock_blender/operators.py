"""The buttons: transcribe, caption, check, deliver; open and save a timeline; cancel."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import bpy
from picturelock.errors import UsageError
from picturelock.timeline.plcut.format import PLCUT

from picturelock_blender import captions as caption_strips
from picturelock_blender import srt_text, tasks
from picturelock_blender.host import BlenderHost
from picturelock_blender.running import Running, hand_over
from picturelock_blender.settings import folder_of, settings_of, wishes_of, work
from picturelock_blender.words import say, told

_CAPTIONS = "captions.srt"


class PICTURELOCK_OT_transcribe(Running, bpy.types.Operator):
    bl_idname = "picturelock.transcribe"
    key = "transcribe"

    def command(self, host: BlenderHost, folder: Path) -> list[str]:
        cut, file = hand_over(host, folder)
        return tasks.transcribe(cut, file, wishes_of(host.scene))

    def finish(self, host: BlenderHost, folder: Path, document: Mapping[str, Any]) -> list[str]:
        files = [one for one in document.get("files", ()) if "error" not in one]
        wrong = [str(one["error"]) for one in document.get("files", ()) if "error" in one]
        return [say("files", count=len(files)), *wrong]


class PICTURELOCK_OT_caption(Running, bpy.types.Operator):
    bl_idname = "picturelock.caption"
    key = "caption"

    def command(self, host: BlenderHost, folder: Path) -> list[str]:
        cut, file = hand_over(host, folder)
        return tasks.caption(cut, file, wishes_of(host.scene), folder / _CAPTIONS)

    def finish(self, host: BlenderHost, folder: Path, document: Mapping[str, Any]) -> list[str]:
        wishes = wishes_of(host.scene)
        text = (folder / _CAPTIONS).read_text(encoding="utf-8")
        captions = srt_text.parse(text, wishes.language or "und", wishes.kind, host.read_cut()[0].rate)
        lost = host.put_captions(captions)
        return [say("captioned", count=len(captions.cues)), *_messages(document), *told(lost)]


class PICTURELOCK_OT_check(Running, bpy.types.Operator):
    bl_idname = "picturelock.check"
    key = "check"

    def command(self, host: BlenderHost, folder: Path) -> list[str]:
        _, file = hand_over(host, folder)
        beside = []
        wishes = wishes_of(host.scene)
        for language, kind in caption_strips.tracks(host.scene):
            if kind == wishes.kind and (language == wishes.language or not wishes.language):
                path = folder / f"{language}.{kind}.srt"
                captions = caption_strips.read_captions(host.scene, language, kind)
                path.write_text(srt_text.text_of(captions), encoding="utf-8", errors="replace")
                beside.append(path)
        return tasks.check(file, wishes, beside)

    def finish(self, host: BlenderHost, folder: Path, document: Mapping[str, Any]) -> list[str]:
        findings = document.get("findings", ())
        markers = tasks.to_markers(findings)
        host.remove_markers({one.id for one in host.markers() if one.id.startswith(f"{tasks.GROUP}:")})
        host.put_markers(markers)
        headline = say("checked", count=len(findings), markers=len(markers)) if findings else say("clean")
        return [headline, *_messages(document)]


class PICTURELOCK_OT_deliver(Running, bpy.types.Operator):
    bl_idname = "picturelock.deliver"
    key = "deliver"

    def command(self, host: BlenderHost, folder: Path) -> list[str]:
        chosen = settings_of(host.scene)
        production, output = folder_of(chosen.production), folder_of(chosen.package)
        if production is None or output is None:
            raise UsageError(say("no_production") if production is None else say("no_package"))
        return tasks.deliver(production, output)

    def finish(self, host: BlenderHost, folder: Path, document: Mapping[str, Any]) -> list[str]:
        package = document.get("package")
        if package:
            work.report = str(Path(str(package)) / "report.html")
            return [say("delivered", folder=str(package))]
        work.report = str(document.get("report") or "")
        return [say("closed", count=len(document.get("findings", ()))), *_messages(document)]


class PICTURELOCK_OT_open(Running, bpy.types.Operator):
    bl_idname = "picturelock.open"
    key = "open"
    filepath: bpy.props.StringProperty(subtype="FILE_PATH")  # type: ignore[valid-type]
    filter_glob: bpy.props.StringProperty(  # type: ignore[valid-type]
        default="*.otio;*.otioz;*.otiod;*.edl;*.fcpxml;*.fcpxmld;*.xml;*.aaf;*.plcut", options={"HIDDEN"}
    )

    def invoke(self, context: Any, _event: Any) -> set[str]:
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def command(self, host: BlenderHost, folder: Path) -> list[str]:
        return tasks.convert(Path(self.filepath), folder / "sequence.plcut")

    def finish(self, host: BlenderHost, folder: Path, document: Mapping[str, Any]) -> list[str]:
        cut, _ = PLCUT.read(folder / "sequence.plcut", None)
        made, lost = BlenderHost.of_cut(cut)
        bpy.context.window.scene = made.scene
        if hasattr(bpy.context.workspace, "sequencer_scene"):
            bpy.context.workspace.sequencer_scene = made.scene
        return [say("opened", name=made.scene.name), *_messages(document), *told(lost)]


class PICTURELOCK_OT_save(Running, bpy.types.Operator):
    bl_idname = "picturelock.save"
    key = "save"
    filepath: bpy.props.StringProperty(subtype="FILE_PATH")  # type: ignore[valid-type]

    def invoke(self, context: Any, _event: Any) -> set[str]:
        self.filepath = f"{BlenderHost().scene.name}.otio"
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def command(self, host: BlenderHost, folder: Path) -> list[str]:
        return tasks.convert(hand_over(host, folder)[1], Path(self.filepath))

    def finish(self, host: BlenderHost, folder: Path, document: Mapping[str, Any]) -> list[str]:
        return [say("saved", file=self.filepath), *_messages(document)]


class PICTURELOCK_OT_cancel(bpy.types.Operator):
    bl_idname = "picturelock.cancel"
    key: ClassVar[str] = "cancel"

    def execute(self, _context: Any) -> set[str]:
        if work.job is not None:
            work.job.cancel()
        return {"FINISHED"}


CLASSES = (
    PICTURELOCK_OT_transcribe, PICTURELOCK_OT_caption, PICTURELOCK_OT_check, PICTURELOCK_OT_deliver,
    PICTURELOCK_OT_open, PICTURELOCK_OT_save, PICTURELOCK_OT_cancel,
)  # fmt: skip


def _messages(document: Mapping[str, Any]) -> list[str]:
    """What was found, a line each, as often as the same was found elsewhere once."""
    return list(
        dict.fromkeys(str(one.get("message", "")) for one in document.get("findings", ()) if one.get("message"))
    )
