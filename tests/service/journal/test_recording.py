"""What `/v1/classify` leaves in the journal, on both databases, through HTTP."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from pydantic import SecretStr
from starlette.testclient import TestClient
from uuid_utils import uuid7

from service.app import create_app
from service.journal.database import open_engine
from service.journal.journal import Journal
from service.settings import Settings
from tests.texts import IMPATIENT_RU, NONE_RU


def service(url: str, **more: object) -> TestClient:
    settings = Settings(model="fast", database_url=SecretStr(url), **more)  # type: ignore[arg-type]
    return TestClient(create_app(settings), base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    with service(database_url) as client:
        yield client


def stored(url: str) -> list[dict[str, object]]:
    engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.exec_driver_sql("SELECT * FROM classifications ORDER BY id").mappings()]
    engine.dispose()
    return rows


def test_an_answer_means_that_it_is_recorded_masked(client: TestClient, database_url: str) -> None:
    text = "Меня зовут Иван Петров, телефон +7 912 345-67-89. Где мой заказ 55-301928?"
    answer = client.post("/v1/classify", json={"text": text, "channel": "chat", "customer_id": "c-17", "explain": True}).json()
    (row,) = stored(database_url)
    assert row["id"] == answer["id"]
    assert row["text"] == "Меня зовут [name], телефон [phone]. Где мой заказ 55-301928?"
    assert (row["channel"], row["customer_id"], row["language"]) == ("chat", "c-17", "ru")
    assert row["model_version"] == answer["model"]["version"]
    assert row["urgency"] == answer["urgency"]["label"]


@pytest.mark.parametrize(("body", "more"), [({"store": False}, {}), ({}, {"store": False})])
def test_what_is_not_to_be_stored_is_not(database_url: str, body: dict[str, bool], more: dict[str, bool]) -> None:
    with service(database_url, **more) as client:
        assert client.post("/v1/classify", json={"text": NONE_RU, **body}).status_code == 200
        kept = client.post("/v1/classify", json={"text": NONE_RU})
        assert kept.status_code == 200
    assert [row["id"] for row in stored(database_url)] == ([] if more else [kept.json()["id"]])


def test_a_batch_is_recorded_whole_and_lines_as_they_come(client: TestClient, database_url: str) -> None:
    batch = client.post("/v1/classify/batch", json={"messages": [{"text": f"{NONE_RU} {n}"} for n in range(120)]}).json()
    lines = "\n".join(f'{{"text": "{IMPATIENT_RU} {n}"}}' for n in range(70))
    answers = client.post("/v1/classify/batch", content=lines, headers={"Content-Type": "application/x-ndjson"}).text.splitlines()
    assert len(answers) == 70
    assert len(stored(database_url)) == 190
    assert {result["id"] for result in batch["results"]} < {row["id"] for row in stored(database_url)}


def test_rows_that_are_sent_again_are_there_once(client: TestClient, database_url: str) -> None:
    """As the writer does when it does not know whether they were committed."""
    ids = [client.post("/v1/classify", json={"text": f"{NONE_RU} {n}"}).json()["id"] for n in range(2)]
    journal = Journal(open_engine(database_url))

    async def again() -> None:
        first, second = [{str(name): value for name, value in (await journal.entry(id)).items()} for id in ids]  # noqa: A001
        new = {**first, "id": str(uuid7())}
        await journal.record([lambda: first, lambda: new, lambda: {**second, "text": "another"}])
        ids.append(new["id"])

    asyncio.run(again())
    journal.close()
    assert [row["id"] for row in stored(database_url)] == ids
    assert "another" not in {row["text"] for row in stored(database_url)}


def test_a_journal_opens_again_with_what_it_held(database_url: str) -> None:
    for n in range(2):
        with service(database_url) as client:
            client.post("/v1/classify", json={"text": f"{NONE_RU} {n}"})
    assert len(stored(database_url)) == 2


def test_evidence_is_moved_to_the_masked_text(client: TestClient, database_url: str) -> None:
    text = "+7 912 345-67-89 сколько можно ждать!! ау"
    answer = client.post("/v1/classify", json={"text": text, "explain": True}).json()
    (row,) = stored(database_url)
    masked = str(row["text"])
    evidence = row["evidence"]
    spans = evidence if isinstance(evidence, list) else __import__("json").loads(str(evidence))
    found = {masked[span["start"] : span["end"]] for span in spans}
    assert found
    for item in answer["evidence"]:
        if item["start"] > 17:
            assert item["text"] in found


def test_a_folder_that_cannot_be_made_refuses_the_start(tmp_path: Path) -> None:
    from service.errors import StartError

    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match="TRIAGE_DATA_DIR"):
        create_app(Settings(model="fast", data_dir=tmp_path / "file" / "var"))


@pytest.mark.parametrize("url", ["mysql://u@h/d", "no address", "postgresql://triage@127.0.0.1:1/none"])
def test_an_address_that_cannot_be_used_refuses_the_start_and_shows_no_password(url: str) -> None:
    from service.errors import StartError

    with pytest.raises(StartError) as refused:
        service(url)
    assert "triage@" not in str(refused.value)
