"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def scans_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Measurements of masters are kept in a folder of this run, not in the user's cache."""
    before = os.environ.get("PICTURELOCK_CACHE")
    os.environ["PICTURELOCK_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["PICTURELOCK_CACHE"]
    else:
        os.environ["PICTURELOCK_CACHE"] = before
