"""What a cut needs of each of its sources: which stretch with which handles, picture or sound, how many channels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from picturelock.conform.relink.model import Need
from picturelock.cut import Cut, Shot, every_shot
from picturelock.timeline.references import media_name
from picturelock.times import Flicks, FrameRate, Span, nearest


def needs(cut: Cut, handles: int) -> tuple[Need, ...]:
    """Each source once, in order of first use; those that the editing system makes itself are not looked for.

    handles: frames of the cut at either end of each shot; of a shot that runs faster than its source, as much more of it.
    """
    shots: dict[str, list[Shot]] = {}
    for shot in every_shot(cut):
        if not shot.source.generated:
            shots.setdefault(shot.source.key, []).append(shot)
    return tuple(need_of(its, cut.rate.time_of(handles), cut.rate) for its in shots.values())


def need_of(shots: Sequence[Shot], handles: Flicks, rate: FrameRate) -> Need:
    """What shots of one source need of it. rate: of the cut, for sources that do not say their own."""
    source = shots[0].source
    files = _once((media_name(source.url), source.name))
    used = [_shown(shot, rate) for shot in shots]
    wanted = [_with_handles(shot, span, handles, rate) for shot, span in zip(shots, used, strict=True)]
    sounds = Counter(shot.record_span.start for shot in shots if shot.kind == "audio")
    return Need(
        source=source,
        shots=tuple(shots),
        files=files,
        clips=tuple(name for name in _once(shot.name for shot in shots[:200]) if name not in files),
        used=_around(used),
        wanted=_around(wanted),
        video=any(shot.kind == "video" for shot in shots),
        audio=bool(sounds),
        channels=max(sounds.values(), default=0),
    )


def _shown(shot: Shot, rate: FrameRate) -> Span:
    """What of the source is on screen or heard, under transitions as well; of a freeze its frame."""
    span = shot.source_span
    if not shot.speed:
        return Span(span.start, max(span.end, span.start + (shot.source.rate or rate).frame))
    heads = max((effect.handle for effect in shot.effects if effect.kind == "transition-in"), default=0)
    tails = max((effect.handle for effect in shot.effects if effect.kind == "transition-out"), default=0)
    if shot.reverse:
        heads, tails = tails, heads
    return Span(span.start - nearest(heads * shot.speed), span.end + nearest(tails * shot.speed))


def _with_handles(shot: Shot, shown: Span, handles: Flicks, rate: FrameRate) -> Span:
    """The shown stretch with handles, which lie beyond the shot's edges: a transition uses them up."""
    if not shot.speed or not handles:
        return shown
    own = shot.source.rate or rate
    margin = own.time_of(own.ceil(nearest(handles * max(shot.speed, Fraction(1)))))
    span = shot.source_span
    return Span(min(shown.start, span.start - margin), max(shown.end, span.end + margin))


def _around(spans: Iterable[Span]) -> Span:
    spans = list(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
