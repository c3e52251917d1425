"""Both models behind the same API, and messages that arrive together."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings
from tests.texts import IMPATIENT_RU, NONE_RU


@pytest.fixture(scope="module")
def fast() -> TestClient:
    return TestClient(create_app(Settings(model="fast")))


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
    assert [found["archetype"] for found in together] == [found["archetype"] for found in alone]
    assert [found["urgency"] for found in together] == [found["urgency"] for found in alone]


def test_an_emails_quotes_do_not_count(client: TestClient) -> None:
    quote = "\n\n12 мая 2026 г., 10:14, Анна <a@example.com> пишет:\n> Вы обманщики, пятый раз жалуюсь, пойду в суд!!!"
    body = {"text": NONE_RU + quote, "channel": "email"}
    bare = {"text": NONE_RU, "channel": "email"}
    found, expected = (client.post("/v1/classify", json=b).json()["archetype"]["probabilities"] for b in (body, bare))
    assert found == expected
