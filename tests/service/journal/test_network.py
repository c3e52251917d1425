"""A network between the service and PostgreSQL that goes wrong in other ways than by closing connections."""

import os
import time
from collections.abc import Iterator

import pytest
import sqlalchemy
from starlette.testclient import TestClient

from tests.service.journal.forwarder import Forwarder, forwarder
from tests.service.journal.test_entries import say
from tests.service.journal.test_recording import service, stored
from tests.texts import NONE_RU

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
# They wait for what does not come.
patient = pytest.mark.skipif("SOAK_NETWORK" not in os.environ, reason="NOT RUN: waits for half a minute; run `make soak`")

# The longest that anybody may wait: a statement, its grace, a new connection, and all that once more in the queue.
PATIENCE_SECONDS = 15


@pytest.fixture
def network(postgresql: str) -> Iterator[Forwarder]:
    port = sqlalchemy.make_url(postgresql).port
    assert port is not None
    with forwarder(port) as found:
        yield found


@pytest.fixture
def url(network: Forwarder, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database behind the network, and less patience than in earnest."""
    monkeypatch.setattr("service.journal.postgresql._STATEMENT_SECONDS", 1.0)
    monkeypatch.setattr("service.journal.postgresql._GRACE_SECONDS", 0.5)
    monkeypatch.setattr("service.journal.postgresql._CONNECT_SECONDS", 2)
    return sqlalchemy.make_url(database_url).set(port=network.port).render_as_string(hide_password=False)


def asked(client: TestClient, method: str, path: str) -> int:
    """The status of the answer, which must come in time."""
    begun = time.monotonic()
    status = client.request(method, path, json={"text": NONE_RU} if method == "POST" else None).status_code
    assert time.monotonic() - begun < PATIENCE_SECONDS
    return status


@patient
def test_a_database_that_says_nothing_is_told_everywhere_in_time_and_comes_back(network: Forwarder, url: str) -> None:
    with service(url) as client, service(url, journal_required=False) as lenient:
        id = say(client, NONE_RU)  # noqa: A001
        say(lenient, NONE_RU)
        assert asked(client, "GET", "/readyz") == 200
        network.freeze()
        assert asked(client, "POST", "/v1/classify") == 503
        assert asked(lenient, "POST", "/v1/classify") == 200
        assert asked(client, "GET", "/readyz") == 503
        assert asked(client, "GET", f"/v1/classifications/{id}") == 503
        assert asked(client, "GET", "/v1/stats") == 503
        assert asked(client, "DELETE", "/v1/customers/c-1") == 503
        assert asked(client, "POST", "/v1/classify") == 503
        network.thaw()
        assert asked(client, "POST", "/v1/classify") == 200
        assert asked(client, "GET", "/readyz") == 200
        assert asked(client, "GET", f"/v1/classifications/{id}") == 200


def test_a_message_is_told_in_time_that_the_database_says_nothing(network: Forwarder, url: str) -> None:
    with service(url) as client:
        say(client, NONE_RU)
        network.freeze()
        assert asked(client, "POST", "/v1/classify") == 503
        network.thaw()
        assert asked(client, "POST", "/v1/classify") == 200


@patient
def test_what_needs_long_gets_it_and_a_lock_does_not(url: str) -> None:
    """Statistics wait longer for the database than a message does; neither waits for a lock."""
    with service(url) as client:
        say(client, NONE_RU)
        engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.begin() as connection:
            # Each row is read as slowly as many rows are: for longer than a short statement may take.
            connection.exec_driver_sql("ALTER TABLE classifications RENAME TO kept")
            connection.exec_driver_sql("CREATE VIEW classifications AS SELECT kept.* FROM kept, pg_sleep(1.2)")
        assert client.get("/v1/stats").json()["total"] == 1
        assert asked(client, "GET", f"/v1/classifications/{stored(url)[0]['id']}") == 503
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP VIEW classifications")
            connection.exec_driver_sql("ALTER TABLE kept RENAME TO classifications")
        with engine.begin() as connection:
            connection.exec_driver_sql("LOCK TABLE classifications")
            assert asked(client, "GET", "/v1/stats") == 503
            assert asked(client, "POST", "/v1/classify") == 503
        engine.dispose()
        assert asked(client, "POST", "/v1/classify") == 200


def test_a_commit_whose_answer_is_lost_is_not_written_twice(network: Forwarder, url: str) -> None:
    with service(url) as client:
        say(client, f"{NONE_RU} 1")
        network.lose_the_answer_to(b"INSERT INTO classifications")
        answer = client.post("/v1/classify", json={"text": f"{NONE_RU} 2"})
        assert network.losses == 1
        assert answer.status_code == 200
        assert [row["text"] for row in stored(url)] == [f"{NONE_RU} 1", f"{NONE_RU} 2"]
