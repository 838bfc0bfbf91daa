"""Finding a model: the order of looking, and a hub that is there, is not, or never answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from picturelock.engines import models
from picturelock.errors import InputError, SetupError, UnknownName

FILES = {
    "config.json": b"{}",
    "tokenizer.json": b"{}" * 500,
    "vocabulary.json": b"[]",
    "model.bin": bytes(range(256)) * 12_000,
    "README.md": b"not wanted",
}
SHA = "0123456789abcdef0123456789abcdef01234567"


def a_model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in models.NEEDED:
        (folder / name).write_bytes(b"{}")
    return folder


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No model anywhere, and a folder to put one in."""
    monkeypatch.delenv(models.ENVIRONMENT, raising=False)
    monkeypatch.setattr(models, "_cached", lambda repository: None)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_path_comes_first(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_model(nowhere / "modèle à moi")
    assert models.find(folder) == folder.resolve()
    assert models.find("./modèle à moi") == folder.resolve()
    a_model(nowhere / "models" / "small")
    monkeypatch.setenv(models.ENVIRONMENT, str(nowhere / "models"))
    a_model(nowhere / "small")
    assert models.find("small") == (nowhere / "small").resolve()


def test_the_named_folder_comes_next(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "small").mkdir()  # an empty folder of that name is not meant
    folder = a_model(nowhere / "models" / "small")
    monkeypatch.setenv(models.ENVIRONMENT, os.pathsep.join([str(nowhere / "none"), str(nowhere / "models")]))
    assert models.find("small", allow_download=False) == folder.resolve()


def test_then_the_cache(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_cached", lambda repository: nowhere / repository)
    assert models.find("small", allow_download=False) == nowhere / "Systran/faster-whisper-small"


def test_a_folder_without_a_model_says_what_is_missing(nowhere: Path) -> None:
    folder = a_model(nowhere / "half")
    (folder / "tokenizer.json").unlink()
    with pytest.raises(InputError, match=r"tokenizer\.json missing") as raised:
        models.find(folder)
    assert "model.bin, config.json, tokenizer.json" in raised.value.hint


@pytest.mark.parametrize("name", ["./nothing-here", "/nothing/here", "~/nothing-here-at-all"])
def test_what_looks_like_a_path_is_never_sent_to_the_hub(nowhere: Path, name: str) -> None:
    with pytest.raises(InputError, match="not a folder"):
        models.find(name)


def test_a_slip_in_a_path_is_not_sent_to_the_hub(nowhere: Path) -> None:
    (nowhere / "demo").mkdir()
    with pytest.raises(InputError, match="not a folder"):
        models.find("demo/tiny-wisper")


@pytest.mark.parametrize("name", ["huge", "a/b/c", "..", "", "org/na me", "org/é"])
def test_a_name_that_nobody_knows_lists_the_sizes(nowhere: Path, name: str) -> None:
    with pytest.raises((UnknownName, InputError)) as raised:
        models.find(name)
    if isinstance(raised.value, UnknownName):
        assert "large-v3" in str(raised.value)


def test_without_download_the_error_says_in_two_lines_what_to_do(nowhere: Path) -> None:
    with pytest.raises(SetupError) as raised:
        models.find("small", allow_download=False)
    assert len(raised.value.hint.splitlines()) == 2
    assert models.ENVIRONMENT in raised.value.hint and "Systran/faster-whisper-small" in raised.value.hint


@contextmanager
def hub(slow: bool = False, silent: bool = False) -> Iterator[str]:
    """A server that speaks as much of the hub's protocol as a download needs."""
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None: ...

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            if silent:
                stop.wait(30)
                return
            path = self.path.split("?")[0]
            if "/resolve/" in path:
                self._send(FILES[path.rsplit("/", 1)[1]], path)
            elif "/tree/" in path:
                tree = [{"type": "file", "path": n, "size": len(d), "oid": f"{len(d):040x}"} for n, d in FILES.items()]
                self._send(json.dumps(tree).encode(), path)
            else:
                siblings = [{"rfilename": n, "size": len(d)} for n, d in FILES.items()]
                self._send(json.dumps({"id": "x/y", "sha": SHA, "siblings": siblings}).encode(), path)

        def _send(self, data: bytes, path: str) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("ETag", f'"{len(data):040x}"')
            self.send_header("X-Repo-Commit", SHA)
            self.end_headers()
            if self.command == "GET":
                half = len(data) // 2
                self.wfile.write(data[:half])
                if slow and path.endswith("model.bin"):
                    self.wfile.flush()
                    stop.wait(20)
                self.wfile.write(data[half:])

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


PROGRAM = """
import sys, time
from picturelock.engines import models
from picturelock.errors import PicturelockError
models._SILENT_FOR_S, models._ANSWER_WITHIN_S = 3, 2
told = []
def progress(stage, done, total, note=""):
    told.append((done, total))
    if "--cancel" in sys.argv and total: raise KeyboardInterrupt
try:
    print(models.find("tiny", progress=progress))
    print(told == sorted(told), told[-1] if told else None)
except KeyboardInterrupt:
    print("cancelled", flush=True)
    sys.exit(130)
except PicturelockError as error:
    print(type(error).__name__, error.message)
"""


def fetched(home: Path, endpoint: str, *options: str) -> tuple[list[str], float]:
    environment = {
        **os.environ, "HF_HOME": str(home), "HF_ENDPOINT": endpoint, "HF_HUB_DISABLE_XET": "1",
        "PYTHONPATH": os.pathsep.join(sys.path), "NO_PROXY": "127.0.0.1",
    }  # fmt: skip
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *options],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout.splitlines(), time.monotonic() - began


def test_a_model_is_downloaded_once_with_progress(tmp_path: Path) -> None:
    wanted = sum(len(data) for name, data in FILES.items() if name != "README.md")
    with hub() as endpoint:
        lines, _ = fetched(tmp_path, endpoint)
    folder = Path(lines[0])
    assert {path.name for path in folder.iterdir()} == set(FILES) - {"README.md"}
    assert (folder / "model.bin").read_bytes() == FILES["model.bin"]
    assert lines[1] == f"True {(wanted, wanted)}"
    lines, _ = fetched(tmp_path, "http://127.0.0.1:9")
    assert lines == [str(folder), "True None"]


def test_a_download_that_is_cancelled_leaves_no_model_and_does_not_wait(tmp_path: Path) -> None:
    with hub(slow=True) as endpoint:
        lines, seconds = fetched(tmp_path, endpoint, "--cancel")
        assert lines == ["cancelled"]
        assert seconds < 15
    lines, _ = fetched(tmp_path, "http://127.0.0.1:9")
    assert lines[0].startswith("SetupError")


def test_without_a_network_it_says_so_at_once(tmp_path: Path) -> None:
    lines, seconds = fetched(tmp_path, "http://127.0.0.1:9")
    assert lines == [
        "SetupError The speech model tiny is not on this machine, and cannot be fetched from huggingface.co."
    ]
    assert seconds < 15


def test_a_hub_that_never_answers_does_not_hang(tmp_path: Path) -> None:
    with hub(silent=True) as endpoint:
        lines, seconds = fetched(tmp_path, endpoint)
    assert lines[0].startswith("SetupError")
    assert seconds < 20
