"""Captions as plain values, as they stand in a marker's metadata; whatever is not right there is not believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from picturelock.cues import KINDS, Captions, Cue, Kind, Placement, Run, plain
from picturelock.times import FrameRate, Span

_RUN = tuple(one.name for one in fields(Run) if one.name not in ("text", "tags"))
_CUE = ("id", "region", "align", "speaker", "style")
_EDGES = ("top", "middle", "bottom")
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError, OverflowError)


def header_values(captions: Captions) -> dict[str, Any]:
    """What is true of a whole caption file."""
    return {
        "language": captions.language,
        "kind": captions.kind,
        "rate": str(captions.rate) if captions.rate else "",
        "start": captions.start,
        "drop": captions.drop,
        "regions": dict(captions.regions),
        "extras": [list(pair) for pair in captions.extras],
    }


def header_of(found: Any) -> Captions:
    """Captions without cues, from `header_values`."""
    try:
        kind: Kind = next((one for one in KINDS if one == found["kind"]), "sub")
        rate = FrameRate.parse(str(found["rate"])) if found.get("rate") else None
        start = int(found.get("start", 0))
        return Captions(
            (), _text(found["language"]) or "und", kind, rate, start, found.get("drop") is True,
            {_text(name): _text(body) for name, body in dict(found.get("regions", {})).items()},
            _pairs(found.get("extras", ())),
        )  # fmt: skip
    except _BROKEN:
        return Captions(())


def cue_values(cue: Cue) -> dict[str, Any]:
    """What a caption is beyond its text and time; only what is not as usual."""
    made: dict[str, Any] = {name: value for name in _CUE if (value := getattr(cue, name))}
    made["lines"] = [[_run_values(run) for run in line] for line in cue.lines]
    if cue.placement is not None:
        made["placement"] = _placement_values(cue.placement)
    if cue.extras:
        made["extras"] = [list(pair) for pair in cue.extras]
    return made


def cue_of(found: Any, span: Span, text: str) -> Cue:
    """The caption of `cue_values` at a time, where its words are still `text`; else those words without style."""
    try:
        lines = tuple(tuple(_run(run) for run in line) for line in found["lines"])
        placement = _placement(found["placement"]) if found.get("placement") else None
        cue = Cue(
            span, lines, **{name: _text(found[name]) for name in _CUE if found.get(name)},
            placement=placement, extras=_pairs(found.get("extras", ())),
        )  # fmt: skip
    except _BROKEN:
        return Cue(span, plain(text))
    return cue if cue.text == text else Cue(span, plain(text), placement=cue.placement, speaker=cue.speaker)


def _run_values(run: Run) -> dict[str, Any]:
    styled = {name: value for name in _RUN if (value := getattr(run, name))}
    return {"text": run.text, **styled, **({"tags": [list(tag) for tag in run.tags]} if run.tags else {})}


def _run(found: Mapping[str, Any]) -> Run:
    return Run(
        _text(found["text"]).replace("\n", " "),
        italic=found.get("italic") is True,
        bold=found.get("bold") is True,
        underline=found.get("underline") is True,
        color=_text(found.get("color", "")) or None,
        background=_text(found.get("background", "")) or None,
        tags=_pairs(found.get("tags", ())),
    )


def _placement_values(placement: Placement) -> dict[str, str]:
    shares = {name: getattr(placement, name) for name in ("line", "left", "width")}
    return {"edge": placement.edge, **{name: str(share) for name, share in shares.items() if share is not None}}


def _placement(found: Mapping[str, Any]) -> Placement:
    shares = {name: _share(_text(found[name])) for name in ("line", "left", "width") if found.get(name)}
    edge = found.get("edge")
    return Placement(edge=edge if edge in _EDGES else "bottom", **shares)


def _share(text: str) -> Fraction:
    if len(text) > 40 or not set(text) <= set("0123456789/.-"):
        raise ValueError(text[:40])
    return Fraction(text)


def _pairs(found: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_text(name), _text(value)) for name, value in found)


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError(type(found).__name__)
    return found
