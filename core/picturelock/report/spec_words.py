"""A delivery spec in words: a line for each thing that it asks for, with whose rule it is and which spec says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from picturelock.specs import NAMES, SECTIONS, Programme, Spec
from picturelock.wording import decimal, limit_name, quantity, say, table, terms, whose

APART = " · "
"""Between things whose names may hold commas."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one entry of a spec says."""

    name: str
    """"loudness", "picture.raster", "layout"."""
    label: str
    text: str
    values: tuple[str, ...]
    """As the spec writes them."""
    source: str
    """Whose rule it is and when it was read, in the person's language."""
    confirmed: bool
    said_by: str
    """The id of the spec that says so."""


def title(spec: Spec, language: str) -> str:
    """What a spec is called in a language; a production's own has one title."""
    return title_of(spec.id, language) if spec.id in NAMES else spec.title


def title_of(spec_id: str, language: str) -> str:
    """What one of ours is called in a language; any other by its id."""
    return str(_words(language, "titles").get(spec_id, spec_id))


def kind(name: str, language: str) -> str:
    """The heading of a kind of spec."""
    return str(_words(language, "kinds")[name])


def section(name: str, language: str) -> str:
    """The heading of a section."""
    return str(_words(language, "sections")[name])


def label(name: str, language: str) -> str:
    """What a thing is called: "picture.codec", or a limit."""
    part, dot, bare = name.partition(".")
    return str(_words(language, "labels")[part][bare]) if dot else limit_name(name, language)


def requirement(word: str, language: str) -> str:
    """ "required", "advised" or "welcome"."""
    return str(_words(language, "requirements")[word])


def value(name: str, word: str, language: str) -> str:
    """A value in words, where the language has any: "prores" under "picture.codec" is Apple ProRes."""
    bare = name.rpartition(".")[2]
    if name in ("rights.territories", "rights.media"):
        return terms(word, language)
    if bare == "languages":
        return str(table(language, "ui")["profile_languages"].get(word, word))
    if name == "captions.profile":
        return str(table(language, "ui")["profile_titles"].get(word, word))
    if name == "picture.rate":
        return say("spec_rate", language, rate=decimal(word, language))
    if name == "audio.sample_rate":
        return say("spec_hertz", language, rate=word)
    return str(_words(language, "values").get(bare, {}).get(word, word))


def known_values(name: str) -> tuple[str, ...]:
    """The words that we know for a thing, "picture.codec"; empty where any word may stand, or another table has them."""
    if name == "captions.profile":
        return ()
    return tuple(_words("en", "values").get(name.rpartition(".")[2], ()))


def sections(spec: Spec, language: str) -> Iterator[tuple[str, tuple[Said, ...]]]:
    """Each section of which something is said, by its name, and what."""
    limits = tuple(_limits(spec, language))
    if limits:
        yield "limits", limits
    entries: dict[str, list[Said]] = {name: [] for name in SECTIONS}
    for asked in spec.entries():
        part = asked.name.partition(".")[0]
        form = SECTIONS[part][asked.name.partition(".")[2]]
        words = [value(asked.name, one, language) for one in asked.values]
        text = requirement(asked.value, language) if form == "requirement" else listed(words, form, language)
        source, by = whose(asked.source, language), spec.said_by.get(asked.name, spec.id)
        entries[part].append(
            Said(asked.name, label(asked.name, language), text, asked.values, source, asked.confirmed, by)
        )
    entries["audio"] += _layouts(spec, language)
    for part, said in entries.items():
        if said:
            yield part, tuple(said)


def _limits(spec: Spec, language: str) -> Iterator[Said]:
    for limit in spec.limits():
        text = quantity(limit.text, language)
        shown = decimal(text, language) if text == limit.text else text
        by = spec.said_by.get(limit.name, spec.id)
        source = whose(limit.source, language)
        yield Said(limit.name, limit_name(limit.name, language), shown, (limit.text,), source, limit.confirmed, by)


def _layouts(spec: Spec, language: str) -> Iterator[Said]:
    """Each audio layout that is accepted."""
    by = spec.said_by.get("layout", spec.id)
    for layout in spec.layouts:
        text = APART.join(_programme(one, language) for one in layout)
        raw = tuple(f"{','.join(map(str, one.channels))}={one.carries}" for one in layout)
        source = whose(layout[0].source, language)
        yield Said("layout", label("audio.layout", language), text, raw, source, layout[0].confirmed, by)


def _programme(programme: Programme, language: str) -> str:
    carries = carried(programme.carries, language)
    key = "spec_channel" if programme.required else "spec_channel_optional"
    return say(key, language, channels=channels(programme.channels), carries=carries)


def carried(word: str, language: str) -> str:
    """What channels carry: "stereo"; a word that specs do not have as it is."""
    return str(_words(language, "carries").get(word, word))


def channels(numbers: Sequence[int]) -> str:
    """ "1–6", "1, 3": channels in a row as one range."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    return ", ".join(f"{one[0]}–{one[-1]}" if len(one) > 2 else ", ".join(map(str, one)) for one in ranges)


def listed(words: Iterable[str], form: str, language: str) -> str:
    """ "A, B or C" of what may be one of them, "A, B and C" of what must be each."""
    *others, last = words
    if not others:
        return last
    return say("spec_or" if form == "one_of" else "spec_and", language, others=", ".join(others), last=last)


def confirmed(spec: Spec, language: str) -> str:
    """How many of its demands somebody has read at their source, as a sentence: only those can close the gate."""
    count, left = spec.count(), spec.unconfirmed()
    if not left:
        return say("spec_all_confirmed", language, count=count)
    return say("spec_confirmed", language, confirmed=count - left, count=count, left=left)


def unsaid(spec: Spec, language: str) -> Iterator[tuple[str, str]]:
    """What a spec leaves unsaid: the heading of each section, and the things in words."""
    for part, names in spec.unsaid().items():
        found = [label(name if part == "limits" else f"{part}.{name}", language) for name in names]
        yield section(part, language), APART.join(found)


def _words(language: str, name: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = table(language, "ui")[f"spec_{name}"]
    return words
