"""Start, settings, health, metrics, the API's description."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from model.shipped import SHIPPED
from service.api import classifier as classifier_module
from service.app import create_app
from service.settings import Settings
from tests.texts import IMPATIENT_RU, NONE_RU


def refused(**environment: str) -> str:
    """Start the service by its own command with `environment`, which it must refuse; returns what it says."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("TRIAGE_")}
    command = [sys.executable, "-m", "service"]
    run = subprocess.run(command, env=clean | environment, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2, run.stderr
    assert "Traceback" not in run.stderr
    return run.stderr


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("TRIAGE_PROT", "1", "unknown setting TRIAGE_PROT"),
        ("TRIAGE_PORT", "http", "TRIAGE_PORT"),
        ("TRIAGE_PORT", "70000", "TRIAGE_PORT"),
        ("TRIAGE_AVAILABLE_CHANNELS", "chat,fax", "TRIAGE_AVAILABLE_CHANNELS"),
        ("TRIAGE_AVAILABLE_CHANNELS", "", "TRIAGE_AVAILABLE_CHANNELS"),
        ("TRIAGE_SHOWN_THRESHOLD", "2", "TRIAGE_SHOWN_THRESHOLD"),
        ("TRIAGE_MODEL", "quick", "TRIAGE_MODEL"),
        ("TRIAGE_MODEL_DIR", "/nowhere", "manifest.json is missing"),
        ("TRIAGE_PLAYBOOK_DIR", "/nowhere", "not a folder"),
        ("TRIAGE_DEFAULT_LANGUAGE", "de", "TRIAGE_DEFAULT_LANGUAGE"),
    ],
)
def test_a_wrong_setting_refuses_the_start(name: str, value: str, reason: str) -> None:
    assert reason in refused(**{name: value})


def test_a_damaged_model_refuses_the_start(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "artifact"))
    (folder / "encoder.onnx").write_bytes(b"damaged")
    assert "SHA-256" in refused(TRIAGE_MODEL_DIR=str(folder))


def test_available_channels_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAGE_AVAILABLE_CHANNELS", "email, phone")
    with TestClient(create_app(Settings.from_environment()), base_url="http://127.0.0.1") as client:
        assert client.post("/v1/classify", json={"text": IMPATIENT_RU}).json()["channel"]["preferred"] == "phone"


@pytest.mark.parametrize(("threshold", "shown"), [(0.0, True), (1.0, False)])
def test_a_company_chooses_its_own_thresholds(threshold: float, shown: bool) -> None:
    with TestClient(create_app(Settings(shown_threshold=threshold, review_threshold=threshold)), base_url="http://127.0.0.1") as client:
        found = client.post("/v1/classify", json={"text": NONE_RU}).json()
        assert found["archetype"]["shown"] is shown
        assert found["needs_review"] is not shown


def test_nothing_is_opened_at_import() -> None:
    code = "import service.app, sys; assert 'service.app' in sys.modules"
    run = subprocess.run([sys.executable, "-c", code], env=os.environ | {"TRIAGE_MODEL_DIR": "/nowhere"}, check=False, timeout=60)
    assert run.returncode == 0


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")


def test_the_pages_of_the_api_need_no_other_host(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    parts = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(parts) >= 3
    assert [part for part in parts if client.get(part).status_code != 200 or "//" in part] == []


def test_the_loaded_model_is_described(client: TestClient) -> None:
    found = client.get("/v1/model").json()
    assert found["version"] == client.get("/readyz").json()["model"]
    assert found["figures"]["archetype"]["all"]["kappa"] > 0.3
    assert client.post("/v1/classify", json={"text": NONE_RU}).json()["model"] == {"version": found["version"]}


def test_metrics_count_and_hold_no_text(client: TestClient) -> None:
    def count(line: str) -> float:
        lines = [found for found in client.get("/metrics").text.splitlines() if found.startswith(line + " ")]
        return float(lines[0].rsplit(" ", 1)[1]) if lines else 0.0

    answered = 'triage_http_requests_total{route="/v1/classify",status="200"}'
    refused = 'triage_http_requests_total{route="/v1/classify",status="422"}'
    before = count(answered), count(refused)
    client.post("/v1/classify", json={"text": IMPATIENT_RU, "customer_id": "c-secret"})
    client.post("/v1/classify", json={"text": ""})
    client.get("/some/unknown/path-4417")
    assert (count(answered), count(refused)) == (before[0] + 1, before[1] + 1)
    text = client.get("/metrics").text
    assert 'triage_classifications_total{archetype="impatient"' in text
    for secret in ("курьер", "c-secret", "path-4417"):
        assert secret not in text


def test_an_unexpected_error_says_and_logs_nothing_of_the_message(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_self: object, requests: list[object], _accepted: object) -> None:
        raise ValueError(f"cannot judge {requests}")

    monkeypatch.setattr(classifier_module.Classifier, "classify", fails)
    answer = client.post("/v1/classify", json={"text": IMPATIENT_RU})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "курьер" not in answer.text + caplog.text
    assert "unexpected ValueError at test_operation.py" in caplog.text


def test_a_client_that_goes_away_in_mid_body_is_no_error(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    parts: list[Message] = [{"type": "http.request", "body": b'{"text": "', "more_body": True}, {"type": "http.disconnect"}]
    sent: list[Message] = []

    async def receive() -> Message:
        return parts.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    where = {"type": "http", "method": "POST", "path": "/v1/classify", "query_string": b"", "scheme": "http", "root_path": ""}
    asyncio.run(client.app({**where, "headers": headers}, receive, send))  # type: ignore[arg-type]
    assert sent == []
    assert "unexpected" not in caplog.text


def test_the_description_is_the_one_that_is_kept(client: TestClient) -> None:
    """`docs/openapi.json` changes only on purpose: `make openapi` writes it."""
    kept = json.loads(Path("docs/openapi.json").read_text())
    assert client.get("/openapi.json").json() == kept


def test_the_description_resolves(client: TestClient) -> None:
    found = client.get("/openapi.json").json()

    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            return [v for k, v in node.items() if k == "$ref"] + [r for v in node.values() for r in references(v)]
        return [r for v in node for r in references(v)] if isinstance(node, list) else []

    names = {f"#/components/schemas/{name}" for name in found["components"]["schemas"]}
    assert set(references(found)) <= names
    assert "/v1/classify/batch" in found["paths"]


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("post", "/v1/classify", "classify"),
        ("get", "/v1/model", "classify"),
        ("get", "/v1/classifications", "review"),
        ("put", "/v1/classifications/{id}/review", "review"),
        ("delete", "/v1/customers/{customer_id}", "admin"),
        ("get", "/healthz", None),
        ("get", "/metrics", None),
    ],
)
def test_the_description_says_which_key_is_asked_for(client: TestClient, method: str, path: str, scope: str | None) -> None:
    found = client.get("/openapi.json").json()
    operation = found["paths"][path][method]
    assert operation.get("security") == (None if scope is None else [{"key": []}])
    assert found["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert (f"scope `{scope}`" in operation["description"]) is (scope is not None)
    assert ({"401", "403"} <= set(operation["responses"])) is (scope is not None)


def test_the_description_tells_of_lines_that_are_problems(client: TestClient) -> None:
    found = client.get("/openapi.json").json()
    lines = found["paths"]["/v1/classify/batch"]["post"]["responses"]["200"]["content"]["application/x-ndjson"]["schema"]["anyOf"]
    assert [line["$ref"].rsplit("/", 1)[1] for line in lines] == ["ClassifyAnswer", "LineProblem"]
    assert "line" in found["components"]["schemas"]["LineProblem"]["required"]
