"""Whether the picture is the subject of a finding: only then a report shows it."""

from __future__ import annotations

from picturelock.findings import Finding

_HEARD = (
    "sound", "channel", "programme", "stereo", "loudness", "true-peak", "silence", "phase", "dropout", "gated", "audio",
    "sample-rate", "dialogue", "more-places",
)  # fmt: skip
"""How the rules of technical quality begin that are about sound."""
_SEEN = ("text", "flashes", "graphics")
"""And those of accessibility that are about the picture."""


def pictured(finding: Finding) -> bool:
    """True for what is seen: not for sound, rights and papers, which a frame would only mislead about."""
    trade, _, what = finding.rule.partition(".")
    if trade == "continuity":
        return not finding.place.track.rpartition(".")[2].startswith("A")
    if trade == "qc":
        return not what.startswith(_HEARD)
    return trade == "captions" or (trade == "accessibility" and what.startswith(_SEEN))
