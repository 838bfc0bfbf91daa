"""Picture and sound of the master against the spec."""

from typing import Any, ClassVar

import pyblish.api

from picturelock_validators.answers import answer


class ValidatePicturelockMaster(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """Picture and sound of the master against the spec."""

    label = "Picturelock: master"
    order = pyblish.api.ValidatorOrder + 0.03
    families: ClassVar[list[str]] = ["picturelock.delivery"]

    def process(self, instance: Any) -> None:
        answer("picturelock.qc.master:check", instance.data)
