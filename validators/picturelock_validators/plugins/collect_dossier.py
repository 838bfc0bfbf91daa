"""Collect everything that the checks of a delivery look at, as one instance.

Requires: context.data["picturelock.production"], a Production. Another pyblish than our gate gives none: then the folder
named by PICTURELOCK_PRODUCTION is read, and without that there is nothing to collect.
Provides: an instance of the family "picturelock.delivery" with data["picturelock.dossier"].
"""

import os
from pathlib import Path
from typing import Any

import pyblish.api
from picturelock.dossier import collect
from picturelock.host import silent
from picturelock.production import load

from picturelock_validators import answers, listing


class CollectPicturelockDossier(pyblish.api.ContextPlugin):  # type: ignore[misc]
    """The cut, its media, transcripts, captions and master."""

    label = "Picturelock: production"
    order = pyblish.api.CollectorOrder + 0.01

    def process(self, context: Any) -> None:
        production = context.data.get(answers.PRODUCTION)
        folder = os.environ.get("PICTURELOCK_PRODUCTION")
        if production is None and folder:
            production = load(Path(folder))
        if production is None:
            self.log.info("No Picturelock production here.")
            return
        progress = context.data.get(answers.PROGRESS, silent)
        known = answers.hash_known(production, progress)
        dossier = collect(production, progress)
        instance = context.create_instance(production.title, family=listing.FAMILY)
        answers.note_dossier(dossier, instance.data, known)
