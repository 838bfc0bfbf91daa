"""Build the package beside its final name, behind an open gate only.

Requires: the answers of all validators; data["picturelock.out"], where the package goes (another pyblish than our gate
gives none: then nothing is built); data["picturelock.staged"], an ExitStack that takes the unfinished package away.
Provides: data["picturelock.staged"], the folder of the finished, unnamed package.
"""

from typing import Any, ClassVar

import pyblish.api
from picturelock.delivery.build import staging
from picturelock.delivery.plan import plan
from picturelock.host import silent

from picturelock_validators import answers


class ExtractPicturelockPackage(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """Copy, hash and seal."""

    label = "Picturelock: package"
    order = pyblish.api.ExtractorOrder + 0.01
    families: ClassVar[list[str]] = ["picturelock.delivery"]

    def process(self, instance: Any) -> None:
        data = instance.data
        if answers.OUT not in data:
            self.log.info("No place for a package was named; `picturelock deliver` names one.")
            return
        verdict = answers.verdict(data)
        planned = plan(data[answers.DOSSIER], verdict, data.get(answers.LANGUAGE, "en"))
        progress = instance.context.data.get(answers.PROGRESS, silent)
        whole = staging(planned, verdict, data[answers.OUT], progress)
        data[answers.STAGED] = data[answers.STAGED].enter_context(whole)
