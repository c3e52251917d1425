"""The application as a user meets it: the shipped model and playbook, over HTTP in process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from model.predictor import Predictor
from service.app import create_app
from service.settings import Settings
from tests.learning_world import build_champion, part_of_the_data


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
    return part_of_the_data(tmp_path_factory.mktemp("labelled"), writers=12)


@pytest.fixture(scope="session")
def champion(labelled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained on `labelled`, with the shipped encoder."""
    folder = tmp_path_factory.mktemp("champion") / "artefact"
    build_champion(labelled, folder)
    return folder
