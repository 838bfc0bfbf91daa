"""Digital source types in XMP, and the boxes that hold it: read from honest files, never from hostile ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.errors import InputError
from picturelock.media import ffmpeg
from picturelock.media.boxes import boxes
from picturelock.media.credentials import has_credentials, read_credentials
from picturelock.media.xmp import source_types

TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
ATTRIBUTE = f'<rdf:Description Iptc4xmpExt:DigitalSourceType="{TYPE}"/>'
ELEMENT = f"<Iptc4xmpExt:DigitalSourceType>{TYPE}</Iptc4xmpExt:DigitalSourceType>"
RESOURCE = f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{TYPE}"/>'


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    target = tmp_path_factory.mktemp("still") / "a.png"
    ffmpeg.render(ffmpeg.generated("testsrc=size=64x36:rate=25:duration=0.04"), target, time_limit_s=60, vframes=1)
    return target.read_bytes()


@pytest.mark.parametrize("packet", [ATTRIBUTE, ELEMENT, RESOURCE])
@pytest.mark.parametrize("ending", [".png", ".JPG", ".tif", ".psd"])
def test_each_way_of_writing_it_is_read(still: bytes, packet: str, ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"a{ending}"
    file.write_bytes(still + packet.encode())
    assert source_types(file) == {"trainedAlgorithmicMedia"}


@pytest.mark.parametrize(
    "packet",
    ["", TYPE, "DigitalSourceType", ELEMENT.replace("newscodes", "other"), ELEMENT.replace(TYPE, "<x>" + TYPE)],
)
def test_what_says_nothing_says_nothing(still: bytes, packet: str, tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(still + packet.encode())
    assert source_types(file) == frozenset()


def test_a_film_is_looked_into_at_its_boxes_only(tmp_path: Path) -> None:
    body = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + ELEMENT.encode()
    box = (len(body) + 8).to_bytes(4, "big") + b"uuid" + body
    picture = (len(ELEMENT) + 8).to_bytes(4, "big") + b"mdat" + ELEMENT.encode()
    film = tmp_path / "a.mp4"
    film.write_bytes(picture)
    assert source_types(film) == frozenset()
    film.write_bytes(picture + box)
    assert source_types(film) == {"trainedAlgorithmicMedia"}
    (tmp_path / "a.wav").write_bytes(box)
    assert source_types(tmp_path / "a.wav") == frozenset()


@pytest.mark.parametrize(
    "content",
    [
        b"\0\0\0\x08free" * 300_000,
        b"\0\0\0\0mdat",
        b"\0\0\0\x04mdat",
        b"\0\0\0\x01uuid" + b"\xff" * 8,
        b"\0\0\0\x01uuid\0\0\0\0\0\0\0\x01" + bytes(40),
        b"\xff" * 40,
        b"\0\0",
    ],
)
def test_boxes_that_cannot_be_end_the_search(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.mov"
    file.write_bytes(content)
    with file.open("rb") as stream:
        assert len(list(boxes(stream))) <= 100_000
    assert source_types(file) == frozenset() and not has_credentials(file) and read_credentials(file) is None


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        source_types(tmp_path / "a.png")
    with pytest.raises(InputError, match="does not exist"):
        read_credentials(tmp_path / "a.mov")
