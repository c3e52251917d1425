"""The workbench as a trainer uses it."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import review_first_three, say
from tests.browser.payloads import PAYLOADS
from tests.texts import IMPATIENT_RU, NONE_RU

ALL = "/queue?order=newest"


def test_try_a_message(page: Page, address: str) -> None:
    page.goto("/")
    page.get_by_label("Сообщение клиента").fill(f"{IMPATIENT_RU} <b>тел 8 912 345-67-89</b>")
    page.get_by_label("Канал").select_option("chat")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".judged h2").first).to_contain_text("Хочу всё и сейчас")
    expect(page.locator(".judged mark").first).to_be_visible()
    expect(page.locator(".judged .message")).to_contain_text("<b>тел")
    assert page.locator(".judged meter").count() == 9
    assert page.locator(".phrases button").first.inner_text() == "Скопировать"
    (entry,) = httpx.get(f"{address}/v1/classifications").json()["entries"]
    assert "[phone]" in entry["text"]
    page.get_by_role("link", name="Проверить или исправить").click()
    expect(page).to_have_url(re.compile(f"/entries/{entry['id']}"))
    page.get_by_text("Что значат метки").click()
    expect(page.locator("details")).to_contain_text("делится опытом")


def test_an_empty_queue_leads_on_and_the_last_entry_says_so(page: Page, address: str) -> None:
    page.goto("/queue")
    page.get_by_role("link", name="Показать всё непроверенное").click()
    expect(page).to_have_url(re.compile("reviewed=false"))
    page.goto(f"/entries/{say(address, NONE_RU)}?reviewed=false")
    page.get_by_label("Кто проверяет").fill("Ольга")
    page.get_by_role("button", name="Верно").click()
    expect(page.get_by_role("status")).to_contain_text("последняя запись")
    page.goto("/learning")
    expect(page.get_by_label("Кто").first).to_have_value("Ольга")


def test_a_key_leads_back_to_what_was_just_saved(page: Page, address: str) -> None:
    older, newer = say(address, f"{NONE_RU} 1"), say(address, f"{NONE_RU} 2")
    page.goto(f"/entries/{newer}?reviewed=false&order=newest")
    page.get_by_label("Кто проверяет").fill("Ольга")
    page.get_by_role("button", name="Верно").click()
    expect(page).to_have_url(re.compile(f"/entries/{older}"))
    page.keyboard.press("k")  # the filter does not show it any more
    expect(page).to_have_url(re.compile(f"/entries/{newer}"))
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(f"/entries/{older}"))
    page.goto(f"/entries/{older}?reviewed=false&saved=%2F%2Felsewhere")
    assert page.locator("[data-key=k]").count() == 0


def test_a_blank_message_is_refused_where_it_was_written(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Сообщение клиента").fill("   ")
    page.get_by_role("button", name="Разобрать").click()
    expect(page.get_by_role("alert")).to_contain_text("Запрос не принят")


def test_review_three_by_keyboard_and_see_the_figures_change(page: Page, address: str) -> None:
    said = [say(address, f"{NONE_RU} {n}") for n in range(4)]
    page.goto("/figures")
    expect(page.locator("#reviewed")).to_have_text("0")
    page.goto(ALL)
    assert page.locator(".unseen:visible").count() == 4
    review_first_three(page)
    reviewed = [httpx.get(f"{address}/v1/classifications/{id}").json() for id in said[::-1]]  # noqa: A001
    assert [entry["review_version"] for entry in reviewed] == [1, 1, 1, 0]
    assert (reviewed[1]["reviewed_archetype"], reviewed[1]["reviewed_urgency"]) == ("chronic_complainer", "high")
    assert (reviewed[2]["reviewed_archetype"], reviewed[2]["reviewed_urgency"]) == ("none", "low")
    page.goto("/figures")
    expect(page.locator("#reviewed")).to_have_text("3")
    assert page.locator(".uplot").count() == 5
    page.goto(ALL)
    assert page.locator(".unseen:visible").count() == 0


def test_an_entry_that_another_changed_says_so(page: Page, address: str) -> None:
    id = say(address, NONE_RU)  # noqa: A001
    page.goto(f"/entries/{id}?order=newest")
    body = {"archetype": "tester", "urgency": "low", "reviewer": "Пётр"}
    httpx.put(f"{address}/v1/classifications/{id}/review", json=body, headers={"If-Match": '"0"'}).raise_for_status()
    page.get_by_label("Кто проверяет").fill("Ольга")
    page.get_by_role("button", name="Верно").click()
    expect(page.get_by_role("alert")).to_contain_text("Пётр")
    assert httpx.get(f"{address}/v1/classifications/{id}").json()["review_version"] == 1


def test_a_wrong_address_is_told_as_a_page(page: Page, address: str) -> None:
    for path, status in (("/queue?cursor=rubbish", 422), ("/entries/none", 404), ("/queue?archetype=angry", 422)):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
        expect(page.get_by_role("link", name="К очереди")).to_be_visible()
    assert httpx.get(f"{address}/queue?cursor=rubbish").headers["content-type"] == "application/problem+json"


def test_english_dark_and_a_phone(page: Page, address: str) -> None:
    say(address, NONE_RU)
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/", ALL, "/figures", "/learning", "/playbook"):
        page.goto(path)
        page.get_by_label("Язык").or_(page.get_by_label("Language")).select_option("en")
        page.wait_for_load_state()
        page.get_by_label("Theme").select_option("dark")
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator("html").get_attribute("data-theme") == "dark"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_a_key_signs_in_and_out(page: Page, address: str, tmp_path: Path) -> None:
    say(address, NONE_RU)
    environment = {"TRIAGE_DATA_DIR": str(tmp_path), "PATH": "/usr/bin"}
    command = [sys.executable, "-m", "service.access", "create", "Ольга Н.", "--scope", "review"]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    page.wait_for_timeout(5_500)
    page.goto("/queue")
    expect(page.get_by_role("heading", name="Войти")).to_be_visible()
    page.get_by_label("Ключ доступа").fill("tk_wrong_key")
    page.locator("main button").click()
    expect(page.get_by_role("alert")).to_contain_text("нет")
    page.get_by_label("Ключ доступа").fill(made.stdout.strip())
    page.locator("main button").click()
    page.goto(ALL)
    page.keyboard.press("j")
    page.wait_for_url("**/entries/**")
    page.keyboard.press("v")
    expect(page.locator(".history")).to_contain_text("Ольга Н.")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert cookies["triage_session"]["httpOnly"]
    assert cookies["triage_session"]["sameSite"] == "Strict"
    outside = httpx.post(f"{address}/entries/x/review", data={"csrf": "x"}, cookies={"triage_session": cookies["triage_session"]["value"]})
    assert outside.status_code == 422
    page.get_by_role("button", name="Выйти").click()
    page.goto("/queue")
    expect(page.get_by_role("heading", name="Войти")).to_be_visible()


@pytest.mark.timeout(300)
def test_nothing_that_a_customer_writes_runs(page: Page, address: str) -> None:
    assert len(PAYLOADS) >= 200
    alerts: list[str] = []

    def dialog_shown(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dialog_shown)
    body = {"archetype": "tester", "urgency": "low"}
    ids = []
    for number, payload in enumerate(PAYLOADS):
        line = payload.replace("\n", " ").replace("\t", " ")
        id = say(address, f"{payload} где заказ", customer_id=line[:200], channel="chat")  # noqa: A001
        ids.append(id)
        if number % 10 == 0:
            said = {**body, "reviewer": line[:100], "comment": payload}
            httpx.put(f"{address}/v1/classifications/{id}/review", json=said, headers={"If-Match": '"0"'}).raise_for_status()
    following: str | None = ALL
    seen = 0
    while following:
        page.goto(following)
        seen += page.locator(".entries li").count()
        more = page.locator("a.button", has_text="Дальше")
        following = more.get_attribute("href") if more.count() else None
    assert seen == len(PAYLOADS)
    for id in ids[::5]:  # noqa: A001
        page.goto(f"/entries/{id}?order=newest")
        page.mouse.move(400, 300)
    page.goto("/figures")
    for payload in PAYLOADS[::20]:
        page.goto("/queue?" + urlencode({"text": payload, "order": "newest"}))
        page.goto("/")
        page.locator("textarea").fill(payload + " где заказ")
        page.locator("button.main").click()
        page.wait_for_selector(".judged")
    assert alerts == []
    assert page.evaluate("document.querySelectorAll('main script, main img, main svg:not(.u-wrap svg), main iframe').length") == 0
    policy = httpx.get(f"{address}/").headers["content-security-policy"]
    assert "unsafe" not in policy
