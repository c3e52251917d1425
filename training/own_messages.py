"""Labelled messages of one's own to measure a model by: only the text and one label have to be there."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.language import detect_language
from model.text import is_blank
from training.dataset import ALLOWED, DatasetError, read_lines

# Known, not needed to judge a message.
_KEPT_BY_OTHERS: Final = ("id", "domain")
_FIELDS: Final = ("text", *ALLOWED, *_KEPT_BY_OTHERS)


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """A message; a label that its readers did not agree on, or did not give, is None and does not count."""

    text: str
    lang: str
    channel: str | None
    archetype: str | None
    urgency: str | None


def read_own(path: Path) -> list[OwnMessage]:
    """Read a JSON Lines file, or every one of a folder. Raises DatasetError when a line cannot be used, and when none has a label."""
    paths = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    found = [message for one in paths for message in read_lines(one, _checked)]
    if all(message.archetype is None and message.urgency is None for message in found):
        raise DatasetError(f"no labelled messages in {path}")
    return found


def _checked(entry: object) -> OwnMessage:
    if not isinstance(entry, dict) or not set(entry) <= set(_FIELDS):
        raise ValueError(f"expected an object with fields of {', '.join(_FIELDS)}")
    text = entry.get("text")
    if not isinstance(text, str) or is_blank(text):
        raise ValueError("text must be a text that is not blank")
    for name, allowed in ALLOWED.items():
        if entry.get(name) not in (None, *allowed):
            raise ValueError(f"{name} is {entry[name]!r}, not one of {', '.join(allowed)}, or null")
    if not {"archetype", "urgency"} & set(entry):
        raise ValueError("archetype or urgency must be given")
    lang = entry.get("lang") or detect_language(text)
    return OwnMessage(text, lang, entry.get("channel"), entry.get("archetype"), entry.get("urgency"))
