"""A page in a browser, and all that it asks for, says and breaks."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

_WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


class Watched:
    """A page from before its first address on; what breaks its policy is in its `window.violations`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.messages: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("dialog", lambda dialog: self.messages.append(dialog.message))
        page.add_init_script(_WATCH)

    def _hear(self, message: ConsoleMessage) -> None:
        self.messages.append(message.text)


def chromium_path() -> str | None:
    """The Chromium that `KG_CHROMIUM` names, or the first on the path."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("KG_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def chromium() -> str:
    """The same; ends the program with a message where there is none."""
    found = chromium_path()
    if found is None:
        raise SystemExit("no Chromium on the path; name one in KG_CHROMIUM")
    return found
