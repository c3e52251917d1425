"""Models learned from reviews, in the journal's database, so that every replica finds them."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from model.artifact import FILES, MANIFEST_FILE, ModelName, load_manifest
from service.errors import Conflict, ModelInForce, NotFound, NotPromotable
from service.journal.database import reached
from service.journal.tables import models, promotions

Row = dict[str, Any]
_COMPARISON: Final = "comparison.json"
_WHAT: Final = "the models"
# What learning itself needs again, beside the files that judge.
_MORE: Final = (MANIFEST_FILE, "left_out.npz", _COMPARISON)
_DETAILS: Final = [column for column in models.c if column.name != "files"]


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
        row = {
            "version": manifest.version,
            "created_at": datetime.now(UTC),
            "created_by": by,
            "comparison": comparison,
            "files": packed.getvalue(),
        }
        with reached(_WHAT), self._engine.begin() as connection:
            connection.execute(delete(models).where(models.c.version.not_in(select(promotions.c.version))))
            if not _promoted(connection, manifest.version):
                connection.execute(insert(models).values(row))
        return manifest.version

    def unpack(self, version: str, folder: Path) -> None:
        """Put the model into `folder`, which exists; what it shares with the shipped one is linked. Raises NotFound."""
        with reached(_WHAT), self._engine.connect() as connection:
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
        with reached(_WHAT), self._engine.begin() as connection:
            if _in_force(connection, self.shipped_version)[1] == version:
                raise ModelInForce("this model is in force; put another in force first")
            if connection.execute(delete(models).where(models.c.version == version)).rowcount == 0:
                raise NotFound("there is no learned model of this version")

    def learned(self) -> list[Row]:
        """Every learned model, the newest first, without its files."""
        with reached(_WHAT), self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(*_DETAILS).order_by(models.c.created_at.desc())).mappings()]

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
        try:
            with reached(_WHAT), self._engine.begin() as connection:
                number, present = _in_force(connection, self.shipped_version)
                if number != seen:
                    raise Conflict("another model was put in force meanwhile")
                if version == present:
                    raise NotPromotable("this model is in force already")
                if version != self.shipped_version:
                    comparison = connection.execute(select(models.c.comparison).where(models.c.version == version)).scalar_one_or_none()
                    if comparison is None:
                        raise NotFound("there is no model of this version")
                    if not _promoted(connection, version):
                        _may_come(comparison, present, name)
                row = {"number": number + 1, "version": version, "promoted_at": datetime.now(UTC), "promoted_by": by, "why": why}
                connection.execute(insert(promotions).values(row))
        except IntegrityError:
            raise Conflict("another model was put in force meanwhile") from None


def _in_force(connection: Connection, shipped: str) -> tuple[int, str]:
    row = connection.execute(select(promotions.c.number, promotions.c.version).order_by(promotions.c.number.desc()).limit(1)).one_or_none()
    return (0, shipped) if row is None else (row.number, row.version)


def _promoted(connection: Connection, version: str) -> bool:
    return connection.execute(select(promotions.c.number).where(promotions.c.version == version).limit(1)).one_or_none() is not None


def _may_come(comparison: Row, present: str, name: ModelName) -> None:
    if comparison["champion"] != present:
        raise NotPromotable("it was compared with a model that is no longer in force; train anew")
    if not comparison["models"][name]["not_worse"]:
        raise NotPromotable("it is worse than the model in force")
