"""Build the package beside its final name, behind an open gate only.

Requires: the answers of all validators; data["picturelock.out"], where the package goes (another pyblish than our gate
gives none: then nothing is built); data["picturelock.staged"], an ExitStack that takes the unfinished package away.
Provides: data["picturelock.staged"], the folder of the finished, unnamed package.
"""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, ClassVar

import pyblish.api


class ExtractPicturelockPackage(pyblish.api.InstancePlugin):  # type: ignore[misc]
    """Copy, hash and seal."""

    label = "Picturelock: package"
    order = pyblish.api.ExtractorOrder + 0.01
    families: ClassVar[list[str]] = ["picturelock.delivery"]
    optional = False

    @classmethod
    def apply_settings(cls, project_settings: Any) -> None:
        """No setting of a host switches it off."""

    def process(self, instance: Any) -> None:
        _bridge().extract(instance, self.log)


def _bridge() -> Any:
    """The module beside this folder, whatever else has its name: this file may be run without its package."""
    file = Path(__file__).resolve().parents[1] / "bridge.py"
    spec = spec_from_file_location("picturelock_validators.bridge", str(file))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
