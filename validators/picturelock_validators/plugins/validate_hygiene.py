"""Gaps, flash frames, offline media and what else ails a cut."""

from typing import Any, ClassVar

import pyblish.api

from picturelock_validators.answers import answer


class ValidatePicturelockHygiene(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """Gaps, flash frames, offline media and what else ails a cut."""

    label = "Picturelock: continuity"
    order = pyblish.api.ValidatorOrder + 0.01
    families: ClassVar[list[str]] = ["picturelock.delivery"]

    def process(self, instance: Any) -> None:
        answer("picturelock.continuity.hygiene:check", instance.data)
