"""A language model behind a server on this machine: a real server that is strict about what it is asked, and answers badly."""

from __future__ import annotations

import http.server
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from picturelock.engines import local_endpoint
from picturelock.engines.local_endpoint import LocalEndpoint
from picturelock.engines.translator_answer import read_lines
from picturelock.engines.translator_endpoint import EndpointTranslator
from picturelock.errors import SetupError, UnknownName, UsageError

WORDS = {"Hello.": "Bonjour.", "No.": "Non.", "Two.": "Deux.", "Three.": "Trois."}
Answer = Callable[[list[dict[str, Any]], int], Any]


def good(lines: list[dict[str, Any]], asked: int) -> Any:
    return {"lines": [{"n": line["n"], "text": WORDS.get(line["text"], line["text"].upper())} for line in lines]}


class Server(http.server.ThreadingHTTPServer):
    """Refuses whatever does not keep the protocol; `answer` makes the words of each completion."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.requests: list[dict[str, Any]] = []
        self.models = ["tiny"]
        self.json_mode = True
        self.digest = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *args: Any) -> None:
        return

    def send(self, document: Any, status: int = 200) -> None:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            self.send({"data": [{"id": name} for name in self.server.models]})
        elif self.path == "/api/tags" and self.server.digest:
            self.send({"models": [{"name": "tiny", "digest": self.server.digest}]})
        else:
            self.send({"error": {"message": "no such page"}}, 404)

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        if "response_format" in request and not self.server.json_mode:
            self.send({"error": "response_format is not supported"}, 400)
            return
        assert self.path == "/v1/chat/completions" and self.headers["Host"].startswith(("127.0.0.1:", "localhost:"))
        assert request["temperature"] == 0 and isinstance(request["seed"], int) and request["stream"] is False
        task = json.loads(request["messages"][1]["content"])
        assert [line["n"] for line in task["lines"]] == list(range(1, len(task["lines"]) + 1))
        content = self.server.answer(task["lines"], len(self.server.requests))
        if isinstance(content, tuple):
            self.send(content[1], content[0])
            return
        text = content if isinstance(content, str) else json.dumps(content)
        self.send({"choices": [{"message": {"content": text}, "finish_reason": "stop"}]})


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], Server]]:
    servers: list[Server] = []

    def start(answer: Answer = good) -> Server:
        server = Server(answer)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01}).start()
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def translated(server: Server, texts: Sequence[str], **more: Any) -> tuple[str, ...]:
    terms = (("weekend", "fin de semaine"),)
    return EndpointTranslator(server.url, "tiny", **more).translate(texts, "en", "fr-CA", terms, lambda done: None)


def test_lines_come_back_in_their_places(serve: Callable[..., Server]) -> None:
    server = serve(good)
    seen: list[tuple[str, ...]] = []
    engine = EndpointTranslator(server.url, "tiny", batch=2)
    found = engine.translate(["Hello.", "No.", "Two."], "en", "fr-CA", (), lambda done: seen.append(tuple(done)))
    assert found == ("Bonjour.", "Non.", "Deux.") and seen == [found[:2], found]
    first, second = (json.loads(one["messages"][1]["content"]) for one in server.requests)
    assert first["after"] == ["Two."] and second["before"][-1] == {"text": "No.", "translation": "Non."}
    assert "Canadian French" in server.requests[0]["messages"][0]["content"]
    assert dict(engine.parameters)["temperature"] == "0" and engine.weights == ""


def test_the_glossary_is_told_where_its_words_stand(serve: Callable[..., Server]) -> None:
    server = serve(good)
    translated(server, ["This weekend.", "Hello."], batch=1)
    tasks = [json.loads(one["messages"][1]["content"]) for one in server.requests]
    assert [task["glossary"] for task in tasks] == [{"weekend": "fin de semaine"}, {}]


def lines(*texts: Any, first: int = 1) -> dict[str, Any]:
    return {"lines": [{"n": number, "text": text} for number, text in enumerate(texts, start=first)]}


BAD = [
    "I am sorry, I cannot.", "", "[]", "{}", "[" * 100_000, lines("Bonjour."), lines("a", "b", "c"), lines("a", ""),
    lines("a", "   "), lines("a", "b", first=0), lines("a", 5), {"lines": [{"n": 1, "text": "a"}] * 2}, lines("a", "\u200b"),
    {"lines": [{"n": True, "text": "a"}, {"n": 2, "text": "b"}]}, {"lines": "ab"}, lines("a", "x" * 3000),
    {"lines": [{"n": 2, "text": "b"}, {"n": 1, "text": "a"}]},
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_any_other_answer_is_asked_for_again(serve: Callable[..., Server], bad: Any) -> None:
    server = serve(lambda asked, number: bad if number == 1 else good(asked, number))
    assert translated(server, ["Hello.", "No."]) == ("Bonjour.", "Non.")
    assert len(server.requests) == 2 and server.requests[0]["seed"] != server.requests[1]["seed"]


def test_a_line_that_cannot_be_had_is_empty_and_the_others_are_not_lost(serve: Callable[..., Server]) -> None:
    server = serve(lambda asked, number: "?" if any(line["text"] == "No." for line in asked) else good(asked, number))
    assert translated(server, ["Hello.", "No.", "Two."]) == ("Bonjour.", "", "Deux.")


def test_fences_and_no_break_spaces_are_no_fault() -> None:
    fenced = "```json\n" + json.dumps(lines("Ça\u00a0va\u202f?\nOui.", "\u2066b\u2069")) + "\n```"
    document = {"choices": [{"message": {"content": fenced}, "finish_reason": "stop"}]}
    assert read_lines(document, 2) == ["Ça va ? Oui.", "b"]
    cut_off = {"choices": [{"message": {"content": json.dumps(lines("a"))}, "finish_reason": "length"}]}
    assert read_lines(cut_off, 1) is None and read_lines({"choices": []}, 1) is None and read_lines(None, 1) is None


def test_a_server_without_json_mode_is_asked_without_it(serve: Callable[..., Server]) -> None:
    server = serve(good)
    server.json_mode = False
    assert translated(server, ["Hello.", "No."], batch=1) == ("Bonjour.", "Non.")
    assert ["response_format" in one for one in server.requests] == [True, False, False]


def test_the_digest_of_the_model_is_its_weights_where_the_server_says_it(serve: Callable[..., Server]) -> None:
    server = serve(good)
    server.digest = "ab" * 32
    assert EndpointTranslator(server.url, "tiny").weights == "sha256:" + "ab" * 32


def test_a_model_that_is_not_there_is_named(serve: Callable[..., Server]) -> None:
    server = serve(good)
    with pytest.raises(UnknownName, match="known: tiny"):
        EndpointTranslator(server.url, "huge").translate(["Hello."], "en", "fr", (), lambda done: None)
    with pytest.raises(UsageError, match="--model NAME"):
        EndpointTranslator(server.url, " ")


@pytest.mark.parametrize(
    ("status", "document", "said"),
    [(500, {"error": {"message": "out of memory"}}, "out of memory"), (404, b"gone", "gone"), (302, b"", "elsewhere")],
)
def test_a_server_that_refuses(serve: Callable[..., Server], status: int, document: Any, said: str) -> None:
    server = serve(lambda asked, number: (status, document))
    with pytest.raises(SetupError, match=said):
        translated(server, ["Hello."])


def test_no_server(serve: Callable[..., Server]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(SetupError, match="No server answers"):
        EndpointTranslator(f"http://127.0.0.1:{port}", "tiny").translate(["Hello."], "en", "fr", (), lambda done: None)


def test_an_answer_that_drips_or_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_endpoint, "MOST_BYTES", 1000)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            for part in (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 5000):
                taken, _ = listening.accept()
                with taken:
                    taken.recv(65_536)
                    taken.sendall(part if part.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\n\r\n" + part)
                    until = time.monotonic() + 1.2
                    while part.startswith(b"HTTP") and time.monotonic() < until:
                        try:
                            taken.sendall(b" ")
                        except OSError:
                            break
                        time.sleep(0.05)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        endpoint = LocalEndpoint(f"http://127.0.0.1:{listening.getsockname()[1]}", timeout_s=0.4)
        began = time.monotonic()
        with pytest.raises(SetupError, match="does not answer within"):
            endpoint.get("/")
        assert time.monotonic() - began < 1.1
        with pytest.raises(SetupError, match="no answer that can be read"):
            endpoint.get("/")
        thread.join(5)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com/v1", "http://93.184.215.14/v1", "http://10.0.0.1:11434", "http://0.0.0.0:11434",
        "http://[::ffff:8.8.8.8]:80", "http://user:secret@127.0.0.1", "ftp://127.0.0.1", "127.0.0.1:11434", "", "http://",
        "http://127.0.0.1:0", "http://127.0.0.1:99999", "http://127.0.0.1 evil/v1", "http://127.0.0.1/v1?x=1", "http://[::1",
        "http://127.0.0.1\r\nHost: evil/", "http://no-such-host.invalid/v1",
    ],
)  # fmt: skip
def test_no_other_machine_is_ever_asked(url: str) -> None:
    with pytest.raises(UsageError):
        LocalEndpoint(url)


def test_a_name_with_one_address_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(*args: Any, **more: Any) -> list[Any]:
        return [(2, 1, 6, "", (address, 80)) for address in ("127.0.0.1", "192.168.1.4")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(UsageError, match="another machine"):
        LocalEndpoint("http://studio.local/v1")


def test_no_proxy_is_asked(serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server = serve(good)
    assert translated(server, ["Hello."]) == ("Bonjour.",)


@pytest.mark.parametrize(
    ("path", "base"), [("", "/v1"), ("/", "/v1"), ("/v1", "/v1"), ("/v1/chat/completions", "/v1"), ("/api/", "/api")]
)
def test_the_address_may_be_written_in_several_ways(path: str, base: str) -> None:
    assert LocalEndpoint(f"http://localhost:8080{path}").base == base
