"""Where a package may be made, and since what: refused before anything runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from picturelock.delivery.destination import require_delivery, require_place
from picturelock.delivery.sealing import seal_folder
from picturelock.errors import InputError, UsageError
from picturelock.production import DeliveryOrder, Production

MADE = "2026-11-22T04:15:33+00:00"


@pytest.fixture
def production(tmp_path: Path) -> Production:
    root = tmp_path / "film"
    for folder in ("rushes/day 1", "cuts", "waivers"):
        (root / folder).mkdir(parents=True)
    media = (root / "rushes", tmp_path / "disk")
    return Production(root, "La Lettre", ("fr",), root / "cuts/v2.edl", media, (), None, DeliveryOrder())


@pytest.mark.parametrize(
    "place", ["film/deliveries/v2", "film/v2", "film/master/v2", "film/rushes 2", "else/where", "v2"]
)
def test_places_that_are_right(production: Production, tmp_path: Path, place: str) -> None:
    require_place(tmp_path / place, production)


@pytest.mark.parametrize(
    "place",
    ["film/rushes/v2", "film/rushes", "film/rushes/day 1/x/v2", "film/deliveries/../rushes/v2", "disk/v2", "film/waivers/v2",
     "film/specs", "film/profiles/v2", "film/ai_rules/v2", "film/signoffs/v2", "link/v2"],
)  # fmt: skip
def test_places_that_break_the_next_run(production: Production, tmp_path: Path, place: str) -> None:
    (tmp_path / "link").symlink_to(production.root / "rushes")
    with pytest.raises(UsageError, match="cannot lie in"):
        require_place(tmp_path / place, production)


def test_without_media_the_folder_of_the_cut_is_searched(production: Production) -> None:
    bare = replace(production, media=())
    with pytest.raises(UsageError, match="cuts"):
        require_place(production.root / "cuts/v2", bare)
    require_place(production.root / "deliveries/v2", replace(bare, cut=production.root / "v2.edl"))
    require_place(production.root / "deliveries/v2", replace(production, media=(production.root,)))


def test_not_within_another_package(production: Production, tmp_path: Path) -> None:
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "a").touch()
    seal_folder(tmp_path / "v1", made=MADE)
    with pytest.raises(UsageError, match="intruder"):
        require_place(tmp_path / "v1/more/v2", production)
    seal_folder(tmp_path, made=MADE)  # a disk on which the production itself lies
    require_place(production.root / "deliveries/v2", production)


def test_what_is_no_delivery(production: Production, tmp_path: Path) -> None:
    packing = '{"schema": "picturelock/package-1", "production": "%s", "files": [{"path": "a", "hash": "xxh128:0"}]}'
    with pytest.raises(InputError, match="not a folder"):
        require_delivery(tmp_path / "nowhere", production)
    with pytest.raises(InputError, match=r"no package\.json"):
        require_delivery(production.root, production)
    for text, why in (("[]", "packing list"), (packing % "Another", "delivery of 'Another'")):
        (production.root / "package.json").write_text(text)
        with pytest.raises(InputError, match=why):
            require_delivery(production.root, production)
    (production.root / "package.json").write_text(packing % "La Lettre")
    require_delivery(production.root, production)
