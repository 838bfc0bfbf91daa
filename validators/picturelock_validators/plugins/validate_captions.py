"""Each caption track against its profile."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, ClassVar

import pyblish.api

try:
    from ayon_core.pipeline.publish import RepairAction
except Exception:  # another pyblish than AYON's

    class RepairAction(pyblish.api.Action):  # type: ignore[misc,no-redef]
        """Mend what can be mended by itself in the files of the instances that failed."""

        label = "Repair"
        on = "failed"
        icon = "wrench"

        def process(self, context: Any, plugin: Any) -> None:
            for result in context.data["results"]:
                if result["error"] and result["plugin"].id == plugin.id and result["instance"] is not None:
                    plugin.repair(result["instance"])


class ValidatePicturelockCaptions(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """Each caption track against its profile."""

    label = "Picturelock: captions"
    order = pyblish.api.ValidatorOrder + 0.02
    families: ClassVar[list[str]] = ["picturelock.delivery"]
    optional = False
    actions: ClassVar[list[Any]] = [RepairAction]

    @classmethod
    def apply_settings(cls, project_settings: Any) -> None:
        """No setting of a host switches it off."""

    def process(self, instance: Any) -> None:
        _bridge().answer("picturelock.subtitling.checks:check", self, instance)

    @classmethod
    def repair(cls, instance: Any) -> None:
        """`picturelock caption fix`, in place; a backup stays beside each file."""
        _bridge().repair_captions(instance, cls.log)


def _bridge() -> Any:
    """The module beside this folder, whatever else has its name: this file may be run without its package."""
    file = Path(__file__).resolve().parents[1] / "bridge.py"
    spec = spec_from_file_location("picturelock_validators.bridge", str(file))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
