"""A Chromium without a window, told what to do over its own protocol.

In: where it stands, a folder for its profile. Out: `Browser`: pages opened, keys pressed, questions asked, pictures taken.
"""

from __future__ import annotations

import base64
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from websockets.sync.client import ClientConnection, connect

PATIENCE: Final = 60.0  # seconds
_CODES: Final = {"Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38}


class Browser:
    """One tab."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._number = socket, 0
        self.asked: list[str] = []  # every address that a page has asked for
        self.said: list[str] = []  # what went wrong in its scripts, or was refused
        for room in ("Page", "Runtime", "Network", "Log"):
            self.do(f"{room}.enable")

    def do(self, method: str, **parameters: Any) -> Any:
        """Do one thing and return what it came to."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            heard = json.loads(self._socket.recv(timeout=PATIENCE))
            if heard.get("id") == self._number:
                assert "error" not in heard, heard
                return heard["result"]
            self._hear(heard)

    def _hear(self, heard: dict[str, Any]) -> None:
        if heard["method"] == "Network.requestWillBeSent":
            self.asked.append(heard["params"]["request"]["url"])
        elif heard["method"] == "Log.entryAdded":
            self.said.append(heard["params"]["entry"]["text"])
        elif heard["method"] == "Runtime.exceptionThrown":
            self.said.append(str(heard["params"]["exceptionDetails"]))

    def open(self, url: str) -> None:
        """Open a page and wait until all of it is there."""
        self.do("Page.navigate", url=url)
        self.wait("document.readyState == 'complete'")

    def ask(self, expression: str) -> Any:
        """Return what an expression comes to in the page."""
        return self.do("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def wait(self, expression: str) -> None:
        """Wait until an expression is true in the page."""
        deadline = time.monotonic() + PATIENCE
        while not self.ask(expression):
            assert time.monotonic() < deadline, (expression, self.ask("document.body.innerText"))
            time.sleep(0.05)

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        text = "\r" if key == "Enter" else key if len(key) == 1 else ""
        code = _CODES.get(key, ord(key.upper()) if len(key) == 1 else 0)
        self.do("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code)
        self.do("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def press_to_next(self, key: str) -> None:
        """Press a key that leads to another page, and wait for that."""
        self.ask("document.documentElement.dataset.old = 'yes'")
        self.press(key)
        self.wait("document.readyState == 'complete' && !document.documentElement.dataset.old")

    def write(self, text: str) -> None:
        """Write into what has the focus."""
        self.do("Input.insertText", text=text)

    def take_picture(self, path: Path) -> None:
        """Write a PNG of the page."""
        path.write_bytes(base64.b64decode(self.do("Page.captureScreenshot", format="png")["data"]))


@contextmanager
def running_browser(program: str, profile: Path, size: tuple[int, int] = (1400, 900)) -> Iterator[Browser]:
    """Start a browser and end it."""
    process = subprocess.Popen(
        [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--remote-allow-origins=*",
         f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}", "--no-first-run",
         "--disable-background-networking", "about:blank"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with connect(_address(profile), max_size=None, proxy=None) as socket:
            yield Browser(socket)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _address(profile: Path) -> str:
    """Return where the first tab listens."""
    import urllib.request

    told = profile / "DevToolsActivePort"
    deadline = time.monotonic() + PATIENCE
    while not told.exists() or "\n" not in told.read_text(encoding="ascii"):
        assert time.monotonic() < deadline, "the browser did not start"
        time.sleep(0.1)
    port = told.read_text(encoding="ascii").split()[0]
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"http://127.0.0.1:{port}/json", timeout=PATIENCE) as answer:
        return str(next(tab["webSocketDebuggerUrl"] for tab in json.load(answer) if tab["type"] == "page"))
