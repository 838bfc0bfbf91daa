"""AI use: is all that machines made declared, read, consented to and approved of, as the production's own rules, its funders,
its guilds and its destination ask?

Machine-made texts (`ai_texts`), declared elements (`ai_declared`), marks that sources carry (`ai_marks`), entries of
the ledger (`ai_cleared`), sets of rules (`ai_asked`). What nobody declared and no file says, no check can see.
"""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.production import Dossier
from picturelock.rights import ai_asked, ai_cleared, ai_declared, ai_texts, ai_undeclared
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
    yield from ai_cleared.check(dossier, uses, elements)
