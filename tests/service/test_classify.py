import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.schemas import BatchAnswer, ClassifyAnswer
from tests.texts import AWKWARD, COMPLAINT_RU, IMPATIENT_RU, NONE_RU, TESTER_RU, THEFT_EN, UNDECIDED_RU

NDJSON = {"Content-Type": "application/x-ndjson"}


def classify(client: TestClient, text: str, headers: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    answer = client.post("/v1/classify", json={"text": text, **fields}, headers=headers)
    assert answer.status_code == 200, answer.text
    ClassifyAnswer.model_validate_json(answer.content)
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("text", "archetype"),
    [
        (IMPATIENT_RU, "impatient"),
        (COMPLAINT_RU, "chronic_complainer"),
        (TESTER_RU, "tester"),
        (UNDECIDED_RU, "undecided"),
        (NONE_RU, None),
    ],
)
def test_plain_cases(client: TestClient, text: str, archetype: str | None) -> None:
    found = classify(client, text)
    assert found["archetype"]["shown"] is (archetype is not None)
    assert found["tags"][0] == f"archetype:{archetype or 'none'}"
    if archetype:
        assert found["archetype"]["label"] == archetype


def test_the_contract(client: TestClient) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    found = classify(client, IMPATIENT_RU, channel="chat", customer_id="c-17", available_channels=["chat", "email", "phone"], explain=True)
    assert list(found) == [
        "id", "language", "archetype", "urgency", "strategy", "channel", "evidence", "tags", "needs_review", "model",
    ]  # fmt: skip
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", found["id"])
    assert found["archetype"]["title"] == "«Хочу всё и сейчас»"
    assert list(found["archetype"]["probabilities"]) == ["impatient", "undecided", "chronic_complainer", "tester", "none"]
    assert list(found["urgency"]["probabilities"]) == ["low", "normal", "high", "critical"]
    for head in ("archetype", "urgency"):
        assert sum(found[head]["probabilities"].values()) == pytest.approx(1, abs=1e-3)
        assert found[head]["confidence"] == found[head]["probabilities"][found[head]["label"]]
    assert found["channel"]["preferred"] == "chat"
    assert found["channel"]["alternatives"] == ["phone"]
    assert found["tags"] == ["archetype:impatient", f"urgency:{found['urgency']['label']}"]
    deadline = datetime.fromisoformat(found["urgency"]["respond_by"])
    assert found["urgency"]["respond_by"].endswith("Z")
    minutes = timedelta(minutes=found["urgency"]["respond_within_minutes"])
    assert before + minutes <= deadline <= datetime.now(UTC) + minutes
    assert {e["for"] for e in found["evidence"]} == {"archetype", "urgency"}


def test_a_message_that_shows_none_gets_the_common_standard(client: TestClient) -> None:
    found = classify(client, NONE_RU, channel="email")
    standard = client.get("/v1/archetypes/none", headers={"Accept-Language": "ru"}).json()
    assert found["strategy"]["summary"] == standard["summary"]
    assert found["channel"]["preferred"] == "email"
    assert found["archetype"]["label"] in {"impatient", "undecided", "chronic_complainer", "tester"}


@pytest.mark.parametrize("text", AWKWARD)
def test_evidence_points_into_the_text_as_sent(client: TestClient, text: str) -> None:
    found = classify(client, text, explain=True)
    assert found["evidence"]
    for span in found["evidence"]:
        assert text[span["start"] : span["end"]] == span["text"]
        without = classify(client, text[: span["start"]] + text[span["end"] :])
        label = found[span["for"]]["label"]
        assert without[span["for"]]["probabilities"][label] < found[span["for"]]["probabilities"][label]


def test_without_explain_there_is_no_evidence(client: TestClient) -> None:
    assert classify(client, IMPATIENT_RU)["evidence"] == []


@pytest.mark.parametrize(
    ("text", "header", "field", "language"),
    [
        (IMPATIENT_RU, None, None, "ru"),
        (THEFT_EN, None, None, "en"),
        (IMPATIENT_RU, "en-GB,en;q=0.8", None, "en"),
        (THEFT_EN, "en;q=0.3, ru-RU;q=0.9", None, "ru"),
        (IMPATIENT_RU, "de-DE,fr;q=0.5", None, "ru"),
        (IMPATIENT_RU, "en;q=x", None, "ru"),
        (THEFT_EN, "en", "ru", "ru"),
        ("Wo ist meine Bestellung? Ich warte seit drei Tagen.", None, None, "ru"),
        ("👍", None, None, "ru"),
    ],
)
def test_language_of_the_answer(client: TestClient, text: str, header: str | None, field: str | None, language: str) -> None:
    found = classify(client, text, {"Accept-Language": header} if header else {"Accept-Language": ""}, language=field)
    assert ("а" in found["strategy"]["summary"]) is (language == "ru")


def test_the_urgent_calm_message_is_critical(client: TestClient) -> None:
    found = classify(client, THEFT_EN, channel="email")
    assert found["urgency"]["label"] in {"critical", "high"}
    assert found["urgency"]["respond_within_minutes"] <= 60


def test_a_batch_answers_in_the_same_order(client: TestClient) -> None:
    texts = [IMPATIENT_RU, NONE_RU, COMPLAINT_RU, THEFT_EN] * 40
    answer = client.post("/v1/classify/batch", json={"messages": [{"text": t, "explain": i % 50 == 0} for i, t in enumerate(texts)]})
    results = BatchAnswer.model_validate_json(answer.content).results
    single = {text: classify(client, text)["archetype"] for text in set(texts)}
    assert [r.archetype.probabilities for r in results] == [single[t]["probabilities"] for t in texts]
    assert len({r.id for r in results}) == len(texts)
    assert [bool(r.evidence) for r in results[:2]] == [True, False]


def test_a_full_batch(client: TestClient) -> None:
    answer = client.post("/v1/classify/batch", json={"messages": [{"text": NONE_RU}] * 1000})
    assert len(answer.json()["results"]) == 1000


def test_lines_in_lines_out(client: TestClient) -> None:
    too_long = json.dumps({"text": "x" * 300_000})
    lines = [json.dumps({"text": IMPATIENT_RU}), "", '{"text": " "}', "rubbish", too_long, json.dumps({"text": THEFT_EN})]
    answer = client.post("/v1/classify/batch", content="\r\n".join(lines).encode(), headers=NDJSON)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert [f.get("line") for f in found] == [None, 3, 4, 5, None]
    assert [f.get("status") for f in found] == [None, 422, 422, 413, None]
    assert found[0]["archetype"]["label"] == "impatient"
    assert found[4]["language"] == "en"
    assert found[1]["errors"][0]["pointer"] == "#/text"


def test_lines_cut_anywhere(client: TestClient) -> None:
    sent = (json.dumps({"text": IMPATIENT_RU}, ensure_ascii=False) + "\n").encode() * 300
    answer = client.post("/v1/classify/batch", content=(sent[i : i + 7919] for i in range(0, len(sent), 7919)), headers=NDJSON)
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert [f["tags"][0] for f in found] == ["archetype:impatient"] * 300


def test_no_lines(client: TestClient) -> None:
    answer = client.post("/v1/classify/batch", content=b"", headers=NDJSON)
    assert (answer.status_code, answer.text) == (200, "")
