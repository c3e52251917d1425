"""What the journal asks of a connection to PostgreSQL: that nobody waits for a server that says nothing.

The system's own patience with a network that swallows everything is a quarter of an hour, and a proxy in between can stretch it for ever.
"""

import time
from collections.abc import Generator
from typing import Any, Final, TypeVar

import psycopg
from sqlalchemy import URL, Connection

T = TypeVar("T")

_CONNECT_SECONDS: Final = 5
# The server ends a statement after so long; a lock is not waited for longer either.
_STATEMENT_SECONDS: Final = 5.0
# The same for what goes through many entries, or carries a model's files.
_LONG_SECONDS: Final = 600.0
# A server at work would have ended the statement so long ago: it, or the way to it, is gone.
_GRACE_SECONDS: Final = 2.0
# A way that lets nothing through is noticed within about 15 seconds, also while a long statement is waited for.
_NETWORK: Final = {"keepalives_idle": 5, "keepalives_interval": 3, "keepalives_count": 3, "tcp_user_timeout": 10_000}


class PatientConnection(psycopg.Connection[Any]):
    """Counts as lost when the server has said nothing for `silence` seconds; None waits for ever."""

    silence: float | None = None

    def wait(self, gen: Generator[Any, Any, T], *arguments: Any, **more: Any) -> T:
        """Wait for the server. Raises psycopg.OperationalError after too long a silence."""
        return super().wait(gen if self.silence is None else self._heard(gen, self.silence), *arguments, **more)

    def _heard(self, gen: Generator[Any, Any, T], seconds: float) -> Generator[Any, Any, T]:
        """As `gen`, which is sent what the socket is ready for, and 0 several times a second while it is for nothing."""
        last = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    last = time.monotonic()
                elif time.monotonic() - last > seconds:
                    self.close()  # so that it is not used again
                    raise psycopg.OperationalError("the server says nothing")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def connect_arguments(url: URL) -> dict[str, Any]:
    """Arguments of the driver; what the address itself says stands."""
    limits = {"statement_timeout": _STATEMENT_SECONDS, "lock_timeout": _STATEMENT_SECONDS}
    options = " ".join(f"-c {name}={seconds * 1000:.0f}" for name, seconds in limits.items())
    ours = {"connect_timeout": _CONNECT_SECONDS, "application_name": "customer-triage", **_NETWORK}
    theirs = url.query.get("options", "")
    return {**{name: value for name, value in ours.items() if name not in url.query}, "options": f"{options} {theirs}".rstrip()}


def connect(arguments: dict[str, Any]) -> PatientConnection:
    """A connection with the patience for short statements."""
    connection = PatientConnection.connect(**arguments)
    be_short(connection)
    return connection


def be_short(connection: PatientConnection) -> None:
    """Back to the patience for short statements; the server's own limit went back at the end of the transaction."""
    connection.silence = _STATEMENT_SECONDS + _GRACE_SECONDS


def may_take_long(connection: Connection) -> None:
    """Give the statements of this transaction the time that many entries or a model's files need; SQLite sets no limit."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {_LONG_SECONDS * 1000:.0f}")
        _driver(connection).silence = _LONG_SECONDS + _GRACE_SECONDS


def may_take_for_ever(connection: Connection) -> None:
    """Take every limit off this transaction: tables are altered, or another service that alters them is waited for."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
    _driver(connection).silence = None


def _driver(connection: Connection) -> PatientConnection:
    found = connection.connection.dbapi_connection
    assert isinstance(found, PatientConnection)  # noqa: S101 -- SQLAlchemy's type says less
    return found
