"""From corrections to another model, by hand in the browser."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import say
from tests.learning_world import messages

TRAINING_MS = 200_000


@pytest.fixture
def more_settings(labelled: Path, champion: Path) -> dict[str, str]:
    return {"TRIAGE_MODEL": "accurate", "TRIAGE_MODEL_DIR": str(champion), "TRIAGE_LABELLED_DIR": str(labelled)}


def _judging(address: str) -> str:
    return str(httpx.get(f"{address}/v1/model").json()["version"])


@pytest.mark.timeout(300)
def test_correct_train_promote_and_roll_back(page: Page, address: str) -> None:
    for message in messages(3):
        say(address, message.text, channel=message.channel)
    page.goto("/queue?order=newest")
    page.keyboard.press("j")
    page.get_by_label("Кто проверяет").fill("Ольга")
    page.locator("h1").click()
    for keys in ("v", "3hs", "0ls"):
        here = page.url
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(re.compile(f"^(?!{re.escape(here)}$)"))

    page.get_by_role("link", name="Обучение").click()
    expect(page.locator("#since")).to_have_text("3")
    page.get_by_label("Кто").fill("Ольга")
    page.get_by_role("button", name="Начать обучение").click()
    expect(page.locator("progress")).to_be_visible()
    expect(page.get_by_role("button", name="Начать обучение")).to_have_count(0)
    expect(page.locator("#comparison")).to_be_visible(timeout=TRAINING_MS)
    assert page.locator("#comparison tr").count() == 5
    assert _judging(address) == "small-1"

    promote = page.locator("form", has=page.get_by_role("button", name="Поставить в работу"))
    promote.get_by_label("Кто").fill("Ольга")
    promote.get_by_label("Почему").fill("<b>учли</b> поправки")
    promote.get_by_role("button").click()
    expect(page.locator("#in-force")).to_contain_text("small-1-r3-")
    assert _judging(address) == page.locator("#in-force").inner_text()
    assert say(address, "Где мой заказ?")
    expect(page.locator("#since")).to_have_text("0")
    expect(page.locator("#promotions")).to_contain_text("<b>учли</b> поправки")

    back = page.locator("#roll-back")
    back.get_by_label("Модель").select_option("small-1")
    back.get_by_label("Кто").fill("Пётр")
    back.get_by_label("Почему").fill("жалобы")
    back.get_by_role("button").click()
    expect(page.locator("#in-force")).to_have_text("small-1")
    assert _judging(address) == "small-1"
    assert page.locator("#promotions tr").count() == 3
