"""Captions are there for each language, and cover all speech."""

from typing import Any, ClassVar

import pyblish.api

from picturelock_validators.answers import answer


class ValidatePicturelockAccessibility(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """Captions are there for each language, and cover all speech."""

    label = "Picturelock: accessibility"
    order = pyblish.api.ValidatorOrder + 0.07
    families: ClassVar[list[str]] = ["picturelock.delivery"]

    def process(self, instance: Any) -> None:
        answer("picturelock.accessibility.coverage:check", instance.data)
