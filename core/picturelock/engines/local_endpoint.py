"""A server on this machine, asked in JSON. No text leaves the machine: every other address is refused.

The host's name is resolved once, every address it has must be a loopback address, and the connection goes to that very
address. Nothing is redirected and no proxy is asked.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from picturelock.errors import SetupError, UsageError

MOST_BYTES = 4_000_000
"""Of an answer."""
TIMEOUT_S = 300.0
"""For one answer, from the first byte sent to the last one read: a language model on a processor alone is slow."""
_EXAMPLE = "http://127.0.0.1:11434/v1"
_HEADERS = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    document: Any
    """None where the answer is no JSON."""
    reason: str = ""
    """What the server says went wrong, shortened, or ""."""


class LocalEndpoint:
    """One server by its address, "http://127.0.0.1:11434/v1". Raises UsageError for an address that is not on this machine."""

    def __init__(self, url: str, timeout_s: float = TIMEOUT_S) -> None:
        self.url = url.strip()
        parts = _parts(self.url)
        self._host = parts.hostname or ""
        self._port = parts.port or 80
        self._timeout = timeout_s
        self._address = _loopback(self._host, self._port, self.url)
        path = parts.path.rstrip("/").removesuffix("/chat/completions")
        self.base = path or "/v1"
        """The path that the protocol's own paths follow."""

    def post(self, path: str, document: Any) -> Reply:
        """Send a document to a path under the base. Raises SetupError where no answer can be had."""
        return self._ask("POST", self.base + path, json.dumps(document, ensure_ascii=False).encode())

    def get(self, path: str) -> Reply:
        """Ask for an absolute path. Raises SetupError where no answer can be had."""
        return self._ask("GET", path, None)

    def _ask(self, method: str, path: str, body: bytes | None) -> Reply:
        connection = http.client.HTTPConnection(self._address, self._port, timeout=self._timeout)
        watch = _Watch(self._timeout)
        host = f"[{self._host}]" if ":" in self._host else self._host
        try:
            connection.connect()
            watch.start(connection.sock)
            connection.request(method, path, body, {**_HEADERS, "Host": f"{host}:{self._port}"})
            response = connection.getresponse()
            if 300 <= response.status < 400:
                raise SetupError(
                    f"The server at {self.url} sends elsewhere (HTTP {response.status}), and no text leaves this machine.",
                    hint="Give the address of the language model itself with --endpoint.",
                )
            data = _body(response)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._silent(error, watch) from error
        finally:
            watch.stop()
            connection.close()
        if watch.late:
            raise self._silent(TimeoutError(), watch)
        return _reply(response.status, data)

    def _silent(self, error: Exception, watch: _Watch) -> SetupError:
        if watch.late or isinstance(error, TimeoutError):
            return SetupError(
                f"The server at {self.url} does not answer within {self._timeout:.0f} s.",
                hint="Use a smaller language model, or see what the server is doing.",
            )
        if isinstance(error, ConnectionRefusedError):
            return SetupError(
                f"No server answers at {self.url}.",
                hint=f"Start the language model's server (Ollama, llama.cpp ...), and name it: --endpoint {_EXAMPLE}",
            )
        reason = f"{type(error).__name__}: {error}"
        return SetupError(f"The server at {self.url} gives no answer that can be read ({reason:.200}).")


class _Watch:
    """Ends a connection that lasts too long, however slowly its bytes drip."""

    def __init__(self, timeout_s: float) -> None:
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(timeout_s, self._end)
        self._timer.daemon = True
        self.late = False

    def start(self, open_socket: socket.socket | None) -> None:
        """open_socket: held here, for the connection lets go of it once the answer's end is its own."""
        self._socket = open_socket
        self._timer.start()

    def stop(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.late = True
        if self._socket is not None:
            with suppress(OSError):  # it has ended by itself
                self._socket.shutdown(socket.SHUT_RDWR)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(
            f"--endpoint {url!r:.100} is not an address: {error}.", hint=f"For example {_EXAMPLE}"
        ) from None
    plain = (
        not (parts.username or parts.password or parts.query or parts.fragment) and url.isascii() and url.isprintable()
    )
    if parts.scheme != "http" or not parts.hostname or not plain or port == 0 or " " in url:
        raise UsageError(
            f"--endpoint {url!r:.100} is not the address of a server on this machine.", hint=f"For example {_EXAMPLE}"
        )
    return parts


def _loopback(host: str, port: int, url: str) -> str:
    """The address of a host that has loopback addresses only. Raises UsageError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UsageError(
            f"--endpoint {url}: {host} has no address ({error}).", hint=f"For example {_EXAMPLE}"
        ) from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not all(ipaddress.ip_address(one.partition("%")[0]).is_loopback for one in addresses):
        raise UsageError(
            f"--endpoint {url}: {host} is another machine, and no text leaves this one.",
            hint=f"Name a language model that runs here, such as {_EXAMPLE}",
        )
    # "localhost" is often both; most such servers listen on the older one.
    return next((one for one in addresses if "." in one), addresses[0])


def _body(response: http.client.HTTPResponse) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(65_536):
        parts.append(chunk)
        size += len(chunk)
        if size > MOST_BYTES:
            raise ValueError(f"more than {MOST_BYTES // 1_000_000} MB")
    data = b"".join(parts)
    wanted = response.getheader("Content-Length", "")
    if wanted.isdigit() and len(data) < int(wanted):
        raise http.client.IncompleteRead(data)
    return data


def _reply(status: int, data: bytes) -> Reply:
    try:
        document = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return Reply(status, None, data[:200].decode("utf-8", "replace").strip() if status >= 400 else "")
    error = document.get("error") if isinstance(document, dict) else None
    told = error.get("message") if isinstance(error, dict) else error
    return Reply(status, document, " ".join(str(told).split())[:200] if told else "")
