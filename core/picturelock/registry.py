"""Tables of everything that is chosen by name, and the ordered list of everything that must run.

Entries are "module:attribute", imported only when asked for. A new entry is a line here; nothing is scanned or decorated.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from picturelock.errors import SetupError, UnknownName

ENGINES: Mapping[str, str] = MappingProxyType(
    {
        "faster-whisper": "picturelock.engines.whisper:WhisperEngine",
        "pocketsphinx": "picturelock.engines.sphinx:SphinxEngine",
    }
)
"""Speech recognisers; each takes 16 kHz mono samples and yields segments (`engines.base.Engine`)."""

ALIGNERS: Mapping[str, str] = MappingProxyType({"pocketsphinx": "picturelock.engines.sphinx:SphinxAligner"})
"""Forced aligners: known words and samples in, word times out (`engines.base.Aligner`)."""

TRANSLATORS: Mapping[str, str] = MappingProxyType(
    {
        "ctranslate2": "picturelock.engines.translator_ctranslate2:CTranslate2Translator",
        "endpoint": "picturelock.engines.translator_endpoint:EndpointTranslator",
    }
)
"""Machine translation on this machine: sentences in, sentences out (`engines.base.Translator`)."""

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "srt": "picturelock.formats.srt:SRT",
        "vtt": "picturelock.formats.vtt.format:WEBVTT",
        "scc": "picturelock.formats.cea608.scc:SCC",
        "mcc": "picturelock.formats.cea608.mcc:MCC",
        "imsc": "picturelock.formats.ttml.imsc:IMSC",
        "ebu-tt-d": "picturelock.formats.ttml.ebu_tt_d:EBU_TT_D",
        "stl": "picturelock.formats.stl.format:STL",
        "stl-teletext": "picturelock.formats.stl.format:STL_TELETEXT",
        "ass": "picturelock.formats.ass.format:ASS",
        "ssa": "picturelock.formats.ass.format:SSA",
        "sbv": "picturelock.formats.sbv:SBV",
        "sami": "picturelock.formats.sami:SAMI",
        "txt": "picturelock.formats.transcript_text:TRANSCRIPT",
        "txt-timecoded": "picturelock.formats.transcript_text:TIMECODED",
        "docx": "picturelock.formats.docx_text:DOCX",
    }
)
"""Caption file formats by name (`formats.base.Format`)."""

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        "srt": "srt",
        "vtt": "vtt",
        "scc": "scc",
        "mcc": "mcc",
        "ttml": "imsc",
        "xml": "imsc",
        "dfxp": "imsc",
        "itt": "imsc",
        "imsc": "imsc",
        "ebuttd": "ebu-tt-d",
        "stl": "stl",
        "ass": "ass",
        "ssa": "ssa",
        "sbv": "sbv",
        "smi": "sami",
        "sami": "sami",
        "txt": "txt",
        "docx": "docx",
    }
)
"""The format that a file name's ending means, without the dot; several endings may mean one format."""

TIMELINES: Mapping[str, str] = MappingProxyType(
    {
        "otio": "picturelock.timeline.otio.format:OTIO",
        "otio-resolve": "picturelock.timeline.otio.format:OTIO_RESOLVE",
        "otioz": "picturelock.timeline.otio.format:OTIOZ",
        "otiod": "picturelock.timeline.otio.format:OTIOD",
        "edl": "picturelock.timeline.edl.format:EDL",
        "aaf": "picturelock.timeline.aaf.format:AAF",
        "ale": "picturelock.timeline.ale.format:ALE",
        "plcut": "picturelock.timeline.plcut.format:PLCUT",
        "fcpxml": "picturelock.timeline.fcpxml.format:FCPXML",
        "fcpxml-1.8": "picturelock.timeline.fcpxml.format:FCPXML_1_8",
        "fcpxml-1.9": "picturelock.timeline.fcpxml.format:FCPXML_1_9",
        "fcpxml-1.11": "picturelock.timeline.fcpxml.format:FCPXML_1_11",
        "fcp7": "picturelock.timeline.fcp7.format:FCP7",
        "mlt": "picturelock.timeline.mlt.format:MLT",
        "kdenlive": "picturelock.timeline.mlt.format:KDENLIVE",
    }
)
"""Timeline formats by name (`timeline.base.TimelineFormat`)."""

TIMELINE_SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        "otio": "otio",
        "otioz": "otioz",
        "otiod": "otiod",
        "edl": "edl",
        "aaf": "aaf",
        "ale": "ale",
        "plcut": "plcut",
        "fcpxml": "fcpxml",
        "fcpxmld": "fcpxml",
        "xml": "fcp7",
        "mlt": "mlt",
        "kdenlive": "kdenlive",
    }
)
"""The timeline format that a file name's ending means, without the dot."""

CAPTION_RULES: tuple[str, ...] = (
    "picturelock.subtitling.rules.limits:check",
    "picturelock.subtitling.rules.text_spaces:check",
    "picturelock.subtitling.rules.text_marks:check",
    "picturelock.subtitling.rules.text_dashes:check",
    "picturelock.subtitling.rules.text_quotes:check",
    "picturelock.subtitling.rules.text_pairs:check",
    "picturelock.subtitling.rules.text_glyphs:check",
    "picturelock.subtitling.rules.text_damage:check",
    "picturelock.subtitling.rules.text_lookalikes:check",
    "picturelock.subtitling.rules.text_french:check",
    "picturelock.subtitling.rules.text_numbers:check",
    "picturelock.subtitling.rules.text_case:check",
    "picturelock.subtitling.rules.text_labels:check",
    "picturelock.subtitling.rules.text_lines:check",
    "picturelock.subtitling.rules.text_repeats:check",
    "picturelock.subtitling.rules.text_style:check",
    "picturelock.subtitling.rules.text_file:check",
    "picturelock.subtitling.rules.timing_order:check",
    "picturelock.subtitling.rules.timing_gaps:check",
    "picturelock.subtitling.rules.timing_shots:check",
    "picturelock.subtitling.rules.timing_reading:check",
    "picturelock.subtitling.rules.timing_build:check",
    "picturelock.subtitling.rules.words_heard:check",
    "picturelock.subtitling.rules.words_language:check",
    "picturelock.subtitling.rules.glossary:check",
    "picturelock.subtitling.rules.graphics:check",
)
"""Everything that captions are held against, in order: functions `(Subject) -> Iterator[Finding]` (`subtitling.subject`)."""

CAPTION_FIXES: Mapping[str, str] = MappingProxyType(
    {
        "encoding": "picturelock.subtitling.fixes.text:ENCODING",
        "entities": "picturelock.subtitling.fixes.text:ENTITIES",
        "tags": "picturelock.subtitling.fixes.style:TAGS_OUT",
        "loose-tags": "picturelock.subtitling.fixes.style:LOOSE_TAGS",
        "invisible": "picturelock.subtitling.fixes.text:INVISIBLE",
        "empty": "picturelock.subtitling.fixes.cues:EMPTY",
        "duplicates": "picturelock.subtitling.fixes.cues:DUPLICATES",
        "false-letters": "picturelock.subtitling.fixes.text:FALSE_LETTERS",
        "misread": "picturelock.subtitling.fixes.text:MISREAD",
        "spaces": "picturelock.subtitling.fixes.text:SPACES",
        "ellipses": "picturelock.subtitling.fixes.text:ELLIPSES",
        "marks": "picturelock.subtitling.fixes.text:MARKS",
        "interruptions": "picturelock.subtitling.fixes.text:INTERRUPTIONS",
        "dashes": "picturelock.subtitling.fixes.text:DASHES",
        "labels": "picturelock.subtitling.fixes.text:LABELS",
        "music": "picturelock.subtitling.fixes.text:MUSIC",
        "brackets": "picturelock.subtitling.fixes.text:BRACKETS",
        "apostrophes": "picturelock.subtitling.fixes.text:APOSTROPHES",
        "quotes": "picturelock.subtitling.fixes.text:QUOTES",
        "characters": "picturelock.subtitling.fixes.text:CHARACTERS",
        "french-letters": "picturelock.subtitling.fixes.text:FRENCH_LETTERS",
        "letters": "picturelock.subtitling.fixes.text:LETTERS",
        "french-spacing": "picturelock.subtitling.fixes.text:FRENCH_SPACING",
        "italics": "picturelock.subtitling.fixes.style:ITALICS",
        "capital-i": "picturelock.subtitling.fixes.text:CAPITAL_I",
        "capitals": "picturelock.subtitling.fixes.text:CAPITALS",
        "repeated-words": "picturelock.subtitling.fixes.text:REPEATED_WORDS",
        "numbers": "picturelock.subtitling.fixes.text:NUMBERS",
        "lines": "picturelock.subtitling.fixes.lines:LINES",
        "split": "picturelock.subtitling.fixes.lines:SPLIT",
        "names": "picturelock.subtitling.fixes.glossary:FIX",
        "frames": "picturelock.subtitling.fixes.timing_frames:FIX",
        "overlaps": "picturelock.subtitling.fixes.timing_overlaps:FIX",
        "durations": "picturelock.subtitling.fixes.timing_durations:FIX",
        "shots": "picturelock.subtitling.fixes.timing_shots:FIX",
        "gaps": "picturelock.subtitling.fixes.timing_gaps:FIX",
        "move": "picturelock.subtitling.fixes.graphics:FIX",
    }
)
"""What `picturelock caption fix` can mend, in the order in which it does: `Fix` values (`subtitling.fixes.base`)."""

HELD: Mapping[str, str] = MappingProxyType({"rights": "picturelock.rights.held:held"})
"""What a waiver of a trade's findings holds on to beside what lies under them: `(Finding, Dossier)` to plain values and the
names of files."""

CHECKS: tuple[str, ...] = (
    "picturelock.continuity.hygiene:check",
    "picturelock.subtitling.checks:check",
    "picturelock.qc.master:check",
    "picturelock.qc.container:check",
    "picturelock.qc.raster:check",
    "picturelock.qc.timecode:check",
    "picturelock.qc.decoding:check",
    "picturelock.qc.levels:check",
    "picturelock.qc.stillness:check",
    "picturelock.qc.head_tail:check",
    "picturelock.qc.timeline:check",
    "picturelock.qc.channels:check",
    "picturelock.qc.loudness:check",
    "picturelock.qc.sound:check",
    "picturelock.qc.policies:check",
    "picturelock.rights.coverage:check",
    "picturelock.rights.ai_use:check",
    "picturelock.accessibility.coverage:check",
    "picturelock.accessibility.tracks:check",
    "picturelock.accessibility.deaf:check",
    "picturelock.accessibility.described:check",
    "picturelock.accessibility.script:check",
    "picturelock.accessibility.legibility:check",
    "picturelock.accessibility.flashes:check",
)
"""Every check that a delivery must pass, in order. The gate compares what ran with this, not with what a folder holds.

Each is a function `(Dossier) -> Iterable[Finding | Idle]` (`production.Dossier`): where it has nothing to judge it says why,
alone.
"""


def load(entry: str) -> Any:
    """Import the attribute that a table entry names. Raises SetupError if its library is not installed."""
    module, _, attribute = entry.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] == "picturelock":
            raise
        raise SetupError(
            f"{error.name} is not installed, and {module} needs it.",
            hint="Run `python3 installers setup` in the Picturelock folder, or install the picturelock package again.",
        ) from error


def choose(kind: str, table: Mapping[str, str], name: str) -> Any:
    """The attribute that a table lists under a name. Raises UnknownName, listing what there is."""
    if name not in table:
        raise UnknownName(kind, name, table)
    return load(table[name])
