"""A real service on a free port and a real Chromium, Debian's, driven by Playwright."""

import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
_TLS = ssl.create_default_context()  # not used over HTTP, but made anew for every request otherwise: 50 ms


# For a module, not for the session: Playwright keeps an event loop running meanwhile, which tests that run their own cannot bear.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("NOT RUN IN A BROWSER: Chromium is not installed; `make test-browser` installs it")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def more_settings() -> dict[str, str]:
    """Environment variables that a module's tests want, too."""
    return {}


@pytest.fixture
def address(tmp_path: Path, more_settings: dict[str, str]) -> Iterator[str]:
    """The address of a service of its own, with the fast model and an empty journal."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TRIAGE_")}
    environment |= {"TRIAGE_DATA_DIR": str(tmp_path), "TRIAGE_PORT": "0", "TRIAGE_MODEL": "fast", **more_settings}
    command = [sys.executable, "-m", "service"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            found = re.search(r"running on (http://\S+)", line)
            if found:
                yield found[1]
                break
        process.terminate()
        process.stderr.read()


def is_error(message: ConsoleMessage) -> bool:
    """A script's or the policy's complaint; Chromium also writes one for every answer that is not 2xx."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that must raise no error and ask nobody but the service."""
    context = browser.new_context(base_url=address, locale="ru-RU", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if is_error(message) else None)
    page.on("request", lambda request: None if request.url.startswith(address) else wrong.append(request.url))
    yield page
    context.close()
    assert wrong == []


def say(address: str, text: str, **more: object) -> str:
    answer = httpx.post(f"{address}/v1/classify", json={"text": text, **more}, verify=_TLS)
    answer.raise_for_status()
    found: str = answer.json()["id"]
    return found


def review_first_three(page: Page) -> None:
    """From the queue by keyboard: confirm one, correct two. A fourth entry must follow."""
    page.keyboard.press("j")
    page.get_by_label("Кто проверяет").fill("Ольга")
    page.locator("h1").click()
    for keys in ("v", "3hs", "0ls"):
        here = page.url
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(re.compile(f"^(?!{re.escape(here)}$)"))
