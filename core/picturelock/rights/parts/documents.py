"""The papers that prove a permission: there, signed, and still what was approved."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.rights.case import Case
from picturelock.rights.model import EXPIRED, SIGNED
from picturelock.rights.papers import inside, is_as_approved


def check(case: Case) -> Iterator[Finding]:
    """One finding for each entry whose proof is wanting; entries that nothing uses are only named."""
    root = case.dossier.production.root
    used = {id(clearance) for clearance in case.used}
    for clearance in case.ledger.clearances:
        status = clearance.terms.status
        if id(clearance) not in used:
            yield case.of_entry("unused-entry", "info", clearance)
            continue
        if status == EXPIRED:
            yield case.of_entry("lapsed", "error", clearance)
        elif status and status != SIGNED:
            yield case.of_entry("unsigned", "error", clearance, {"status": status})
        if clearance.drafted:
            continue  # nothing is signed yet that a paper could prove
        if not clearance.evidence:
            yield case.of_entry("evidence-unnamed", "warning", clearance)
            continue
        path = inside(root, clearance.evidence)
        if path is None:
            yield case.of_entry("evidence-missing", "error", clearance)
        elif clearance.terms.hash and not is_as_approved(path, clearance.terms.hash):
            yield case.of_entry("document-altered", "error", clearance)
