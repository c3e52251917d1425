"""The application as a user meets it: the shipped model and playbook, over HTTP in process."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from model.predictor import Predictor
from service.app import create_app
from service.settings import Settings
from tests.learning_world import build_champion, part_of_the_data

# Files that take a minute or more; begun first, so that no process of the test run is left with one in the end.
_SLOW = ("service/test_learning.py", "browser/test_learning.py", "training/test_learn.py", "browser/test_workbench.py", "test_kills.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((number for number, name in enumerate(_SLOW) if str(item.path).endswith(name)), len(_SLOW)))


@pytest.fixture(scope="session", autouse=True)
def _journal_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever a test starts keeps its journal out of the working tree."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TRIAGE_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def predictor() -> Predictor:
    return Predictor.load()


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings()), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small real data set: messages of four writers, as a folder of data."""
    return part_of_the_data(tmp_path_factory.mktemp("small"), writers=4)


@pytest.fixture(scope="session")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real data enough to tell whether one model is worse than another."""
    return part_of_the_data(tmp_path_factory.mktemp("labelled"), writers=8)


@pytest.fixture(scope="session")
def champion(labelled: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A model trained on `labelled`, with the shipped encoder; made once for all processes of the test run."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder = shared / "champion"
    with (shared / "champion.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            build_champion(labelled, own / "champion-in-making")
            (own / "champion-in-making").rename(folder)
    return folder
