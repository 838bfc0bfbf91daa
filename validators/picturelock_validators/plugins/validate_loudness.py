"""Loudness and true peak of the master against the spec."""

from typing import Any, ClassVar

import pyblish.api

from picturelock_validators.answers import answer


class ValidatePicturelockLoudness(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """Loudness and true peak of the master against the spec."""

    label = "Picturelock: loudness"
    order = pyblish.api.ValidatorOrder + 0.04
    families: ClassVar[list[str]] = ["picturelock.delivery"]

    def process(self, instance: Any) -> None:
        answer("picturelock.qc.loudness:check", instance.data)
