"""The published transcript file, and its schema."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picturelock.errors import InputError
from picturelock.formats import transcript_json
from picturelock.speech import Energy, Provenance, Segment, Transcript, Word
from picturelock.times import Span

FILE = Path("prise.json")
SCHEMA = json.loads(files("picturelock.formats").joinpath("transcript-1.schema.json").read_text(encoding="utf-8"))
MADE = Provenance(
    "transcript", "machine", "t", "1", "xxh128:0", (("a", "b"),), ("pl1:0",), "2026-01-01", 1.5, Energy("x", 0.1), "Ann"
)

text = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12).filter(
    lambda t: t == t.strip()
)
words = st.builds(
    lambda start, length, what, sure, who: Word(what, Span(start, start + length), sure, who),
    st.integers(0, 10**12), st.integers(0, 10**10), text, st.none() | st.floats(0, 1), st.none() | text,
)  # fmt: skip
segments = st.lists(words, min_size=1, max_size=5).map(
    lambda found: Segment(tuple(sorted(found, key=lambda w: w.span)), "fr")
)


@given(
    st.lists(segments, max_size=4).map(lambda found: tuple(sorted(found, key=lambda s: s.span))),
    text,
    st.integers(0, 1000),
)
def test_what_is_written_is_read(found: tuple[Segment, ...], source: str, stream: int) -> None:
    transcript = Transcript(source, found, MADE, stream, "mix", "fr")
    written = transcript_json.dump(transcript)
    assert transcript_json.load(written, FILE) == transcript
    assert faults(json.loads(written), SCHEMA) == []


def faults(value: Any, schema: dict[str, Any], place: str = "$") -> list[str]:
    """What a value breaks of a schema: as much of JSON Schema as ours uses."""
    if "$ref" in schema:
        schema = {**SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]], **schema}
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None)}
    named = schema.get("type")
    allowed = tuple(kinds[kind] for kind in ([named] if isinstance(named, str) else named or []))
    flat = tuple(kind for item in allowed for kind in (item if isinstance(item, tuple) else (item,)))
    found = [place] if flat and (not isinstance(value, flat) or isinstance(value, bool)) else []
    found += [f"{place} const"] if "const" in schema and value != schema["const"] else []
    found += [f"{place} enum"] if "enum" in schema and value not in schema["enum"] else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        found += [f"{place} range"] if not schema.get("minimum", value) <= value <= schema.get("maximum", value) else []
    if isinstance(value, str):
        found += (
            [f"{place} length"]
            if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
            else []
        )
    if isinstance(value, list):
        found += [f"{place} items"] if len(value) < schema.get("minItems", 0) else []
        for number, item in enumerate(value):
            found += faults(item, schema.get("items", {}), f"{place}[{number}]")
    if isinstance(value, dict):
        found += [f"{place}.{key} missing" for key in schema.get("required", []) if key not in value]
        more = schema.get("additionalProperties", {})
        for key, item in value.items():
            inner = schema.get("properties", {}).get(key, more)
            found += [f"{place}.{key} unknown"] if inner is False else faults(item, inner, f"{place}.{key}")
    return found


MINIMAL: dict[str, Any] = {
    "schema": "picturelock/transcript-1",
    "segments": [{"words": [{"text": "oui", "start": 0, "end": 9}]}],
}


def test_little_is_needed() -> None:
    read = transcript_json.load(json.dumps(MINIMAL), FILE)
    assert faults(MINIMAL, SCHEMA) == []
    assert (read.language, read.segments[0].language, read.words[0].text, read.provenance.origin) == (
        "und",
        "und",
        "oui",
        "imported",
    )


def changed(path: str, value: Any) -> dict[str, Any]:
    data = json.loads(json.dumps(MINIMAL))
    *inner, last = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)]
    holder = data
    for step in inner:
        holder = holder[step]
    holder[last] = value
    return dict(data)


@pytest.mark.parametrize("path, value, place", [
    ("schema", "picturelock/transcript-2", "schema"),
    ("segments", None, "segments"),
    ("segments", {}, "segments"),
    ("segments.0", 3, "segments[0]"),
    ("segments.0.words", [], "segments[0].words"),
    ("segments.0.language", "", "segments[0].language"),
    ("segments.0.words.0", "oui", "segments[0].words[0]"),
    ("segments.0.words.0.text", "", "segments[0].words[0].text"),
    ("segments.0.words.0.text", " oui", "segments[0].words[0].text"),
    ("segments.0.words.0.text", "x" * 20_000, "segments[0].words[0].text"),
    ("segments.0.words.0.text", "a\0b", "segments[0].words[0].text"),
    ("segments.0.words.0.text", "\ud800", "segments[0].words[0].text"),
    ("segments.0.words.0.start", -1, "segments[0].words[0].start"),
    ("segments.0.words.0.start", 0.5, "segments[0].words[0].start"),
    ("segments.0.words.0.start", True, "segments[0].words[0].start"),
    ("segments.0.words.0.start", "0", "segments[0].words[0].start"),
    ("segments.0.words.0.start", 10, "segments[0].words[0].end"),
    ("segments.0.words.0.end", 10**30, "segments[0].words[0].end"),
    ("segments.0.words.0.confidence", 1.5, "segments[0].words[0].confidence"),
    ("segments.0.words.0.confidence", float("nan"), "segments[0].words[0].confidence"),
    ("segments.0.words.0.speaker", 5, "segments[0].words[0].speaker"),
    ("stream", -1, "stream"),
    ("source", 5, "source"),
    ("provenance", [], "provenance"),
    ("provenance", {"origin": "heaven"}, "provenance"),
    ("provenance", {"kind": "transcript", "origin": "machine", "tool": "t", "version": "1", "made-up": 1}, "provenance"),
])  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(path: str, value: Any, place: str) -> None:
    with pytest.raises(InputError) as raised:
        transcript_json.load(json.dumps(changed(path, value)), FILE)
    assert raised.value.place == place
    assert "\n" not in raised.value.message and raised.value.message.isprintable()


@pytest.mark.parametrize(
    "content", ["", "{", "null", "[]", "3", '{"schema": 1' + "0" * 6000 + "}", "[" * 100_000, '"' + "x" * 10_000_000]
)
def test_what_is_no_json_of_ours_is_one_sentence(content: str) -> None:
    with pytest.raises(InputError, match=r"prise\.json"):
        transcript_json.load(content, FILE)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(InputError, match="larger than 64 MB"):
        transcript_json.read(tmp_path / "huge.json")
    with pytest.raises(InputError, match="not an ordinary file"):
        transcript_json.read(tmp_path)


def test_what_came_in_disorder_is_put_in_order() -> None:
    def segment(start: int) -> dict[str, Any]:
        return {
            "words": [
                {"text": "b", "start": start + 5, "end": start + 6},
                {"text": "a", "start": start, "end": start + 1},
            ]
        }

    read = transcript_json.load(json.dumps({**MINIMAL, "segments": [segment(100), segment(0)]}), FILE)
    assert [word.span.start for word in read.words] == [0, 5, 100, 105]
