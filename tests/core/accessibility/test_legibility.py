"""Text in a small film of which it is known what is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import wording
from picturelock.accessibility.legibility import check
from picturelock.cut import Cut
from picturelock.findings import Finding, found
from picturelock.media import ffmpeg
from picturelock.media.probe import probe
from picturelock.production import DeliveryOrder, Dossier, GraphicOrder, Production
from picturelock.specs import from_toml
from picturelock.times import FrameRate, from_seconds

SURE = {"source": "house", "read": dt.date(2026, 11, 22)}
BARS = "if(between(Y,25,35)*lt(mod(X,6),3),{text},{ground})"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Second 0: dark text on a light ground. 1: nothing. 2: checks from top to bottom. 3: white text on black."""
    path = tmp_path_factory.mktemp("legible") / "film.mov"
    checks = "if(lt(mod(X+3*gte(mod(Y,6),3),6),3),235,if(lt(mod(X,10),5),16,120))"
    last = f"if(lt(T,2),120,if(lt(T,3),{checks},{BARS.format(text=235, ground=16)}))"
    luma = f"if(lt(T,1),{BARS.format(text=150, ground=180)},{last})"
    picture = ffmpeg.generated(f"color=gray:s=160x90:r=5:d=4,geq=lum='{luma}':cb=128:cr=128")
    ffmpeg.render([picture], path, time_limit_s=60, vcodec="ffv1", pix_fmt="yuv420p")
    return path


def judged(film: Path, seconds: Sequence[int], requirement: str = "required") -> list[Finding]:
    graphics = tuple(GraphicOrder(f"{5 * at + 1}@5", f"{5 * at + 4}@5", 0.1, 0.6, f"text {at}") for at in seconds)
    asks = {
        "limits": {"contrast": {"limit": "4.5:1", **SURE}},
        "accessibility": {"text_contrast": {"requirement": requirement, **SURE}},
    }
    spec = from_toml("house", {"title": "House", "kind": "broadcaster", **asks})
    order = DeliveryOrder("house", film)
    production = Production(film.parent, "T", (), film.parent / "cut.otio", (), (), None, order, graphics=graphics)
    cut = Cut("cut", FrameRate(5), (), duration=from_seconds(4))
    return found(check(Dossier(production, cut, {}, {}, (), probe(film), spec=spec)))


def test_what_cannot_be_judged_is_no_pass(film: Path) -> None:
    assert [(one.rule, one.severity) for one in judged(film, (0, 1, 2, 3))] == [
        ("accessibility.text-contrast", "error"),
        ("accessibility.text-unseen", "error"),
        ("accessibility.text-unclear", "error"),
    ]
    assert {one.severity for one in judged(film, (0, 1, 2), "advisory")} == {"warning"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_advice_holds_for_dark_text_and_figures_are_whole(film: Path, language: str) -> None:
    (one,) = judged(film, (0,))
    assert one.evidence["needed"] == 3  # lines as high as an eighth of the picture
    assert "3:1" in wording.message(one, language) and "3.0" not in wording.message(one, language)
    assert not any(word in wording.fix(one, language) for word in ("lighter", "darker", "claircissez"))


def test_each_of_many_graphics_is_looked_at(film: Path) -> None:
    findings = judged(film, (*[3] * 420, 0))
    assert [(one.rule, one.evidence["name"]) for one in findings] == [("accessibility.text-contrast", "text 0")]


def test_every_finding_can_be_said(film: Path) -> None:
    for one in judged(film, (0, 1, 2)):
        assert all(wording.message(replace(one), language) for language in ("en", "fr"))
