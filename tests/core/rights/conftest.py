"""Productions built by hand: the checks of rights need no media, only a cut and papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock.cues import Captions
from picturelock.cut import Cut, Shot, Source
from picturelock.findings import Finding
from picturelock.production import CaptionOrder, CaptionTrack, DeliveryOrder, Dossier, Production
from picturelock.rights.coverage import check
from picturelock.speech import Energy, Provenance
from picturelock.times import FrameRate, Span
from picturelock.wording import LANGUAGES, fix, message, title

RATE = FrameRate(25)
MADE = Provenance(
    "captions", "machine", "faster-whisper", "1.2", "xxh128:ab", (("beam", "5"),), ("pl1:cd",), "2026-11-20T10:00:00+00:00",
    2.5, Energy("estimated_tdp", 0.002),
)  # fmt: skip


def shot(name: str, start: int = 0, end: int = 25, **more: Any) -> Shot:
    source = Source(name, reel=more.pop("reel", ""), path=more.pop("path", None))
    span = Span(RATE.time_of(start), RATE.time_of(end))
    return Shot(
        f"{more.get('track', 'V1')}:{name}",
        more.pop("track", "V1"),
        more.pop("kind", "video"),
        name,
        source,
        span,
        span,
        **more,
    )


@pytest.fixture
def make_shot() -> Callable[..., Shot]:
    return shot


@pytest.fixture
def make_dossier(tmp_path: Path) -> Callable[..., Dossier]:
    """A dossier of some shots, a ledger (its text; a name ending in .csv for CSV) and a delivery."""

    def make(shots: list[Shot], ledger: str | None = None, name: str = "clearances.toml", **order: Any) -> Dossier:
        path = tmp_path / "rights" / name
        if ledger is not None:
            path.parent.mkdir(exist_ok=True)
            path.write_text(ledger, encoding="utf-8")
        delivery = DeliveryOrder(
            **(
                {
                    "territories": ("CA", "FR"),
                    "media": ("broadcast",),
                    "start": day("2026-12-01"),
                    "end": day("2027-11-30"),
                }
                | order
            )
        )
        production = Production(tmp_path, "The Letter", ("en",), tmp_path / "cut.otio", (), (), path, delivery)
        cut = Cut("cut.otio", RATE, tuple(shots), duration=RATE.time_of(100))
        return Dossier(production, cut, {}, {}, (), None, today=day("2026-11-22"))

    return make


@pytest.fixture
def with_captions() -> Callable[..., Dossier]:
    """The same dossier with one caption track."""

    def add(dossier: Dossier, provenance: Provenance | None = MADE, **order: str) -> Dossier:
        ordered = CaptionOrder("fr", "sub", "netflix-fr", dossier.production.root / "captions" / "fr.srt", **order)
        return replace(dossier, captions=(CaptionTrack(ordered, Captions(()), provenance=provenance),))

    return add


def entry(asset: str = "A.mov", **keys: str) -> str:
    """A [[clearance]] that gives everything for ever, but for these keys; "" leaves one out."""
    values = {
        "kind": '"footage"',
        "owner": '"X"',
        "territories": '"WORLD"',
        "media": '"all"',
        "end": '"perpetual"',
        "evidence": '"p.pdf"',
    } | keys
    listed = "\n".join(f"{key} = {value}" for key, value in values.items() if value)
    return f'[[clearance]]\nasset = "{asset}"\n{listed}\n'


@pytest.fixture(name="entry")
def make_entry() -> Callable[..., str]:
    return entry


@pytest.fixture
def found() -> Callable[[Dossier], list[Finding]]:
    """What the check of rights finds where the paper is there; that it has no hash is left out."""

    def of(dossier: Dossier) -> list[Finding]:
        (dossier.production.root / "p.pdf").write_bytes(b"paper")
        return [finding for finding in check(dossier) if finding.rule != "rights.evidence-unhashed"]

    return of


@pytest.fixture
def only(found: Callable[[Dossier], list[Finding]]) -> Callable[[Dossier], Finding]:
    """The one finding that there is, which can be said in both languages."""

    def of(dossier: Dossier) -> Finding:
        (finding,) = found(dossier)
        assert finding.severity in ("error", "warning", "info")
        for language in LANGUAGES:
            assert title(finding.rule, language) and message(finding, language) and fix(finding, language)
        return finding

    return of


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
