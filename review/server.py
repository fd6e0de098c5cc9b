"""The local page over HTTP, for this machine only.

In: a sitting and a port. Out: pages and pictures; what is sent back is written as corrections. It listens on 127.0.0.1, answers
only to that name (a page elsewhere that makes its own name point here is refused), and takes words only with the token
of its own page.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

from extract import JixiaoError
from review.context import read_context
from review.page import Shown, end_page, error_page, item_page
from review.pictures import CellPicture, picture_of, turned
from review.queue import Item
from review.sitting import SeenOtherwiseError, Sitting

HOST: Final = "127.0.0.1"
_ASSETS: Final = Path(__file__).resolve().parent / "assets"
_MOST_BYTES: Final = 1_000_000  # of what a page sends back
_TURNS: Final = ("0", "1", "2", "3")
_TYPES: Final = {"review.css": "text/css", "review.js": "text/javascript"}
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class PortTakenError(JixiaoError):
    """Nothing can listen on that port."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(f"port {port} cannot be used ({reason}); name another --port, or 0 for any that is free")


@dataclass(frozen=True, slots=True)
class _Answer:
    status: HTTPStatus
    body: bytes = b""
    kind: str = "text/html"
    location: str = ""


@dataclass
class Desk:
    """One sitting as it is served; one thing at a time, for what draws pages bears no more."""

    sitting: Sitting
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _message: str = ""
    _turns: dict[tuple[str, int | None], int] = field(default_factory=dict)  # quarters by which pages are shown turned

    def get(self, path: str, asked: Mapping[str, str]) -> _Answer:
        """Return what stands at a path."""
        with self._lock:
            if path == "/":
                return self._page(asked.get("at", ""), asked.get("turn", ""))
            if path in ("/cell.png", "/around.png"):
                return self._picture(asked.get("at", ""), path)
            if (name := path.removeprefix("/")) in _TYPES:
                return _Answer(HTTPStatus.OK, (_ASSETS / name).read_bytes(), _TYPES[name])
            return _Answer(HTTPStatus.NOT_FOUND, error_page("没有这一页").encode())

    def post(self, path: str, sent: Mapping[str, str]) -> _Answer:
        """Take what a page sends back, and lead on to the next item."""
        with self._lock:
            if not secrets.compare_digest(sent.get("token", "").encode(), self.token.encode()):
                return _Answer(HTTPStatus.FORBIDDEN, error_page("口令不符：请从本页打开后再操作").encode())
            if path == "/undo":
                return _lead_to(self.sitting.undo())
            if path != "/say":
                return _Answer(HTTPStatus.NOT_FOUND, error_page("没有这一页").encode())
            try:
                return self._say(sent)
            except SeenOtherwiseError as error:
                self._message = str(error)
                return _lead_to(sent.get("at"))

    def _say(self, sent: Mapping[str, str]) -> _Answer:
        at = sent.get("at", "")
        item = self.sitting.find(at)
        if item is None:
            raise SeenOtherwiseError(at)
        text = item.text
        if "take" in sent:
            number = sent["take"]
            if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= len(item.alternatives):
                return _Answer(HTTPStatus.BAD_REQUEST, error_page("没有这个读法").encode())
            text = item.alternatives[int(number) - 1]
        elif "correct" in sent:
            if "text" not in sent:
                return _Answer(HTTPStatus.BAD_REQUEST, error_page("没有写明改为什么").encode())
            text = sent["text"].replace("\r\n", "\n")
        elif "accept" not in sent:
            return _Answer(HTTPStatus.BAD_REQUEST, error_page("没有写明是确认还是改写").encode())
        return _lead_to(self.sitting.say(at, sent.get("seen", ""), text))

    def _page(self, at: str, turn: str) -> _Answer:
        queue = self.sitting.queue()
        message, self._message = self._message, ""
        item = self.sitting.find(at) or next(iter(queue.items), None)
        said = len(self.sitting.said)
        if item is None:
            page = end_page(said, len(queue.waiting), queue.stale, self.token, message)
            return _Answer(HTTPStatus.OK, page.encode())
        picture = picture_of(item)
        if turn in _TURNS:
            self._turns[item.sha256, item.page] = int(turn)
        before, after = self.sitting.beside(item.item_id)
        shown = Shown(
            item,
            read_context(self.sitting.warehouse, item),
            "" if isinstance(picture, CellPicture) else picture,
            before,
            after,
            queue.items.index(item) + 1,
            len(queue.items),
            said,
            self.token,
            message,
            isinstance(picture, CellPicture) and picture.has_foreign_fonts,
            self._turns.get((item.sha256, item.page), 0),
            after if _is_on_page(self.sitting.find(after or ""), item) else None,
        )
        return _Answer(HTTPStatus.OK, item_page(shown).encode())

    def _picture(self, at: str, path: str) -> _Answer:
        item = self.sitting.find(at)
        picture = picture_of(item) if item else ""
        if item is None or not isinstance(picture, CellPicture):
            return _Answer(HTTPStatus.NOT_FOUND, str(picture).encode(), "text/plain")
        png = picture.cell if path == "/cell.png" else picture.around
        return _Answer(HTTPStatus.OK, turned(png, self._turns.get((item.sha256, item.page), 0)), "image/png")


def _is_on_page(item: Item | None, other: Item) -> bool:
    """Whether an item stands on the page of another, whose picture is there."""
    return item is not None and item.box is not None and (item.sha256, item.page) == (other.sha256, other.page)


def _lead_to(item_id: str | None) -> _Answer:
    return _Answer(HTTPStatus.SEE_OTHER, location=f"/?at={quote(item_id)}" if item_id else "/")


def open_server(desk: Desk, port: int) -> ThreadingHTTPServer:
    """Return a server that listens; `serve_forever` answers. Raises `PortTakenError`."""
    try:
        return _Server((HOST, port), partial(_Handler, desk))
    except (OSError, OverflowError) as error:
        raise PortTakenError(port, getattr(error, "strerror", None) or str(error)) from error


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


class _Handler(BaseHTTPRequestHandler):
    server_version = "jixiao"
    sys_version = ""
    timeout = 20  # a browser may hold a connection open that it never uses

    def __init__(self, desk: Desk, *args: Any) -> None:
        self._desk = desk
        super().__init__(*args)

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(self.headers.get("Content-Length", ""))

    def _answer(self, length: str | None) -> None:
        try:
            answer = self._refuse() or (self._get() if length is None else self._post(length))
        except JixiaoError as error:
            answer = _Answer(HTTPStatus.CONFLICT, error_page(str(error)).encode())
        self.send_response(answer.status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{answer.kind}; charset=utf-8" if "text" in answer.kind else answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.location:
            self.send_header("Location", answer.location)
        self.end_headers()
        self.wfile.write(answer.body)

    def _refuse(self) -> _Answer | None:
        port = self.connection.getsockname()[1]
        names = {f"{name}:{port}" for name in (HOST, "localhost")}
        origin = self.headers.get("Origin")
        if self.headers.get("Host") not in names:
            return _Answer(HTTPStatus.FORBIDDEN, error_page("只在本机以 127.0.0.1 打开").encode())
        if origin is not None and origin not in {f"http://{name}" for name in names}:
            return _Answer(HTTPStatus.FORBIDDEN, error_page("不接受其他网站的请求").encode())
        return None

    def _get(self) -> _Answer:
        url = urlsplit(self.path)
        return self._desk.get(url.path, _first_of(url.query))

    def _post(self, length: str) -> _Answer:
        if not length.isascii() or not length.isdigit():
            return _Answer(HTTPStatus.LENGTH_REQUIRED, error_page("请求没有写明长度").encode())
        if int(length) > _MOST_BYTES:
            return _Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error_page("内容过长").encode())
        body = self.rfile.read(int(length)).decode("utf-8", "replace")
        return self._desk.post(urlsplit(self.path).path, _first_of(body))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        """Say nothing: the terminal is the person's."""


def _first_of(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True, max_num_fields=20).items()}
