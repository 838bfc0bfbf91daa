"""The plug-ins that a delivery goes through, by name. A file that merely lies in the folder is never run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

FAMILY = "picturelock.delivery"
"""The family of the one instance that the collector makes."""

FOLDER = Path(__file__).parent / "plugins"
"""For pipelines that run the plug-ins in their own pyblish: `pyblish.api.register_plugin_path(FOLDER)`."""

_HERE = "picturelock_validators.plugins"

COLLECTOR = f"{_HERE}.collect_dossier:CollectPicturelockDossier"

VALIDATORS: Mapping[str, str] = MappingProxyType(
    {
        "picturelock.continuity.hygiene:check": f"{_HERE}.validate_hygiene:ValidatePicturelockHygiene",
        "picturelock.subtitling.checks:check": f"{_HERE}.validate_captions:ValidatePicturelockCaptions",
        "picturelock.qc.master:check": f"{_HERE}.validate_master:ValidatePicturelockMaster",
        "picturelock.qc.loudness:check": f"{_HERE}.validate_loudness:ValidatePicturelockLoudness",
        "picturelock.rights.coverage:check": f"{_HERE}.validate_rights:ValidatePicturelockRights",
        "picturelock.rights.ai_use:check": f"{_HERE}.validate_ai_use:ValidatePicturelockAiUse",
        "picturelock.accessibility.coverage:check": f"{_HERE}.validate_accessibility:ValidatePicturelockAccessibility",
    }
)
"""The plug-in of each entry of `registry.CHECKS`. Recipe for the next: a line there, a line here, and its own file."""

EXTRACTOR = f"{_HERE}.extract_package:ExtractPicturelockPackage"
INTEGRATOR = f"{_HERE}.integrate_package:IntegratePicturelockPackage"
