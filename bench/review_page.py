"""The page of `jixiao review` in a real browser: every key, the pictures, reading without scripts, another site's form.

In: a Chromium on this machine. Out: a line for each thing that holds; what does not hold stops. `--pictures DIR` keeps pictures of
the page to look at. `python -m bench.review_page`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import threading
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

from bench.chromium import Browser, running_browser
from flows.settings import Settings, read_settings
from review import read_corrections
from review.queue import read_queue
from review.server import Desk, open_server
from review.sitting import Sitting
from tests.extract.draw_pdf import pdf as draw_pdf
from tests.extract.draw_pdf import sides, strokes, words
from tests.review.doubtful import ingest, write_page

_READING = "document.getElementById('reading').innerText"


def main() -> None:
    """Run through the page."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        settings = _store(Path(folder))
        desk = Desk(Sitting(settings.warehouse, settings.corrections, "张三", lambda: datetime.now(UTC)))
        with open_server(desk, 0) as server, running_browser(options.chromium, Path(folder) / "profile") as browser:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            home = f"http://127.0.0.1:{server.server_address[1]}/"
            for number, check in enumerate(
                (_keys, _pictures, _rewriting, _without_scripts, _other_site, _nothing_else)
            ):
                browser.open(home)
                check(browser, settings, home)
                print(f"holds: {(check.__doc__ or '').rstrip('.')}")
                if options.pictures:
                    browser.open(home)
                    browser.take_picture(options.pictures / f"{number}{check.__name__}.png")
            server.shutdown()


def _store(folder: Path) -> Settings:
    settings = read_settings(warehouse=folder / "jixiao.duckdb")
    drawn = folder / "a.pdf"
    drawn.write_bytes(draw_pdf([strokes(sides()) + words()]))
    for path in (drawn, write_page(folder / "b.html")):
        assert ingest(path, settings).entry.status == "loaded"
    return settings


def _said(settings: Settings) -> list[tuple[str, str, str]]:
    return [(one.action, one.old_text, one.new_text) for one in read_corrections(settings.corrections)]


def _keys(browser: Browser, settings: Settings, _: str) -> None:
    """j, k and the arrows go to and fro, n takes the nth reading, Enter accepts, u takes back, ? helps."""
    assert browser.ask(_READING) == "≥12公里"
    texts = [item.text for item in read_queue(settings.warehouse, ()).items]
    for key, place in (("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0)):
        browser.press_to_next(key)
        assert browser.ask(_READING) == texts[place], (key, texts, browser.ask(_READING))
    browser.press("9")  # there is no such reading
    browser.press("?")
    assert browser.ask("document.getElementById('help').open") is True
    browser.press_to_next("1")
    browser.press_to_next("Enter")
    assert _said(settings) == [("correct", "≥12公里", "≥72公里"), ("accept", texts[1], texts[1])]
    browser.press_to_next("u")
    browser.press_to_next("u")
    assert [action for action, _, _ in _said(settings)] == ["correct", "accept", "undo", "undo"]
    assert f"还剩 {len(texts)} 处" in browser.ask("document.body.innerText")


def _pictures(browser: Browser, _settings: Settings, _home: str) -> None:
    """The cell of a PDF and its surroundings are shown."""
    browser.wait("[...document.images].every(image => image.complete && image.naturalWidth > 50)")
    assert browser.ask("document.images.length") == 2
    lies = "document.images[1].complete && document.images[1].naturalWidth > document.images[1].naturalHeight"
    assert browser.ask(lies)
    browser.press_to_next("r")
    browser.wait(f"document.images[1].naturalWidth > 50 && !({lies})")
    for _ in range(3):
        browser.press_to_next("r")


def _rewriting(browser: Browser, settings: Settings, _: str) -> None:
    """e rewrites, where keys are letters; Esc gives up, Enter saves."""
    before = len(_said(settings))
    browser.press("e")
    browser.write("jku1?")
    assert browser.ask("document.getElementById('text').value") == "≥12公里jku1?"
    browser.press("Escape")
    assert browser.ask("document.getElementById('text').value") == "≥12公里"
    assert len(_said(settings)) == before
    browser.press("e")
    browser.write("以上")
    browser.press_to_next("Enter")
    assert _said(settings)[-1] == ("correct", "≥12公里", "≥12公里以上")
    browser.press_to_next("u")


def _without_scripts(browser: Browser, _settings: Settings, home: str) -> None:
    """Without scripts everything can be read, and buttons and links work."""
    browser.do("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(home)
    browser.press("j")
    assert browser.ask(_READING) == "≥12公里"
    browser.ask("document.querySelector('a[rel=next]').click()")
    browser.wait(f"document.readyState == 'complete' && {_READING} != '≥12公里'")
    browser.do("Emulation.setScriptExecutionDisabled", value=False)


def _other_site(browser: Browser, settings: Settings, home: str) -> None:
    """A form of another site changes nothing."""
    before = len(_said(settings))
    token = browser.ask("document.querySelector('[name=token]').value")
    at, seen = (browser.ask(f"document.querySelector('[name={name}]').value") for name in ("at", "seen"))
    fields = {"at": at, "seen": seen, "token": token, "accept": "1"}  # even with what it cannot know
    inputs = "".join(f"<input name={name} value='{escape(value)}'>" for name, value in fields.items())
    browser.open(f"data:text/html,{quote(f'<form method=post action={home}say>{inputs}</form>')}")
    browser.ask("document.forms[0].submit()")
    browser.wait("document.body.innerText.includes('不接受其他网站的请求')")
    assert len(_said(settings)) == before
    browser.said.clear()  # the refusal


def _nothing_else(browser: Browser, _settings: Settings, home: str) -> None:
    """Nothing is asked for elsewhere, and nothing went wrong in a script or against the page's own policy."""
    assert [url for url in browser.asked if not url.startswith((home, "data:", "about:"))] == []
    assert browser.said == [], browser.said


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome") or "chromium")
    parser.add_argument("--pictures", type=Path, help="a folder that is there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
