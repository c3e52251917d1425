"""Entries that are too old go, also from SQLite's log, and nothing ends the sweeping."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy

from service.background import keep_doing
from service.errors import JournalUnavailable
from service.journal.database import open_engine
from service.journal.tables import classifications
from tests.service.journal.test_entries import ids, put, say
from tests.service.journal.test_recording import service
from tests.service.test_operation import refused
from tests.texts import NONE_RU


@pytest.fixture
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.journal.retention._EVERY_SECONDS", 0.2)


def grow_old(url: str, id: str, **age: int) -> None:  # noqa: A002
    engine = open_engine(url)
    with engine.begin() as connection:
        received = datetime.now(UTC) - timedelta(**age)
        connection.execute(sqlalchemy.update(classifications).where(classifications.c.id == id).values(received_at=received))
    engine.dispose()


@pytest.mark.usefixtures("_often")
def test_what_is_too_old_goes_and_nothing_else(database_url: str) -> None:
    with service(database_url) as client:
        old, reviewed, young = (say(client, f"{NONE_RU} {n}") for n in range(3))
        put(client, reviewed, 0)
    grow_old(database_url, old, days=30, minutes=1)
    grow_old(database_url, reviewed, days=90)
    grow_old(database_url, young, days=29, hours=23)
    with service(database_url, retention_days=30) as client:
        time.sleep(1)
        assert ids(client) == [young]


@pytest.mark.usefixtures("_often")
def test_a_sweep_that_a_reader_holds_up_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.journal.database._BUSY_SECONDS", 0.2)
    url = f"sqlite:///{tmp_path / 'j.sqlite3'}"
    engine = open_engine(url)
    with service(url, retention_days=1) as client:
        id = say(client, "Где мой заказ? Секретный признак кобальт")  # noqa: A001
        with engine.connect() as reader:
            reader.exec_driver_sql("BEGIN")
            reader.exec_driver_sql("SELECT text FROM classifications").all()
            grow_old(url, id, days=2)
            time.sleep(1)
            assert ids(client) == []
            assert "кобальт".encode() in b"".join(path.read_bytes() for path in tmp_path.iterdir())
        time.sleep(1.5)
        assert "кобальт".encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    engine.dispose()


@pytest.mark.parametrize("days", ["0", "36501"])
def test_days_that_no_calendar_has_refuse_the_start(days: str) -> None:
    assert "TRIAGE_RETENTION_DAYS" in refused(TRIAGE_RETENTION_DAYS=days)


@pytest.mark.usefixtures("_often")
def test_the_most_days_are_no_trouble(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    with service(database_url, retention_days=36_500) as client:
        id = say(client, NONE_RU)  # noqa: A001
        time.sleep(0.5)
        assert ids(client) == [id]
    assert caplog.messages == []


def test_a_loop_outlives_what_its_work_raises_and_quotes_nobody(caplog: pytest.LogCaptureFixture) -> None:
    troubles = [ValueError("секрет"), KeyError("секрет"), OSError("секрет"), JournalUnavailable("the journal is away")]
    over = asyncio.Event()

    async def work() -> None:
        if troubles:
            raise troubles.pop(0)
        over.set()

    asyncio.run(asyncio.wait_for(keep_doing("the sweep", 0.01, work, over), 5))
    assert [message.split(" at ")[0] for message in caplog.messages] == [
        "the sweep: unexpected ValueError",
        "the sweep: unexpected KeyError",
        "the sweep: unexpected OSError",
        "the journal is away; the sweep is tried again later",
    ]
    assert "test_retention.py" in caplog.messages[0]
    assert "секрет" not in caplog.text
