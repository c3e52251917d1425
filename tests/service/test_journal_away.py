"""While the database is away: what needs it says so in the contract's shape, and what does not goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.service.test_access import make, open_service
from tests.texts import NONE_RU

REVIEW = {"archetype": "tester", "urgency": "low", "reviewer": "Ольга"}


@contextmanager
def away(folder: Path, table: str) -> Iterator[None]:
    """As if the database could not be asked: a table is missing."""
    with closing(sqlite3.connect(folder / "journal.sqlite3")) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO elsewhere")
        yield
        connection.execute(f"ALTER TABLE elsewhere RENAME TO {table}")


@pytest.mark.parametrize("format", ["jsonl", "csv"])  # noqa: PT006
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
