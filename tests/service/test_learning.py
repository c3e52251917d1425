"""From reviews to another model in force, as a trainer and a replica see it; on both databases."""

import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import Engine, update
from starlette.testclient import TestClient

from service.app import create_app
from service.errors import Busy, Conflict, ModelInForce, NotFound, NotPromotable
from service.journal.database import open_database
from service.journal.tables import models as stored
from service.journal.tables import training_runs
from service.learning.reviews import settled
from service.learning.runs import Runs
from service.learning.store import Models
from service.settings import Settings
from tests.learning_world import messages, reviewed_json
from tests.texts import NONE_RU
from training.dataset import Record, data_sha256, read_labelled
from training.learn import Material, learn
from training.progress import print_progress
from training.reviewed import read_reviewed


@pytest.fixture
def settings(labelled: Path, champion: Path, database_url: str, tmp_path: Path) -> Settings:
    return Settings(model_dir=champion, labelled_dir=labelled, database_url=SecretStr(database_url), data_dir=tmp_path / "data")


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = open_database(settings)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def challenger(labelled: Path, champion: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("challenger")
    material = Material(read_labelled(labelled), read_reviewed(reviewed_json(12).splitlines()), data_sha256(labelled))
    learn(material, champion, folder, print_progress)
    return folder


def _client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False, headers={"accept": "text/html"})


def _post(client: TestClient, path: str, **fields: str) -> Any:
    page = client.get("/").text
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token is not None
    return client.post(path, data={"csrf": token[1], **fields}, follow_redirects=False)


def _version(client: TestClient) -> str:
    return str(client.get("/v1/model").json()["version"])


def _review(client: TestClient, messages: list[Record]) -> None:
    for number, message in enumerate(messages):
        body = {"text": message.text, "channel": message.channel, "customer_id": f"c-{number // 2}"}
        id = client.post("/v1/classify", json=body).json()["id"]  # noqa: A001
        review = {"archetype": message.archetype, "urgency": message.urgency, "reviewer": "Ольга"}
        assert client.put(f"/v1/classifications/{id}/review", json=review, headers={"If-Match": '"0"'}).status_code == 200


def _wait(client: TestClient) -> str:
    # The training gives way to everything else, and other tests run beside it.
    for _ in range(1200):
        page = client.get("/learning").text
        if 'data-running="no"' in page:
            return page
        time.sleep(0.5)
    raise AssertionError("the training does not end")


@pytest.mark.timeout(900)
def test_train_promote_and_roll_back_while_messages_come_in(settings: Settings) -> None:
    with _client(create_app(settings)) as client, _client(create_app(settings)) as replica:
        _review(client, messages(40))
        assert ">40<" in client.get("/learning").text
        assert _post(client, "/learning/train", by="Ольга").status_code == 303
        assert _post(replica, "/learning/train", by="Пётр").status_code == 409
        page = _wait(client)
        found = re.search(r'name="version" value="(small-1-r40-[0-9a-f]{6})"', page)
        assert found is not None, page
        version, answers, over = found[1], [], threading.Event()

        def ask() -> None:
            while not over.is_set():
                answer = client.post("/v1/classify", json={"text": NONE_RU, "store": False})
                answers.append((answer.status_code, answer.json()["model"]["version"]))

        asking = threading.Thread(target=ask)
        asking.start()
        try:
            assert _post(client, "/learning/promote", version=version, by="Ольга", why="лучше", seen="0").status_code == 303
            assert _version(client) == version
            begun = time.monotonic()
            while _version(replica) != version:
                assert time.monotonic() - begun < 10
                time.sleep(0.2)
            time.sleep(0.5)
        finally:
            over.set()
            asking.join()
        assert {status for status, _ in answers} == {200}
        assert {said for _, said in answers} == {"small-1", version}
        assert f'triage_model_info{{version="{version}"}} 1.0' in replica.get("/metrics").text
        # A service that starts now judges with it, too.
        with _client(create_app(settings)) as later:
            assert _version(later) == version
            id = later.post("/v1/classify", json={"text": NONE_RU}).json()["id"]  # noqa: A001
            assert later.get(f"/v1/classifications/{id}").json()["model_version"] == version
        assert _post(client, "/learning/promote", version="small-1", by="Пётр", why="", seen="1").status_code == 422
        assert _post(client, "/learning/promote", version="small-1", by="Пётр", why="жалобы", seen="0").status_code == 412
        assert _post(client, "/learning/promote", version="small-1", by="Пётр", why="жалобы", seen="1").status_code == 303
        assert _version(client) == "small-1"
        page = client.get("/learning").text
        assert page.index("жалобы") < page.index("лучше")
        assert version in page[page.index('id="roll-back"') :]


def test_a_model_is_put_in_force_once_seen_and_not_worse(settings: Settings, engine: Engine, challenger: Path, tmp_path: Path) -> None:
    models = Models(engine, settings.model_dir)
    version = models.add(challenger, "Ольга")
    assert models.in_force() == (0, "small-1")
    with pytest.raises(NotFound):
        models.promote("unknown", "accurate", "О", "так", 0)
    with pytest.raises(NotPromotable, match="already"):
        models.promote("small-1", "accurate", "О", "так", 0)
    (row,) = models.learned()
    worse = {**row["comparison"], "models": {"accurate": {"not_worse": False}}}
    stale = {**row["comparison"], "champion": "another"}
    for comparison, reason in ((worse, "worse"), (stale, "no longer in force")):
        with engine.begin() as connection:
            connection.execute(update(stored).values(comparison=comparison))
        with pytest.raises(NotPromotable, match=reason):
            models.promote(version, "accurate", "О", "так", 0)
    models.add(challenger, "Ольга")  # never promoted, so it is replaced
    models.promote(version, "accurate", "Ольга", "лучше", 0)
    with pytest.raises(Conflict):
        models.promote("small-1", "accurate", "О", "так", 0)
    models.promote("small-1", "accurate", "Пётр", "жалобы", 1)
    models.promote(version, "accurate", "Пётр", "снова", 2)  # it was in force before
    assert [row["why"] for row in models.promotions()] == ["снова", "жалобы", "лучше"]
    folder = tmp_path / "unpacked"
    folder.mkdir()
    models.unpack(version, folder)
    assert (folder / "heads.joblib").read_bytes() == (challenger / "heads.joblib").read_bytes()
    assert (folder / "encoder.onnx").is_symlink()  # shared with the shipped model, not stored
    with pytest.raises(ModelInForce):
        models.forget(version)
    models.promote("small-1", "accurate", "Пётр", "конец", 3)
    models.forget(version)
    assert models.learned() == []
    assert len(models.promotions()) == 4
    with pytest.raises(NotFound):
        models.promote(version, "accurate", "О", "так", 4)
    with pytest.raises(NotFound):
        models.forget("unknown")


def test_a_model_that_cannot_be_loaded_leaves_the_present_one_and_says_so(
    settings: Settings, engine: Engine, challenger: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for path in challenger.iterdir():
        (damaged / path.name).write_bytes(path.read_bytes())
    (damaged / "heads.joblib").write_bytes(b"not a model")
    models = Models(engine, settings.model_dir)
    version = models.add(damaged, "Ольга")
    with _client(create_app(settings)) as client:
        assert _post(client, "/learning/promote", version=version, by="О", why="так", seen="0").status_code == 303
        assert _version(client) == "small-1"
        assert "heads.joblib" in client.get("/learning").text
        assert client.post("/v1/classify", json={"text": NONE_RU}).status_code == 200
        assert _post(client, "/learning/promote", version="small-1", by="О", why="назад", seen="1").status_code == 303
        assert 'role="alert"' not in client.get("/learning").text


def test_one_run_at_a_time_and_a_dead_one_is_over(engine: Engine) -> None:
    runs = Runs(engine)
    assert runs.latest() is None
    first = runs.start("Ольга")
    with pytest.raises(Busy):
        runs.start("Пётр")
    runs.alive(first, stage="heads", share=0.5, seconds_left=30)
    assert (runs.latest() or {})["stage"] == "heads"
    with engine.begin() as connection:
        connection.execute(update(training_runs).values(alive_at=datetime.now(UTC) - timedelta(minutes=2)))
    assert (runs.latest() or {})["state"] == "failed"
    second = runs.start("Пётр")
    runs.done(first, "late")  # the dead one comes back too late to say anything
    assert (runs.latest() or {})["state"] == "running"
    runs.failed(second, "reason")
    assert (runs.latest() or {})["error"] == "reason"
    runs.start("Ольга")


def test_a_training_without_reviews_says_so(settings: Settings) -> None:
    with _client(create_app(settings)) as client:
        assert _post(client, "/learning/train", by="Ольга").status_code == 303
        assert "nothing is reviewed yet" in _wait(client)
        assert _post(client, "/learning/train").status_code == 422


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["О tester"], "tester"),
        (["О tester", "П none"], "none"),  # a tie: the review in force
        (["О tester", "П tester", "С none"], "tester"),
        (["О none", "П tester", "О tester"], "tester"),  # each trainer's last word
        (["О tester", "О none", "О tester", "П none", "С none"], "none"),
        (["О tester", "П none", "С undecided"], "undecided"),
    ],
)
def test_the_majority_of_trainers_decides(said: list[str], expected: str) -> None:
    history = [{"reviewer": s.split()[0], "archetype": s.split()[1], "urgency": "low"} for s in said]
    assert settled(history) == {"archetype": expected, "urgency": "low"}
