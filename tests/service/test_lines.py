"""JSON Lines over real sockets: what a client that leaves, or that sends much at once, costs."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from benchmarks.server import SERVICE, Server, running
from service.app import create_app
from service.settings import Settings
from tests.texts import NONE_RU

LINE = json.dumps({"text": NONE_RU * 3}).encode() + b"\n"
MANY = 20_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(SERVICE, "/readyz", TRIAGE_MODEL="fast", TRIAGE_DATA_DIR=str(tmp_path)) as server:
        yield server
        stopping = time.perf_counter()
    assert time.perf_counter() - stopping < 10


def begin(server: Server, length: int) -> socket.socket:
    """A connection on which a bulk request of `length` bytes has begun."""
    connection = socket.create_connection(("127.0.0.1", server.port))
    head = f"POST /v1/classify/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n"
    connection.sendall(head.encode())
    return connection


def judged(server: Server) -> int:
    lines = httpx.get(f"{server.url}/metrics").text.splitlines()
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in lines if line.startswith("triage_classifications_total{"))


def most_memory(server: Server) -> int:
    """The most bytes that were ever resident."""
    return int(Path(f"/proc/{server.pid}/status").read_text().split("VmHWM:")[1].split()[0]) * 1024


@pytest.mark.parametrize("missing", [0, 100], ids=["after the body", "in mid-body"])
def test_who_leaves_is_not_answered(server: Server, missing: int) -> None:
    body = LINE * MANY
    with begin(server, len(body) + missing) as connection:
        connection.sendall(body)
        connection.recv(1)  # it is being answered
    time.sleep(1)
    after = judged(server)
    assert 0 < after < MANY / 2
    time.sleep(1)
    assert judged(server) == after


def test_who_reads_nothing_before_everything_is_sent_is_answered(server: Server) -> None:
    body = LINE * 5_000
    with begin(server, len(body)) as connection:
        connection.sendall(body)
        answer = connection.makefile("rb")
        found = 0
        while (line := answer.readline()) != b"0\r\n":
            found += line.startswith(b'{"id"')
    assert found == 5_000


@pytest.mark.parametrize(("lines", "statuses"), [(64, [None] * 64), (65, [None] * 64 + [413])])
def test_the_limit_of_a_body(tmp_path: Path, lines: int, statuses: list[int | None]) -> None:
    line = b'{"text":"hello"}'.ljust(63) + b"\n"
    settings = Settings(model="fast", data_dir=tmp_path, max_ndjson_body_bytes=64 * 64)
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        answer = client.post("/v1/classify/batch", content=line * lines, headers={"Content-Type": "application/x-ndjson"})
        parts = client.post("/v1/classify/batch", content=(line for _ in range(lines)), headers={"Content-Type": "application/x-ndjson"})
    assert answer.status_code == (200 if lines == 64 else 413)
    found = [json.loads(line) for line in parts.text.splitlines()]
    assert [one.get("status") for one in found] == statuses
    assert found[-1].get("line") == (lines if lines > 64 else None)


def test_many_short_lines_take_no_more_memory_than_their_bytes(server: Server) -> None:
    body = b"xx\n" * 3_000_000
    before = most_memory(server)
    with begin(server, len(body) + 1) as connection:
        connection.sendall(body)
        time.sleep(2)
        assert httpx.get(f"{server.url}/healthz", timeout=30).status_code == 200
    assert most_memory(server) - before < 5 * len(body)
