"""What goes into the package, and under which name: decided from the dossier and the verdict, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable

from picturelock.delivery.contents import DATE, copies
from picturelock.delivery.documents import documents
from picturelock.delivery.judged import judged_files as judged_files
from picturelock.delivery.judged import judged_transcripts as judged_transcripts
from picturelock.delivery.judged import known_files as known_files
from picturelock.delivery.lists import STEM, WRITTEN, name_of
from picturelock.delivery.model import LAYOUTS
from picturelock.delivery.model import Item as Item
from picturelock.delivery.model import Plan as Plan
from picturelock.delivery.names import collision, problem
from picturelock.delivery.packing import FILE as PACKING
from picturelock.delivery.private_keys import require_no_key
from picturelock.delivery.readme import readmes, text_of
from picturelock.delivery.reports import reports as reports
from picturelock.errors import UsageError
from picturelock.findings import Delivered, Verdict
from picturelock.production import Dossier
from picturelock.report.verdict_hash import verdict_hash
from picturelock.specs import Spec


def plan(dossier: Dossier, verdict: Verdict, language: str = "en") -> Plan:
    """Everything that a recipient needs to use the delivery and to trust it.

    Raises UsageError for a name that is taken or that some system cannot hold, and for a layout or an algorithm that the
    destination asks for and that we do not know. Raises GateError for a private key.
    """
    production, spec = dossier.production, dossier.spec
    layout, checksums = layout_of(spec), checksums_of(spec)
    about = {
        "production": production.title,
        "version": production.delivery.version,
        "delivery": production.delivery.name,
        "spec": verdict.spec,
        "made": verdict.made,
        "verdict": verdict_hash(verdict),
    }
    items = copies(dossier, verdict, flat=layout == "flat")
    require_no_key(items, production)
    items += documents(dossier, verdict, language)
    told = readmes(dossier, verdict, items, about, layout, checksums)
    items += [text_of(readme, items) for readme in told]
    require_sound(items)
    return Plan(
        production.root,
        production.title,
        tuple(items),
        judged_transcripts(dossier),
        layout,
        checksums,
        {key: value for key, value in about.items() if value},
        readmes=told,
    )


def delivered(dossier: Dossier, verdict: Verdict) -> tuple[Delivered, ...]:
    """Which files of the production a package of this verdict holds, where, and as what: what a sign-off is for.

    () where the destination asks for names or a form that cannot be made; then `plan` raises.
    """
    try:
        items = copies(dossier, verdict, flat=layout_of(dossier.spec) == "flat", date=DATE)
    except UsageError:
        return ()
    relative = dossier.production.relative
    return tuple(
        Delivered(item.target, relative(item.source), item.kind, item.language) for item in items if item.source
    )


def layout_of(spec: Spec | None) -> str:
    """The layout that a destination asks for; folders where it asks for none."""
    asked = spec.asks("package.layout") if spec is not None else None
    if asked is None:
        return LAYOUTS[0]
    known = next((value for value in asked.values if value in LAYOUTS), None)
    if known is None:
        raise UsageError(
            f"The destination asks for the layout {asked.value!r:.60}, which we do not know.",
            hint=f"Known: {', '.join(LAYOUTS)}.",
        )
    return known


def checksums_of(spec: Spec | None) -> tuple[str, ...]:
    """The algorithms of which a destination wants a list; the manifest needs no asking."""
    asked = spec.asks("package.checksums") if spec is not None else None
    if asked is None:
        return ()
    unknown = next((value for value in asked.values if value not in WRITTEN), None)
    if unknown is not None:
        raise UsageError(
            f"The destination asks for {unknown!r:.60} checksums, which we do not know.",
            hint=f"Known: {', '.join(WRITTEN)}.",
        )
    return tuple(dict.fromkeys(asked.values))


def require_sound(items: Iterable[Item]) -> None:
    """Raise UsageError for a name that some system cannot hold, and for two that some system could not keep apart."""
    targets = [item.target for item in items]
    for target in targets:
        reason = problem(target)
        if reason:
            raise UsageError(
                f"{target!r:.200} is no name for a file that is delivered: {reason}.",
                hint="Rename it in the production.",
            )
        if target.split("/")[0] in ("ascmhl", PACKING) or target.rpartition(".")[0] == STEM:
            raise UsageError(
                f"{target} is a name that the package needs for itself.", hint="Rename it in the production."
            )
    both = collision([*targets, PACKING, *(name_of(algorithm) for algorithm in WRITTEN)])
    if both is not None:
        one, other = both
        names = f"both be {one}" if one == other else f"be {one} and {other}, which some disks do not keep apart"
        raise UsageError(
            f"Two files would {names}.",
            hint="Rename one of them in the production, or have the naming pattern tell them.",
        )
