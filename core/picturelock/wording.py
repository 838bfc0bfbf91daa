"""Sentences for people, in English and French: `wording/en/TRADE.toml` and `wording/fr/TRADE.toml`.

The rule "continuity.gap" is table `[gap]` of `continuity.toml`: `title` for headings, `message`, and `fix` where there is
something to do; a template names evidence in braces. A rule is worded in both languages or the tests fail. `ui.toml` holds
the words of the interface itself.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # `picturelock --help` words itself, and must not wait for dataclasses
    from picturelock.findings import Fact, Finding

LANGUAGES = ("en", "fr")
_FOLDER = Path(__file__).with_name("wording")


def ui_language(asked: str | None = None) -> str:
    """The language to speak to a person: the one asked for, else PICTURELOCK_LANG, else the locale's, else English."""
    for name in (
        asked,
        os.environ.get("PICTURELOCK_LANG"),
        os.environ.get("LC_ALL"),
        os.environ.get("LC_MESSAGES"),
        os.environ.get("LANG"),
    ):
        if name and name[:2].lower() in LANGUAGES:
            return name[:2].lower()
    return "en"


@cache
def table(language: str, trade: str) -> Mapping[str, Any]:
    """All templates of a trade ("continuity", "captions" ... or "ui") in a language."""
    return tomllib.loads((_FOLDER / language / f"{trade}.toml").read_text(encoding="utf-8"))


class _Facts(Formatter):
    """Fills templates: a number is written as the language writes it, `{frames:frame|frames}` agrees with it, and
    `{limit:unit}` is a limit with its unit in words.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._french = language == "fr"

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, _, many = format_spec.partition("|")
            return one if (abs(value) < 2 if self._french else value == 1) else many
        if format_spec == "unit":
            amount, _, unit = str(value).partition(" ")
            return f"{amount} {table(self._language, 'ui')['units'].get(unit, unit)}"
        text = str(super().format_field(value, format_spec))
        return text.replace(".", ",") if self._french and isinstance(value, float) else text


def say(key: str, language: str, **facts: Fact) -> str:
    """A sentence of the interface itself, from `ui.toml`. Raises KeyError for an unknown key."""
    return _Facts(language).format(str(table(language, "ui")[key]), **facts)


def message(finding: Finding, language: str) -> str:
    """What was found, in one sentence."""
    return _fill(finding, language, "message")


def fix(finding: Finding, language: str) -> str:
    """What to do about it, in one sentence; "" where there is nothing to suggest."""
    return _fill(finding, language, "fix")


def title(rule: str, language: str) -> str:
    """The rule's heading in a report."""
    return str(_rule(rule, language)["title"])


def _rule(rule: str, language: str) -> Mapping[str, Any]:
    trade, _, name = rule.partition(".")
    entry: Mapping[str, Any] = table(language, trade)[name]
    return entry


def _fill(finding: Finding, language: str, part: str) -> str:
    template = str(_rule(finding.rule, language).get(part, ""))
    return _Facts(language).format(template, **finding.evidence)
