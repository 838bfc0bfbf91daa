"""Each caption track against its profile."""

from typing import Any, ClassVar

import pyblish.api

from picturelock_validators.answers import answer


class ValidatePicturelockCaptions(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """Each caption track against its profile."""

    label = "Picturelock: captions"
    order = pyblish.api.ValidatorOrder + 0.02
    families: ClassVar[list[str]] = ["picturelock.delivery"]

    def process(self, instance: Any) -> None:
        answer("picturelock.subtitling.checks:check", instance.data)
