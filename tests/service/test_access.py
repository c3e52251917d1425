"""Keys: made by the command, asked for by every route, refused in the contract's shape."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.errors import StartError
from tests.service.access_world import command, make, open_service
from tests.texts import NONE_RU

MESSAGE = {"text": NONE_RU}


@pytest.fixture
def client(tmp_path: Path, keys: dict[str, str]) -> Iterator[TestClient]:  # noqa: ARG001 -- keys must be there first
    with open_service(tmp_path) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/v1/classify", {"classify", "admin"}),
        ("POST", "/v1/classify/batch", {"classify", "admin"}),
        ("GET", "/v1/archetypes", {"classify", "admin"}),
        ("GET", "/v1/archetypes/tester", {"classify", "admin"}),
        ("GET", "/v1/model", {"classify", "admin"}),
        ("GET", "/v1/classifications", {"review", "admin"}),
        ("GET", "/v1/classifications/export", {"review", "admin"}),
        ("PUT", "/v1/classifications/none/review", {"review", "admin"}),
        ("GET", "/v1/stats", {"review", "admin"}),
        ("DELETE", "/v1/customers/c-1", {"admin"}),
        ("GET", "/v1//classify", {"admin"}),
        ("GET", "/v1/anything", {"admin"}),
        ("GET", "/healthz", {"nobody", "classify", "review", "admin"}),
        ("GET", "/readyz", {"nobody", "classify", "review", "admin"}),
        ("GET", "/openapi.json", {"nobody", "classify", "review", "admin"}),
    ],
)
def test_a_route_opens_for_its_scope_only(client: TestClient, keys: dict[str, str], method: str, path: str, allowed: set[str]) -> None:
    for who in ("nobody", "classify", "review", "admin"):
        headers = {"Authorization": f"Bearer {keys[who]}"} if who != "nobody" else {}
        answer = client.request(method, path, json=MESSAGE if method != "GET" else None, headers=headers)
        if who in allowed:
            assert answer.status_code not in (401, 403), (who, answer.text)
        else:
            assert answer.status_code == (401 if who == "nobody" else 403)
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("localhost:8000", True),
        ("LOCALHOST", True),
        ("127.0.0.1:8000", True),
        ("127.8.8.8", True),
        ("[::1]:8000", True),
        ("rebound.example:8000", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("10.0.0.7:8000", False),
        ("[::2]", False),
        ("127.0.0.1@x", False),
    ],
)
def test_without_a_key_only_this_machines_names_are_answered(tmp_path: Path, host: str, answered: bool) -> None:
    with open_service(tmp_path) as client:
        for path in ("/v1/classifications", "/queue"):
            assert client.get(path, headers={"Host": host}).status_code == (200 if answered else 403), path
        assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_with_a_key_any_name_will_do(client: TestClient, keys: dict[str, str]) -> None:
    headers = {"Host": "triage.example", "Authorization": f"Bearer {keys['review']}"}
    assert client.get("/v1/classifications", headers=headers).status_code == 200


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer x", "Basic dGs6", "Bearer tk_a_b", "Bearer tk__", "Bearer tk_é_b"])
def test_what_is_no_key_is_refused(client: TestClient, sent: str) -> None:
    answer = client.post("/v1/classify", json=MESSAGE, headers={b"Authorization": sent.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_another_keys_secret_does_not_fit(client: TestClient, keys: dict[str, str]) -> None:
    mixed = "_".join([*keys["classify"].split("_")[:2], keys["admin"].split("_", 2)[2]])
    assert client.post("/v1/classify", json=MESSAGE, headers={"Authorization": f"Bearer {mixed}"}).status_code == 401


def test_a_revoked_key_opens_nothing(tmp_path: Path) -> None:
    first, second = make(tmp_path, "classify"), make(tmp_path, "classify")
    assert command(tmp_path, "revoke", first.split("_")[1]).returncode == 0
    assert command(tmp_path, "revoke", first.split("_")[1]).returncode == 1
    assert "revoked" in command(tmp_path, "list").stdout
    with open_service(tmp_path) as client:
        for key, status in ((first, 401), (second, 200)):
            assert client.post("/v1/classify", json=MESSAGE, headers={"Authorization": f"Bearer {key}"}).status_code == status


def test_the_last_key_revoked_opens_nothing(tmp_path: Path) -> None:
    command(tmp_path, "revoke", make(tmp_path, "admin").split("_")[1])
    with open_service(tmp_path) as client:
        assert client.post("/v1/classify", json=MESSAGE).status_code == 401
        assert client.delete("/v1/customers/c-1").status_code == 401
    with pytest.raises(StartError, match="access key"):
        open_service(tmp_path, host="0.0.0.0")  # noqa: S104


def test_no_key_is_stored_readably(tmp_path: Path) -> None:
    secret = make(tmp_path, "classify").split("_", 2)[2]
    assert all(secret.encode() not in path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("host", "starts"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("192.0.2.1", False)],  # noqa: S104
)
def test_without_a_key_only_loopback_is_listened_on(tmp_path: Path, host: str, starts: bool) -> None:
    if starts:
        open_service(tmp_path, host=host)
    else:
        with pytest.raises(StartError, match="access key"):
            open_service(tmp_path, host=host)
        make(tmp_path, "admin")
        open_service(tmp_path, host=host)


@pytest.mark.parametrize(
    ("name", "status"),
    [("Ольга Н.", 0), ("x" * 100, 0), (" x ", 0), ("", 2), ("  ", 2), ("x" * 101, 2), ("a\nb", 2), ("a\x7f", 2)],
)
def test_a_keys_name_can_sign_a_review(tmp_path: Path, name: str, status: int) -> None:
    made = command(tmp_path, "create", name, "--scope", "review")
    assert made.returncode == status
    assert "Traceback" not in made.stderr
    assert ("100 characters" in made.stderr) is (status == 2)
