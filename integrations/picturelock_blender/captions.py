"""Captions as text strips, on channels of their own above everything else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

from picturelock.cues import Captions, Cue, Kind, Run, plain
from picturelock.errors import UsageError
from picturelock.formats.base import lost
from picturelock.formats.colors import hex_of
from picturelock.formats.placing import keypad, of_keypad
from picturelock.timeline.base import Findings

from picturelock_blender.clock import clock_of
from picturelock_blender.notes import note_of, set_note
from picturelock_blender.read import CAPTIONS
from picturelock_blender.sequencer import CHANNELS, new_effect, strips

NAME = "Blender"
SAFE = 0.1
"""How far from the picture's edges captions stand (EBU R 95: graphics safe area)."""
SIZE = Fraction(1, 22)
"""Size of the text, of the picture's height."""


def put_captions(scene: Any, captions: Captions) -> Findings:
    """Put captions into a scene's sequencer, in place of ours of that language and kind; gives what is not shown as it was.

    Raises UsageError if there is no channel left.
    """
    editor = scene.sequence_editor or scene.sequence_editor_create()
    key, losses = f"{captions.language} {captions.kind}", Counter[str]()
    for strip in [strip for strip in strips(editor) if note_of(strip).get(CAPTIONS) == key]:
        strips(editor).remove(strip)
    base = 1 + max((strip.channel for strip in strips(editor)), default=0)
    clock, ends = clock_of(scene), list[int]()
    for cue in captions.cues:
        start = clock.frame(cue.span.start)
        end = max(start + 1, clock.frame(cue.span.end))
        row = next((row for row, until in enumerate(ends) if until <= start), len(ends))
        if base + row > CHANNELS:
            raise UsageError(
                f"Blender has {CHANNELS} channels, and no room for captions above the highest that is used."
            )
        ends[row : row + 1] = [end]
        _put(scene, cue, base + row, start, end, key, losses)
    for row in range(len(ends)):
        editor.channels[base + row].name = f"Picturelock {key}" + (f" +{row}" if row else "")
    return lost(NAME, losses)


def read_captions(scene: Any, language: str, kind: Kind) -> Captions:
    """Our captions of a language and kind, as they stand in the sequencer now."""
    clock = clock_of(scene)
    cues = []
    for strip in strips(scene.sequence_editor) if scene.sequence_editor else ():
        noted = note_of(strip)
        if noted.get(CAPTIONS) == f"{language} {kind}" and not strip.mute:
            place, align = of_keypad(str(noted["place"])) if str(noted.get("place")) in "123456789" else (None, None)
            lines = plain(strip.text.strip("\n"))
            if strip.use_italic or strip.use_bold:
                lines = tuple((replace(line[0], italic=strip.use_italic, bold=strip.use_bold),) for line in lines)
            span = clock.span(strip.frame_final_start, strip.frame_final_end)
            cues.append(Cue(span, lines, str(noted.get("cue") or ""), placement=place, align=align))
    return Captions(tuple(sorted(cues, key=lambda cue: cue.span)), language, kind, clock.rate)


def tracks(scene: Any) -> list[tuple[str, Kind]]:
    """The languages and kinds of our captions that a scene has."""
    found = (
        {str(note_of(strip).get(CAPTIONS) or "") for strip in strips(scene.sequence_editor)}
        if scene.sequence_editor
        else set()
    )
    kinds: dict[str, Kind] = {"sub": "sub", "sdh": "sdh", "forced": "forced"}
    pairs = (key.split(" ") for key in sorted(found) if key.count(" ") == 1)
    return [(language, kinds[kind]) for language, kind in pairs if kind in kinds]


def _put(scene: Any, cue: Cue, channel: int, start: int, end: int, key: str, losses: Counter[str]) -> None:
    runs = [run for line in cue.lines for run in line if run.text.strip()]
    strip = new_effect(scene.sequence_editor, cue.text.split("\n")[0][:40] or "-", "TEXT", channel, start, end)
    strip.select = False
    strip.text = cue.text
    if strip.text != cue.text:
        losses["text-length"] += 1
    strip.font_size = float(SIZE * scene.render.resolution_y)
    strip.use_shadow, strip.use_box, strip.wrap_width = True, False, 1 - 2 * SAFE
    strip.use_italic, strip.use_bold = _all(runs, "italic", losses), _all(runs, "bold", losses)
    _color(strip, runs, losses)
    digit, exact = keypad(cue.placement, cue.align, len(cue.lines))
    if not exact:
        losses["positions"] += 1
    _place(strip, int(digit))
    set_note(strip, **{CAPTIONS: key, "cue": cue.id, "place": digit if digit != "2" else None})


def _all(runs: list[Run], style: str, losses: Counter[str]) -> bool:
    """Whether the whole caption has a style: Blender's text strips have one for all their letters."""
    styled = [bool(getattr(run, style)) for run in runs]
    if any(styled) and not all(styled):
        losses["rich-text"] += 1
    return bool(styled) and all(styled)


def _color(strip: Any, runs: list[Run], losses: Counter[str]) -> None:
    colors = {run.color for run in runs}
    if len(colors) > 1 or any(run.background or run.underline or run.tags for run in runs):
        losses["rich-text"] += 1
    color = colors.pop() if len(colors) == 1 else None
    found = hex_of(color) if color is not None else None
    if found:
        strip.color = (*(int(found[at : at + 2], 16) / 255 for at in (1, 3, 5)), 1.0)


def _place(strip: Any, digit: int) -> None:
    """One of the nine places of a keypad: 2 is at the bottom, in the middle."""
    row, column = divmod(digit - 1, 3)
    strip.location = ((SAFE, 0.5, 1 - SAFE)[column], (SAFE, 0.5, 1 - SAFE)[row])
    across, up = ("LEFT", "CENTER", "RIGHT")[column], ("BOTTOM", "CENTER", "TOP")[row]
    if hasattr(strip, "anchor_x"):
        strip.anchor_x, strip.anchor_y, strip.alignment_x = across, up, across
    else:  # 4.2
        strip.align_x, strip.align_y = across, up
