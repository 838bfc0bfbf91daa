"""Marks that files carry: read where they are, and never a reason to stop, whatever a file holds."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock.delivery.c2pa_signer import read_signer
from picturelock.delivery.c2pa_writing import write
from picturelock.errors import InputError
from picturelock.media import ffmpeg
from picturelock.media.credentials import read_credentials
from picturelock.production.orders import AiElement, CredentialsOrder
from picturelock.rights.ai_use import check

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "matrix"))

import authority

Make = Callable[..., Any]
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A film whose credentials give it a digital source type."""
    folder = tmp_path_factory.mktemp("marked")
    made = authority.make()
    for name, data in (("chain.pem", made.chain), ("key.pem", made.key)):
        (folder / name).write_bytes(data)
    (folder / "key.pem").chmod(0o600)
    signer = read_signer(CredentialsOrder(folder / "chain.pem", folder / "key.pem"), lambda: "")
    picture = ffmpeg.generated("testsrc2=size=64x36:rate=25:duration=0.4")
    ffmpeg.render(picture, folder / "plain.mp4", time_limit_s=60, vcodec="libx264", pix_fmt="yuv420p")

    def make(kind: str) -> Path:
        target = folder / f"{kind}.mp4"
        action = {"action": "c2pa.created", "digitalSourceType": IPTC + kind, "softwareAgent": {"name": "SkyGen"}}
        claim = {
            "claim_generator_info": [{"name": "SkyGen", "version": "1"}],
            "title": kind,
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
        }
        write(folder / "plain.mp4", target, claim, signer)
        return target

    return make


def rules(make_dossier: Make, make_shot: Make, path: Path, *elements: AiElement) -> list[str]:
    dossier = make_dossier([make_shot(path.name, path=path)])
    dossier = replace(dossier, production=replace(dossier.production, ai=elements))
    return [finding.rule for finding in check(dossier)]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("trainedAlgorithmicMedia", ["ai-use.undeclared-mark"]),
        ("compositeWithTrainedAlgorithmicMedia", ["ai-use.undeclared-mark"]),
        ("compositeSynthetic", ["ai-use.undeclared-mark"]),
        ("digitalCapture", []),
        ("algorithmicMedia", []),
        ("humanEdits", []),
    ],
)
def test_a_mark_of_a_model_must_be_declared(
    kind: str, found: list[str], marked: Callable[[str], Path], make_dossier: Make, make_shot: Make
) -> None:
    assert rules(make_dossier, make_shot, marked(kind)) == found


def test_a_declaration_speaks_of_its_clip_or_of_its_place(
    marked: Callable[[str], Path], make_dossier: Make, make_shot: Make
) -> None:
    path = marked("trainedAlgorithmicMedia")
    by_name = AiElement("a", "picture", "SkyGen", "1", "trainedAlgorithmicMedia", asset="trained*")
    by_place = AiElement("a", "picture", "SkyGen", "1", "trainedAlgorithmicMedia", start="0@25", end="9@25")
    whole = AiElement("a", "picture", "SkyGen", "1", "trainedAlgorithmicMedia")
    assert rules(make_dossier, make_shot, path, by_name) == rules(make_dossier, make_shot, path, by_place) == []
    assert rules(make_dossier, make_shot, path, whole) == ["ai-use.undeclared-mark"]
    captured = replace(by_name, digital_source="digitalCapture")
    assert rules(make_dossier, make_shot, path, captured) == ["ai-use.source-type-doubtful", "ai-use.mark-contradicts"]


def test_credentials_beside_a_file_count_as_its_own(
    marked: Callable[[str], Path], make_dossier: Make, make_shot: Make, tmp_path: Path
) -> None:
    (tmp_path / "a.mxf").write_bytes(b"an MXF that nobody looks into")
    (tmp_path / "a.c2pa").write_bytes(b"no credentials at all")
    assert rules(make_dossier, make_shot, tmp_path / "a.mxf") == ["ai-use.mark-unreadable"]
    (tmp_path / "a.c2pa").unlink()
    assert rules(make_dossier, make_shot, tmp_path / "a.mxf") == []


def test_damaged_credentials_are_told_and_nothing_worse(marked: Callable[[str], Path], tmp_path: Path) -> None:
    """Two hundred broken copies: each is read, told as unreadable, or claims something else; none stops the program."""
    whole = marked("trainedAlgorithmicMedia").read_bytes()
    at, chance = whole.index(b"jumb"), random.Random(5)
    told = 0
    for number in range(200):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 40))):
            place = chance.randrange(at - 8, min(at + 3000, len(data) - 4))
            data[place : place + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", chance.randbytes(4), b""))
        file = tmp_path / "a.mp4"
        file.write_bytes(data)
        try:
            read_credentials(file, verify=bool(number % 2))
        except InputError as error:
            told += "content credentials" in error.reason
    assert told > 100
