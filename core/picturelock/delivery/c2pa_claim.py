"""What content credentials claim of a master: that it was made, what machines made of it and where, and how it may be used.

No person, no path and no source file is named: a master goes to the public.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from picturelock import __version__
from picturelock.production import Dossier
from picturelock.production.leader import leader
from picturelock.rights.ai_elements import GENERATED, Placed, placed
from picturelock.times import Flicks, to_ms

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
UNSAID = "http://c2pa.org/digitalsourcetype/empty"
"""C2PA's word where nobody says what kind of source it is: that a film without generated elements was captured, nobody knows."""
MIXED, EDITED = "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia"
"""The IPTC's words, by its definitions: several elements, at least one of which a model generated; edited with a model."""
_TRAINING = ("cawg.ai_generative_training", "cawg.ai_training", "cawg.ai_inference", "cawg.data_mining")
_USES = {"allowed": "allowed", "not-allowed": "notAllowed"}


def claim(dossier: Dossier, name: str, *, opened: bool = False) -> dict[str, Any]:
    """The claim as the library takes it. name: of the file. opened: it carries credentials already, which stay its parent."""
    production = dossier.production
    final = [item for item in placed(dossier) if item.delivered]
    made = {"action": "c2pa.created", "digitalSourceType": _whole(final)}
    actions = [] if opened else [made]
    before = leader(dossier)
    actions += [_action(item, before) for item in final]
    assertions: list[dict[str, Any]] = []
    if actions:
        assertions.append({"label": "c2pa.actions.v2", "data": {"actions": actions}})
    order = production.credentials
    if order is not None and order.training:
        entries = {entry: {"use": _USES[order.training]} for entry in _TRAINING}
        assertions.append({"label": "cawg.training-mining", "data": {"entries": entries}})
    return {
        "claim_generator_info": [{"name": "Picturelock", "version": __version__}],
        "title": production.title or name,
        "ingredients": [_ingredient(item) for item in final if item.element.asset],
        "assertions": assertions,
    }


def _whole(items: Sequence[Placed]) -> str:
    """What kind of source a film is that holds some elements."""
    generated = [item for item in items if item.element.digital_source in GENERATED]
    if not generated:
        return UNSAID
    return IPTC + (MIXED if any(item.element.asset for item in generated) else EDITED)


def named(claimed: dict[str, Any]) -> tuple[str, ...]:
    """The descriptions of what a claim says was done: what must be read back from the file."""
    found: Sequence[dict[str, Any]] = next(
        (one["data"]["actions"] for one in claimed["assertions"] if one["label"].startswith("c2pa.actions")), ()
    )
    return tuple(action["description"] for action in found if "description" in action)


def _action(item: Placed, before: Flicks) -> dict[str, Any]:
    """A clip is placed as an ingredient; anything else is an edit of the film."""
    element = item.element
    agent = {"name": element.tool, **({"version": element.version} if element.version else {})}
    action: dict[str, Any] = {
        "action": "c2pa.placed" if element.asset else "c2pa.edited",
        "digitalSourceType": IPTC + element.digital_source if element.digital_source else UNSAID,
        "softwareAgent": agent,
        "description": f"{element.kind}: {element.name}",
    }
    if element.asset:
        action["parameters"] = {"ingredientIds": [_id(item)]}
    if item.spans:
        regions = [{"type": "temporal", "time": _npt(span.start + before, span.end + before)} for span in item.spans]
        action["changes"] = [{"region": [region]} for region in regions]
    return action


def _ingredient(item: Placed) -> dict[str, Any]:
    return {"title": item.element.name, "relationship": "componentOf", "instance_id": _id(item)}


def _id(item: Placed) -> str:
    return f"picturelock:ai:{item.number}"


def _npt(start: Flicks, end: Flicks) -> dict[str, str]:
    """Normal play time, in seconds to the millisecond, from the file's first frame."""
    return {"type": "npt", "start": _seconds(start), "end": _seconds(end)}


def _seconds(time: Flicks) -> str:
    ms = to_ms(time)
    return f"{ms // 1000}.{ms % 1000:03d}"
