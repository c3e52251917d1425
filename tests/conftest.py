"""The application as a user meets it: the shipped model and playbook, over HTTP in process."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from model.predictor import Predictor
from service.app import create_app
from service.settings import Settings


@pytest.fixture(scope="session")
def predictor() -> Predictor:
    return Predictor.load()


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings()), raise_server_exceptions=False) as client:
        yield client
