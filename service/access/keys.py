"""Access keys: made, revoked, and found again by what a caller sends."""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, get_args

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Engine, insert, select, update

from service.errors import JournalUnavailable
from service.journal.database import reached
from service.journal.tables import access_keys
from service.journal_schemas import Line

Scope = Literal["classify", "review", "admin"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
PREFIX: Final = "tk"
# The reviews by a key are signed with its name.
_NAME: Final = TypeAdapter(Line)
# A key that is made or revoked counts within so many seconds in every process.
_KNOWN_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is known here: `scopes` are what it may do; admin may do everything."""

    id: str
    name: str
    scopes: frozenset[str]

    def may(self, scope: Scope) -> bool:
        """Whether it holds `scope`."""
        return scope in self.scopes or "admin" in self.scopes


def sha256_of(secret: str) -> str:
    """What is stored in place of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_key(engine: Engine, name: str, scopes: Collection[Scope]) -> str:
    """Store a new key and return it; it is shown this once. Raises ValueError for a name that no reviewer can have."""
    try:
        name = _NAME.validate_python(name)
    except ValidationError:
        raise ValueError("a key's name is 1 to 100 characters, without control characters") from None
    id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)  # noqa: A001
    values = {"id": id, "name": name, "secret_sha256": sha256_of(secret), "scopes": sorted(scopes), "created_at": datetime.now(UTC)}
    with engine.begin() as connection:
        connection.execute(insert(access_keys).values(**values))
    return f"{PREFIX}_{id}_{secret}"


def revoke_key(engine: Engine, id: str) -> bool:  # noqa: A002
    """End a key; False when there is no such key in force."""
    with engine.begin() as connection:
        which = access_keys.c.id == id, access_keys.c.revoked_at.is_(None)
        return connection.execute(update(access_keys).where(*which).values(revoked_at=datetime.now(UTC))).rowcount == 1


def list_keys(engine: Engine) -> list[dict[str, Any]]:
    """Every key, without its secret."""
    columns = [column for column in access_keys.c if column.name != "secret_sha256"]
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(*columns).order_by(access_keys.c.created_at)).mappings()]


class KeyRing:
    """The keys in force, read again every few seconds. Safe in threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._read_at: float | None = None
        self._asked = False
        self._keys: dict[str, tuple[str, Key]] = {}

    def asked(self) -> bool:
        """Whether callers are asked for a key: from the first that was ever made, also when all are revoked."""
        self._known()
        return self._asked

    def in_force(self) -> bool:
        """Whether any key is in force."""
        return bool(self._known())

    def fresh(self) -> bool:
        """Whether asking now costs no visit to the database."""
        return self._read_at is not None and time.monotonic() - self._read_at < _KNOWN_SECONDS

    def of_id(self, id: str) -> Key | None:  # noqa: A002
        """The key in force of this id."""
        return self._known().get(id, ("", None))[1]

    def find(self, sent: str) -> Key | None:
        """The key that a caller sent, if it is one in force."""
        parts = sent.split("_", 2)
        if len(parts) != 3 or parts[0] != PREFIX:
            return None
        digest, key = self._known().get(parts[1], ("", None))
        return key if key is not None and hmac.compare_digest(digest, sha256_of(parts[2])) else None

    def _known(self) -> dict[str, tuple[str, Key]]:
        if not self.fresh():
            with self._lock:
                if not self.fresh():
                    self._read()
        return self._keys

    def _read(self) -> None:
        try:
            with reached("the access keys"), self._engine.connect() as connection:
                rows = connection.execute(select(access_keys)).mappings().all()
        except JournalUnavailable:
            if self._read_at is None:
                raise
        else:
            in_force = [row for row in rows if row["revoked_at"] is None]
            self._asked = bool(rows)
            self._keys = {row["id"]: (row["secret_sha256"], Key(row["id"], row["name"], frozenset(row["scopes"]))) for row in in_force}
        # While the database is away the keys known last still hold.
        self._read_at = time.monotonic()
