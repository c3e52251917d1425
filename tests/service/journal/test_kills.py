"""The process is killed at random moments under load: what it acknowledged is there, once. `make soak` does it 100 and 20 times."""

import os
import random
import re
import resource
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import httpx
import pytest
import sqlalchemy

from tests.service.journal.postgresql import postgresql_server
from tests.texts import NONE_RU

KILLS = {"sqlite": int(os.environ.get("SOAK_SQLITE_KILLS", "2")), "postgresql": int(os.environ.get("SOAK_POSTGRESQL_KILLS", "1"))}
CLIENTS = 4


class Victim:
    """A service that is about to be killed, and clients that remember what it acknowledged."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "service"]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        for line in self.process.stderr:
            found = re.search(r"running on (http://\S+)", line)
            if found:
                self.address = found[1]
                return
        raise AssertionError("the service did not start")

    def load_and_kill(self, seconds: float, acknowledged: list[str]) -> None:
        """Ask from several clients, and kill after `seconds`."""
        stop = threading.Event()

        def ask() -> None:
            with httpx.Client(base_url=self.address) as client:
                while not stop.is_set():
                    try:
                        answer = client.post("/v1/classify", json={"text": NONE_RU, "customer_id": str(uuid.uuid4())})
                        answer.raise_for_status()
                        acknowledged.append(answer.json()["id"])
                    except httpx.HTTPError:
                        return

        clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        stop.wait(seconds)
        self.kill()
        stop.set()
        for client in clients:
            client.join()

    def kill(self) -> None:
        """Kill it at once."""
        self.process.kill()
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()


def acknowledged_and_stored(url: str, environment: dict[str, str], kills: int) -> tuple[list[str], dict[str, str]]:
    """Kill so many times under load; the ids that were answered, and those in the database with their customers, one a request."""
    acknowledged: list[str] = []
    rng = random.Random(7)  # noqa: S311 -- repeatable moments
    for _ in range(kills):
        Victim(environment).load_and_kill(rng.uniform(0.05, 0.8), acknowledged)
    Victim(environment).kill()  # it opens once more
    engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        stored = {row.id: row.customer_id for row in connection.exec_driver_sql("SELECT id, customer_id FROM classifications")}
    engine.dispose()
    return acknowledged, stored


def bare(**more: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("TRIAGE_")}
    return clean | {"TRIAGE_PORT": "0", "TRIAGE_MODEL": "fast"} | more


@pytest.mark.timeout(1_800)
def test_sqlite_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    kills, url = KILLS["sqlite"], f"sqlite:///{tmp_path / 'journal.sqlite3'}"
    acknowledged, stored = acknowledged_and_stored(url, bare(TRIAGE_DATA_DIR=str(tmp_path)), kills)
    assert len(acknowledged) > kills
    assert len(set(stored.values())) == len(stored)
    assert set(acknowledged) <= set(stored)


@pytest.mark.timeout(1_800)
def test_postgresql_keeps_what_was_acknowledged() -> None:
    with postgresql_server() as server:
        kills = KILLS["postgresql"]
        acknowledged, stored = acknowledged_and_stored(server.url, bare(TRIAGE_DATABASE_URL=server.url), kills)
    assert len(acknowledged) > kills
    assert len(set(stored.values())) == len(stored)
    assert set(acknowledged) <= set(stored)


def test_a_database_that_goes_away_is_told_and_comes_back() -> None:
    """PostgreSQL stops and starts again under a running service: 503 with Retry-After, then answers, without a restart."""
    with postgresql_server() as server:
        victim = Victim(bare(TRIAGE_DATABASE_URL=server.url))
        lenient = Victim(bare(TRIAGE_DATABASE_URL=server.url, TRIAGE_JOURNAL_REQUIRED="false"))
        ask = {"text": NONE_RU}
        try:
            assert httpx.post(f"{victim.address}/v1/classify", json=ask).status_code == 200
            assert httpx.post(f"{lenient.address}/v1/classify", json=ask).status_code == 200
            server.stop()
            away = httpx.post(f"{victim.address}/v1/classify", json=ask, timeout=30)
            assert away.status_code == 503
            assert away.headers["retry-after"] == "5"
            assert away.headers["content-type"] == "application/problem+json"
            assert httpx.get(f"{victim.address}/readyz", timeout=30).status_code == 503
            assert httpx.get(f"{victim.address}/healthz").status_code == 200
            assert httpx.get(f"{lenient.address}/readyz", timeout=30).status_code == 200
            assert httpx.delete(f"{victim.address}/v1/customers/c-1", timeout=30).status_code == 503
            assert httpx.post(f"{lenient.address}/v1/classify", json=ask, timeout=30).status_code == 200
            assert "triage_not_stored_total 1.0" in httpx.get(f"{lenient.address}/metrics").text
            server.start()
            assert httpx.post(f"{victim.address}/v1/classify", json=ask, timeout=30).status_code == 200
            assert httpx.get(f"{victim.address}/readyz", timeout=30).status_code == 200
        finally:
            victim.kill()
            lenient.kill()


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    """The journal's file may not grow any more, then it may again."""
    victim = Victim(bare(TRIAGE_DATA_DIR=str(tmp_path)))
    ask = {"text": NONE_RU * 20}
    try:
        acknowledged = [httpx.post(f"{victim.address}/v1/classify", json=ask).json()["id"]]
        size = (tmp_path / "journal.sqlite3").stat().st_size
        _, hard = resource.prlimit(victim.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        for _ in range(200):
            answer = httpx.post(f"{victim.address}/v1/classify", json=ask)
            if answer.status_code != 200:
                break
            acknowledged.append(answer.json()["id"])
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert NONE_RU not in answer.text
        resource.prlimit(victim.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        answer = httpx.post(f"{victim.address}/v1/classify", json=ask)
        assert answer.status_code == 200
        acknowledged.append(answer.json()["id"])
        for id in acknowledged:  # noqa: A001
            assert httpx.get(f"{victim.address}/v1/classifications/{id}").status_code == 200
    finally:
        victim.kill()
