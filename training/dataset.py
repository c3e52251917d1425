"""The labelled messages: read from JSON Lines, checked line by line."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from model.labels import ARCHETYPE_CLASSES, LANGUAGES, MESSAGE_CHANNELS, URGENCIES
from model.mail import OwnWords

LABELLED: Final = Path("data/labelled")
IntVector = npt.NDArray[np.int64]
Message = TypeVar("Message")


class DatasetError(Exception):
    """A labelled message cannot be used; the message says file, line and why."""


@dataclass(frozen=True, slots=True)
class Record:
    """One labelled message. The six fields of the file, and the writer: the file's name."""

    text: str
    lang: str
    channel: str
    domain: str
    archetype: str
    urgency: str
    writer: str

    @property
    def words(self) -> str:
        """What the model judges: of an e-mail the customer's own words, else the text."""
        return OwnWords(self.text).text if self.channel == "email" else self.text


class Labelled(Protocol):
    """What a model is measured by; a label that is None does not count."""

    @property
    def text(self) -> str:
        """As sent."""
        ...

    @property
    def lang(self) -> str:
        """ISO 639-1 code."""
        ...

    @property
    def channel(self) -> str | None:
        """Of the message, where it is known."""
        ...

    @property
    def archetype(self) -> str | None:
        """One of `ARCHETYPE_CLASSES`."""
        ...

    @property
    def urgency(self) -> str | None:
        """One of `URGENCIES`."""
        ...


_FIELDS: Final = tuple(field.name for field in fields(Record) if field.name != "writer")
ALLOWED: Final = {"lang": LANGUAGES, "channel": MESSAGE_CHANNELS, "archetype": ARCHETYPE_CLASSES, "urgency": URGENCIES}


def read_lines(path: Path, checked: Callable[[object], Message]) -> list[Message]:
    """Every line of a JSON Lines file as `checked` reads it. Raises DatasetError at the first for which that raises ValueError."""
    found = []
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                found.append(checked(json.loads(line.decode("utf-8-sig"))))
            except UnicodeDecodeError:
                raise DatasetError(f"{path}:{number}: is not UTF-8") from None
            except (ValueError, TypeError) as error:
                raise DatasetError(f"{path}:{number}: {error}") from error
    return found


def read_file(path: Path) -> list[Record]:
    """Read one writer's file. Raises DatasetError at the first line that is not a labelled message."""
    return read_lines(path, lambda entry: checked_record(entry, path.stem))


def checked_record(entry: object, writer: str) -> Record:
    """One line of a file. Raises ValueError that says what is wrong with it."""
    if not isinstance(entry, dict) or sorted(entry) != sorted(_FIELDS):
        raise ValueError(f"expected an object with the fields {', '.join(_FIELDS)}")
    for name in _FIELDS:
        if not isinstance(entry[name], str) or not entry[name].strip():
            raise ValueError(f"{name} must be a text that is not blank")
    for name, allowed in ALLOWED.items():
        if entry[name] not in allowed:
            raise ValueError(f"{name} is {entry[name]!r}, not one of {', '.join(allowed)}")
    return Record(**entry, writer=writer)


def read_labelled(folder: Path = LABELLED) -> list[Record]:
    """Read every writer's file of `folder`, in the order of names. Raises DatasetError when there is none."""
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise DatasetError(f"no .jsonl files in {folder}")
    return [record for path in paths for record in read_file(path)]


def data_sha256(folder: Path = LABELLED) -> str:
    """One hash over the names and bytes of all data files, in the order of names."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def targets(records: Iterable[Labelled]) -> tuple[IntVector, IntVector]:
    """Class numbers of archetype and urgency, in the order of `model.labels`, −1 without a label: two vectors of shape (n,)."""
    listed = list(records)
    archetype: dict[str, int] = {name: number for number, name in enumerate(ARCHETYPE_CLASSES)}
    urgency: dict[str, int] = {name: number for number, name in enumerate(URGENCIES)}
    return (
        np.array([-1 if r.archetype is None else archetype[r.archetype] for r in listed], dtype=np.int64),
        np.array([-1 if r.urgency is None else urgency[r.urgency] for r in listed], dtype=np.int64),
    )
