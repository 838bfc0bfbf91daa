"""Kept scans: used for the very bytes and the very question, and never trusted when they are broken."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from picturelock.media.scan import cache, store
from picturelock.media.scan.model import Curve, Group, Request, Scan

ASKED = Request((Group((1,), "mono"),))


@pytest.fixture
def film(make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A film of one's own, and an empty cache."""
    monkeypatch.setenv(cache.ENVIRONMENT, str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_held", {})
    source = make("cached.mov", "testsrc2=size=64x36:rate=25:duration=1", "sine=d=1", vcodec="mpeg4")
    path = tmp_path / "film.mov"
    path.write_bytes(source.read_bytes())
    return path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Every request that was really measured."""
    asked: list[Request] = []
    original = cache.measure

    def noted(path: Path, request: Request, *rest: Any) -> Scan:
        asked.append(request)
        return original(path, request, *rest)

    monkeypatch.setattr(cache, "measure", noted)
    return asked


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """As another process would find it."""
    monkeypatch.setattr(cache, "_held", {})


def kept() -> list[Path]:
    return list(cache.folder().glob("*.scan"))


def test_measured_once_in_a_process_and_between_runs(
    film: Path, made: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cache.scan(film, ASKED)
    assert cache.scan(film, ASKED) is first
    forget(monkeypatch)
    assert cache.scan(film, ASKED) == first and made == [ASKED]
    assert cache.scan(film, Request()) != first and len(made) == 2


def test_another_byte_is_another_film(film: Path, made: list[Request]) -> None:
    cache.scan(film, ASKED)
    data = bytearray(film.read_bytes())
    data[-1] ^= 1
    film.write_bytes(data)
    cache.scan(film, ASKED)
    assert len(made) == 2


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"nothing",
        zlib.compress(b"[]"),
        zlib.compress(b"{}"),
        zlib.compress(b'{"class": "Scan"}'),
        zlib.compress(b"[" * 100_000),
        zlib.compress(b'{"class": "Path", "x": "/"}'),
        zlib.compress(b'{"bytes": "???"}'),
    ],
)
def test_what_is_broken_is_measured_again(
    film: Path, made: list[Request], monkeypatch: pytest.MonkeyPatch, broken: bytes
) -> None:
    good = cache.scan(film, ASKED)
    (file,) = kept()
    file.write_bytes(broken)
    forget(monkeypatch)
    assert cache.scan(film, ASKED) == good and len(made) == 2
    assert store.unpack(file.read_bytes()) == good


def test_a_scan_of_another_film_or_version_is_not_taken(
    film: Path, made: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = cache.scan(film, ASKED)
    (file,) = kept()
    for other in (replace(good, hash="xxh128:0"), replace(good, request=Request()), replace(good, version=0)):
        file.write_bytes(store.pack(other))
        forget(monkeypatch)
        assert cache.scan(film, ASKED) == good
    assert len(made) == 4


def test_what_could_not_be_measured_is_not_kept(film: Path, made: list[Request]) -> None:
    assert not cache.scan(film, Request((Group((1, 2), "stereo"),))).complete
    assert kept() == []


def test_a_cache_that_cannot_be_written_is_no_error(film: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands here")
    assert cache.scan(film, ASKED).picture is not None


def test_the_oldest_go(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 2)
    for channels in ((1,), (1, 1), ()):
        cache.scan(film, Request(tuple(Group((one,), "mono") for one in channels)))
    assert len(kept()) == 2


def test_a_huge_scan_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_BYTES", 1000)
    with pytest.raises(ValueError, match="more than"):
        store.unpack(zlib.compress(b" " * 100_000))


def test_curves_hold_what_they_are_given() -> None:
    values = (0, 1, 255, 256, 65535)
    curve = Curve.of(values)
    assert curve.values() == values and len(curve) == 5 and curve[4] == 65535
    with pytest.raises(IndexError):
        curve[5]
