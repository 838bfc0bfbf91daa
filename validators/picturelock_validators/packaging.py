"""What the collector, the extractor and the integrator do where our core is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from picturelock.delivery.build import publish, staging
from picturelock.delivery.c2pa import with_credentials
from picturelock.delivery.plan import plan
from picturelock.delivery.redelivery import redelivery
from picturelock.dossier import collect as collect_dossier
from picturelock.host import silent
from picturelock.production import Production, load

from picturelock_validators import answers, listing


def collect(context: Any, production: Production | str | Path) -> None:
    """Collect everything that the checks of a delivery look at, as one instance."""
    subject = production if isinstance(production, Production) else load(Path(production))
    progress = context.data.get(answers.PROGRESS, silent)
    known = answers.hash_known(subject, progress)
    dossier = collect_dossier(subject, progress)
    instance = context.create_instance(subject.title, family=listing.FAMILY)
    answers.note_dossier(dossier, instance.data, known)


def extract(instance: Any) -> None:
    """Copy, hash and seal under a partial name, for as long as data["picturelock.staged"], an ExitStack, is open."""
    data = instance.data
    verdict = data.get(answers.VERDICT) or answers.verdict(data)
    dossier, progress = data[answers.DOSSIER], instance.context.data.get(answers.PROGRESS, silent)
    planned = plan(dossier, verdict, data.get(answers.LANGUAGE, "en"))
    if answers.SINCE in data:
        planned = redelivery(planned, data[answers.SINCE])
    planned = with_credentials(planned, dossier, progress=progress)
    whole = staging(planned, verdict, data[answers.OUT], progress)
    data[answers.STAGED] = data[answers.STAGED].enter_context(whole)


def integrate(instance: Any) -> None:
    """Give the package its name, in one step."""
    staged = instance.data.get(answers.STAGED)
    if isinstance(staged, Path):
        instance.data[answers.PACKAGE] = publish(staged, instance.data[answers.OUT])
