"""Of AI use: what funders, guilds, laws and the destination ask, and whether it is met."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from picturelock.cutmap import union
from picturelock.errors import InputError, UnknownName
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.production import Dossier
from picturelock.production.orders import AiElement
from picturelock.rights.ai_elements import Placed, concerns_person
from picturelock.rights.ai_places import place_of
from picturelock.rights.ai_rules import FOLDER, Ask, RuleSet, load, names
from picturelock.rights.shown import total
from picturelock.wording import LANGUAGES, table

SPEC_KEY = "ai.rules"
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A set of rules that holds for a delivery, and who brought it in."""

    rules: RuleSet
    by: str
    """"production", or the id of the spec."""
    confirmed: bool
    """False: it could not be confirmed that the destination asks for it; then all of it can only warn."""


def asked_of(dossier: Dossier) -> tuple[tuple[Asked, ...], tuple[Finding, ...]]:
    """Every set of rules that the destination or the production names and that is in force; findings about those that nobody
    knows or can read."""
    production, spec = dossier.production, dossier.spec
    told = spec.asks(SPEC_KEY) if spec is not None else None
    wanted: dict[str, tuple[str, bool, str]] = {}
    if told is not None and spec is not None:
        wanted |= dict.fromkeys(told.values, (spec.id, told.confirmed, told.source))
    wanted |= dict.fromkeys(production.ai_rules, ("production", True, "Picturelock"))
    own, day = production.root / FOLDER, _last_day(dossier)
    found: list[Asked] = []
    faults: list[Finding] = []
    for name, (by, confirmed, source) in wanted.items():
        place = Place(file=production.file.name)
        try:
            rules = load(name, own)
        except UnknownName:
            facts: dict[str, Fact] = {"rules": name, "by": by, "known": ", ".join(names(own))}
            if by == "production":
                facts |= {"asks_en": "The production", "asks_fr": "La production"}
            else:
                facts |= {"asks_en": by, "asks_fr": by}
            faults.append(Finding("ai-use.unknown-rules", "error", place, facts, source))
        except InputError as error:
            file = f"{FOLDER}/{name}.toml"
            faults.append(
                Finding(
                    "ai-use.rules-unreadable",
                    "error",
                    Place(file=file),
                    {"file": file, "reason": error.reason},
                    "Picturelock",
                )
            )
        else:
            if rules.holds(day):
                found.append(Asked(rules, by, confirmed))
    return tuple(found), tuple(faults)


def check(dossier: Dossier, elements: Sequence[Placed], asked: Sequence[Asked]) -> Iterator[Finding]:
    """What is asked and not met, set by set. Consent is judged with the elements (`ai_declared`)."""
    for one in asked:
        for ask in one.rules.asks:
            concerned = concerned_by(ask, elements)
            if concerned:
                yield from judge(dossier, one, ask, concerned)


def judge(dossier: Dossier, one: Asked, ask: Ask, items: Sequence[Placed]) -> Iterator[Finding]:
    """One thing that is asked of some elements; nothing where it is met. items: never empty."""
    yield from _Judge(dossier, one, ask).judge(items)


def concerned_by(ask: Ask, elements: Sequence[Placed]) -> tuple[Placed, ...]:
    """The elements that are meant: what is still in the cut is as good as final, whatever it was to be.

    The audience is told of what was generated, and that is what a share is of; an enhancement is none.
    """
    meant = (item for item in elements if ask.concerns(_as_delivered(item), concerns_person(item.element)))
    return tuple(item for item in meant if item.generated or ask.what not in ("label", "share"))


def _as_delivered(item: Placed) -> AiElement:
    return replace(item.element, role="final") if item.delivered else item.element


def missing_of(ask: Ask, item: Placed) -> tuple[str, ...]:
    """What a disclosure needs and an element does not say."""
    return tuple(name for name in ask.needs if not getattr(item.element, name))


def is_approved(item: Placed, today: dt.date) -> bool:
    """Somebody approved of it, on a day that can be."""
    element = item.element
    try:
        return bool(element.approved_by) and dt.date.fromisoformat(element.approved_on) <= today
    except ValueError:
        return False


def generated_share(items: Sequence[Placed], dossier: Dossier) -> float:
    """How much of the film's length elements are on screen; of one that names no place, all of it."""
    if any(not item.located for item in items):
        return 1.0
    seen = union(span for item in items for span in item.seen)
    return total(seen) / dossier.cut.duration if dossier.cut.duration else 0.0


def is_labelled(ask: Ask, dossier: Dossier) -> bool:
    """The end credits mention it."""
    credits = _folded(" ".join(file.text for file in dossier.files if file.order.kind == "credits"))
    return any(_folded(mention) in credits for mention in ask.mention)


def _folded(text: str) -> str:
    """As people compare: accents written in either way, any apostrophe, any blank."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().replace("'", "’").split())


class _Judge:
    """One thing that is asked."""

    def __init__(self, dossier: Dossier, one: Asked, ask: Ask) -> None:
        self._dossier, self._one, self._ask = dossier, one, ask

    def judge(self, items: Sequence[Placed]) -> Iterator[Finding]:
        ask = self._ask
        if ask.what == "approval":
            for item in items:
                declared = item.element.approved_by or item.element.approved_on
                if not declared and not is_approved(item, self._dossier.today):
                    yield self._of_element("approval-missing", item)
        elif ask.what == "authorship":
            for item in items:
                if not item.element.authored_by:
                    yield self._of_element("authorship-missing", item)
        elif ask.what == "disclosure":
            for item in items:
                # That the source type is missing is told of every element anyway.
                if missing := [name for name in missing_of(ask, item) if name != "digital_source"]:
                    yield self._of_element("disclosure-incomplete", item, keys=", ".join(missing), **_in_words(missing))
        elif ask.what == "notice":
            if unsaid := [item for item in items if not item.element.note]:
                yield self._of_all("by-hand", "warning", unsaid)
        elif ask.what == "label" and not is_labelled(ask, self._dossier):
            yield self._of_all("label-missing", "error", items)
        elif ask.what == "share" and (share := generated_share(items, self._dossier)) > ask.share:
            yield self._of_all("mostly-generated", "error", items, percent=round(100 * share, 1))

    def _of_element(self, what: str, item: Placed, **facts: Fact) -> Finding:
        element = item.element
        known: dict[str, Fact] = {"element": element.name, "kind": element.kind, "tool": element.tool}
        return self._finding(what, "error", place_of(item, self._dossier), known | facts)

    def _of_all(self, what: str, severity: Severity, items: Sequence[Placed], **facts: Fact) -> Finding:
        known: dict[str, Fact] = {"elements": _named(items), "count": len(items)}
        return self._finding(what, severity, place_of(items[0], self._dossier), known | facts)

    def _finding(self, what: str, severity: Severity, place: Place, facts: dict[str, Fact]) -> Finding:
        one, ask = self._one, self._ask
        said: dict[str, Fact] = {
            "rules": one.rules.id,
            "title_en": one.rules.title["en"],
            "title_fr": one.rules.title["fr"],
            "text_en": ask.text["en"],
            "text_fr": ask.text["fr"],
            "to_en": one.rules.to["en"],
            "to_fr": one.rules.to["fr"],
        }
        unconfirmed = not (ask.confirmed and one.confirmed)
        return Finding(f"ai-use.{what}", severity, place, facts | said, ask.source, unconfirmed)


def _in_words(fields: Sequence[str]) -> dict[str, Fact]:
    """Fields of an element as people call them, in each language."""
    words = {language: table(language, "ui")["ai_fields"] for language in LANGUAGES}
    return {f"missing_{language}": ", ".join(known[name] for name in fields) for language, known in words.items()}


def _named(items: Sequence[Placed]) -> str:
    names = [item.element.name for item in items]
    return ", ".join([*names[:_MOST_NAMED], "…"] if len(names) > _MOST_NAMED else names)


def _last_day(dossier: Dossier) -> dt.date:
    delivery = dossier.production.delivery
    return max(filter(None, (dossier.today, delivery.start, delivery.end)))
