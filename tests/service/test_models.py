"""Both models behind the same API, and messages that arrive together."""

import asyncio
import json
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from benchmarks.server import SERVICE, running
from service.api.batcher import MOST, Batcher
from service.app import create_app
from service.schemas import ClassifyRequest
from service.settings import Settings
from tests.texts import IMPATIENT_RU, NONE_RU


@pytest.fixture(scope="module")
def fast() -> TestClient:
    return TestClient(create_app(Settings(model="fast")), base_url="http://127.0.0.1")


def test_each_model_says_which_it_is(client: TestClient, fast: TestClient) -> None:
    accurate_name, fast_name = (c.post("/v1/classify", json={"text": IMPATIENT_RU}).json()["model"]["version"] for c in (client, fast))
    assert fast_name == accurate_name + "-fast"
    for c, name in ((client, "accurate"), (fast, "fast")):
        told = c.get("/v1/model").json()
        assert told["name"] == name
        assert set(told["figures"]) >= {"archetype", "urgency", "shown"}
        assert ("encoder.onnx" in told["files"]) is (name == "accurate")


def test_messages_sent_together_are_judged_as_if_alone(client: TestClient) -> None:
    texts = [IMPATIENT_RU, NONE_RU, "hello?? anyone there", "спасибо", IMPATIENT_RU * 3, "Do you ship to Malta?"] * 4
    alone = [client.post("/v1/classify", json={"text": text}).json() for text in texts[:6]] * 4
    with ThreadPoolExecutor(12) as pool:
        together = list(pool.map(lambda text: client.post("/v1/classify", json={"text": text}).json(), texts))
    for head in ("archetype", "urgency"):
        assert [found[head]["probabilities"] for found in together] == [found[head]["probabilities"] for found in alone]


def test_an_emails_quotes_do_not_count(client: TestClient) -> None:
    quote = "\n\n12 мая 2026 г., 10:14, Анна <a@example.com> пишет:\n> Вы обманщики, пятый раз жалуюсь, пойду в суд!!!"
    body = {"text": NONE_RU + quote, "channel": "email"}
    bare = {"text": NONE_RU, "channel": "email"}
    found, expected = (client.post("/v1/classify", json=b).json()["archetype"]["probabilities"] for b in (body, bare))
    assert found == expected


def batched(texts: list[str], classify_more: list[list[str]], fail: str | None = None) -> list[bytes | BaseException]:
    """Ask for all of `texts` at once while a first message is held up; `classify_more` gets the batches."""
    started, go = threading.Event(), threading.Event()

    def classify(requests: list[ClassifyRequest]) -> list[bytes]:
        classify_more.append([request.text for request in requests])
        started.set()
        go.wait(10)
        if any(request.text == fail for request in requests):
            raise ValueError("cannot")
        return [request.text.encode() for request in requests]

    async def ask() -> list[bytes | BaseException]:
        batcher = Batcher(classify, threads=1)
        first = asyncio.create_task(batcher.answer(ClassifyRequest(text="first")))
        await asyncio.to_thread(started.wait, 10)
        rest = [asyncio.create_task(batcher.answer(ClassifyRequest(text=text))) for text in texts]
        await asyncio.sleep(0)
        go.set()
        return await asyncio.gather(first, *rest, return_exceptions=True)

    return asyncio.run(ask())


def test_what_arrives_meanwhile_forms_the_next_batch_and_every_answer_is_its_own() -> None:
    batches: list[list[str]] = []
    texts = [f"m{number}" for number in range(MOST + 3)]
    assert batched(texts, batches) == [b"first", *(text.encode() for text in texts)]
    assert [len(batch) for batch in batches] == [1, MOST, 3]


def test_one_message_that_cannot_be_judged_fails_alone() -> None:
    batches: list[list[str]] = []
    found = batched(["a", "bad", "b"], batches, fail="bad")
    assert found[:2] == [b"first", b"a"]
    assert isinstance(found[2], ValueError)
    assert found[3] == b"b"


def ask(port: int, path: str, sent: object) -> socket.socket:
    body = json.dumps(sent).encode()
    connection = socket.create_connection(("127.0.0.1", port))
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    connection.sendall(head.encode() + body)
    return connection


@pytest.mark.parametrize("explain", [False, True])
def test_what_nobody_waits_for_any_more_is_not_judged(tmp_path: Path, explain: bool) -> None:
    sent = {"text": "Где мой заказ? " * 150, "explain": explain}
    with running(SERVICE, "/readyz", TRIAGE_MODEL="accurate", TRIAGE_DATA_DIR=str(tmp_path)) as server:
        for connection in [ask(server.port, "/v1/classify", sent) for _ in range(60)]:
            connection.close()
        httpx.post(f"{server.url}/v1/classify", json={"text": NONE_RU, "explain": explain}, timeout=60).raise_for_status()
        judged = len(httpx.get(f"{server.url}/v1/classifications?size=100").json()["entries"])
        metrics = httpx.get(f"{server.url}/metrics").text
    assert judged < 40
    assert f'triage_http_requests_total{{route="/v1/classify",status="499"}} {61 - judged}.0' in metrics
    assert 'status="500"' not in metrics


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/v1/classify", {"text": IMPATIENT_RU * 50, "explain": True}),
        ("/v1/classify/batch", {"messages": [{"text": IMPATIENT_RU * 10}] * 200}),
    ],
)
def test_others_are_answered_while_much_is_judged(tmp_path: Path, path: str, sent: object) -> None:
    with running(SERVICE, "/readyz", TRIAGE_MODEL="accurate", TRIAGE_DATA_DIR=str(tmp_path)) as server:
        asking = [ask(server.port, path, sent) for _ in range(60)]
        time.sleep(1)
        began = time.perf_counter()
        assert httpx.get(f"{server.url}/readyz", timeout=60).status_code == 200
        assert httpx.post(f"{server.url}/v1/classify", json={"text": NONE_RU}, timeout=60).status_code == 200
        assert time.perf_counter() - began < 5
        os.kill(server.pid, signal.SIGKILL)
        for connection in asking:
            connection.close()
