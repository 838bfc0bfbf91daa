"""The papers that prove a permission: there, signed, and still what was approved."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Finding, Place
from picturelock.rights.case import Case
from picturelock.rights.model import EXPIRED, SIGNED
from picturelock.rights.papers import inside, is_as_approved, is_part


def check(case: Case) -> Iterator[Finding]:
    """One finding for each entry whose proof is wanting; entries that nothing uses are only named."""
    production, unhashed = case.dossier.production, 0
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
            yield case.of_entry("evidence-unnamed", "error", clearance)
            continue
        path = inside(production.root, clearance.evidence)
        if path is None:
            yield case.of_entry("evidence-missing", "error", clearance)
        elif is_part(production, path):
            yield case.of_entry("evidence-itself", "error", clearance)
        elif not clearance.terms.hash:
            unhashed += 1
        elif not is_as_approved(path, clearance.terms.hash):
            yield case.of_entry("document-altered", "error", clearance)
        elif not clearance.terms.hash.startswith("sha256:"):
            yield case.of_entry("weak-hash", "warning", clearance)
    if unhashed:
        yield Finding("rights.evidence-unhashed", "info", Place(file=case.file), {"count": unhashed}, case.source)
