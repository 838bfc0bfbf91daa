"""The demo's production, built once for all of its tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo"
if str(DEMO) not in sys.path:
    sys.path.insert(0, str(DEMO))


@pytest.fixture(scope="session")
def production(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import build

    return build.build(tmp_path_factory.mktemp("demo") / "La lettre é", lambda step: None)


@pytest.fixture(scope="session")
def captioned(production: Path) -> Path:
    """The production with one caption for each line, as a person might have typed them."""
    import cuts
    import faults_captions
    import srt

    (production / "captions").mkdir()
    lines = faults_captions.spoken(cuts.letter_v2())
    for language in ("en", "fr"):
        spoken = [line for line in lines if line.language == language]
        starts = [*(line.start for line in spoken[1:]), 10**6]
        cues = [
            srt.Cue(srt.ms_of(line.start), srt.ms_of(min(line.end + 12, start - 2)), in_lines(line.text))
            for line, start in zip(spoken, starts, strict=True)
        ]
        path = production / "captions" / f"letter_v2.{language}.srt"
        srt.write(path, cues)
        path.with_name(f"{path.name}.provenance.json").write_text(
            '{"provenance": {"parameters": {}}}', encoding="utf-8"
        )
        path.with_name(f"{path.name}.review.json").write_text("{}", encoding="utf-8")
    return production


def in_lines(text: str) -> list[str]:
    """One line of up to 42 characters, or two of nearly the same length."""
    if len(text) <= 42:
        return [text]
    middle = min(
        (place for place, sign in enumerate(text) if sign == " "), key=lambda place: abs(place - len(text) / 2)
    )
    return [text[:middle], text[middle + 1 :]]
