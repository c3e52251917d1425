"""While the database is away: what needs it says so in the contract's shape, and what does not goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.service.access_world import make, open_service, sign_in
from tests.texts import NONE_RU

REVIEW = {"archetype": "tester", "urgency": "low", "reviewer": "Ольга"}


@contextmanager
def away(folder: Path, table: str) -> Iterator[None]:
    """As if the database could not be asked: a table is missing."""
    with closing(sqlite3.connect(folder / "journal.sqlite3")) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO elsewhere")
        yield
        connection.execute(f"ALTER TABLE elsewhere RENAME TO {table}")


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_an_export_does_not_begin(tmp_path: Path, format: str) -> None:  # noqa: A002
    with open_service(tmp_path) as client:
        id = client.post("/v1/classify", json={"text": NONE_RU}).json()["id"]  # noqa: A001
        client.put(f"/v1/classifications/{id}/review", json=REVIEW, headers={"If-Match": '"0"'})
        with away(tmp_path, "classifications"):
            answer = client.get(f"/v1/classifications/export?format={format}")
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["retry-after"] == "5"
        answer = client.get(f"/v1/classifications/export?format={format}")
        assert answer.status_code == 200
        assert NONE_RU in answer.text


def test_who_is_signed_in_cannot_be_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    key = make(tmp_path, "review")
    with open_service(tmp_path) as client:
        sign_in(client, key)
        asked = (
            ("/static/app.css", "text/css", 200, "text/css"),
            ("/healthz", "*/*", 200, "application/json"),
            ("/metrics", "*/*", 200, "text/plain"),
            ("/openapi.json", "*/*", 200, "application/json"),
            ("/sign-in", "text/html", 200, "text/html"),
            ("/queue", "text/html", 503, "text/html"),
            ("/learning", "text/html", 503, "text/html"),
            ("/queue", "application/json", 503, "application/problem+json"),
            ("/v1/classifications", "text/html", 503, "application/problem+json"),
        )
        with away(tmp_path, "sessions"):
            for path, accept, status, media_type in asked:
                caplog.clear()
                answer = client.get(path, headers={"Accept": accept}, follow_redirects=False)
                assert answer.status_code == status, path
                assert answer.headers["content-type"].startswith(media_type)
                assert answer.headers.get("retry-after") == ("5" if status == 503 else None)
                assert ("the session cannot be reached" in caplog.text) is (status == 503)
        assert client.get("/queue", follow_redirects=False).status_code == 200
