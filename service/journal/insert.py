"""Many rows into `classifications` with one statement that is its own transaction, each database in the way that costs least.

Every statement, also BEGIN and COMMIT, takes the interpreter's lock away from the event loop several times;
SQLAlchemy's own way with each value takes longer than the database.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Protocol

import orjson
from sqlalchemy import JSON, Connection, Engine

from service.journal.tables import UtcTime, classifications

Row = dict[str, Any]

# The review is put by trainers.
_WRITTEN: Final = tuple(column for column in classifications.c if "review" not in column.name or column.name == "needs_review")
_NAMES: Final = ", ".join(column.name for column in _WRITTEN)
# The answer to a commit can be lost and the rows be sent again; their ids are unique in the world, so what is there is the same row.
_ONCE: Final = "ON CONFLICT (id) DO NOTHING"
# Rows of one statement on SQLite: each number has a statement of its own, which its driver keeps prepared (up to 128 of them).
_AT_ONCE: Final = 64


class Insert(Protocol):
    """How rows get into one kind of database."""

    def prepared(self, row: Row) -> Any:
        """The row as `store` takes it."""

    def store(self, connection: Connection, rows: Sequence[Any]) -> None:
        """Insert prepared rows that are not there yet, all or none, by a connection that commits each statement."""


def insert_for(engine: Engine) -> Insert:
    """The way of the engine's database."""
    return _SqliteInsert() if engine.dialect.name == "sqlite" else _PostgresqlInsert()


class _SqliteInsert:
    def __init__(self) -> None:
        encoders: dict[type, Callable[[Any], str]] = {JSON: lambda value: orjson.dumps(value).decode(), UtcTime: self._moment}
        self._encoders = [(column.name, encoders.get(type(column.type))) for column in _WRITTEN]
        self._statements = [self._statement(rows) for rows in range(_AT_ONCE + 1)]

    @staticmethod
    def _statement(rows: int) -> str:
        marks = f"({', '.join('?' * len(_WRITTEN))})"
        return f"INSERT INTO classifications ({_NAMES}) VALUES {', '.join([marks] * rows)} {_ONCE}"  # noqa: S608 -- names of ours

    @staticmethod
    def _moment(value: datetime) -> str:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")

    def prepared(self, row: Row) -> list[Any]:
        return [row[name] if encode is None else encode(row[name]) for name, encode in self._encoders]

    def store(self, connection: Connection, rows: Sequence[list[Any]]) -> None:
        if len(rows) <= _AT_ONCE:
            self._insert(connection, rows)
            return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        for start in range(0, len(rows), _AT_ONCE):
            self._insert(connection, rows[start : start + _AT_ONCE])
        connection.exec_driver_sql("COMMIT")

    def _insert(self, connection: Connection, rows: Sequence[list[Any]]) -> None:
        connection.exec_driver_sql(self._statements[len(rows)], tuple([value for row in rows for value in row]))


class _PostgresqlInsert:
    """The rows as one JSON array, which PostgreSQL takes apart: the driver's work with 23 values a row is more than all the rest."""

    _STATEMENT: Final = (
        f"INSERT INTO classifications ({_NAMES}) "  # noqa: S608 -- names of ours
        f"SELECT {_NAMES} FROM json_populate_recordset(NULL::classifications, %s) {_ONCE}"
    )

    def prepared(self, row: Row) -> bytes:
        # A moment with its zone, which is UTC: the column without a zone keeps it as it is.
        moments = {name: row[name].astimezone(UTC) for name in ("received_at", "respond_by")}
        return orjson.dumps({**row, **moments}, option=orjson.OPT_UTC_Z)

    def store(self, connection: Connection, rows: Sequence[bytes]) -> None:
        connection.exec_driver_sql(self._STATEMENT, ((b"[" + b",".join(rows) + b"]").decode(),))
