"""The journal's contract runs on a real SQLite and on a real PostgreSQL that the tests start for themselves."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy


def _programs() -> Path | None:
    """The folder of PostgreSQL's programs: Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda folder: int(folder.parent.name))


@contextmanager
def postgresql_server(**settings: str) -> Iterator[str]:
    """The address of a fresh server on a free port; `settings` as in postgresql.conf. As root it runs as `postgres`, as it must."""
    programs = _programs()
    if programs is None:
        pytest.skip("NOT RUN ON POSTGRESQL: its server is not installed; apt-get install postgresql")
    asked = pwd.getpwnam("postgres") if os.getuid() == 0 else None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="triage-postgresql-") as name:
        folder = Path(name)
        if asked:
            os.chown(folder, asked.pw_uid, asked.pw_gid)
        data = folder / "data"

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [programs / program, *arguments],
                check=True,
                stdout=subprocess.DEVNULL,
                cwd=folder,
                user=asked.pw_uid if asked else None,
                group=asked.pw_gid if asked else None,
                extra_groups=[] if asked else None,
            )

        run("initdb", "-D", str(data), "-U", "triage", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        options = {"port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": "", **settings}
        started = " ".join(f"-c {key}='{value}'" for key, value in options.items())
        run("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-w", "-o", started, "start")
        try:
            yield f"postgresql://triage@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    with postgresql_server(fsync="off") as url:
        yield url


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
