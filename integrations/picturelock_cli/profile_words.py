"""A profile in words: a sentence for each limit, each convention and each fact, with whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from picturelock.catalogue import TIME_UNITS, Limit, Quantity
from picturelock.profiles import CONVENTIONS, FACTS, NAMES, UNITS, Profile
from picturelock.wording import quantity, say, table, whose

LINES = ("max_characters", "max_width", "max_lines", "max_rows")
READING = tuple(name for name in UNITS if name.startswith(("max_cps", "max_wpm", "reading_", "min_per_word")))
TIME = tuple(name for name in UNITS if name not in (*LINES, *READING))


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one entry of a profile says."""

    name: str
    """Of the limit, convention or fact: "sdh.max_cps"."""
    value: str
    """As the profile writes it."""
    text: str
    source: str
    """Whose rule it is and when it was read, in the person's language; "" for what is no rule."""
    confirmed: bool


def title(profile: Profile, language: str) -> str:
    """What a profile is called in a language; a production's own has one title."""
    return str(table(language, "ui")["profile_titles"][profile.id]) if profile.id in NAMES else profile.title


def languages(profile: Profile, language: str) -> str:
    """ "English and French"; a language that the wording does not name stands as its code. "" for any."""
    known = table(language, "ui")["profile_languages"]
    *others, last = [str(known.get(code, code)) for code in profile.languages] or [""]
    return say("profile_and", language, others=", ".join(others), last=last) if others else last


def sections(profile: Profile, language: str) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Headings, and what stands under each; a section that says nothing is left out."""
    general = {name: _limit(name, limit, profile.general, language) for name, limit in profile.general.items()}
    told = {
        "lines": (general[name] for name in LINES if name in general),
        "reading": (general[name] for name in READING if name in general),
        "time": (general[name] for name in TIME if name in general),
        "sdh": _differing(profile.sdh, profile.held("sdh"), language),
        "forced": _differing(profile.forced, profile.held("forced"), language),
        "style": _style(profile, language),
        "facts": (_limit(name, profile.facts[name], {}, language) for name in FACTS if name in profile.facts),
    }
    for name, sentences in told.items():
        if found := tuple(sentences):
            yield say(f"profile_section_{name}", language), found


def _differing(own: Mapping[str, Limit], held: Mapping[str, Limit], language: str) -> Iterator[Sentence]:
    return (_limit(name, own[name], held, language) for name in UNITS if name in own)


def _style(profile: Profile, language: str) -> Iterator[Sentence]:
    said = table(language, "ui")["profile_says"]
    for name in CONVENTIONS:
        if name in profile.style:
            way = profile.style[name]
            yield Sentence(name, way.text, str(said[name][way.text]), whose(way.source, language), way.confirmed)


def _limit(name: str, limit: Limit, held: Mapping[str, Limit], language: str) -> Sentence:
    """held: the limits that hold beside it, of which some speak."""
    key, facts = f"profile_{name}", {"limit": amount(limit.quantity, language)}
    if name == "reading_table":
        facts["limit"] = ", ".join(_steps(limit, language))
    if name == "min_gap" and not limit.amount:
        key = "profile_min_gap_none"
    if name == "close_gap":
        gap = held["min_gap"].quantity if "min_gap" in held else Quantity(Fraction(0), "f")
        key = "profile_close_gap" if gap.amount else "profile_close_gap_none"
        facts["gap"] = amount(gap, language)
    return Sentence(limit.name, limit.text, say(key, language, **facts), whose(limit.source, language), limit.confirmed)


def _steps(limit: Limit, language: str) -> Iterable[str]:
    for step in limit.steps:
        time = amount(Quantity(step.seconds, "s"), language)
        yield say("profile_step", language, count=step.characters, time=time)


def amount(of: Quantity, language: str) -> str:
    """An amount as people say it: "half a second", "2 frames", "68%"."""
    number, exact = of.amount, float(of.amount)
    shown = int(number) if number.denominator == 1 else exact
    decimal = Fraction(str(exact)) == number
    if of.unit == "%":
        return say("profile_percent", language, n=shown)
    if of.unit == "s" and number in (Fraction(1, 2), Fraction(1, 4)):
        return say("profile_half" if number == Fraction(1, 2) else "profile_quarter", language)
    if of.unit == "s" and not decimal:
        return say("profile_part", language, part=str(number))
    if of.unit in TIME_UNITS[:2]:
        return say("profile_seconds" if of.unit == "s" else "profile_ms", language, n=shown)
    return quantity(f"{shown if decimal else number} {of.unit}", language)
