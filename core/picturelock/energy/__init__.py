"""What our own processing draws from the socket and emits: every figure with its method, its range and its sources.

kWh come first: they are what carbon calculators of the trade take. Emissions follow from the grid's factor, where one is known.
"""

from __future__ import annotations

from picturelock.energy.estimate import EXCLUDED, by_meter, from_counters, from_seconds, from_threads, scaled
from picturelock.energy.grid import Zone, emissions, zone, zones
from picturelock.energy.known import Known, known_of
from picturelock.energy.meter import Meter
from picturelock.energy.model import METHODS, Figure, Range, plain, weakest

__all__ = (
    "EXCLUDED", "METHODS", "Figure", "Known", "Meter", "Range", "Zone", "by_meter", "emissions", "from_counters",
    "from_seconds", "from_threads", "known_of", "plain", "scaled", "weakest", "zone", "zones",
)  # fmt: skip
