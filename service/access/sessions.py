"""Sessions of the workbench: a cookie stands for a key, until it is signed out or too old."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Engine, delete, insert, select

from service.access.keys import sha256_of
from service.journal.database import reached
from service.journal.tables import sessions

LASTS: Final = timedelta(hours=12)


def open_session(engine: Engine, key_id: str) -> str:
    """Store a session of a key and return its token; sessions that are over go."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    with reached("the session"), engine.begin() as connection:
        connection.execute(delete(sessions).where(sessions.c.expires_at < now))
        connection.execute(insert(sessions).values(token_sha256=sha256_of(token), key_id=key_id, expires_at=now + LASTS))
    return token


def key_of_session(engine: Engine, token: str) -> str | None:
    """The id of the key that a token in force stands for."""
    query = select(sessions.c.key_id).where(sessions.c.token_sha256 == sha256_of(token), sessions.c.expires_at >= datetime.now(UTC))
    with reached("the session"), engine.connect() as connection:
        return connection.execute(query).scalar_one_or_none()


def close_session(engine: Engine, token: str) -> None:
    """End a session."""
    with reached("the session"), engine.begin() as connection:
        connection.execute(delete(sessions).where(sessions.c.token_sha256 == sha256_of(token)))
