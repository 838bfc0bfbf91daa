"""Cuts with every kind of thing in them, made by hand: what a timeline format must bring back, or say that it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from picturelock.cut import Cdl, Cut, Effect, Knot, Marker, Shot, Source, Track
from picturelock.cutmap import ramped
from picturelock.times import FrameRate, Span, Timecode

R24 = FrameRate(24)
RATES = {
    "23.976": (FrameRate(24000, 1001), False),
    "24": (R24, False),
    "25": (FrameRate(25), False),
    "29.97 drop": (FrameRate(30000, 1001), True),
    "29.97": (FrameRate(30000, 1001), False),
    "30": (FrameRate(30), False),
    "50": (FrameRate(50), False),
    "59.94 drop": (FrameRate(60000, 1001), True),
    "60": (FrameRate(60), False),
}


def frames(start: int, end: int, rate: FrameRate = R24) -> Span:
    return Span(rate.time_of(start), rate.time_of(end))


def hours(count: int, rate: FrameRate = R24) -> int:
    """The first frame of an hour of timecode."""
    return count * 3600 * rate.nominal


def source(
    name: str = "A001C003.mov", rate: FrameRate = R24, hour: int = 10, length: int = 2000, **more: object
) -> Source:
    """A file that starts on the hour."""
    start = hours(hour, rate)
    whole = frames(start, start + length, rate)
    made = Source(name, name.partition(".")[0], None, f"/media/{name}", whole.start, whole, rate)
    return replace(made, **more)  # type: ignore[arg-type]


def shot(
    place: str, record: tuple[int, int], first: int, of: Source | None = None, rate: FrameRate = R24, **more: object
) -> Shot:
    """A shot at "V1:2", over record frames, from a frame of its source."""
    of = of or source(rate=rate)
    track = place.partition(":")[0]
    span = frames(*record, rate)
    start = (of.start or 0) + rate.time_of(first)
    made = Shot(
        place, track, "video" if track[0] == "V" else "audio", f"shot {place[1:].replace(':', ' ')}", of,
        Span(start, start + span.duration), span,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def retimed(one: Shot, speed: Fraction, reverse: bool = False) -> Shot:
    """The shot at another speed, from the same source frame up."""
    start, length = one.source_span.start, one.record_span.duration * speed
    assert length.denominator == 1
    return replace(one, source_span=Span(start, start + int(length)), speed=speed, reverse=reverse)


def cut(*shots: Shot, rate: FrameRate = R24, hour: int = 1, drop: bool = False, **more: object) -> Cut:
    """A cut that starts on the hour, with the tracks of its shots."""
    order = sorted(shots, key=lambda one: (one.record_span.start, one.kind != "video", one.track))
    names = sorted({one.track for one in shots}, key=lambda name: (name[0] != "V", name))
    start = Timecode.parse(f"{hour:02}:00:00:00", rate, drop).time
    end = max((one.record_span.end for one in shots), default=0)
    tracks = tuple(Track(name, "video" if name[0] == "V" else "audio") for name in names)
    made = Cut("Film v12", rate, tuple(order), start, drop, duration=end, tracks=tracks)
    return replace(made, **more)  # type: ignore[arg-type]


def simple(rate: FrameRate = R24, drop: bool = False) -> Cut:
    other = source("B002.mov", rate, 14)
    return cut(
        shot("V1:1", (0, 48), 100, rate=rate), shot("V1:2", (60, 84), 0, other, rate), shot("V1:3", (84, 85), 500, rate=rate),
        rate=rate, drop=drop,
    )  # fmt: skip


def tracks() -> Cut:
    wild = source("wild.wav", hour=5)
    return cut(
        shot("V1:1", (0, 50), 0), shot("V1:2", (50, 120), 200), shot("V2:1", (20, 60), 300), shot("V3:1", (30, 40), 400),
        shot("A1:1", (0, 70), 0), shot("A1:2", (70, 120), 220), shot("A2:1", (10, 130), 7, wild),
        tracks=(
            Track("V1", "video", "Image"), Track("V2", "video", "Titres", locked=True), Track("V3", "video", "Effets"),
            Track("A1", "audio", "Dialogue"), Track("A2", "audio", "Sons"),
        ),
    )  # fmt: skip


def transitions(before: int, after: int, name: str = "dissolve") -> Cut:
    """A transition between two shots, `before` frames before the edit and `after` frames after it."""
    out = Effect("transition-out", name, R24.time_of(after))
    into = Effect("transition-in", name, R24.time_of(before))
    return cut(
        shot("V1:1", (0, 48), 100, effects=(out,)),
        shot("V1:2", (48, 96), 200, source("B002.mov", hour=14), effects=(into,)),
        shot("V1:3", (96, 120), 300),
    )


def fades() -> Cut:
    """From black at the start and after a gap, to black before it and at the end; and one that lasts no time at all."""
    half = R24.time_of(12)
    into, out = Effect("transition-in", "dissolve", 0, half), Effect("transition-out", "dissolve", 0, half)
    nothing = (Effect("transition-out", "dissolve"), Effect("transition-in", "dissolve"))
    return cut(
        shot("V1:1", (0, 48), 100, effects=(into, out)),
        shot("V1:2", (60, 100), 200, effects=(into, nothing[0])),
        shot("V1:3", (100, 140), 300, effects=(nothing[1], out)),
    )


def overreaching() -> Cut:
    """Fades whose media is on screen beyond their clips: before the cut starts, over a gap, at the end."""
    into, out = Effect("transition-in", "dissolve", R24.time_of(6), R24.time_of(12)), R24.time_of(4)
    return cut(
        shot("V1:1", (0, 48), 100, effects=(into, Effect("transition-out", "dissolve", out, R24.time_of(8)))),
        shot("V1:2", (60, 100), 200, effects=(into, Effect("transition-out", "dissolve", out, R24.time_of(8)))),
    )


def no_fade() -> Cut:
    """A fade that lasts no time."""
    return cut(shot("V1:1", (0, 48), 100, effects=(Effect("transition-out", "dissolve"),)))


def touching_fades() -> Cut:
    """To black and from it between clips that touch; a dissolve would show one below the other."""
    half = R24.time_of(12)
    into, out = Effect("transition-in", "dissolve", 0, half), Effect("transition-out", "dissolve", 0, half)
    return cut(
        shot("V1:1", (0, 48), 100, effects=(out,)), shot("V1:2", (48, 96), 200, effects=(into, out)),
        shot("V1:3", (96, 140), 300), shot("V1:4", (140, 170), 0, effects=(into,)),
    )  # fmt: skip


def told_by_one() -> Cut:
    """Transitions that only one of the two shots tells of."""
    six = R24.time_of(6)
    return cut(
        shot("V1:1", (0, 48), 100), shot("V1:2", (48, 96), 200, effects=(Effect("transition-in", "dissolve", six),)),
        shot("V1:3", (96, 140), 300, effects=(Effect("transition-out", "dissolve", six),)), shot("V1:4", (140, 170), 0),
    )  # fmt: skip


def retimes() -> Cut:
    return cut(
        retimed(shot("V1:1", (0, 48), 100), Fraction(2)),
        retimed(shot("V1:2", (48, 96), 200), Fraction(1, 2)),
        shot("V1:3", (96, 100), 0),
    )


def odd_speeds() -> Cut:
    return cut(
        retimed(shot("V1:1", (0, 45), 100), Fraction(7, 9)), retimed(shot("V1:2", (45, 69), 200), Fraction(25, 24))
    )


def many() -> Cut:
    return cut(*(shot(f"V1:{number + 1}", (2 * number, 2 * number + 2), number) for number in range(1001)))


def reverses() -> Cut:
    return cut(
        shot("V1:1", (0, 24), 0), retimed(shot("V1:2", (24, 72), 300), Fraction(1), True),
        retimed(shot("V1:3", (72, 96), 400), Fraction(2), True),
    )  # fmt: skip


def freezes() -> Cut:
    return cut(shot("V1:1", (0, 24), 0), retimed(shot("V1:2", (24, 72), 300), Fraction(0)), shot("V1:3", (72, 80), 0))


def ramps() -> Cut:
    whole, later = shot("V1:1", (0, 96), 0), shot("V1:2", (96, 144), 100)
    knots = [(0, 0), (24, 24), (72, 36), (96, 60)]
    start = whole.source_span.start
    there = [Knot(R24.time_of(record), start + R24.time_of(frame)) for record, frame in knots]
    back = [Knot(0, later.source_span.start), Knot(R24.time_of(24), later.source_span.start + R24.time_of(48))]
    return cut(
        ramped(whole, there), ramped(later, [*back, Knot(R24.time_of(48), later.source_span.start)]),
        shot("V1:3", (144, 150), 0),
    )  # fmt: skip


def nested() -> Cut:
    deep = cut(shot("V1:1", (0, 30), 40), hour=0, name="Deep")
    inside = cut(
        shot("V1:1", (0, 50), 100),
        replace(shot("V1:2", (50, 70), 0), source=Source("Deep"), nest=deep, name="Deep", source_span=frames(5, 25)),
        shot("A1:1", (0, 70), 100),
        hour=0, name="Générique",
    )  # fmt: skip
    outer = shot("V1:2", (24, 64), 0)
    return cut(
        shot("V1:1", (0, 24), 0),
        replace(outer, source=Source("Générique"), nest=inside, name="Générique", source_span=frames(20, 60)),
        shot("V1:3", (64, 90), 700),
    )


def markers() -> Cut:
    made = cut(shot("V1:1", (0, 48), 100), retimed(shot("V1:2", (48, 96), 200), Fraction(2)))
    return replace(
        made,
        markers=(
            Marker(frames(5, 5), "Point", "", "RED"),
            Marker(frames(10, 22), "Trop long", "à couper\nou non", "GREEN", id="pl-7"),
            Marker(frames(30, 30), "On the clip", "see reel 2", "YELLOW", "V1:1"),
            Marker(frames(60, 64), "On the fast one", "", "CYAN", "V1:2"),
            Marker(frames(70, 71), "Pink", "", "PINK", "V1:2", "pl-8"),
        ),
    )


def stray_markers() -> Cut:
    made = cut(shot("V1:1", (0, 48), 100), shot("V1:2", (60, 96), 200))
    places = (Marker(frames(50, 50), "In the gap", color="WHITE"), Marker(frames(200, 200), "After the end"))
    return replace(made, markers=places)


def odd_reels() -> Cut:
    titles = Source("Titles", "T1", generated=True)
    return cut(shot("V1:1", (0, 48), 100, source(reel="A 01 bis")), shot("V1:2", (48, 60), 0, titles))


def odd_generator() -> Cut:
    """A generator that counts, at a rate of its own."""
    span = frames(96, 480)
    bars = Source("Bars", "", None, "", span.start, span, FrameRate(25), generated=True)
    return cut(shot("V1:1", (0, 48), 100), shot("V1:2", (48, 60), 12, bars))


def talkative() -> Cut:
    lines = tuple(f"line {number}" for number in range(60))
    made = cut(shot("V1:1", (0, 48), 100, comments=lines), shot("V1:2", (48, 96), 0, comments=("twice", "twice")))
    return replace(made, comments=("* star", "a: b"))


def elsewhere_markers() -> Cut:
    """A marker that says that it hangs on a clip, and stands outside it."""
    made = cut(shot("V1:1", (0, 48), 100), shot("V1:2", (48, 96), 200))
    return replace(made, markers=(Marker(frames(60, 60), "Late", "", "RED", "V1:1"),))


def odd_start() -> Cut:
    half = R24.frame // 2
    made = cut(shot("V1:1", (0, 48), 100), shot("V1:2", (48, 96), 200))
    return replace(made, start=made.start + half)


def empty_track() -> Cut:
    made = cut(shot("V1:1", (0, 48), 100))
    return replace(made, tracks=(*made.tracks, Track("V2", "video", "Titres"), Track("A1", "audio", "Musique")))


def named() -> Cut:
    grade = Cdl((1.10226249, 0.9, 1.0), (0.01, -0.02, 0.0), (1.0, 1.2, 0.8), 0.75)
    blur = Effect("other", "Blur")
    raw = {"Resolve_OTIO": {"Link Group ID": 3}, "Hiero": {"status": "approved"}}
    return cut(
        shot("V1:1", (0, 48), 100, cdl=grade, comments=("circled take", "boom in shot"), extras=raw),
        shot("V1:2", (48, 72), 0, effects=(blur,)),
        comments=("Turnover 3",), extras={"Avid": {"project": "Letter"}},
    )  # fmt: skip


def offline() -> Cut:
    nowhere = Source("Scene 12 take 3", "A012", rate=R24)
    return cut(shot("V1:1", (0, 48), 90000, nowhere), shot("V1:2", (48, 72), 0, Source("Black", generated=True)))


def mixed() -> Cut:
    other = source("PAL.mov", FrameRate(25), 10)
    first = (other.start or 0) + FrameRate(25).time_of(75)
    record = frames(24, 72)
    span = Span(first, first + record.duration)
    return cut(shot("V1:1", (0, 24), 0), replace(shot("V1:2", (24, 72), 0, other), source_span=span))


def film_in_drop() -> Cut:
    """Film at 23.976 in a cut that counts in drop frame: its own timecode has none."""
    rate, film = RATES["29.97 drop"][0], source("film.mov", RATES["23.976"][0], 10)
    span = frames(0, 100, rate)  # 80 frames of the film
    shown = Span(film.start or 0, (film.start or 0) + span.duration)
    return cut(replace(shot("V1:1", (0, 100), 0, film, rate), source_span=shown), rate=rate, drop=True)


def between_frames() -> Cut:
    half = R24.frame // 2
    sound = shot("A1:1", (10, 40), 10)
    span, shown = sound.record_span, sound.source_span
    part = replace(
        sound, record_span=Span(span.start + half, span.end), source_span=Span(shown.start + half, shown.end)
    )
    between = Marker(frames(5, 5).shift(R24.frame // 3), "Between")
    return replace(cut(shot("V1:1", (0, 48), 0), part), markers=(between,))


def picture_between_frames() -> Cut:
    third = R24.frame // 3
    one, two = shot("V1:1", (0, 48), 0), shot("V1:2", (48, 72), 100)
    span, shown = two.record_span, two.source_span
    late = replace(
        two, record_span=Span(span.start + third, span.end), source_span=Span(shown.start + third, shown.end)
    )
    return cut(one, late)


def disabled() -> Cut:
    return cut(
        shot("V1:1", (0, 48), 0), shot("V1:2", (48, 96), 100, enabled=False), shot("V1:3", (96, 100), 0),
        shot("V2:1", (0, 20), 50),
        tracks=(Track("V1", "video"), Track("V2", "video", enabled=False)),
    )  # fmt: skip


def elsewhere() -> Cut:
    """Names that are not ASCII, and hold what separates things in other formats."""
    film = source("réel 1, prise n°3 (日本).mov")
    return cut(
        shot("V1:1", (0, 48), 0, film, name="Forêt – l’été : « 夏 » 1/2"), shot("V1:2", (48, 60), 0, name="a <b> & \"c\""),
        name="L’Été à Győr", tracks=(Track("V1", "video", "Épreuve"),),
    )  # fmt: skip


CUTS: dict[str, Callable[[], Cut]] = {
    **{f"simple at {name}": (lambda pair=pair: simple(*pair)) for name, pair in RATES.items()},
    "one clip": lambda: cut(shot("V1:1", (0, 1), 0)),
    "starts at zero": lambda: cut(shot("V1:1", (10, 20), 0), hour=0),
    "ends with a gap": lambda: replace(cut(shot("V1:1", (0, 20), 0)), duration=R24.time_of(50)),
    "sound alone": lambda: cut(shot("A1:1", (0, 48), 5)),
    "tracks": tracks,
    "dissolve from the edit on": lambda: transitions(0, 12),
    "dissolve about the edit": lambda: transitions(6, 8),
    "wipe": lambda: transitions(0, 12, "wipe 001"),
    "other transition": lambda: transitions(0, 10, "Page Peel"),
    "fades": fades,
    "fades beyond clips": overreaching,
    "fades that touch": touching_fades,
    "no fade": no_fade,
    "transitions told by one": told_by_one,
    "retimes": retimes,
    "odd speeds": odd_speeds,
    "reverses": reverses,
    "freezes": freezes,
    "ramps": ramps,
    "nests": nested,
    "markers": markers,
    "stray markers": stray_markers,
    "odd reels": odd_reels,
    "odd generator": odd_generator,
    "many comments": talkative,
    "markers elsewhere": elsewhere_markers,
    "starts between frames": odd_start,
    "empty tracks": empty_track,
    "names and grades": named,
    "offline": offline,
    "mixed rates": mixed,
    "film in drop frame": film_in_drop,
    "between frames": between_frames,
    "picture between frames": picture_between_frames,
    "disabled": disabled,
    "not ascii": elsewhere,
    "1001 clips": many,
}
"""Every cut by name."""
