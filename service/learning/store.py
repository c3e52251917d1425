"""Models learned from reviews, in the journal's database, so that every replica finds them."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Engine, delete, exists, insert, select

from model.artifact import FILES, MANIFEST_FILE, load_manifest
from model.shipped import ModelName
from service.errors import Conflict, ModelInForce, NotFound, NotPromotable
from service.journal.database import reached
from service.journal.postgresql import may_take_long
from service.journal.tables import models, promotions

Row = dict[str, Any]
_COMPARISON: Final = "comparison.json"
_WHAT: Final = "the models"
# What learning itself needs again, beside the files that judge.
_MORE: Final = (MANIFEST_FILE, "left_out.npz", _COMPARISON)
_DETAILS: Final = [column for column in models.c if column.name != "files"]
# A model that was forgotten and learned again is another one: its promotions of before do not count.
_WAS_IN_FORCE: Final = exists().where(promotions.c.version == models.c.version, promotions.c.promoted_at >= models.c.created_at)


class Models:
    """The models of one database, and their promotions. Raises JournalUnavailable while it is away."""

    def __init__(self, engine: Engine, shipped: Path) -> None:
        """`shipped`: folder of the model that came with the service; what a learned one shares with it is not stored twice."""
        self._engine = engine
        self._shipped = shipped
        self.shipped_version = load_manifest(shipped).version

    def add(self, folder: Path, by: str) -> str:
        """Store the model in `folder` and return its version; it takes the place of those that were never promoted."""
        manifest, comparison = load_manifest(folder), orjson.loads((folder / _COMPARISON).read_bytes())
        same = load_manifest(self._shipped).files
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:  # the files are compressed themselves
            for name in (*_MORE, *FILES["accurate"]):
                if name in _MORE or manifest.files[name] != same.get(name):
                    archive.write(folder / name, name)
        row = {"version": manifest.version, "created_by": by, "comparison": comparison, "files": packed.getvalue()}
        with self._alone() as connection:
            may_take_long(connection)
            connection.execute(delete(models).where(~_WAS_IN_FORCE))
            there = select(models.c.version).where(models.c.version == manifest.version)
            if connection.execute(there).one_or_none() is None:
                connection.execute(insert(models).values(created_at=datetime.now(UTC), **row))
        return manifest.version

    def unpack(self, version: str, folder: Path) -> None:
        """Put the model into `folder`, which exists; what it shares with the shipped one is linked. Raises NotFound."""
        with reached(_WHAT), self._engine.connect() as connection:
            may_take_long(connection)
            packed = connection.execute(select(models.c.files).where(models.c.version == version)).scalar_one_or_none()
        if packed is None and version != self.shipped_version:
            raise NotFound("there is no model of this version")
        if packed is not None:
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                for name in (*_MORE, *FILES["accurate"]):
                    if name in archive.namelist():
                        (folder / name).write_bytes(archive.read(name))
        for name in (*_MORE, *FILES["accurate"]):
            if not (folder / name).exists() and (self._shipped / name).exists():
                (folder / name).symlink_to((self._shipped / name).resolve())

    def forget(self, version: str) -> None:
        """Delete a learned model that is not in force; its promotions stay on record. Raises NotFound, ModelInForce."""
        with self._alone() as connection:
            if _in_force(connection, self.shipped_version)[1] == version:
                raise ModelInForce("this model is in force; put another in force first")
            if connection.execute(delete(models).where(models.c.version == version)).rowcount == 0:
                raise NotFound("there is no learned model of this version")

    def learned(self) -> list[Row]:
        """Every learned model, the newest first, without its files; `was_in_force` tells whether it was ever promoted."""
        query = select(*_DETAILS, _WAS_IN_FORCE.label("was_in_force")).order_by(models.c.created_at.desc())
        with reached(_WHAT), self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def promotions(self) -> list[Row]:
        """Every promotion, the newest first."""
        with reached(_WHAT), self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(promotions).order_by(promotions.c.number.desc())).mappings()]

    def in_force(self) -> tuple[int, str]:
        """Number of the last promotion and the version that it put in force; 0 and the shipped one before the first."""
        with reached(_WHAT), self._engine.connect() as connection:
            return _in_force(connection, self.shipped_version)

    def promote(self, version: str, name: ModelName, by: str, why: str, seen: int) -> None:
        """Put `version` in force after promotion number `seen`; `name` is the model of it that judges.

        A version that was in force before may always come back. Raises NotFound, Conflict when another promotion came
        first, NotPromotable for a challenger that is worse, or that was compared with another than the present champion.
        """
        with self._alone() as connection:
            number, present = _in_force(connection, self.shipped_version)
            if number != seen:
                raise Conflict("another model was put in force meanwhile")
            if version == present:
                raise NotPromotable("this model is in force already")
            if version != self.shipped_version:
                which = select(models.c.comparison, _WAS_IN_FORCE.label("was_in_force")).where(models.c.version == version)
                found = connection.execute(which).one_or_none()
                if found is None:
                    raise NotFound("there is no model of this version")
                if not found.was_in_force:
                    _may_come(found.comparison, present, name)
            row = {"number": number + 1, "version": version, "promoted_at": datetime.now(UTC), "promoted_by": by, "why": why}
            connection.execute(insert(promotions).values(row))

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """A transaction that no other change of models or promotions comes between."""
        with reached(_WHAT), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE promotions IN SHARE ROW EXCLUSIVE MODE")
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection


def _in_force(connection: Connection, shipped: str) -> tuple[int, str]:
    row = connection.execute(select(promotions.c.number, promotions.c.version).order_by(promotions.c.number.desc()).limit(1)).one_or_none()
    return (0, shipped) if row is None else (row.number, row.version)


def _may_come(comparison: Row, present: str, name: ModelName) -> None:
    if comparison["champion"] != present:
        raise NotPromotable("it was compared with a model that is no longer in force; train anew")
    if not comparison["models"][name]["not_worse"]:
        raise NotPromotable("it is worse than the model in force")
