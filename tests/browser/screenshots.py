"""`make screenshots`: every page of the workbench, in both languages, into docs/screenshots, from a journal of labelled messages."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

from benchmarks.server import running
from tests.browser.conftest import CHROMIUM, say
from training.dataset import LABELLED, read_file

FOLDER = Path("docs/screenshots")
PAGES = {
    "queue": "/queue?order=least_certain",
    "figures": "/figures",
    "learning": "/learning",
    "playbook": "/playbook",
    "sign-in": "/sign-in",
}
PASTED = "Ну где курьер? Обещали за час, прошло три, сколько можно ждать!! Заказ 55-301928, мой номер +7 912 345-67-89"


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "service"]
    with (
        tempfile.TemporaryDirectory() as data,
        running(command, "/readyz", TRIAGE_DATA_DIR=data) as service,
        sync_playwright() as playwright,
    ):
        messages = [*read_file(LABELLED / "t2.jsonl")[:24], *read_file(LABELLED / "t4.jsonl")[:16]]
        for number, message in enumerate(messages):
            id = say(service.url, message.text, channel=message.channel, explain=number < 12)  # noqa: A001
            if number % 2:
                body = {"archetype": message.archetype, "urgency": message.urgency, "reviewer": ("Ольга", "Пётр")[number % 4 // 2]}
                httpx.put(f"{service.url}/v1/classifications/{id}/review", json=body, headers={"If-Match": '"0"'}).raise_for_status()
        learn = [sys.executable, "-m", "service.learning", "train", "--by", "Ольга"]
        subprocess.run(learn, env={**os.environ, "TRIAGE_DATA_DIR": data}, check=True, stdout=subprocess.DEVNULL)
        first = httpx.get(f"{service.url}/v1/classifications?size=30").json()["entries"][-1]["id"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language in ("ru", "en"):
            page = browser.new_page(base_url=service.url, locale=language, viewport={"width": 1280, "height": 860})
            for name, address in {**PAGES, "entry": f"/entries/{first}?order=newest"}.items():
                page.goto(address)
                page.wait_for_timeout(300)
                page.screenshot(path=FOLDER / f"{name}-{language}.png", full_page=name == "learning")
            page.goto("/")
            page.locator("textarea").fill(PASTED)
            page.locator("button.main").click()
            page.wait_for_selector(".judged")
            page.screenshot(path=FOLDER / f"try-{language}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
