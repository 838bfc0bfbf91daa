"""Plain scripts: reading them, and captions where their words are heard."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from picturelock import profiles
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.spoken import RecordWord
from picturelock.subtitling.align.script import Setting, caption_script
from picturelock.subtitling.align.text import Paragraph, read_script
from picturelock.times import FrameRate, Span, from_seconds, to_seconds

ROOT = Path(__file__).resolve().parents[4]
SETTING = Setting(profiles.load("picturelock"), FrameRate(25), "en", file="script.txt")
SAID = (
    "Where did you put the letter my father gave you? I left it on the kitchen table, next to the keys to the van. "
    "If you leave now, you might still catch the last ferry before they close the harbour for the night."
)


def heard(text: str, start: float = 2.0, step: float = 0.35) -> list[RecordWord]:
    times = ((start + n * step, word) for n, word in enumerate(text.split()))
    return [
        RecordWord(word, Span(from_seconds(at), from_seconds(at + 0.3)), "en", "take", "A1:1") for at, word in times
    ]


def script(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, None, number) for number, text in enumerate(texts, start=1))


def sentences() -> list[str]:
    first, rest = SAID.split("? ")
    return [f"{first}?", *(f"{part.strip('.')}." for part in rest.split(". "))]


def told(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings if finding.rule.startswith("captions.align-")]


def text_of(file: Path, data: str | bytes) -> tuple[Paragraph, ...]:
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_script(file)


def test_a_plain_script_is_a_paragraph_a_line_with_names(tmp_path: Path) -> None:
    found = text_of(
        tmp_path / "s.txt",
        "\ufeffPAUL: I left it.\r\n\r\n(he turns)\r\n[music]\r\nNote this: nothing.\r\n"
        "Marie-Ève: Oui [rire] !\r\nMarie-Ève: Non.\r\n",
    )
    assert [(one.speaker, one.text, one.line) for one in found] == [
        ("PAUL", "I left it.", 1),
        (None, "Note this: nothing.", 5),
        ("Marie-Ève", "Oui !", 6),
        ("Marie-Ève", "Non.", 7),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_scripts_come_in_the_encodings_of_word_processors(tmp_path: Path, encoding: str) -> None:
    assert text_of(tmp_path / "s.txt", "Été à Québec.\n".encode(encoding))[0].text == "Été à Québec."


def test_a_screenplay_gives_its_dialogue() -> None:
    found = read_script(ROOT / "demo" / "script.fountain")
    assert [(one.speaker, one.text) for one in found[:4]] == [
        ("CLAIRE", "Where did you put the letter my father gave you?"),
        ("PAUL", "I left it on the table, next to the keys."),
        ("CLAIRE", "There is nothing on the table, Paul."),
        ("PAUL", "Somebody was here before us."),
    ]
    assert not any(word in one.text for one in found for word in ("INT.", "CUT TO", "Rain.", "low"))


@pytest.mark.parametrize("name", ["s.txt", "s.fountain"])
@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n[music]\n", b"\0\1\2" * 400, b"(" * 300_000, b"/*" * 300_000, b"A\n" * 100_000, b"a: " * 100_000,
     b"\n\nBOB\n" + b"x " * 100_000],
    ids=["empty", "music", "binary", "brackets", "notes", "lines", "colons", "long"],
)  # fmt: skip
def test_hostile_scripts_are_read_or_refused_at_once(tmp_path: Path, name: str, data: bytes) -> None:
    began = time.process_time()
    try:
        assert text_of(tmp_path / name, data)
    except InputError as error:
        assert "script" in error.reason
    assert time.process_time() - began < 3


def test_a_script_stands_where_its_words_are_heard() -> None:
    captions, findings = caption_script(script(*sentences()), heard(SAID), SETTING)
    assert " ".join(cue.text.replace("\n", " ") for cue in captions.cues) == SAID
    assert told(findings) == []
    for cue in captions.cues:
        at = SAID.split().index(cue.text.split()[0])
        if SAID.split().count(cue.text.split()[0]) == 1:
            assert to_seconds(cue.span.start) == pytest.approx(2 + 0.35 * at, abs=0.05)


def test_misheard_words_share_the_time_of_what_was_heard_instead() -> None:
    wrong = SAID.replace("letter my father", "ladder mad father").replace("kitchen", "chicken").replace("ferry", "")
    captions, findings = caption_script(script(*sentences()), heard(wrong), SETTING)
    assert " ".join(cue.text.replace("\n", " ") for cue in captions.cues) == SAID
    assert told(findings) == []


def test_what_is_not_spoken_is_left_out_and_what_is_not_written_is_told() -> None:
    first, second, third = sentences()
    extra = "somebody was here before us and took all that there was"
    words = [*heard(first), *heard(extra, 8.0), *heard(third, 14.0)]
    captions, findings = caption_script(script(first, third, "Fade to black, credits roll."), words, SETTING)
    assert told(findings) == ["captions.align-unheard", "captions.align-unscripted"]
    assert findings[0].place.line == 3
    assert "credits" not in " ".join(cue.text for cue in captions.cues)
    captions, findings = caption_script(script(first, second, third), words, SETTING)
    assert told(findings) == ["captions.align-guessed"]
    assert "kitchen" in " ".join(cue.text for cue in captions.cues)


def test_speakers_stay_with_their_words() -> None:
    first, second, third = sentences()
    lines = (Paragraph(first, "CLAIRE", 1), Paragraph(second, "PAUL", 2), Paragraph(third, "CLAIRE", 3))
    captions, _ = caption_script(lines, heard(SAID), SETTING)
    assert {cue.speaker for cue in captions.cues} == {"CLAIRE", "PAUL"}


def test_another_text_is_refused() -> None:
    with pytest.raises(InputError, match="in common"):
        caption_script(script("Ceci n'est pas une pipe, c'est un verre."), heard(SAID), SETTING)
