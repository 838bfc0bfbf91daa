"""The plug-ins that a delivery goes through, by name. A file that merely lies in the folder is never run.

The list can be read on Python 3.9, without our core: the bridge holds reports against it.
"""

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
        "picturelock.qc.container:check": f"{_HERE}.validate_container:ValidatePicturelockContainer",
        "picturelock.qc.raster:check": f"{_HERE}.validate_raster:ValidatePicturelockRaster",
        "picturelock.qc.timecode:check": f"{_HERE}.validate_timecode:ValidatePicturelockTimecode",
        "picturelock.qc.decoding:check": f"{_HERE}.validate_decoding:ValidatePicturelockDecoding",
        "picturelock.qc.levels:check": f"{_HERE}.validate_levels:ValidatePicturelockLevels",
        "picturelock.qc.stillness:check": f"{_HERE}.validate_stillness:ValidatePicturelockStillness",
        "picturelock.qc.head_tail:check": f"{_HERE}.validate_head_tail:ValidatePicturelockHeadTail",
        "picturelock.qc.timeline:check": f"{_HERE}.validate_timeline:ValidatePicturelockTimeline",
        "picturelock.qc.channels:check": f"{_HERE}.validate_channels:ValidatePicturelockChannels",
        "picturelock.qc.loudness:check": f"{_HERE}.validate_loudness:ValidatePicturelockLoudness",
        "picturelock.qc.sound:check": f"{_HERE}.validate_sound:ValidatePicturelockSound",
        "picturelock.qc.policies:check": f"{_HERE}.validate_policies:ValidatePicturelockPolicies",
        "picturelock.rights.coverage:check": f"{_HERE}.validate_rights:ValidatePicturelockRights",
        "picturelock.rights.ai_use:check": f"{_HERE}.validate_ai_use:ValidatePicturelockAiUse",
        "picturelock.accessibility.coverage:check": f"{_HERE}.validate_accessibility:ValidatePicturelockAccessibility",
        "picturelock.accessibility.tracks:check": f"{_HERE}.validate_accessibility_tracks:ValidatePicturelockAccessibilityTracks",
        "picturelock.accessibility.deaf:check": f"{_HERE}.validate_accessibility_deaf:ValidatePicturelockAccessibilityDeaf",
        "picturelock.accessibility.described:check": (
            f"{_HERE}.validate_accessibility_described:ValidatePicturelockAccessibilityDescribed"
        ),
        "picturelock.accessibility.script:check": f"{_HERE}.validate_accessibility_script:ValidatePicturelockAccessibilityScript",
        "picturelock.accessibility.legibility:check": (
            f"{_HERE}.validate_accessibility_legibility:ValidatePicturelockAccessibilityLegibility"
        ),
        "picturelock.accessibility.flashes:check": (
            f"{_HERE}.validate_accessibility_flashes:ValidatePicturelockAccessibilityFlashes"
        ),
    }
)
"""The plug-in of each entry of `registry.CHECKS`. Recipe for the next: a line there, a line here, and its own file."""

VERDICT = f"{_HERE}.validate_verdict:ValidatePicturelockVerdict"
"""For other pyblish than our gate, whose verdict it asks for as a whole; the gate needs no plug-in for that."""

EXTRACTOR = f"{_HERE}.extract_package:ExtractPicturelockPackage"
INTEGRATOR = f"{_HERE}.integrate_package:IntegratePicturelockPackage"


def named_in_reports() -> tuple[str, ...]:
    """The modules of the checks that reports have a name for."""
    from picturelock.wording import table

    return tuple(f"picturelock.{name}" for name in table("en", "report")["checks"])
