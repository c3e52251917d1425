"""Models in the database: stored, put in force, forgotten, taken in use; also when two do it at once, and when something is wrong.

The models are the shipped one under other versions, which is quick to make.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, event, insert, update
from starlette.testclient import TestClient
from uuid_utils import uuid7

from model.artifact import MANIFEST_FILE, dump_manifest, load_manifest
from model.predictor import Predictor
from model.shipped import SHIPPED
from service.app import create_app
from service.errors import ClientError, Conflict, JournalUnavailable, LearningFailed, ModelInForce, NotFound, NotPromotable
from service.journal.database import open_engine
from service.journal.entry import Circumstances, row_of
from service.journal.tables import classifications, reviews
from service.journal.tables import models as stored
from service.learning.runner import run
from service.learning.runs import Runs
from service.learning.store import Models
from service.settings import Settings
from tests.texts import NONE_RU

CIRCUMSTANCES = Circumstances(
    id="", received_at=datetime.now(UTC), channel="chat", customer_id=None, answer_language="ru", available_channels=("chat",),
    strategy="none", preferred_channel="chat", respond_by=datetime.now(UTC), model_version="v", latency_ms=1,
)  # fmt: skip
SHIPPED_VERSION = load_manifest(SHIPPED).version


def challenger(folder: Path, version: str, not_worse: bool = True, champion: str = SHIPPED_VERSION) -> Path:
    """A model that was compared with `champion`."""
    folder = folder / f"{version}-{not_worse}-{champion}"
    folder.mkdir(exist_ok=True)
    for path in SHIPPED.iterdir():
        if path.name != MANIFEST_FILE and not (folder / path.name).exists():
            (folder / path.name).symlink_to(path)
    dump_manifest(replace(load_manifest(SHIPPED), version=version), folder)
    comparison = {
        "champion": champion,
        "reviewed": 0,
        "models": {name: {"not_worse": not_worse, "archetype": {}, "urgency": {}} for name in ("accurate", "fast")},
    }
    (folder / "comparison.json").write_text(json.dumps(comparison))
    return folder


def service(url: str, data_dir: Path) -> TestClient:
    settings = Settings(model="fast", database_url=SecretStr(url), data_dir=data_dir)
    return TestClient(create_app(settings), base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture
def client(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A service that looks for promotions more often than in earnest."""
    monkeypatch.setattr("service.learning.in_use._EVERY_SECONDS", 0.2)
    with service(database_url, tmp_path / "data") as client:
        yield client


@pytest.fixture
def engine(database_url: str, client: TestClient) -> Iterator[Engine]:  # noqa: ARG001 -- the service makes the tables
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def models(engine: Engine) -> Models:
    return Models(engine, SHIPPED)


def judges(client: TestClient, version: str) -> bool:
    """Whether the model of `version` comes to judge within a few seconds; somebody judges all the time."""
    for _ in range(50):
        answer = client.post("/v1/classify", json={"text": NONE_RU})
        assert answer.status_code == 200
        if answer.json()["model"]["version"] == version + "-fast":
            return True
        time.sleep(0.1)
    return False


def test_a_damaged_model_does_not_end_the_following(
    client: TestClient, engine: Engine, models: Models, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    models.promote(models.add(challenger(tmp_path, "damaged"), "О"), "fast", "О", "так", 0)
    with engine.begin() as connection:
        connection.execute(update(stored).values(files=b"not an archive"))
    time.sleep(1)
    assert judges(client, SHIPPED_VERSION)
    models.promote(SHIPPED_VERSION, "fast", "О", "назад", 1)
    models.promote(models.add(challenger(tmp_path, "good"), "О"), "fast", "О", "так", 2)
    assert judges(client, "good")
    # It was looked at once, not again and again.
    assert sum("model damaged is in force and cannot be loaded" in line for line in caplog.messages) <= 1


def test_a_full_disk_holds_a_promotion_up_only_while_it_is_full(client: TestClient, models: Models, tmp_path: Path) -> None:
    version = models.add(challenger(tmp_path, "good"), "О")
    in_the_way = tmp_path / "data" / "models"
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.write_text("no folder can be here")
    models.promote(version, "fast", "О", "так", 0)
    time.sleep(1)
    assert judges(client, SHIPPED_VERSION)
    assert "FileExistsError" in client.get("/learning", headers={"accept": "text/html"}).text
    in_the_way.unlink()
    assert judges(client, version)


def command(url: str, *arguments: str) -> str:
    """What `python -m service.learning` prints."""
    environment = os.environ | {"TRIAGE_DATABASE_URL": url, "TRIAGE_MODEL": "fast"}
    line = [sys.executable, "-m", "service.learning", *arguments]
    run = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_forgotten_model_can_be_learned_again(client: TestClient, models: Models, database_url: str, tmp_path: Path) -> None:
    version = models.add(challenger(tmp_path, "again"), "О")
    models.promote(version, "fast", "О", "лучше", 0)
    models.promote(SHIPPED_VERSION, "fast", "О", "жалобы", 1)
    command(database_url, "forget", version)
    # The same reviews make the same version; this time it is worse, or compared with another.
    for number, (not_worse, champion, reason) in enumerate([(False, SHIPPED_VERSION, "worse"), (True, "another", "no longer in force")]):
        assert models.add(challenger(tmp_path, version, not_worse, champion), "О") == version
        assert [row["version"] for row in models.learned()] == [version]
        page = client.get("/learning", headers={"accept": "text/html"}).text
        assert 'id="comparison"' in page
        assert f"<option>{version}</option>" not in page
        with pytest.raises(NotPromotable, match=reason):
            models.promote(version, "fast", "О", f"{number}", 2)
    models.add(challenger(tmp_path, version, True), "О")
    models.promote(version, "fast", "О", "лучше", 2)
    models.promote(SHIPPED_VERSION, "fast", "О", "жалобы", 3)
    # It was in force: neither another challenger nor the same reviews take its place, and it may come back.
    models.add(challenger(tmp_path, "other"), "О")
    models.add(challenger(tmp_path, version, False), "О")
    assert [row["version"] for row in models.learned()] == [version]
    models.promote(version, "fast", "О", "снова", 4)
    assert judges(client, version)


Change = Callable[[Models, Path], None]


def promotes(models: Models, _: Path) -> None:
    models.promote("old", "fast", "О", "так", 0)


def adds(models: Models, folder: Path) -> None:
    models.add(challenger(folder, "new"), "О")


def forgets(models: Models, _: Path) -> None:
    models.forget("old")


REFUSED_AFTER_A_PROMOTION: dict[Change, list[type[Exception]]] = {adds: [], forgets: [ModelInForce], promotes: [Conflict]}


@pytest.mark.parametrize(
    ("first", "held_up_at", "second"),
    [
        (promotes, "INSERT INTO promotions", adds),
        (promotes, "INSERT INTO promotions", forgets),
        (promotes, "INSERT INTO promotions", promotes),
        (adds, "INSERT INTO models", promotes),
        (forgets, "DELETE FROM models", promotes),
    ],
)
def test_changes_at_the_same_time_leave_a_model_in_force(
    engine: Engine, models: Models, tmp_path: Path, first: Change, held_up_at: str, second: Change
) -> None:
    """The first is held up before its last statement; the second comes meanwhile, and must wait or be refused."""
    models.add(challenger(tmp_path, "old"), "О")
    arrived, go_on = threading.Event(), threading.Event()
    refused: list[type[Exception]] = []

    def hold_up(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(held_up_at) and not arrived.is_set():
            arrived.set()
            go_on.wait(10)

    def do(change: Change) -> None:
        try:
            change(models, tmp_path)
        except (ClientError, JournalUnavailable) as error:
            refused.append(type(error))

    event.listen(engine, "before_cursor_execute", hold_up)
    threads = [threading.Thread(target=do, args=(change,)) for change in (first, second)]
    threads[0].start()
    assert arrived.wait(10)
    threads[1].start()
    threads[1].join(0.5)
    go_on.set()
    for thread in threads:
        thread.join(20)
    number, version = models.in_force()
    assert version in {row["version"] for row in models.learned()} | {SHIPPED_VERSION}
    # Each change was done whole or refused with its reason.
    assert (number, version) == ((1, "old") if first is promotes else (0, SHIPPED_VERSION))
    assert refused == (REFUSED_AFTER_A_PROMOTION[second] if first is promotes else [NotFound])


def test_what_was_reviewed_while_a_training_ran_is_not_learned(client: TestClient, engine: Engine, models: Models, tmp_path: Path) -> None:
    def review(text: str) -> None:
        id = client.post("/v1/classify", json={"text": text}).json()["id"]  # noqa: A001
        said = {"archetype": "tester", "urgency": "low", "reviewer": "О"}
        assert client.put(f"/v1/classifications/{id}/review", json=said, headers={"If-Match": '"0"'}).status_code == 200

    def since() -> str:
        return client.get("/learning", headers={"accept": "text/html"}).text.split('<dd id="since">')[1].split("<")[0]

    review("до")
    assert since() == "1"
    runs = Runs(engine)
    run = runs.start("О")
    review("во время")
    runs.done(run, models.add(challenger(tmp_path, "new"), "О"))
    assert since() == "1"
    review("после")
    assert since() == "2"


def test_why_a_training_failed_before_it_read_the_reviews_is_told(engine: Engine, database_url: str, tmp_path: Path) -> None:
    """More reviews than a pipe holds, and labelled data that is none: the training ends without reading them."""
    row = row_of("слово " * 100, Predictor.load(name="fast").judge(["слово"])[0], CIRCUMSTANCES)
    now = datetime.now(UTC)
    with engine.begin() as connection:
        rows = [{**row, "id": str(uuid7()), "review_version": 1} for _ in range(200)]
        connection.execute(insert(classifications), rows)
        said = {"version": 1, "reviewed_at": now, "reviewer": "О", "archetype": "tester", "urgency": "low", "comment": ""}
        connection.execute(insert(reviews), [{**said, "classification_id": row["id"]} for row in rows])
    (tmp_path / "labelled").mkdir()
    (tmp_path / "labelled" / "bad.jsonl").write_text("not JSON")
    settings = Settings(database_url=SecretStr(database_url), data_dir=tmp_path / "data", labelled_dir=tmp_path / "labelled")
    with pytest.raises(LearningFailed, match=r"bad\.jsonl"):
        run(settings, engine, Runs(engine).start("О"), "О")
    assert "bad.jsonl" in (Runs(engine).latest() or {})["error"]
