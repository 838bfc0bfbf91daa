"""What a production adds to its captions' check reaches the gate, and the verdict rests on it."""

from __future__ import annotations

from pathlib import Path

from picturelock.findings import Verdict
from picturelock.production import Production, load
from picturelock_validators import gate

GLOSSARY = '[[term]]\ntext = "a steady hum"\nvariants = ["a steady tone"]\n'


def rules(verdict: Verdict) -> list[str]:
    return [finding.rule for finding in verdict.findings if finding.severity == "error"]


def judged(production: Production, line: str = 'glossary = "words/g.toml"\n', **files: str) -> Verdict:
    """The verdict with a line added to picturelock.toml, and files of these names, `/` for `__`."""
    for name, text in files.items():
        path = production.root / (name.replace("__", "/") + ".toml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    file: Path = production.file
    file.write_text(line + file.read_text(encoding="utf-8"), encoding="utf-8")
    return gate.run(load(production.root), None)


def test_a_misspelt_name_closes_the_gate(production: Production) -> None:
    verdict = judged(production, words__g=GLOSSARY)
    assert not verdict.open and rules(verdict) == ["captions.name-spelling"]
    assert "words/g.toml" in verdict.inputs


def test_a_glossary_that_cannot_be_read_closes_the_gate(production: Production) -> None:
    verdict = judged(production, words__g="text = 3")
    assert not verdict.open and rules(verdict) == ["captions.glossary-unreadable"]


def test_a_glossary_that_is_not_there_closes_the_gate(production: Production) -> None:
    assert rules(judged(production)) == ["captions.glossary-unreadable"]


def test_a_graphic_and_a_profile_of_the_production_are_judged(production: Production) -> None:
    ours = 'title = "Ours"\nextends = "netflix-en"\n'
    text = production.file.read_text(encoding="utf-8").replace("netflix-en", "ours")
    zone = '[[graphics]]\nstart = "00:00:02:00"\nend = "00:00:02:10"\ntop = 0.8\nbottom = 1\n'
    production.file.write_text(text + zone, encoding="utf-8")
    verdict = judged(production, "", profiles__ours=ours)
    assert rules(verdict) == ["captions.over-graphic"] and "profiles/ours.toml" in verdict.inputs
