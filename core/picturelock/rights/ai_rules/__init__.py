"""What funders, guilds, laws and destinations ask about AI, as data: one TOML for each (`rights/ai_rules/ID.toml`).

    title = { en = "Somebody: a policy", fr = "..." }
    to = { en = "whom to tell", fr = "..." }
    since = 2026-08-02                       # left out where nobody could find when it began
    [[asks]]
    what = "approval"                        # one of WHAT
    kinds = ["voice", "likeness"]            # left out: all
    roles = ["final"]                        # left out: all
    person = true                            # only of what concerns a person
    needs = ["version", "authored_by"]       # of a disclosure: what must be said of each element
    share = 0.5                              # of a share: how much of the film may be generated
    mention = ["artificial intelligence"]    # of a label: what the end credits would say
    text = { en = "what it asks, in a sentence", fr = "..." }
    source = "whose rule, where"
    read = 2026-11-22                        # or status = "unconfirmed": it can only warn

What could not be found is not here. A production keeps its own in its folder `ai_rules`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from picturelock.catalogue import EntryError, read_toml
from picturelock.errors import InputError, UnknownName
from picturelock.rights.ai_rules.model import WHAT, Ask, RuleSet
from picturelock.rights.ai_rules.reader import from_toml

__all__ = ("FOLDER", "NAMES", "WHAT", "Ask", "RuleSet", "load", "names")

FOLDER = "ai_rules"
NAMES: tuple[str, ...] = (
    "netflix-genai",
    "crtc-2025-299",
    "manitoba-film-music",
    "eu-ai-act-50",
    "actra-ipa-2025",
    "sag-aftra-2023",
    "cnc",
)
"""Every rule set of ours; the tests compare it with the folder."""
_MOST_OWN = 100


def names(own: Path | None = None) -> tuple[str, ...]:
    """The ids of all rule sets: ours, then those of a production's folder."""
    if own is None or not own.is_dir():
        return NAMES
    found = sorted(path.stem for path in own.glob("*.toml"))[:_MOST_OWN]
    return (*NAMES, *(name for name in found if name not in NAMES))


def load(name: str, own: Path | None = None) -> RuleSet:
    """A rule set by its id. Raises UnknownName, listing those there are, and InputError for a file that cannot stand."""
    if name in NAMES:
        return _ours(name)
    known = names(own)
    if own is None or name not in known:
        raise UnknownName("set of rules on AI", name, known)
    file = own / f"{name}.toml"
    try:
        return from_toml(name, read_toml(file))
    except EntryError as fault:
        raise InputError(f"{fault.reason}.", file=file, place=fault.key) from fault


@cache
def _ours(name: str) -> RuleSet:
    text = files("picturelock.rights.ai_rules").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return from_toml(name, tomllib.loads(text))
