"""Sentences for people, in English and French: `wording/en/TRADE.toml` and `wording/fr/TRADE.toml`.

The rule "continuity.gap" is table `[gap]` of `continuity.toml`, or of a `continuity.PART.toml` beside it: `title` for headings,
`message`, and `fix` where there is something to do; a template names evidence in braces. A rule is worded in both languages
or the tests fail. `ui.toml` holds the words of the interface itself.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # `picturelock --help` words itself, and must not wait for dataclasses
    from picturelock.findings import Fact, Finding

LANGUAGES = ("en", "fr")
_FOLDER = Path(__file__).with_name("wording")
_QUANTITY = re.compile(r"([+-]?\d+(?:[./]\d+)?) (\S+)", re.ASCII)
_STEPS = re.compile(r"\d{1,4}/\d{1,4}(?: \d{1,4}/\d{1,4})* characters/s", re.ASCII)
_EXCEPT = re.compile(r"\bWORLD\b((?: -[A-Z]{2}\b)*)")
NBSP = "\N{NO-BREAK SPACE}"
_WORD = re.compile(r"[^\s,;·()–]+(?: [^\s,;·()–]+)*")


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
    folder = _FOLDER / language
    parts = [folder / f"{trade}.toml", *sorted(folder.glob(f"{trade}.*.toml"))]
    merged: dict[str, Any] = {}
    for part in parts:
        merged |= tomllib.loads(part.read_text(encoding="utf-8"))
    return merged


class _Facts(Formatter):
    """Fills templates: a number is written as the language writes it and `{frames:frame|frames}` agrees with it.

    `{limit:unit}` is a limit with its unit in words, `{missing:terms}` names territories and media in words, `{entry:place}`
    a place in a file, `{what:loss}` what a format cannot hold, `{what:remedy}` what to do then, `{text:quoted}` a text in
    quotation marks and `{tracks:on}` on which tracks. `{frames:none|frame|frames}` has its own word for zero, which
    `{frames:nonzero}` leaves out; `{limit:amount}` is a limit without its unit, `{limit:pace}` one of reading, where a table
    is only named, `{language:known}` a language with a comma, or nothing for "und", `{rate:decimal}` a frame rate, and
    `{seconds:aside}` an amount in brackets, or nothing. `{found:scan}` is a value of a spec in words, `{wanted:value}` one of any
    kind, `{kind:captions}` a kind of captions, `{carries:carries}` what channels carry, and `{tag:tag}` what a file says of
    itself. `{text}` is the evidence "text", else "text_en" or "text_fr".
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._french = language == "fr"

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        own = f"{key}_{self._language}"
        value = kwargs[own] if key not in kwargs and own in kwargs else super().get_value(key, args, kwargs)
        return _destinations(self._language).get(value, value) if key == "spec" and isinstance(value, str) else value

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            *none, one, many = format_spec.split("|")
            if none and value == 0:
                return none[0]
            return one if (abs(value) < 2 if self._french else value == 1) else many
        worded = _SPECS.get(format_spec)
        if worded is not None:
            return worded(str(value), self._language)
        text = str(super().format_field(value, format_spec))
        return text.replace(".", ",") if self._french and isinstance(value, float) else text


@cache
def _destinations(language: str) -> Mapping[str, str]:
    """What each of our delivery specs is called in a language, by its own title, which is English."""
    ours, own = table("en", "ui")["spec_titles"], table(language, "ui")["spec_titles"]
    return {title: str(own[name]) for name, title in ours.items()}


def say(key: str, language: str, **facts: Fact) -> str:
    """A sentence of the interface itself, from `ui.toml`. Raises KeyError for an unknown key."""
    return _Facts(language).format(str(table(language, "ui")[key]), **facts)


def message(finding: Finding, language: str) -> str:
    """What was found, in one sentence."""
    return _fill(finding, language, "message")


def fix(finding: Finding, language: str) -> str:
    """What to do about it, in one sentence; "" where there is nothing to suggest."""
    return _fill(finding, language, "fix")


def quantity(text: str, language: str) -> str:
    """A limit or an amount with its unit in words: "42 characters", "2 frames", "0,2 LU". The two stay on one line."""
    if _STEPS.fullmatch(text):
        steps = (step.split("/") for step in text.split()[:-1])
        return ", ".join(say("profile_step", language, count=int(n), time=f"{s}\N{NO-BREAK SPACE}s") for n, s in steps)
    match = _QUANTITY.fullmatch(text)
    if match is None:
        return text
    amount, unit = match.groups()
    if unit == "s" and "/" in amount and len(amount) < 20:
        if amount == "1/2":
            return say("profile_half", language)
        amount = _decimal(amount)
    one, _, many = str(table(language, "ui")["units"].get(unit, unit)).partition("|")
    if not one:
        return decimal(amount, language)
    singular = amount == "1" or (language == "fr" and amount == "0")
    shown = amount.replace(".", ",") if language == "fr" else amount
    return f"{shown}{NBSP}{one if singular or not many else many}"


def pace(text: str, language: str) -> str:
    """A limit of reading in words; a table, which nobody reads in a sentence, is only named."""
    return say("fix_pace_table", language) if _STEPS.fullmatch(text) else quantity(text, language)


def _amount(text: str, language: str) -> str:
    return quantity(text, language).partition(NBSP)[0]


def _nonzero(text: str, _: str) -> str:
    return "" if text == "0" else f"{text}{NBSP}"


def _known(language: str, _: str) -> str:
    return "" if language in ("", "und") else f"{language}, "


def _decimal(amount: str) -> str:
    """A fraction of seconds to two places, rounded to the nearest."""
    above, _, below = amount.partition("/")
    if not int(below):
        return amount
    hundredths = (200 * abs(int(above)) + int(below)) // (2 * int(below))
    sign = "-" if above.startswith("-") else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def term(kind: str, word: str, language: str) -> str:
    """A word of a known vocabulary, a table of `report.toml` such as "kinds", in a language; any other word as it is."""
    return str(table(language, "report")[kind].get(word.lower(), word))


def _spec_value(kind: str) -> Callable[[str, str], str]:
    """One value of a spec, or several of which one is asked for, from a table of `[spec_values]`; "value": from any."""

    def said(text: str, language: str) -> str:
        values = table(language, "ui")["spec_values"]
        words = values[kind] if kind in values else {key: one for each in values.values() for key, one in each.items()}
        *others, last = [str(words.get(one, one)) for one in text.split(", ")]
        return say("spec_or", language, others=", ".join(others), last=last) if others else last

    return said


def _tag(text: str, language: str) -> str:
    """What a file says of itself, "primaries" or "sample rate", as specs call it."""
    labels = table(language, "ui")["spec_labels"]
    name = text.replace(" ", "_")
    return str(labels["picture"].get(name) or labels["audio"].get(name, text)).lower()


def terms(text: str, language: str, kind: str = "media_words") -> str:
    """A list of words, such as "broadcast, vod" or "WORLD -US", each in a language; what is not known stays as it is."""
    known = _EXCEPT.sub(lambda match: _territories(match, language), text)
    spaced = known.replace("; ", f"{NBSP}; ") if language == "fr" else known
    return _WORD.sub(lambda match: term(kind, match[0], language), spaced)


def decimal(text: str, language: str) -> str:
    """A number that stands in text, such as the frame rate "23.976", with the decimal sign of a language."""
    return text.replace(".", ",") if language == "fr" else text


def _aside(text: str, language: str) -> str:
    """An amount that was said in another unit before, in brackets; nothing where there is none."""
    return f" ({quantity(text, language)})" if text else ""


def _ai(kind: str) -> Callable[[str, str], str]:
    """A word of what a production declares of AI, from a table of `ui.toml`."""
    return lambda text, language: str(table(language, "ui")[kind].get(text, text))


def place(text: str, language: str) -> str:
    """A place in a file, such as "entry 3, end" or "line 7": its first word in a language."""
    word, space, rest = text.partition(" ")
    return f"{term('file_places', word, language)}{space}{rest}"


def loss(text: str, language: str) -> str:
    """What a caption or timeline format cannot hold: a key of `[losses]` in words, and what follows its colon as it is."""
    key, colon, detail = text.partition(": ")
    words = str((table(language, "captions")["losses"] | table(language, "timeline")["losses"]).get(key, key))
    return f"{words}{NBSP if language == 'fr' else ''}: {detail}" if colon else words


def quoted(text: str, language: str) -> str:
    """A text in the language's quotation marks; in its inner ones, where it has the others itself; one that has some as it is."""
    if text[:1] in ("«", "“") and text[-1:] in ("»", "”"):
        return text
    if language == "fr":
        return f"“{text}”" if "«" in text else f"«{NBSP}{text}{NBSP}»"
    return f"‘{text}’" if "“" in text else f"“{text}”"


def remedy(text: str, language: str) -> str:
    """What to do about a loss: what `[remedies]` says of its key, else what it says of any."""
    remedies: Mapping[str, str] = table(language, "timeline")["remedies"]
    return remedies.get(text.partition(": ")[0], remedies["any"])


def _on(text: str, language: str) -> str:
    return say("on_tracks", language, tracks=text) if text else ""


def whose(source: str, language: str) -> str:
    """Whose rule it is: the name as it is published, and when it was read in the language's own words."""
    words = table(language, "report")
    house = re.sub(r"\bhouse convention\b", words["house_convention"], source)
    if language != "en":
        house = _phrased(house, language, "sources")
        house = re.sub(r"(?<=[\w)])([:;]) ", rf"{NBSP}\1 ", house)
    return re.sub(r", read (\d{4}-\d{2}-\d{2})\b", lambda match: words["read_on"].format(date=match[1]), house)


def _phrased(text: str, language: str, kind: str) -> str:
    """An English note in a language, as far as `phrases.toml` has the phrases that such notes are made of."""
    phrases = _phrases(language, kind)
    return _pattern(language, kind).sub(lambda match: phrases[match[0]], text) if phrases else text


@cache
def _phrases(language: str, kind: str) -> Mapping[str, str]:
    phrases: Mapping[str, Mapping[str, Mapping[str, str]]] = tomllib.loads(
        (_FOLDER / "phrases.toml").read_text(encoding="utf-8")
    )
    return phrases.get(language, {}).get(kind, {})


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    """Whole words only, the longest first."""
    phrases = sorted(_phrases(language, kind), key=len, reverse=True)
    return re.compile("|".join((r"\b" if one[0].isalnum() else "") + re.escape(one) + r"(?!\w)" for one in phrases))


def _entry(text: str, language: str) -> str:
    """Why an entry of a spec cannot stand; what it says itself, in quotation marks, stays as it is."""
    if language == "en":
        return text
    parts = re.split(r"""('[^']*'|"[^"]*")""", text)
    return "".join(part if number % 2 else _phrased(part, language, "entries") for number, part in enumerate(parts))


def limit_name(name: str, language: str) -> str:
    """What people call a limit of a profile or of a specification."""
    kind, _, bare = name.rpartition(".")
    said = term("limit_names", bare, language)
    return str(table(language, "report")["limit_kinds"].get(kind, "{name}")).format(name=said)


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


def _territories(match: re.Match[str], language: str) -> str:
    words = table(language, "report")
    left_out = ", ".join(match[1].replace("-", "").split())
    return str(words["world_except"].format(left_out=left_out) if left_out else words["world"])


_SPECS: Mapping[str, Callable[[str, str], str]] = {
    "unit": quantity, "amount": _amount, "pace": pace, "nonzero": _nonzero, "known": _known,
    "terms": terms, "place": place, "loss": loss, "decimal": decimal, "aside": _aside,
    "remedy": remedy, "on": _on, "quoted": quoted,
    **{kind: _spec_value(kind) for kind in (
        "container", "codec", "profile", "scan", "primaries", "transfer", "matrix", "range", "timecode", "format", "value",
    )},
    "carries": _ai("spec_carries"), "captions": _ai("captions_kinds"), "tag": _tag, "entry": _entry,
    "ai_kind": _ai("ai_kinds"), "ai_role": _ai("ai_roles"), "ai_problem": _ai("ai_problems"),
}  # fmt: skip
