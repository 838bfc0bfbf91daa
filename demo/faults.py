"""A planted fault, as the truth file states it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """What was done and what must be found: the rule and its place. Frames count from the cut's first frame."""

    rule: str
    what: str
    quoi: str
    file: str = ""
    record_start_frame: int | None = None
    record_end_frame: int | None = None
    source: str = ""
    """The media file."""
    cue: str = ""
    severity: str = "error"
    tolerance_frames: int = 0
    """How far from its frames the finding may lie: 0, but where its place rests on what a machine heard."""

    def to_json(self) -> dict[str, Any]:
        """What is known of it; no tolerance is none."""
        known = {key: value for key, value in asdict(self).items() if value not in ("", None)}
        return known if self.tolerance_frames else {key: known[key] for key in known if key != "tolerance_frames"}
