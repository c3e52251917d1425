"""From corrections to another model, by hand in the browser."""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import review_first_three, say
from tests.learning_world import messages

TRAINING_MS = 600_000


@pytest.fixture
def more_settings(labelled: Path, champion: Path) -> dict[str, str]:
    return {"TRIAGE_MODEL": "accurate", "TRIAGE_MODEL_DIR": str(champion), "TRIAGE_LABELLED_DIR": str(labelled)}


def _judging(address: str) -> str:
    return str(httpx.get(f"{address}/v1/model").json()["version"])


@pytest.mark.timeout(900)
def test_correct_train_promote_and_roll_back(page: Page, address: str) -> None:
    for number, message in enumerate(messages(44)):
        id = say(address, message.text, channel=message.channel)  # noqa: A001
        if number < 40:
            review = {"archetype": message.archetype, "urgency": message.urgency, "reviewer": "Пётр"}
            httpx.put(f"{address}/v1/classifications/{id}/review", json=review, headers={"If-Match": '"0"'}).raise_for_status()
    page.goto("/queue?order=newest")
    review_first_three(page)

    page.get_by_role("link", name="Обучение").click()
    expect(page.locator("#since")).to_have_text("43")
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
    expect(page.locator("#in-force")).to_contain_text("small-1-r43-")
    assert _judging(address) == page.locator("#in-force").inner_text()
    assert say(address, "Где мой заказ?")
    expect(page.locator("#since")).to_have_text("0")
    expect(page.locator("#promotions")).to_contain_text("<b>учли</b> поправки")

    assert page.locator("#promoted-by tr").count() == 5  # what it was put in force for can still be seen

    back = page.locator("#roll-back")
    back.get_by_label("Модель").select_option("small-1")
    back.get_by_label("Кто").fill("Пётр")
    back.get_by_label("Почему").fill("жалобы")
    back.get_by_role("button").click()
    expect(page.locator("#in-force")).to_have_text("small-1")
    assert _judging(address) == "small-1"
    assert page.locator("#promotions tr").count() == 3
    expect(page.locator("#promoted-by")).to_have_count(0)  # the first model was compared with none
