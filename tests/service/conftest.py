"""Databases of each kind that tests start for themselves, and access keys."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from tests.service.access_world import make
from tests.service.journal.postgresql import postgresql_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    with postgresql_server(fsync="off") as server:
        yield server.url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'journal.sqlite3'}"
        return
    server: str = request.getfixturevalue("postgresql")
    name = f"t{os.urandom(6).hex()}"
    admin = sqlalchemy.create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield server.rsplit("/", 1)[0] + f"/{name}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture(scope="session")
def folder_with_keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("keys")
    return folder, {scope: make(folder, scope) for scope in ("classify", "review", "admin")}


@pytest.fixture
def keys(tmp_path: Path, folder_with_keys: tuple[Path, dict[str, str]]) -> dict[str, str]:
    folder, made = folder_with_keys
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return made
