"""Every machine-made text that goes out has been read by a person."""

from typing import Any, ClassVar

import pyblish.api

from picturelock_validators.answers import answer


class ValidatePicturelockAiUse(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """Every machine-made text that goes out has been read by a person."""

    label = "Picturelock: AI use"
    order = pyblish.api.ValidatorOrder + 0.06
    families: ClassVar[list[str]] = ["picturelock.delivery"]

    def process(self, instance: Any) -> None:
        answer("picturelock.rights.ai_use:check", instance.data)
