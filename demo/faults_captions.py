"""Faults in the caption files. Captions are found by what they say and how they lie, never by their numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import film
import srt
from cuts import Cut, flat
from faults import Fault
from srt import Cue

LINE_CHARACTERS, CHARACTERS_PER_SECOND = 42, 20
SHORTEST_FRAMES, LONGEST_FRAMES = 20, 167
"""5/6 s and 7 s."""
OVERLAP_FRAMES = 6
OTHER_CUT = "letter_v1.otio"
HEARD_TOLERANCE_FRAMES = 12
"""Half a second between where a word is and where a machine hears it."""


@dataclass(frozen=True)
class Spoken:
    """A line of dialogue that the cut lets be heard, in record frames."""

    text: str
    language: str
    start: int
    end: int


def spoken(cut: Cut) -> list[Spoken]:
    """Every line that is heard in full, in order."""
    found = []
    for placed in flat(cut.tracks["A1"], "A1"):
        first, last = placed.clip.start, placed.clip.start + placed.clip.length
        for line in film.utterances(placed.clip.source):
            if first <= line.start and line.end <= last:
                shift = placed.record - first
                found.append(Spoken(line.text, line.language, line.start + shift, line.end + shift))
    return found


def plant(folder: Path, cut: Cut) -> list[Fault]:
    """Edit both caption files."""
    lines = spoken(cut)
    english, french = f"captions/{cut.name}.en.srt", f"captions/{cut.name}.fr.srt"
    elsewhere = _conformed_elsewhere(folder / f"{english}.provenance.json", english)
    return [elsewhere, *_english(folder / english, english, lines), *_french(folder / french, french, lines)]


def _conformed_elsewhere(record: Path, file: str) -> Fault:
    """The record of its making says that the file was last carried over to another cut, as `conform captions` writes it."""
    document = json.loads(record.read_text(encoding="utf-8"))
    document["provenance"]["parameters"]["conformed_to"] = OTHER_CUT
    record.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Fault(
        "accessibility.conformed-elsewhere",
        f"the English captions were last fitted to {OTHER_CUT}",
        f"les sous-titres anglais ont été ajustés en dernier à {OTHER_CUT}",
        file,
        severity="warning",
    )


def _english(path: Path, file: str, lines: list[Spoken]) -> list[Fault]:
    cues = srt.read(path)
    uncaptioned = _remove_last(cues, lines, file)
    joined = _join_lines(cues, file)
    faults = [uncaptioned, joined, _overlap(cues, file, {joined.cue})]
    srt.write(path, cues)
    return faults


def _french(path: Path, file: str, lines: list[Spoken]) -> list[Fault]:
    cues = srt.read(path)
    hurried = _hurry(cues, lines, file)
    faults = [hurried, _close_up(cues, file, {hurried.cue})]
    srt.write(path, cues)
    return faults


def _remove_last(cues: list[Cue], lines: list[Spoken], file: str) -> Fault:
    """The last caption is gone; what it said is heard all the same."""
    cue = cues.pop()
    line = next((line for line in lines if _letters(line.text) == _letters(cue.text)), None)
    if line is None:
        raise ValueError(f"the last caption of {file} is no line of the film: {cue.text}")
    return Fault(
        "accessibility.speech-uncaptioned",
        f"“{line.text}” is said without a caption",
        f"«\u00a0{line.text}\u00a0» est dit sans sous-titre",
        file,
        line.start,
        line.end,
        tolerance_frames=HEARD_TOLERANCE_FRAMES,
    )


def _join_lines(cues: list[Cue], file: str) -> Fault:
    """A caption of two lines becomes one that is too long, but can still be read in time."""
    found = [
        (cue.characters_per_second, number)
        for number, cue in enumerate(cues)
        if len(cue.lines) == 2 and len(cue.text) > LINE_CHARACTERS and _speed(cue.text, cue) <= CHARACTERS_PER_SECOND
    ]
    if not found:
        raise ValueError(f"no caption of {file} has two lines that are too long for one and slow enough to read")
    number = min(found)[1]
    cue = cues[number]
    cue.lines = [cue.text]
    return _fault(
        "line-length",
        cue,
        number,
        file,
        f"“{cue.text}” stands on one line of {len(cue.text)} characters",
        f"«\u00a0{cue.text}\u00a0» tient sur une seule ligne de {len(cue.text)} caractères",
    )


def _overlap(cues: list[Cue], file: str, taken: set[str]) -> Fault:
    """A caption stays on screen while the next one has come."""
    number = _nearest(cues, taken, OVERLAP_FRAMES)
    cue, after = cues[number], cues[number + 1]
    cue.end_ms = srt.ms_of(after.frames[0] + OVERLAP_FRAMES)
    return _fault(
        "overlap",
        after,
        number + 1,
        file,
        f"“{after.text}” comes {OVERLAP_FRAMES} frames before the caption before it has gone",
        f"«\u00a0{after.text}\u00a0» arrive {OVERLAP_FRAMES} images avant que le sous-titre précédent ne parte",
    )


def _close_up(cues: list[Cue], file: str, taken: set[str]) -> Fault:
    """A caption goes at the very frame where the next one comes."""
    number = _nearest(cues, taken, 0)
    cue, after = cues[number], cues[number + 1]
    cue.end_ms = after.start_ms
    return _fault(
        "gap",
        after,
        number + 1,
        file,
        f"no frame without text before “{after.text}”",
        f"aucune image sans texte avant «\u00a0{after.text}\u00a0»",
    )


def _nearest(cues: list[Cue], taken: set[str], beyond: int) -> int:
    """The caption nearest to the one after it, where it may stay until `beyond` frames after that one has come."""
    found = [
        (after.frames[0] - cue.frames[1], number)
        for number, (cue, after) in enumerate(pairwise(cues))
        if not {str(number + 1), str(number + 2)} & taken
        and after.frames[0] + beyond - cue.frames[0] <= LONGEST_FRAMES
        and after.frames[0] + beyond < after.frames[1]
    ]
    return min(found)[1]


def _hurry(cues: list[Cue], lines: list[Spoken], file: str) -> Fault:
    """A caption goes so early that it cannot be read, though not before its last word and not at once."""
    heard = {_letters(line.text): line for line in lines}
    found = []
    for number, cue in enumerate(cues):
        line = heard.get(_letters(cue.text))
        if line is not None:
            length = max(SHORTEST_FRAMES, line.end - cue.frames[0])
            speed = sum(map(len, cue.lines)) * float(film.RATE) / length
            found.append((speed, number, cue.frames[0] + length))
    speed, number, end = max(found)
    if speed <= CHARACTERS_PER_SECOND:
        raise ValueError(f"no caption of {file} is spoken fast enough")
    cue = cues[number]
    cue.end_ms = srt.ms_of(end)
    return _fault(
        "reading-speed",
        cue,
        number,
        file,
        f"“{cue.text}” must be read at {speed:.1f} characters per second",
        f"«\u00a0{cue.text}\u00a0» se lit à {f'{speed:.1f}'.replace('.', ',')} caractères par seconde",
    )


def _fault(what: str, cue: Cue, number: int, file: str, english: str, french: str) -> Fault:
    return Fault(f"captions.{what}", english, french, file, *cue.frames, cue=str(number + 1))


def _speed(text: str, cue: Cue) -> float:
    start, end = cue.frames
    return len(text) * float(film.RATE) / (end - start)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
