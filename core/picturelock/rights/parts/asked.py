"""What the destination asks for in rights, papers and further files, beyond what the production says of its delivery."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.production import Dossier
from picturelock.rights.destination import later, spoken_languages
from picturelock.rights.media import covers, plain
from picturelock.rights.territories import expand, label

_LISTED = ("papers.", "deliverables.")
_MADE = frozenset({"rights-report", "cue-sheet", "ai-statement"})
"""Papers that the package makes itself, of the cut and the ledger."""


def check(dossier: Dossier) -> Iterator[Finding]:
    """Nothing where the destination asks for nothing. Whose rule: its specification's."""
    if dossier.spec is None:
        return
    yield from _territories(dossier)
    yield from _media(dossier)
    yield from _languages(dossier)
    yield from _window(dossier)
    yield from _papers(dossier)


def _territories(dossier: Dossier) -> Iterator[Finding]:
    asked, own = (
        dossier.spec.asks("rights.territories") if dossier.spec else None,
        dossier.production.delivery.territories,
    )
    if asked is None or not own:
        return  # where the production says none, those of the destination are judged
    try:
        missing = expand(asked.values) - expand(own)
    except ValueError as error:
        facts: dict[str, Fact] = {"territory": str(error)}
        yield Finding("rights.unknown-territory", "error", _place(dossier), facts, asked.source)
        return
    if missing:
        yield _finding(dossier, "spec-territory", label(missing), asked.source, asked.confirmed)


def _media(dossier: Dossier) -> Iterator[Finding]:
    asked, own = dossier.spec.asks("rights.media") if dossier.spec else None, dossier.production.delivery.media
    if asked is None or not own:
        return
    said = frozenset(map(plain, own))
    missing = [word for word in asked.values if not covers(said, plain(word))]
    if missing:
        yield _finding(dossier, "spec-medium", ", ".join(missing), asked.source, asked.confirmed)


def _languages(dossier: Dossier) -> Iterator[Finding]:
    asked = dossier.spec.asks("rights.languages") if dossier.spec else None
    if asked is None:
        return
    own = spoken_languages(dossier)
    missing = [word for word in asked.values if not any(_speaks(word.lower(), one) for one in own)]
    if missing:
        yield _finding(dossier, "spec-language", ", ".join(missing), asked.source, asked.confirmed)


def _speaks(asked: str, own: str) -> bool:
    return own == asked or own.startswith(f"{asked}-")


def _window(dossier: Dossier) -> Iterator[Finding]:
    limit = dossier.spec.by_name.get("window_years") if dossier.spec else None
    start, end = dossier.production.delivery.start, dossier.production.delivery.end
    if limit is None or end is None:
        return  # a window without an end is judged as long as the destination asks
    first = start or dossier.today
    needed = later(first, limit.amount)
    if end < needed:
        facts: dict[str, Fact] = {
            "start": first.isoformat(), "end": end.isoformat(), "needed": needed.isoformat(), "limit": limit.text,
        }  # fmt: skip
        place = _place(dossier)
        yield Finding("rights.spec-window", "error", place, facts, limit.source, unconfirmed=not limit.confirmed)


def _papers(dossier: Dossier) -> Iterator[Finding]:
    """Papers and files that nobody but the production can bring; what the package makes itself is not among them."""
    spec = dossier.spec
    if spec is None:
        return
    brought = _brought(dossier)
    for name, asked in spec.asked.items():
        section, _, kind = name.partition(".")
        if f"{section}." not in _LISTED or kind in _MADE or kind in brought or asked.value == "optional":
            continue
        what = "paper" if section == "papers" else "deliverable"
        facts: dict[str, Fact] = {what: kind, "spec": spec.title}
        severity: Severity = "error" if asked.value == "required" else "warning"
        rule = "rights.paper-missing" if what == "paper" else "rights.deliverable-missing"
        yield Finding(rule, severity, _place(dossier), facts, asked.source, unconfirmed=not asked.confirmed)


def _brought(dossier: Dossier) -> set[str]:
    """Kinds of papers and files that the delivery has, in files of their own or otherwise."""
    production = dossier.production
    kinds: set[str] = {order.kind for order in production.files}
    kinds |= {"stills"} if any(name.strip() for name in production.press.stills) else set()
    kinds |= {"synopsis"} if any(text.strip() for text in production.press.synopses.values()) else set()
    spec = dossier.spec
    slate = spec.by_name.get("slate_length") if spec is not None else None
    if slate is not None and slate.amount > 0:
        kinds.add("slate")  # in the master, where the check of the file measures it
    layouts = spec.layouts if spec is not None else ()
    if layouts and all(any(one.carries == "music-effects" for one in layout) for layout in layouts):
        kinds.add("music-effects")  # on tracks of the master, which the check of the file counts
    return kinds


def _finding(dossier: Dossier, what: str, missing: str, source: str, confirmed: bool) -> Finding:
    facts: dict[str, Fact] = {"missing": missing, "spec": dossier.spec.title if dossier.spec else ""}
    return Finding(f"rights.{what}", "error", _place(dossier), facts, source, unconfirmed=not confirmed)


def _place(dossier: Dossier) -> Place:
    return Place(file=dossier.production.relative(dossier.production.file))
