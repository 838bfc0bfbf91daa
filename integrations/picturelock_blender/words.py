"""Sentences in the language that Blender itself speaks."""

from __future__ import annotations

from contextlib import suppress

import bpy
from picturelock import wording
from picturelock.findings import Finding


def language() -> str:
    """The language of Blender's interface, if it is one of ours; else as `picturelock` itself decides."""
    return wording.ui_language(bpy.app.translations.locale or None)


def say(key: str, **facts: str | int) -> str:
    """A sentence of the add-on."""
    return wording.say(f"blender_{key}", language(), **facts)


def stage(name: str) -> str:
    """What a command is doing."""
    with suppress(KeyError):
        return wording.say(f"stage_{name}", language())
    return name


def told(findings: tuple[Finding, ...]) -> list[str]:
    """What could not be kept, a line each under a heading; nothing where all was."""
    lines = [wording.message(finding, language()) for finding in findings]
    return [say("losses", count=len(lines)), *lines] if lines else []
