"""The application as a user meets it: the shipped model and playbook, over HTTP in process."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from model.predictor import Predictor
from service.app import create_app
from service.settings import Settings


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
    with TestClient(create_app(Settings()), raise_server_exceptions=False) as client:
        yield client
