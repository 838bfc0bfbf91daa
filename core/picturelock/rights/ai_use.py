"""AI use: is all that machines made declared, read, consented to and approved of, as the production's own rules, its funders,
its guilds and its destination ask?

Machine-made texts (`ai_texts`), declared elements (`ai_declared`), marks that sources carry (`ai_marks`), entries of
the ledger (`ai_cleared`), what it says of a replica's paper (`ai_consented`), sets of rules (`ai_asked`), content credentials
(`ai_credentials`). What nobody declared and no file says, no check can see.
"""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.production import Dossier
from picturelock.rights import ai_asked, ai_cleared, ai_consented, ai_credentials, ai_declared, ai_texts, ai_undeclared
from picturelock.rights.ai_elements import placed
from picturelock.rights.sources import used_sources


def check(dossier: Dossier) -> Iterator[Finding]:
    """Findings of `ai-use`."""
    yield from ai_texts.check(dossier)
    uses = used_sources(dossier)
    elements = placed(dossier, uses)
    asked, findings = ai_asked.asked_of(dossier)
    yield from findings
    yield from ai_declared.check(dossier, elements, asked)
    yield from ai_asked.check(dossier, elements, asked)
    yield from ai_undeclared.check(uses, elements)
    clearances = ai_cleared.clearances_of(dossier)
    yield from ai_cleared.check(dossier, uses, elements, clearances)
    yield from ai_consented.check(dossier, uses, elements, clearances)
    yield from ai_credentials.check(dossier, uses, clearances)
