"""WCAG 2.1 AA on every page, light and dark, by axe-core: contrast, names of fields, order of headings, languages."""

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import say
from tests.texts import IMPATIENT_RU, NONE_RU

OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{page.url} {rule['id']}: {node['target']} {node['any'][:1]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_can_be_read(page: Page, address: str, theme: str) -> None:
    plain, pressing = say(address, NONE_RU), say(address, IMPATIENT_RU, channel="chat", explain=True)
    body = {"archetype": "tester", "urgency": "low", "reviewer": "Пётр", "comment": "проверено"}
    httpx.put(f"{address}/v1/classifications/{plain}/review", json=body, headers={"If-Match": '"0"'}).raise_for_status()
    page.goto("/")
    page.get_by_label("Тема").select_option(theme)
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    page.wait_for_load_state()
    found = []
    entries = [f"/entries/{id}?order=newest" for id in (plain, pressing)]  # noqa: A001
    for path in ("/", "/queue", "/queue?order=newest", *entries, "/figures", "/learning", "/playbook", "/sign-in", "/entries/none"):
        page.goto(path)
        found += violations(page)
    page.goto("/")
    page.locator("textarea").fill(IMPATIENT_RU)
    page.locator("button.main").click()
    page.wait_for_selector(".judged")
    found += violations(page)
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    assert found == []


def test_the_check_finds_what_cannot_be_read(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    assert any("color-contrast" in found for found in violations(page))
