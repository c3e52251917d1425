"""Opens the journal's database and brings its tables up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import orjson
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from service.errors import JournalUnavailable, StartError
from service.journal import postgresql
from service.settings import Settings

try:
    import pysqlite3 as sqlite3  # the same interface over a recent SQLite
except ImportError:  # no wheel for this platform
    import sqlite3

MIGRATIONS: Final = Path(__file__).parent / "migrations"
SQLITE_FILE: Final = "journal.sqlite3"
# Earlier builds can lose commits in WAL mode with two connections (https://sqlite.org/wal.html, «The WAL-Reset Bug»).
_SAFE_WAL: Final = (3, 51, 3)
_BUSY_SECONDS: Final = 10.0
# One for the writer, the rest for reading.
_CONNECTIONS: Final = 5


@contextmanager
def reached(what: str) -> Iterator[None]:
    """Raises JournalUnavailable when the database cannot be asked. `what` begins the sentence: «the journal».

    What is wrong with a value or with the program passes: asking again would not help.
    """
    try:
        yield
    except (DataError, IntegrityError):
        raise
    except (DBAPIError, NoConnectionLeft) as error:
        raise JournalUnavailable(f"{what} cannot be reached: {type(error).__name__}") from None


def sqlite_url(folder: Path) -> str:
    """The address of the journal in a local folder."""
    return f"sqlite+pysqlite:///{folder / SQLITE_FILE}"


def _on_sqlite_connect(connection: Any, _: object) -> None:
    # One write and one wait for the disk instead of three. PERSIST keeps the rollback journal's file between transactions.
    mode = "WAL" if sqlite3.sqlite_version_info >= _SAFE_WAL else "PERSIST"
    # SQLite's own knows only the 26 Latin letters.
    connection.create_function("lower", 1, lambda text: text.lower() if isinstance(text, str) else text, deterministic=True)
    for pragma in (f"journal_mode={mode}", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _connect_to_postgresql(_dialect: Any, _record: Any, _arguments: Any, named: dict[str, Any]) -> Any:
    return postgresql.connect(named)


def _on_postgresql_checkin(connection: Any, _: object) -> None:
    if connection is not None:  # None: it was lost
        postgresql.be_short(connection)


def open_engine(url: str) -> Engine:
    """An engine for `url`, nothing connected yet. Raises StartError when the address cannot be used."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StartError("TRIAGE_DATABASE_URL is not an address of a database") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StartError("TRIAGE_DATABASE_URL must begin with postgresql:// or sqlite://")
    more: dict[str, Any] = {"timeout": _BUSY_SECONDS, "check_same_thread": False}
    module: Any = sqlite3
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        more = postgresql.connect_arguments(parsed)
        module = None
    engine = create_engine(
        parsed,
        module=module,
        connect_args=more,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        pool_pre_ping=True,
        pool_size=_CONNECTIONS,
        # What a statement was given may be a customer's words: never into an error's text.
        hide_parameters=True,
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
    else:
        event.listen(engine, "do_connect", _connect_to_postgresql)
        event.listen(engine, "checkin", _on_postgresql_checkin)
    return engine


def open_database(settings: Settings) -> Engine:
    """The database of `settings`, its tables up to date. Raises StartError."""
    url = settings.database_url.get_secret_value() if settings.database_url else None
    if url is None:
        try:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StartError(f"TRIAGE_DATA_DIR cannot be made: {error.strerror}") from error
        url = sqlite_url(settings.data_dir.resolve())
    engine = open_engine(url)
    try:
        migrate(engine)
    except StartError:
        engine.dispose()
        raise
    return engine


def migrate(engine: Engine) -> None:
    """Create or alter the tables as this version needs them; several processes at once wait for each other. Raises StartError."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                postgresql.may_take_for_ever(connection)
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7264118)")
            else:
                connection.exec_driver_sql("BEGIN EXCLUSIVE")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError:
        # Alembic does not know the step that the tables are at.
        raise StartError("the journal belongs to a newer version of the service; start that one, or restore a backup") from None
    except SQLAlchemyError as error:
        raise StartError(f"the journal's database cannot be opened: {type(error).__name__}") from None
