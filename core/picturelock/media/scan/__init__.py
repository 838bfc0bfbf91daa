"""Measuring a finished film in one decode: `scan.run(path, request)` gives a `Scan`, and the checks judge it.

    ffmpeg ──one process──▶ NUT pipe ─┬─ picture, 160 x 90 point samples ──▶ picture.Watcher   levels, change, black, bars
      decode once                     ├─ picture, averaged (flashes only) ─▶ flashes.Flashes   IRIS
                                      └─ every audio stream, float ────────▶ sound.Desk        levels, holes, correlation
                                                                              meter.Meter      EBU R 128 of each programme
      full-resolution filters, only when asked: text files in a temporary folder ─▶ full.py     idet, signalstats

What is measured is told apart from what is allowed: no limit of a destination is known here, so that one scan serves every
check of a gate and every spec. Nor is it known where in the file the programme stands: `within` gives what was measured of any
part of the sound. `cache` keeps scans under the file's full hash.
"""
