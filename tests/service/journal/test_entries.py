"""The journal's routes, on both databases, through HTTP: lists, pages, reviews, erasure, export, and rubbish."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.journal.database import open_engine
from tests.service.journal.test_recording import service
from tests.texts import IMPATIENT_RU, NONE_RU

REVIEW = {"archetype": "tester", "urgency": "low", "comment": "сам проверил", "reviewer": "Ольга"}


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    with service(database_url) as client:
        yield client


def say(client: TestClient, text: str, **more: Any) -> str:
    found: str = client.post("/v1/classify", json={"text": text, **more}).json()["id"]
    return found


def ids(client: TestClient, query: str = "") -> list[str]:
    return [entry["id"] for entry in client.get(f"/v1/classifications?{query}").json()["entries"]]


def put(client: TestClient, id: str, version: int, **more: Any) -> Any:  # noqa: A002
    return client.put(f"/v1/classifications/{id}/review", json={**REVIEW, **more}, headers={"If-Match": f'"{version}"'})


def test_what_a_trainer_writes_is_masked_too(client: TestClient) -> None:
    id = say(client, NONE_RU)  # noqa: A001
    assert put(client, id, 0, comment="перезвонить на +7 912 345-67-89").status_code == 200
    assert client.get(f"/v1/classifications/{id}").json()["reviews"][0]["comment"] == "перезвонить на [phone]"


def test_pages_hold_every_entry_once_in_order(client: TestClient) -> None:
    said = [say(client, f"{NONE_RU} {n}") for n in range(7)]
    for order in ("newest", "least_certain"):
        found, cursor = [], ""
        while True:
            page = client.get(f"/v1/classifications?size=3&order={order}{cursor}").json()
            found += page["entries"]
            if page["next"] is None:
                break
            cursor = f"&cursor={page['next']}"
        assert sorted(entry["id"] for entry in found) == sorted(said)
        if order == "newest":
            assert [entry["id"] for entry in found] == said[::-1]
        else:
            assert [entry["confidence"] for entry in found] == sorted(entry["confidence"] for entry in found)


def test_filters_choose(client: TestClient) -> None:
    plain = say(client, "Подскажите, до скольки работает офис на улице Ленина?", channel="email", customer_id="a b/ё")
    pressing = say(client, IMPATIENT_RU, channel="chat")
    english = say(client, "Do you ship to Malta? 100% cotton_shirt", channel="chat")
    entry = client.get(f"/v1/classifications/{pressing}").json()
    for query, expected in {
        "channel=email": [plain],
        "language=en": [english],
        f"archetype={entry['archetype']}": [pressing],
        "customer_id=a%20b/ё": [plain],
        "text=ОФИС": [plain],
        "text=malta": [english],
        "text=100%25": [english],
        "text=n_s": [english],
        "text=l_n": [],
        "reviewed=true": [],
        "reviewed=false": [english, pressing, plain],
        f"model_version={entry['model_version']}": [english, pressing, plain],
        "received_from=2099-01-01T00:00:00Z": [],
        "received_to=2099-01-01T00:00:00%2B03:00": [english, pressing, plain],
        f"confidence_from={entry['confidence']}&confidence_to={entry['confidence']}": [pressing],
    }.items():
        assert ids(client, query) == expected, query
    put(client, plain, 0, archetype="none", urgency=client.get(f"/v1/classifications/{plain}").json()["urgency"])
    put(client, pressing, 0)
    assert ids(client, "disagreed=true") == [pressing]
    assert ids(client, "disagreed=false") == [plain]
    assert ids(client, "reviewed=true") == [pressing, plain]


def test_a_review_keeps_the_history_and_names_what_it_changes(client: TestClient) -> None:
    id = say(client, NONE_RU)  # noqa: A001
    seen = client.get(f"/v1/classifications/{id}")
    assert seen.headers["ETag"] == '"0"'
    first = put(client, id, 0)
    assert first.status_code == 200
    assert first.headers["ETag"] == '"1"'
    second = put(client, id, 1, archetype="none", reviewer="Пётр")
    assert [(r["version"], r["archetype"], r["reviewer"]) for r in second.json()["reviews"]] == [
        (1, "tester", "Ольга"),
        (2, "none", "Пётр"),
    ]
    assert (second.json()["reviewed_archetype"], second.json()["review_version"]) == ("none", 2)


def test_two_trainers_at_once_one_is_told(client: TestClient) -> None:
    id = say(client, NONE_RU)  # noqa: A001
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(put(client, id, 0).status_code)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 412, 412, 412, 412, 412]
    assert len(client.get(f"/v1/classifications/{id}").json()["reviews"]) == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "where"),
    [
        ("GET", "/v1/classifications?cursor=rubbish", None, {}, 422, "cursor"),
        ("GET", "/v1/classifications?cursor=WzFd", None, {}, 422, "cursor"),
        ("GET", "/v1/classifications?cursor=WyJcdTAwMDAiXQ", None, {}, 422, "cursor"),
        ("GET", "/v1/classifications?size=0", None, {}, 422, "size"),
        ("GET", "/v1/classifications?size=9&size=8", None, {}, 422, "size"),
        ("GET", "/v1/classifications?archetype=angry", None, {}, 422, "archetype"),
        ("GET", "/v1/classifications?received_from=2026-01-01", None, {}, 422, "received_from"),
        ("GET", "/v1/classifications?nonsense=1", None, {}, 422, "nonsense"),
        ("GET", "/v1/classifications?text=%00", None, {}, 422, "text"),
        ("GET", "/v1/classifications/none", None, {}, 404, ""),
        ("GET", "/v1/classifications/%00", None, {}, 404, ""),
        ("GET", "/v1/classifications?customer_id=%00", None, {}, 422, "customer_id"),
        ("POST", "/v1/classify", {"text": "hello", "customer_id": "a\0"}, {}, 422, "customer_id"),
        ("GET", "/v1/classifications/export?format=xls", None, {}, 422, "format"),
        ("PUT", "/v1/classifications/none/review", REVIEW, {"If-Match": '"0"'}, 404, ""),
        ("PUT", "/v1/classifications/ID/review", REVIEW, {}, 428, ""),
        ("PUT", "/v1/classifications/ID/review", REVIEW, {"If-Match": '"1"'}, 412, ""),
        ("PUT", "/v1/classifications/ID/review", REVIEW, {"If-Match": "*"}, 412, ""),
        ("PUT", "/v1/classifications/ID/review", {**REVIEW, "archetype": "angry"}, {"If-Match": '"0"'}, 422, "archetype"),
        ("PUT", "/v1/classifications/ID/review", {**REVIEW, "reviewer": " "}, {"If-Match": '"0"'}, 422, "reviewer"),
        ("PUT", "/v1/classifications/ID/review", {**REVIEW, "comment": "x" * 2001}, {"If-Match": '"0"'}, 422, "comment"),
        ("PUT", "/v1/classifications/ID/review", {**REVIEW, "score": 1}, {"If-Match": '"0"'}, 422, "score"),
    ],
)
def test_rubbish_is_refused_with_the_place(
    client: TestClient, method: str, path: str, body: Any, headers: dict[str, str], status: int, where: str
) -> None:
    id = say(client, NONE_RU)  # noqa: A001
    answer = client.request(method, path.replace("ID", id), json=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert where in json.dumps(answer.json().get("errors", ""))
    assert client.get(f"/v1/classifications/{id}").json()["review_version"] == 0


def test_a_customer_is_erased_and_nobody_else(client: TestClient) -> None:
    gone = [say(client, NONE_RU, customer_id="c/1") for _ in range(2)]
    put(client, gone[0], 0)
    kept = say(client, NONE_RU, customer_id="c/2")
    assert client.delete("/v1/customers/c%2F1").json() == {"erased": 2}
    assert client.delete("/v1/customers/c%2F1").json() == {"erased": 0}
    assert ids(client) == [kept]


def test_no_byte_of_an_erased_customer_stays_in_sqlites_files(tmp_path: Path) -> None:
    with service(f"sqlite:///{tmp_path / 'j.sqlite3'}") as client:
        for n in range(30):
            id = say(client, f"Где мой заказ? Секретный признак кобальт{n}", customer_id="erase-me-4471")  # noqa: A001
        put(client, id, 0, comment="примечание кобальт")
        say(client, NONE_RU)
        assert client.delete("/v1/customers/erase-me-4471").json() == {"erased": 30}
        files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "кобальт".encode() not in files
    assert b"erase-me-4471" not in files


def test_an_erasure_that_a_reader_holds_up_says_so_and_is_finished_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.journal.database._BUSY_SECONDS", 0.2)
    url = f"sqlite:///{tmp_path / 'j.sqlite3'}"
    with service(url) as client:
        say(client, "Где мой заказ? Секретный признак кобальт", customer_id="erase-me-4471")
        engine = open_engine(url)
        with engine.connect() as reader:
            reader.exec_driver_sql("BEGIN")
            reader.exec_driver_sql("SELECT text FROM classifications").all()
            held_up = client.delete("/v1/customers/erase-me-4471")
            assert held_up.status_code == 503
            assert held_up.headers["retry-after"]
        engine.dispose()
        assert client.delete("/v1/customers/erase-me-4471").status_code == 200
        assert ids(client) == []
        assert "кобальт".encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_export_is_training_data_and_a_safe_table(client: TestClient) -> None:
    formula = say(client, "=HYPERLINK(1) проверьте ссылку, пожалуйста", channel="email")
    say(client, "не проверено никем")
    put(client, formula, 0)
    (line,) = client.get("/v1/classifications/export?domain=bank").text.splitlines()
    assert json.loads(line) == {
        "text": "=HYPERLINK(1) проверьте ссылку, пожалуйста",
        "lang": "ru", "channel": "email", "domain": "bank", "archetype": "tester", "urgency": "low",
    }  # fmt: skip
    table = client.get("/v1/classifications/export?format=csv").content
    assert table.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert dict(zip(head, row, strict=True))["text"] == "'=HYPERLINK(1) проверьте ссылку, пожалуйста"
