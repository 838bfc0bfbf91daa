"""Names of transitions and effects between xmeml and people."""

from __future__ import annotations

import re

from picturelock.cut import Cdl, Effect
from picturelock.timeline.fcp7.clock import number
from picturelock.timeline.fcp7.xml import Node
from picturelock.timeline.references import clean

DISSOLVE = "dissolve"
_DISSOLVES = frozenset(
    (
        "cross dissolve", "dissolve", "cross fade (+3db)", "cross fade ( 0db)", "cross fade (0db)", "kgaudiotranscrossfade3db",
        "kgaudiotranscrossfade0db", "constant power", "constant gain", "crossfade", "cross fade",
    )
)  # fmt: skip
_WIPE = re.compile(r"wipe (\d{3})", re.ASCII)
_SOP = re.compile(r"\(([^()]{1,200})\)")


def transition_name(item: Node) -> str:
    """What a transition is called; its language-independent name where that is one that people know."""
    effect = item.find("effect")
    if effect is None:
        return DISSOLVE
    code = number(effect.get("wipecode"))
    if code is not None and 0 < code < 1000 and effect.get("effectcategory").lower() in ("wipe", ""):
        return f"wipe {int(code):03}"
    own = clean(effect.get("effectid"))
    name = own if own and not own.startswith(("FxPlug", "{", "KGAudio", "AE.")) else clean(effect.get("name"))
    name = name or own
    return DISSOLVE if not name or name.lower() in _DISSOLVES else name


def wipe_code(name: str) -> int:
    """The SMPTE number of a wipe; 0 for anything else."""
    match = _WIPE.fullmatch(name)
    return int(match[1]) if match else 0


def effects_of(clip: Node) -> list[Effect]:
    """The filters of a clip that are switched on, each once, in order; its speed is none."""
    names: dict[str, None] = {}
    for holder in clip.all("filter"):
        if holder.get("enabled").upper() == "FALSE":
            continue
        for effect in holder.all("effect"):
            if effect.get("effectid") != "timeremap":
                names[clean(effect.get("name")) or clean(effect.get("effectid"))] = None
    return [Effect("other", name) for name in names if name]


def cdl_of(clip: Node) -> Cdl | None:
    """The primary grade that Premiere and Hiero keep with a clip; None where there is none that can be read."""
    info = clip.find("colorinfo")
    if info is None or not info.get("asc_sop"):
        return None
    triples = [part.replace(",", " ").split() for part in _SOP.findall(info.get("asc_sop"))]
    if [len(triple) for triple in triples] != [3, 3, 3]:
        return None
    found = [tuple(number(part) for part in triple) for triple in triples]
    saturation = number(info.get("asc_sat")) if info.get("asc_sat") else number("1")
    if saturation is None or any(part is None for triple in found for part in triple):
        return None
    slope, offset, power = (tuple(float(part or 0) for part in triple) for triple in found)
    return Cdl(
        (slope[0], slope[1], slope[2]),
        (offset[0], offset[1], offset[2]),
        (power[0], power[1], power[2]),
        float(saturation),
    )


def comments_of(node: Node) -> tuple[str, ...]:
    """What people noted about a clip or a sequence: logging notes, master comments, clip comments, the words of a title."""
    logged, held = node.find("logginginfo"), node.find("comments")
    texts = [node.get("description")]
    if logged is not None:
        texts += [logged.get(tag) for tag in ("description", "lognote", "scenenote", "shotnote", "takenote")]
    if held is not None:
        numbered = [f"mastercomment{number}" for number in range(1, 5)]
        texts += [held.get(tag) for tag in (*numbered, "clipcommenta", "clipcommentb")]
    effect = node.find("effect") if node.tag == "generatoritem" else None
    if effect is not None:
        texts += [one.get("value") for one in effect.all("parameter") if one.get("parameterid") == "str"]
    lines = (clean(line) for text in texts for line in text.splitlines()[:50])
    return tuple(dict.fromkeys(line for line in lines if line))
