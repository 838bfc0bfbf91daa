"""The picture does not flash more than people bear."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, ClassVar

import pyblish.api


class ValidatePicturelockAccessibilityFlashes(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """The picture does not flash more than people bear."""

    label = "Picturelock: flashes"
    order = pyblish.api.ValidatorOrder + 0.076
    families: ClassVar[list[str]] = ["picturelock.delivery"]
    optional = False

    @classmethod
    def apply_settings(cls, project_settings: Any) -> None:
        """No setting of a host switches it off."""

    def process(self, instance: Any) -> None:
        _bridge().answer("picturelock.accessibility.flashes:check", self, instance)


def _bridge() -> Any:
    """The module beside this folder, whatever else has its name: this file may be run without its package."""
    file = Path(__file__).resolve().parents[1] / "bridge.py"
    spec = spec_from_file_location("picturelock_validators.bridge", str(file))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
