"""Every source in the cut is cleared for the delivery."""

from typing import Any, ClassVar

import pyblish.api

from picturelock_validators.answers import answer


class ValidatePicturelockRights(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """Every source in the cut is cleared for the delivery."""

    label = "Picturelock: rights"
    order = pyblish.api.ValidatorOrder + 0.05
    families: ClassVar[list[str]] = ["picturelock.delivery"]

    def process(self, instance: Any) -> None:
        answer("picturelock.rights.coverage:check", instance.data)
