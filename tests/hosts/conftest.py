"""Hosts are tried when they are asked for: `python3 installers test --hosts`. An ordinary run says what it did not prove."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ASKED = "PICTURELOCK_HOSTS"
RESULTS = "PICTURELOCK_HOSTS_RESULTS"
"""A file that results are added to, a line of JSON each; the installer makes the table of docs/hosts.md of it."""

Proof = Callable[[str, str, str, int, int, str], None]


@pytest.fixture
def host() -> Callable[..., str]:
    """Gives the path of the first of some programs; skips where hosts are not asked for, or one is not installed."""

    def find(*programs: str) -> str:
        if not os.environ.get(ASKED):
            pytest.skip(f"not proven: {programs[0]} is tried by `python3 installers test --hosts`")
        found = [shutil.which(name) for name in programs]
        for name, path in zip(programs, found, strict=True):
            if path is None:
                pytest.skip(f"not proven: {name} is not installed")
        return str(found[0])

    return find


@pytest.fixture
def proof() -> Proof:
    """Notes what a host showed: host, version, what was opened, frames right, of how many, a remark."""

    def note(host: str, version: str, what: str, right: int, total: int, remark: str = "") -> None:
        line = {"host": host, "version": version, "what": what, "right": right, "total": total, "remark": remark}
        if os.environ.get(RESULTS):
            with Path(os.environ[RESULTS]).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    return note
