"""A real PostgreSQL server of the tests' own."""

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


def _programs() -> Path | None:
    """The folder of PostgreSQL's programs: Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda folder: int(folder.parent.name))


class Postgresql:
    """A fresh server in `folder` on a free port; `settings` as in postgresql.conf. As root it runs as `postgres`, as it must."""

    def __init__(self, programs: Path, folder: Path, settings: dict[str, str]) -> None:
        self._programs = programs
        self._folder = folder
        self._owner = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        if self._owner:
            os.chown(folder, self._owner.pw_uid, self._owner.pw_gid)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = {"port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": "", **settings}
        self._options = " ".join(f"-c {key}='{value}'" for key, value in options.items())
        self.url = f"postgresql://triage@127.0.0.1:{port}/postgres"
        self._run("initdb", "-U", "triage", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")

    def start(self) -> None:
        """Return when it takes connections."""
        self._run("pg_ctl", "-l", str(self._folder / "log"), "-w", "-o", self._options, "start")

    def stop(self) -> None:
        """As a crash would."""
        self._run("pg_ctl", "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, "-D", str(self._folder / "data"), *arguments],
            check=True, stdout=subprocess.DEVNULL, cwd=self._folder, extra_groups=[] if self._owner else None,
            user=self._owner.pw_uid if self._owner else None, group=self._owner.pw_gid if self._owner else None,
        )  # fmt: skip


@contextmanager
def postgresql_server(**settings: str) -> Iterator[Postgresql]:
    """A running server, gone afterwards. Skips the test where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        pytest.skip("NOT RUN ON POSTGRESQL: its server is not installed; `make system` installs it")
    with tempfile.TemporaryDirectory(prefix="triage-postgresql-") as folder:
        server = Postgresql(programs, Path(folder), settings)
        server.start()
        try:
            yield server
        finally:
            server.stop()
