"""The press kit: the right frames in full quality, what they say of themselves, and texts from the real files."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from picturelock.cut import Cut, Marker, Shot, Source
from picturelock.delivery.photo_metadata import Caption, into_jpeg, into_png
from picturelock.delivery.press import moments, press_kit
from picturelock.delivery.press_sheet import duration, ratio, sheet
from picturelock.delivery.stills import make_still
from picturelock.delivery.verify import verify
from picturelock.errors import InputError, OutputError
from picturelock.media import ffmpeg
from picturelock.media.probe import MediaInfo, VideoStream, probe
from picturelock.production import AiElement, DeliveryOrder, Dossier, Person, PressOrder, Production
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span

MADE = "2026-11-22T04:15:33+00:00"
RATE = FrameRate(24000, 1001)


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> MediaInfo:
    """Three seconds whose frame N is grey of luma 16 + 3 N, at 23.976 fps, with a second before the cut."""
    path = tmp_path_factory.mktemp("master") / "été.mov"
    grey = ffmpeg.generated("nullsrc=size=64x36:rate=24000/1001:duration=3,geq=lum='16+3*N':cb=128:cr=128")
    tone = ffmpeg.generated("sine=frequency=997:sample_rate=48000:duration=3")
    ffmpeg.render([grey, tone], path, time_limit_s=60, vcodec="libx264", crf=4, g=30, bf=3, pix_fmt="yuv420p")
    return probe(path)


def frame_of(png: Path) -> int:
    """Which frame a still shows, by its grey."""
    image = pytest.importorskip("PIL.Image", reason="not proven: Pillow is not installed")
    with image.open(png) as still:
        value = still.convert("L").getpixel((20, 20))
    return round(value * 219 / 255 / 3)


@pytest.fixture
def dossier(tmp_path: Path, master: MediaInfo) -> Dossier:
    cut = Cut(
        "v2.edl",
        RATE,
        (Shot("V1:1", "V1", "video", "A.mov", Source("A.mov"), Span(0, RATE.time_of(47)), Span(0, RATE.time_of(47))),),
        start=RATE.time_of(86400),
        markers=(Marker(Span(RATE.time_of(10), RATE.time_of(10)), "Still", "At the <window>"),),
        duration=RATE.time_of(47),
    )
    press = PressOrder(
        MappingProxyType({"en": "A <b>letter</b>.", "fr": "Une lettre."}),
        MappingProxyType({"en": "One.\n\nTwo."}),
        ("still", "01:00:00:00", "20@24000/1001"),
    )
    production = Production(
        tmp_path, "La Lettre d’été", ("en", "fr"), tmp_path / "v2.edl", (), (), None,
        DeliveryOrder(master=master.path, version="v02", seconds_before=1), press=press,
        people=(
            Person("J. Roy", "affaires juridiques", contact="roy@example.org"),
            Person("A. Tremblay", "publicist", contact="at@example.org"),
        ),
    )  # fmt: skip
    return Dossier(production, cut, {}, {}, (), master)


@pytest.mark.parametrize("number", [0, 1, 29, 30, 31, 71])
def test_the_frame_is_the_one_that_was_asked_for(master: MediaInfo, tmp_path: Path, number: int) -> None:
    still = make_still(master, RATE.time_of(number), tmp_path / "s 100%", Caption("x"))
    assert frame_of(still.png) == number
    late = make_still(master, RATE.time_of(number + 1) - 1, tmp_path / "late", Caption("x"))
    assert frame_of(late.png) == number


@pytest.mark.parametrize("time", [-1, 4 * FLICKS_PER_SECOND])
def test_a_frame_that_is_not_there(master: MediaInfo, tmp_path: Path, time: int) -> None:
    with pytest.raises(InputError, match="no frame"):
        make_still(master, time, tmp_path / "s", Caption("x"))
    assert list(tmp_path.iterdir()) == []


def test_pixels_are_made_square_and_depth_is_kept(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="not proven: Pillow is not installed")
    path = tmp_path / "pal.mov"
    picture = ffmpeg.generated("color=c=white:size=72x58:rate=25:duration=1,setsar=16/11")
    ffmpeg.render(picture, path, time_limit_s=60, vcodec="prores_ks", pix_fmt="yuv422p10le")
    still = make_still(probe(path), 0, tmp_path / "s", Caption("x"))
    for file in (still.png, still.jpeg, still.web):
        with image.open(file) as opened:
            assert opened.size == (104, 58)
    header = still.png.read_bytes()[16:26]
    assert struct.unpack(">II", header[:8]) == (104, 58) and header[8] == 16  # bits of each colour


def test_the_kit(dossier: Dossier, tmp_path: Path) -> None:
    kit = press_kit(dossier, tmp_path / "kit", made=MADE)
    assert kit.stills == 3 and verify(kit.folder) == ()
    names = sorted(path.name for path in (kit.folder / "stills").glob("*.png"))
    assert names == [
        "La_Lettre_dete_01_01-00-00-10.png", "La_Lettre_dete_02_01-00-00-00.png", "La_Lettre_dete_03_01-00-00-20.png",
    ]  # fmt: skip
    assert [frame_of(kit.folder / "stills" / name) for name in names] == [34, 24, 44]
    english = (kit.folder / "press-kit.en.html").read_text(encoding="utf-8")
    assert "A &lt;b&gt;letter&lt;/b&gt;." in english and "At the &lt;window&gt;" in english and "<b>" not in english
    assert "1.78:1" in english and "0:00:03" in english and "A. Tremblay" in english and "23.976" in english
    french = (kit.folder / "dossier-de-presse.fr.md").read_text(encoding="utf-8")
    assert "## Accroche\n\nUne lettre." in french and "1,78:1" in french and "23,976" in french
    assert "relations de presse, at@example.org" in french and "press contact, at@example.org" in english
    assert "Roy" not in french + english  # nobody writes to the lawyers about a film
    assert "## Accroche (anglais)" in french and "anglais, français" in french
    for name, heading in (("press-kit.en.pdf", b"(en)"), ("dossier-de-presse.fr.pdf", b"(fr)")):
        sheet_ = (kit.folder / name).read_bytes()
        assert sheet_.startswith(b"%PDF") and sheet_.count(b"/DCTDecode") == 3 and b"/Lang " + heading in sheet_
    assert "![At the \\<window\\>](<stills/La_Lettre_dete_01_01-00-00-10-web.jpg>)" in french
    with pytest.raises(OutputError, match="exists"):
        press_kit(dossier, tmp_path / "kit", made=MADE)


def test_what_a_still_says_of_itself(dossier: Dossier, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="not proven: Pillow is not installed")
    iptc = pytest.importorskip("PIL.IptcImagePlugin")
    elements = (
        AiElement("sky", "picture", "x", digital_source="compositeWithTrainedAlgorithmicMedia", asset="a.mov"),
        AiElement("voice", "voice", "x"),
    )
    dossier = replace(dossier, production=replace(dossier.production, ai=elements))
    kit = press_kit(dossier, tmp_path / "kit", made=MADE)
    for path in sorted((kit.folder / "stills").glob("*_01_*")):
        with image.open(path) as still:
            said = still.getxmp()["xmpmeta"]["RDF"]["Description"]
            assert said["Credit"] == said["Headline"] == "La Lettre d’été"
            assert said["DigitalSourceType"].endswith("/compositeWithTrainedAlgorithmicMedia")
            texts = {one["lang"]: one["text"] for one in said["description"]["Alt"]["li"]}
            assert texts["fr"] == "La Lettre d’été – At the <window>"
            if path.suffix == ".jpg":
                records = iptc.getiptcinfo(still)
                assert records[(2, 120)].decode() == texts["fr"] and records[(1, 90)] == b"\x1b%G"
            still.load()


def test_stills_that_are_nowhere(dossier: Dossier) -> None:
    def asked(*stills: str) -> Dossier:
        return replace(dossier, production=replace(dossier.production, press=PressOrder(stills=stills)))

    assert moments(asked()) == ()
    assert [moment.time for moment in moments(asked("STILL", "10@24000/1001"))] == [RATE.time_of(10)] * 2
    for name in ("the window", "00:59:59:23", "01:00:02:00", "01:00:00:24", "47@24000/1001"):
        with pytest.raises(InputError, match="press"):
            moments(asked(name))


def test_without_a_master_there_is_no_kit(dossier: Dossier, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="master"):
        press_kit(replace(dossier, master=None), tmp_path / "kit", made=MADE)
    assert not (tmp_path / "kit").exists() and not list(tmp_path.glob(".kit*"))


def test_a_kit_that_fails_leaves_nothing(dossier: Dossier, tmp_path: Path) -> None:
    assert dossier.master is not None
    (tmp_path / "broken.mov").write_bytes(b"not a film")
    broken = replace(dossier, master=replace(dossier.master, path=tmp_path / "broken.mov"))
    with pytest.raises(InputError):
        press_kit(broken, tmp_path / "kit", made=MADE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.mov"]


@pytest.mark.parametrize(
    ("width", "height", "aspect", "shown"),
    [(1920, 1080, 1, "1.78:1"), (2048, 858, 1, "2.39:1"), (1998, 1080, 1, "1.85:1"), (1000, 1000, 1, "1.00:1")],
)  # fmt: skip
def test_ratios(width: int, height: int, aspect: int, shown: str) -> None:
    assert ratio(VideoStream(0, "h264", width, height, None, None, False)) == shown


def test_the_technical_sheet_is_of_the_real_files(dossier: Dossier) -> None:
    rows = dict(sheet(dossier, "en"))
    assert (
        rows["Picture"] == "64 × 36" and rows["Format"] == "H.264 (AVC), QuickTime or MP4" and rows["Version"] == "v02"
    )
    assert rows["Sound"].startswith("mono, AAC, 48")
    assert duration(RATE.time_of(24 * 60 * 90)) == "1:30:05"


def test_captions_of_pictures_that_are_none() -> None:
    for change in (into_png, into_jpeg):
        with pytest.raises(ValueError, match="not a"):
            change(b"GIF89a", Caption("x"))
    text = into_png(b"\x89PNG\r\n\x1a\n" + b"\0" * 25 + b"rest", Caption("\x00<é>"))
    at = text.index(b"iTXt")
    length = struct.unpack(">I", text[at - 4 : at])[0]
    assert zlib.crc32(text[at : at + 4 + length]) == struct.unpack(">I", text[at + 4 + length : at + 8 + length])[0]
    assert b"&lt;\xc3\xa9&gt;" in text and b"\0<" not in text[at + 30 :]
