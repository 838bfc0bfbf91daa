"""The reference sentences of `benchmarks/data`, and captions of the reader's own, as `Sentence`s."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))

from picturelock.cues import Captions  # noqa: E402
from picturelock.formats.files import read_captions  # noqa: E402
from picturelock.subtitling.grammar import ends_sentence  # noqa: E402
from segmentation_scores import Sentence  # noqa: E402

DATA = Path(__file__).resolve().parent / "data"
LANGUAGES = ("en", "fr")
CAPTIONS, TEXTS = (".srt", ".vtt"), (".txt", *(f".{language}" for language in LANGUAGES))


def reference(language: str, part: str) -> list[Sentence]:
    """Our own sentences in one language: those that costs are fitted on ("tune"), or the others ("test")."""
    found, now = [], ""
    for line in (DATA / f"segmentation.{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            now = line[2:].partition(":")[0]
        elif line.strip() and now == part:
            found.append(Sentence.parse(line))
    return found


def read(paths: Sequence[Path], language: str) -> Iterator[tuple[str, str, list[Sentence]]]:
    """Name, language and sentences of each text: of files and folders, or of our own test sections where none is named."""
    if not paths:
        for own in LANGUAGES:
            yield f"own test sections, {own}", own, reference(own, "test")
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in inside:
            sentences = _sentences(file)
            if sentences:
                named = next((part for part in file.name.lower().split(".") if part in LANGUAGES), "en")
                yield file.name, language or named, sentences


def _sentences(file: Path) -> list[Sentence]:
    if file.suffix.lower() in CAPTIONS:
        return list(sentences_of(read_captions(file)[0]))
    if file.suffix.lower() not in TEXTS:
        return []
    lines = file.read_text(encoding="utf-8").splitlines()
    return [Sentence.parse(line) for line in lines if "<eo" in line and not line.startswith("#")]


def sentences_of(captions: Captions) -> Iterator[Sentence]:
    """Captions cut into sentences where one ends; what runs over captions stays together."""
    parts: list[str] = []
    for cue in captions.cues:
        lines = [line for line in cue.plain_lines if line.strip()]
        for number, line in enumerate(lines, start=1):
            words = line.split(" ")
            for at, word in enumerate(words):
                parts.append(word)
                if ends_sentence(word, captions.language) and at < len(words) - 1:
                    yield Sentence.parse(" ".join(parts))
                    parts = []
            parts.append("<eob>" if number == len(lines) else "<eol>")
        if lines and ends_sentence(lines[-1].split(" ")[-1], captions.language):
            yield Sentence.parse(" ".join(parts))
            parts = []
    if any(not part.startswith("<eo") for part in parts):
        yield Sentence.parse(" ".join(parts))
