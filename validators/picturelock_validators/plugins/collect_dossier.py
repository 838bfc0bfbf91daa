"""Collect everything that the checks of a delivery look at, as one instance.

Requires: context.data["picturelock.production"], a Production or its path. Without it the folder named by
PICTURELOCK_PRODUCTION is read, and without that there is nothing to collect.
Provides: an instance of the family "picturelock.delivery" with data["picturelock.dossier"], or where this Python cannot import
our core, data["picturelock.report"] of the installed one, or data["picturelock.problem"], the reason why there is neither.
"""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pyblish.api


class CollectPicturelockDossier(pyblish.api.ContextPlugin):  # type: ignore[misc]
    """The cut, its media, transcripts, captions and master."""

    label = "Picturelock: production"
    order = pyblish.api.CollectorOrder + 0.01
    optional = False

    @classmethod
    def apply_settings(cls, project_settings: Any) -> None:
        """No setting of a host switches it off."""

    def process(self, context: Any) -> None:
        _bridge().collect(context, self.log)


def _bridge() -> Any:
    """The module beside this folder, whatever else has its name: this file may be run without its package."""
    file = Path(__file__).resolve().parents[1] / "bridge.py"
    spec = spec_from_file_location("picturelock_validators.bridge", str(file))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
