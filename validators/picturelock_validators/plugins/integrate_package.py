"""Give the finished package its name, in one step.

Requires: data["picturelock.staged"], the finished package, and data["picturelock.out"].
Provides: data["picturelock.package"], the folder that was delivered.
"""

from pathlib import Path
from typing import Any, ClassVar

import pyblish.api
from picturelock.delivery.build import publish

from picturelock_validators import answers


class IntegratePicturelockPackage(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """The package appears, whole."""

    label = "Picturelock: delivery"
    order = pyblish.api.IntegratorOrder + 0.01
    families: ClassVar[list[str]] = ["picturelock.delivery"]

    def process(self, instance: Any) -> None:
        staged = instance.data.get(answers.STAGED)
        if isinstance(staged, Path):
            instance.data[answers.PACKAGE] = publish(staged, instance.data[answers.OUT])
