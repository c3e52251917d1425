"""Runs of the training: one at a time, wherever it was started, with its progress for every replica to see."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError
from uuid_utils import uuid7

from service.errors import Busy
from service.journal.database import reached
from service.journal.tables import training_runs

Row = dict[str, Any]
_WHAT: Final = "the training runs"
# A run tells every few seconds that it is alive; one that has not for so long is over.
ALIVE_EVERY_SECONDS: Final = 5
_DEAD_AFTER: Final = timedelta(seconds=60)
_C: Final = training_runs.c
INTERRUPTED: Final = "it was interrupted"


class Runs:
    """The runs of one database. Raises JournalUnavailable while it is away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(self, by: str) -> str:
        """Begin a run and return its id. Raises Busy while another is under way."""
        id, now = str(uuid7()), datetime.now(UTC)  # noqa: A001 -- the column's name
        row = {
            "id": id,
            "started_at": now,
            "alive_at": now,
            "started_by": by,
            "state": "running",
            "only": 1,
            "stage": "start",
            "share": 0.0,
        }
        try:
            with reached(_WHAT), self._engine.begin() as connection:
                over = {"state": "failed", "only": None, "error": INTERRUPTED}
                connection.execute(update(training_runs).where(_C.only == 1, _C.alive_at < now - _DEAD_AFTER).values(over))
                connection.execute(insert(training_runs).values(row))
        except IntegrityError:
            raise Busy("a training is under way") from None
        return id

    def alive(self, id: str, **told: Any) -> None:  # noqa: A002
        """Say that a run goes on; `told` may hold stage, share and seconds_left."""
        self._change(id, {"alive_at": datetime.now(UTC), **told})

    def done(self, id: str, version: str) -> None:  # noqa: A002
        """End a run that made a model."""
        self._change(id, {"state": "done", "only": None, "share": 1.0, "seconds_left": 0, "version": version})

    def failed(self, id: str, error: str) -> None:  # noqa: A002
        """End a run that made none."""
        self._change(id, {"state": "failed", "only": None, "error": error})

    def latest(self) -> Row | None:
        """The run that began last; one that is no longer alive counts as failed."""
        with reached(_WHAT), self._engine.connect() as connection:
            row = connection.execute(select(training_runs).order_by(_C.id.desc()).limit(1)).mappings().one_or_none()
        if row is None:
            return None
        dead = row["state"] == "running" and row["alive_at"] < datetime.now(UTC) - _DEAD_AFTER
        return {**row, **({"state": "failed", "error": INTERRUPTED} if dead else {})}

    def began(self, version: str) -> datetime | None:
        """When the last run that made `version` began: reviews of later it has not learned from. None when none did."""
        query = select(_C.started_at).where(_C.version == version).order_by(_C.id.desc()).limit(1)
        with reached(_WHAT), self._engine.connect() as connection:
            return connection.execute(query).scalar_one_or_none()

    def _change(self, id: str, values: Row) -> None:  # noqa: A002
        with reached(_WHAT), self._engine.begin() as connection:
            connection.execute(update(training_runs).where(_C.id == id, _C.state == "running").values(values))
