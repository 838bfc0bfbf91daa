"""Small destinations for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from picturelock import specs
from picturelock.specs import Spec

DAY = dt.date(2026, 11, 22)


def spec(
    limits: Mapping[str, str] | None = None,
    *,
    unconfirmed: bool = False,
    layout: list[dict[str, Any]] | None = None,
    **sections: Mapping[str, list[str]],
) -> Spec:
    """A destination: limits by name, and what each section asks, as lists of what is taken."""
    whose = {"source": "house", **({"status": "unconfirmed"} if unconfirmed else {"read": DAY})}
    table: dict[str, Any] = {"title": "House"}
    table["limits"] = {name: {"limit": text, **whose} for name, text in (limits or {}).items()}
    for section, asked in sections.items():
        forms = specs.SECTIONS[section]
        table[section] = {name: {forms[name]: values, **whose} for name, values in asked.items()}
    if layout:
        table["layout"] = [{"programmes": layout, **whose}]
    return specs.from_toml("house", table)
