"""The workbench's sessions: pages open for a key's scope, lead back after signing in, and are safe from other sites."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from tests.service.access_world import open_service, sign_in, token_of
from tests.texts import NONE_RU


@pytest.fixture(scope="module")
def service(folder_with_keys: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(folder_with_keys[0], folder, dirs_exist_ok=True)
    with open_service(folder) as client:
        yield client


@pytest.fixture
def client(service: TestClient) -> TestClient:
    service.cookies.clear()
    return service


@pytest.fixture
def keys(folder_with_keys: tuple[Path, dict[str, str]]) -> dict[str, str]:
    return folder_with_keys[1]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/", {"classify", "admin"}),
        ("POST", "/", {"classify", "admin"}),
        ("GET", "/playbook", {"classify", "admin"}),
        ("GET", "/queue", {"review", "admin"}),
        ("GET", "/figures", {"review", "admin"}),
        ("GET", "/entries/none", {"review", "admin"}),
        ("POST", "/entries/none/review", {"review", "admin"}),
        ("GET", "/learning", {"review", "admin"}),
        ("POST", "/learning/train", {"admin"}),
        ("POST", "/learning/promote", {"admin"}),
        ("GET", "/anything", {"admin"}),
        ("GET", "/sign-in", {"nobody", "classify", "review", "admin"}),
        ("GET", "/static/app.css", {"nobody", "classify", "review", "admin"}),
    ],
)
def test_a_page_opens_for_its_scope_only(client: TestClient, keys: dict[str, str], method: str, path: str, allowed: set[str]) -> None:
    for who in ("nobody", "classify", "review", "admin"):
        client.cookies.clear()
        if who != "nobody":
            assert sign_in(client, keys[who]).status_code == 303
        answer = client.request(method, path, follow_redirects=False)
        led_away = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?")
        assert led_away is (who not in allowed), who
        if led_away:
            assert ("needs=" in answer.headers["location"]) is (who != "nobody")


@pytest.mark.parametrize(
    ("method", "path", "to"),
    [
        ("GET", "/queue?reviewed=false&order=newest", "/queue?reviewed=false&order=newest"),
        ("GET", "/queue?text=100%25+%D1%91", "/queue?text=100%25+%D1%91"),
        ("GET", "/entries/ID?order=newest", "/entries/ID?order=newest"),
        ("POST", "/entries/ID/review?order=newest", "/entries/ID?order=newest"),
        ("POST", "/learning/train", "/learning"),
        ("POST", "/learning/promote", "/learning"),
        ("POST", "/", "/"),
    ],
)
def test_signing_in_leads_back_to_the_page(client: TestClient, keys: dict[str, str], method: str, path: str, to: str) -> None:
    body = {"text": NONE_RU}
    id = client.post("/v1/classify", json=body, headers={"Authorization": f"Bearer {keys['classify']}"}).json()["id"]  # noqa: A001
    led = client.request(method, path.replace("ID", id), follow_redirects=False).headers["location"]
    assert urlsplit(led).path == "/sign-in"
    (found,) = parse_qs(urlsplit(led).query)["to"]
    assert found == to.replace("ID", id)
    back = sign_in(client, keys["admin"], found)
    assert back.headers["location"] == found
    assert client.get(found).status_code == 200


def test_a_page_that_answers_a_form_can_be_left_by_its_preferences(tmp_path: Path) -> None:
    with open_service(tmp_path) as client:
        id = client.post("/v1/classify", json={"text": NONE_RU}).json()["id"]  # noqa: A001
        for path, status, to in (
            (f"/entries/{id}/review?order=newest", 422, f"/entries/{id}?order=newest"),
            ("/learning/train", 422, "/learning"),
            ("/sign-out", 422, "/sign-in"),
            ("/sign-in", 403, "/sign-in"),
        ):
            form = {"csrf": token_of(client) if path == "/sign-in" else "too old"}
            page = client.post(path, data=form, headers={"Accept": "text/html"})
            assert page.status_code == status
            found = re.search(r'<input type="hidden" name="to" value="([^"]*)">', page.text)
            assert found is not None
            assert found[1] == to
            assert client.get("/preferences", params={"to": to, "language": "en"}).status_code == 200


@pytest.mark.parametrize(
    ("method", "sent", "status"),
    [
        ("GET", None, 200),
        ("PUT", None, 403),
        ("PUT", "", 403),
        ("PUT", "another", 403),
        ("PUT", "é", 403),
        ("PUT", "OURS", 200),
    ],
)
def test_a_request_by_the_session_carries_its_token(
    client: TestClient, keys: dict[str, str], method: str, sent: str | None, status: int
) -> None:
    said = client.post("/v1/classify", json={"text": NONE_RU}, headers={"Authorization": f"Bearer {keys['classify']}"})
    path, headers = f"/v1/classifications/{said.json()['id']}", {b"If-Match": b'"0"'}
    sign_in(client, keys["review"])
    if sent is not None:
        headers[b"X-CSRF-Token"] = sent.replace("OURS", client.cookies["triage_csrf"]).encode("latin-1")
    review = {"archetype": "tester", "urgency": "low", "reviewer": "Ольга"}
    answer = client.get(path, headers=headers) if method == "GET" else client.put(f"{path}/review", json=review, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert "x-csrf-token" in answer.json()["detail"]


def test_a_request_by_a_key_needs_no_token(client: TestClient, keys: dict[str, str]) -> None:
    sign_in(client, keys["review"])
    answer = client.delete("/v1/customers/c-1", headers={"Authorization": f"Bearer {keys['admin']}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(("told", "secure"), [({"X-Forwarded-Proto": "https"}, True), ({"X-Forwarded-Proto": "http"}, False), ({}, False)])
def test_behind_a_proxy_with_https_the_cookies_are_for_https_only(
    client: TestClient, keys: dict[str, str], told: dict[str, str], secure: bool
) -> None:
    page = client.get("/sign-in", headers=told)
    token = page.cookies["triage_csrf"]
    form = {"key": keys["review"], "csrf": token}
    signed_in = client.post("/sign-in", data=form, headers=told | {"Cookie": f"triage_csrf={token}"}, follow_redirects=False)
    assert signed_in.status_code == 303
    for answer in (page, signed_in):
        assert ("secure" in answer.headers["set-cookie"].lower()) is secure
