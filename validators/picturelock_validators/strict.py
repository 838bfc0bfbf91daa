"""`[delivery] unconfirmed = "refuse"`: demands that are not met close the gate, although nobody could confirm them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.findings import Fact, Finding, Place
from picturelock.production import Dossier
from picturelock.report.banner import unmet_demands
from picturelock.wording import LANGUAGES, title

SOURCE = "picturelock.toml [delivery] unconfirmed = refuse"


def refused(dossier: Dossier, findings: Sequence[Finding]) -> Iterator[Finding]:
    """One error for all of them, where the production asks for it. A waiver of it dies as soon as other ones are unmet."""
    delivery = dossier.production.delivery
    unmet = unmet_demands(findings)
    if delivery.unconfirmed != "refuse" or not unmet:
        return
    rules = list(dict.fromkeys(rule for rule, _ in unmet))
    facts: dict[str, Fact] = {"count": len(unmet), "spec": dossier.spec.title if dossier.spec else delivery.spec}
    facts["demands"] = ", ".join(" ".join(filter(None, demand)) for demand in unmet)
    facts |= {f"names_{language}": "; ".join(title(rule, language) for rule in rules) for language in LANGUAGES}
    yield Finding("spec.unconfirmed-unmet", "error", Place(file=dossier.production.file.name), facts, SOURCE)
