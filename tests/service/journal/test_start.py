"""A database that the service cannot start on is told in a sentence, and what is no trouble of the database is not called so."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import cast, select

from service.errors import JournalUnavailable, StartError
from service.journal.database import migrate, open_engine, reached
from service.journal.tables import UtcTime, classifications
from tests.service.journal.test_recording import service


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer version of the service"),
        ("UPDATE alembic_version SET version_num = '0003'", "cannot be opened"),  # and its tables are there
        ("DROP TABLE access_keys", "the access keys cannot be reached"),
        ("DROP TABLE promotions", "the models cannot be reached"),
    ],
)
def test_a_database_that_does_not_fit_refuses_the_start(database_url: str, spoilt: str, reason: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(spoilt)
    with pytest.raises(StartError, match=reason):
        service(database_url)
    engine.dispose()


def test_an_install_path_may_hold_a_percent_sign(tmp_path: Path) -> None:
    folder = tmp_path / "100%(here)s"
    for name in ("service", "model"):
        shutil.copytree(name, folder / name, ignore=shutil.ignore_patterns("artifact", "__pycache__"))
    environment = os.environ | {"TRIAGE_DATA_DIR": str(tmp_path / "50% data")}
    line = [sys.executable, "-m", "service.access", "create", "desk", "--scope", "classify"]
    run = subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("tk_")


def test_only_trouble_of_the_database_is_told_as_such(database_url: str) -> None:
    engine = open_engine(database_url)
    with pytest.raises(JournalUnavailable), reached("the journal"), engine.connect() as connection:
        connection.execute(select(classifications))  # nothing is there yet
    with pytest.raises(Exception, match="astimezone") as raised, reached("the journal"), engine.connect() as connection:
        connection.execute(select(cast("no moment", UtcTime)))
    assert not isinstance(raised.value, JournalUnavailable)
    engine.dispose()
