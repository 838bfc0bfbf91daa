"""When does each clip play? Our walk over a loaded timeline against OpenTimelineIO's `transformed_time_range`.

    python benchmarks/record_times.py [--clips 10000]

Both start from loaded OpenTimelineIO objects; loading is timed apart. Times are CPU seconds of this one process. Every
record time is compared: the timeline has no retimes and no nests, because OpenTimelineIO's functions ignore the first and
do not clip the second. Its cost grows with the square of the clips; ours also makes the complete shots on the way.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))

import opentimelineio as otio  # noqa: E402
from picturelock.timeline.otio.file import read_json, to_objects  # noqa: E402
from picturelock.timeline.otio.time import flicks  # noqa: E402
from picturelock.timeline.otio.walk import Walker  # noqa: E402

T = TypeVar("T")
RATE = 24


def write_timeline(path: Path, clips: int) -> None:
    """One picture track: clips of 1 to 96 frames from 400 sources, a gap now and then."""
    track = otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video)
    for number in range(clips):
        frames = 1 + number * 37 % 96
        start = otio.opentime.RationalTime(86400 + number * 53 % 2000, RATE)
        shown = otio.opentime.TimeRange(start, otio.opentime.RationalTime(frames, RATE))
        media = otio.schema.ExternalReference(
            target_url=f"rushes/A{number % 400:03}.mov",
            available_range=otio.opentime.TimeRange(
                otio.opentime.RationalTime(86400, RATE), otio.opentime.RationalTime(4800, RATE)
            ),
        )
        track.append(otio.schema.Clip(name=f"shot {number}", media_reference=media, source_range=shown))
        if number % 50 == 49:
            track.append(otio.schema.Gap(duration=otio.opentime.RationalTime(12, RATE)))
    timeline = otio.schema.Timeline(name="benchmark", tracks=[track])
    otio.adapters.write_to_file(timeline, str(path), adapter_name="otio_json")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    before = process_time()
    result = work()
    return result, process_time() - before


def best(work: Callable[[], T], times: int = 5) -> tuple[T, float]:
    """The answer, and the shortest of several runs: the one that the machine disturbed least."""
    runs = [timed(work) for _ in range(times)]
    return runs[0][0], min(seconds for _, seconds in runs)


def ours(timeline: otio.schema.Timeline) -> list[tuple[int, int]]:
    """Start and end of every shot, in flicks; complete shots with their sources are made on the way."""
    layer = Walker(Path("benchmark.otio")).timeline(timeline.tracks)
    return [(shot.record_span.start, shot.record_span.end) for shot in layer.shots]


def theirs(timeline: otio.schema.Timeline) -> list[tuple[int, int]]:
    """The same, asked of OpenTimelineIO clip by clip."""
    found = []
    for clip in timeline.find_clips():
        placed = clip.transformed_time_range(clip.trimmed_range(), timeline.tracks)
        found.append((flicks(placed.start_time), flicks(placed.end_time_exclusive())))
    return found


def children_of_track(timeline: otio.schema.Timeline) -> list[tuple[int, int]]:
    """Its fastest way, for the children of one track only."""
    track = timeline.tracks[0]
    ranges = track.range_of_all_children()
    placed = [ranges[child] for child in track if isinstance(child, otio.schema.Clip)]
    return [(flicks(one.start_time), flicks(one.end_time_exclusive())) for one in placed]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clips", type=int, default=10_000)
    clips = parser.parse_args().clips
    with TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.otio"
        write_timeline(path, clips)
        megabytes = path.stat().st_size / 1e6
        plain, plain_load = timed(lambda: otio.adapters.read_from_file(str(path), adapter_name="otio_json"))
        (timeline, _, _), load = timed(lambda: to_objects(read_json(path), path))
    our_times, our_seconds = best(lambda: ours(timeline))
    track_times, track_seconds = best(lambda: children_of_track(plain))
    their_times, their_seconds = timed(lambda: theirs(plain))
    if not our_times == their_times == track_times:
        raise SystemExit("The record times differ: the benchmark proves nothing.")
    print(
        f"{clips} clips, {megabytes:.1f} MB of .otio; Python {platform.python_version()}, OpenTimelineIO {otio.__version__}"
    )
    print("All record times are the same.\n")
    rows = [
        ("load with OpenTimelineIO alone", plain_load, ""),
        ("load with our checks before it", load, f"{load / plain_load:.1f} x"),
        ("record times: Picturelock's walk (best of 5)", our_seconds, "1"),
        (
            "record times: range_of_all_children, one flat track (best of 5)",
            track_seconds,
            f"{track_seconds / our_seconds:.1f} x",
        ),
        ("record times: transformed_time_range (one run)", their_seconds, f"{their_seconds / our_seconds:.0f} x"),
    ]
    for name, seconds, ratio in rows:
        print(f"{name:<66}{seconds * 1000:>10.1f} ms {ratio:>9}")


if __name__ == "__main__":
    main()
