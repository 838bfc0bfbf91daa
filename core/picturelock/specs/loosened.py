"""What a spec asks less than one of ours that it extends, or otherwise, so that a delivery which meets it may fail the other.

Only what is confirmed there counts: a destination's own sheet comes before what nobody could confirm. Names and folders of
the package are everybody's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.catalogue import Limit
from picturelock.specs.model import Asked, Spec
from picturelock.specs.vocabulary import LOWER_BOUNDS, REQUIREMENTS, SECTIONS, TARGETS
from picturelock.times import FLICKS_PER_SECOND, FrameRate

_FREE = frozenset({"naming", "package"})
_USUAL = FrameRate(25)
"""At which a limit in frames is held against one in seconds."""


def loosened(spec: Spec, base: Spec) -> tuple[tuple[str, str, str], ...]:
    """Names, as `Spec.said_by` has them, each with what the spec says now ("-" = nothing) and what the other asks."""
    return (*_limits(spec, base), *_asked(spec, base), *_layouts(spec, base))


def _limits(spec: Spec, base: Spec) -> Iterator[tuple[str, str, str]]:
    for name, asked in base.by_name.items():
        own = spec.by_name.get(name)
        if asked.confirmed and (own is None or not own.confirmed or _is_looser(name, own, asked)):
            yield name, own.text if own is not None else "-", asked.text


def _is_looser(name: str, own: Limit, asked: Limit) -> bool:
    mine, theirs = _amount(own), _amount(asked)
    if name in TARGETS:
        return mine != theirs
    return mine < theirs if name in LOWER_BOUNDS else mine > theirs


def _amount(limit: Limit) -> float:
    try:
        return limit.quantity.flicks(_USUAL) / FLICKS_PER_SECOND
    except ValueError:
        return float(limit.amount)


def _asked(spec: Spec, base: Spec) -> Iterator[tuple[str, str, str]]:
    for name, asked in base.asked.items():
        if asked.confirmed and name.partition(".")[0] not in _FREE:
            own = spec.asked.get(name)
            if own is None or _asks_less(own, asked):
                yield name, ", ".join(own.values) if own is not None else "-", ", ".join(asked.values)


def _asks_less(own: Asked, asked: Asked) -> bool:
    section, _, name = asked.name.partition(".")
    form = SECTIONS[section][name]
    if form == "requirement":
        less = REQUIREMENTS.index(own.value) > REQUIREMENTS.index(asked.value)
        return less or (asked.value != "optional" and not own.confirmed)
    if not own.confirmed:
        return True
    mine, theirs = set(own.values), set(asked.values)
    return not mine <= theirs if form == "one_of" else not theirs <= mine


def _layouts(spec: Spec, base: Spec) -> Iterator[tuple[str, str, str]]:
    theirs = [[(one.channels, one.carries, one.required) for one in layout] for layout in base.layouts]
    if not theirs or not base.layouts[0][0].confirmed:
        return
    mine = [[(one.channels, one.carries, one.required) for one in layout] for layout in spec.layouts]
    if not mine or not spec.layouts[0][0].confirmed or any(layout not in theirs for layout in mine):
        yield "layout", str(len(mine)), str(len(theirs))
