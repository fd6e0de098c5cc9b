"""The local page, spoken to over HTTP as a browser and as somebody else would."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest

from flows.settings import Settings
from review import read_corrections, write_correction
from review.context import Context
from review.deciding import say
from review.page import Shown, item_page
from review.queue import Item
from review.server import Desk, PortTakenError, open_server
from review.sitting import Sitting


@dataclass
class Browser:
    """Asks a server, and keeps what its form holds."""

    port: int
    settings: Settings

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        connection.request(
            method, path, body or None, kind | {name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace"), answer.headers

    def open(self, path: str = "/") -> str:
        status, text, _ = self.ask("GET", path)
        assert status == 200
        return text

    def send(self, path: str, page: str, **fields: str) -> str:
        """Send the hidden fields of a page with some more, and return where that leads."""
        status, _, headers = self.ask("POST", path, urlencode(hidden(page) | fields))
        assert status == 303
        return str(headers["Location"])

    def said(self) -> list[tuple[str, str, str]]:
        return [(one.action, one.old_text, one.new_text) for one in read_corrections(self.settings.corrections)]


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


@pytest.fixture
def browser(settings: Settings) -> Iterator[Browser]:
    now = iter(range(1000))
    sitting = Sitting(settings.warehouse, settings.corrections, "张三",
                      lambda: datetime.fromtimestamp(1_790_000_000 + next(now), UTC))  # fmt: skip
    with open_server(Desk(sitting), 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield Browser(server.server_address[1], settings)
        server.shutdown()


def test_a_page_shows_reading_alternatives_context_and_how_many_are_left(browser: Browser) -> None:
    page = browser.open()
    assert "还剩 <b>3</b> 处" in page
    assert "把握 50%" in page
    assert "≥400<mark>0</mark>册" in page  # what another reading lacks
    assert ["印发宣传手册" in page, "文化宣传经费" in page, "此类文件没有页面图像" in page] == [True, True, True]
    assert re.findall(r'name="take" value="(\d)"', page) == ["1", "2"]


def test_accept_take_and_correct_lead_on_until_nothing_is_left(browser: Browser) -> None:
    page = browser.open()
    page = browser.open(browser.send("/say", page, take="1"))
    page = browser.open(browser.send("/say", page, accept="1"))
    page = browser.open(browser.send("/say", page, correct="1", text="服务对象\r\n满意度"))
    assert browser.said() == [
        ("correct", "≥4000册", "≥400册"),
        ("accept", "≥95%", "≥95%"),
        ("correct", "群众满意度", "服务对象\n满意度"),
    ]
    assert [one.by for one in read_corrections(browser.settings.corrections)] == ["张三"] * 3
    assert "没有待核对的读数" in page
    assert "3 条更正将在下次载入时采用" in page


def test_undo_brings_the_item_back(browser: Browser) -> None:
    page = browser.open()
    at = hidden(page)["at"]
    following = browser.open(browser.send("/say", page, accept="1"))
    assert "还剩 <b>2</b> 处，本次已核对 1 处" in following
    page = browser.open(browser.send("/undo", following))
    assert (hidden(page)["at"], "还剩 <b>3</b> 处" in page, "本次" in page) == (at, True, False)
    assert browser.said()[-1] == ("undo", "≥4000册", "≥4000册")
    assert browser.send("/undo", page) == "/"  # nothing more to take back


def test_a_rewriting_that_changes_nothing_is_an_acceptance(browser: Browser) -> None:
    browser.send("/say", browser.open(), correct="1", text="≥4000册")
    assert browser.said() == [("accept", "≥4000册", "≥4000册")]


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        pytest.param({"Host": "evil.example:80"}, {}, id="another-name-that-points-here"),
        pytest.param({"Origin": "http://evil.example"}, {}, id="another-site"),
        pytest.param({"Origin": "null"}, {}, id="a-sandboxed-page"),
        pytest.param({}, {"token": ""}, id="no-token"),
        pytest.param({}, {"token": "guessed\udcff".encode("utf-8", "replace").decode()}, id="another-token"),
    ],
)
def test_other_sites_cannot_say_anything(browser: Browser, headers: dict[str, str], fields: dict[str, str]) -> None:
    sent = urlencode(hidden(browser.open()) | {"accept": "1"} | fields)
    assert browser.ask("POST", "/say", sent, **headers)[0] == 403
    assert browser.said() == []


def test_another_name_that_points_here_reads_nothing_either(browser: Browser) -> None:
    status, text, _ = browser.ask("GET", "/", Host="evil.example")
    assert (status, "≥4000册" in text) == (403, False)


def test_what_was_said_elsewhere_meanwhile_is_not_said_over(browser: Browser) -> None:
    page = browser.open()
    browser.send("/say", browser.open(), accept="1")
    leads = browser.send("/say", page, correct="1", text="≥1册")
    assert browser.said() == [("accept", "≥4000册", "≥4000册")]
    assert "已由他人核对" in browser.open(leads)


def test_a_reading_that_changed_under_the_page_is_shown_again(browser: Browser) -> None:
    page = browser.open()
    status, _, _ = browser.ask("POST", "/say", urlencode(hidden(page) | {"seen": "0" * 16, "accept": "1"}))
    assert (status, browser.said()) == (303, [])


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"take": "3"}, 400), ({"take": "0"}, 400), ({"take": "²"}, 400), ({"take": "x"}, 400),
        ({}, 400), ({"correct": "1"}, 400), ({"correct": "1", "text": "\x00"}, 409),
    ],
)  # fmt: skip
def test_what_no_form_sends_is_refused(browser: Browser, fields: dict[str, str], status: int) -> None:
    assert browser.ask("POST", "/say", urlencode(hidden(browser.open()) | fields))[0] == status
    assert browser.said() == []


def test_a_body_without_end_is_not_read(browser: Browser) -> None:
    for length, status in (("9999999999", 413), ("-1", 411), ("x", 411)):
        assert browser.ask("POST", "/say", "", Content_Length=length)[0] == status


@pytest.mark.parametrize("path", ["/review.css", "/review.js"])
def test_styles_and_scripts_are_its_own(browser: Browser, path: str) -> None:
    text = browser.open(path)
    assert re.findall(r"https?:|//\w|@import|url\(", text) == []


@pytest.mark.parametrize("path", ["/x", "/../corrections.py", "/assets/review.css", "/cell.png", "/around.png?at=../x"])
def test_nothing_else_is_served(browser: Browser, path: str) -> None:
    assert browser.ask("GET", path)[0] == 404


def test_pages_may_load_nothing_from_elsewhere(browser: Browser) -> None:
    _, text, headers = browser.ask("GET", "/")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert re.findall(r"(?:src|href|action)=\"(?!/|data:,)[^\"]*", text) == []
    assert "style=" not in text
    assert "onclick" not in text


class _Tags(HTMLParser):
    """The tags of a page, and the text of its text area, as a browser takes them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.area, self.ended = "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["textarea"] and not self.ended:
            self.area += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.ended, self.area = True, self.area.removeprefix("\n")


@pytest.mark.parametrize("text", ["</textarea><script>alert(1)</script>\"'&<b>&lt;", "\n\n第二行", " 前后空白 ", ""])
def test_what_a_document_says_is_shown_as_it_is_and_never_markup(text: str) -> None:
    def page(said: str, name: str) -> _Tags:
        item = Item("0" * 16, 0, 4, 4, 1, None, said, (said + "x",), 0.5, (said,), name, "0" * 64, ())
        context = Context(name, name, name, name, name, {4: [(1, name)]})
        return _Tags(item_page(Shown(item, context, name, "1:2:3:4", None, 1, 2, 1, "token", name)))

    hostile, plain = page(text, text or "x"), page("x", "x")
    assert hostile.tags == plain.tags
    assert hostile.area == text


def test_a_port_that_is_taken_is_one_line(browser: Browser) -> None:
    desk = Desk(Sitting(browser.settings.warehouse, browser.settings.corrections, "x", lambda: datetime.now(UTC)))
    with pytest.raises(PortTakenError, match="name another --port"):
        open_server(desk, browser.port)


def test_a_sitting_sees_what_others_say(settings: Settings) -> None:
    sitting = Sitting(settings.warehouse, settings.corrections, "x", lambda: datetime.now(UTC))
    (first, *_) = sitting.queue().items
    correction = say(first, "≥1册", by="李四", at=datetime.now(UTC))
    write_correction(settings.corrections, correction)
    assert len(sitting.queue().items) == 2
