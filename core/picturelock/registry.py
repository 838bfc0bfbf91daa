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

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "srt": "picturelock.formats.srt:SRT",
        "vtt": "picturelock.formats.vtt:WEBVTT",
    }
)
"""Caption file formats by name (`formats.base.Format`)."""

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        "srt": "srt",
        "vtt": "vtt",
    }
)
"""The format that a file name's ending means, without the dot; several endings may mean one format."""

CAPTION_RULES: tuple[str, ...] = ("picturelock.subtitling.rules.limits:check",)
"""Everything that captions are held against, in order: functions `(Subject) -> Iterator[Finding]` (`subtitling.subject`)."""

CAPTION_FIXES: Mapping[str, str] = MappingProxyType({})
"""What `picturelock caption fix` can mend, in the order in which it does: `Fix` values (`subtitling.fixes.base`)."""

CHECKS: tuple[str, ...] = (
    "picturelock.continuity.hygiene:check",
    "picturelock.subtitling.checks:check",
    "picturelock.qc.master:check",
    "picturelock.qc.loudness:check",
    "picturelock.rights.coverage:check",
    "picturelock.rights.ai_use:check",
    "picturelock.accessibility.coverage:check",
)
"""Every check that a delivery must pass, in order. The gate compares what ran with this, not with what a folder holds.

Each is a function `(Dossier) -> Iterable[Finding]` (`production.Dossier`).
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
