"""The labels of a message and their order. What they mean: `docs/labelling.md`."""

from typing import Final, Literal

Archetype = Literal["impatient", "undecided", "chronic_complainer", "tester"]
ArchetypeClass = Literal["impatient", "undecided", "chronic_complainer", "tester", "none"]
Urgency = Literal["low", "normal", "high", "critical"]
MessageChannel = Literal["email", "chat", "messenger", "social", "phone", "web_form", "review", "portal"]

ARCHETYPES: Final[tuple[Archetype, ...]] = ("impatient", "undecided", "chronic_complainer", "tester")
NONE: Final = "none"
# The order of these tuples is the order of the columns of every probability matrix.
ARCHETYPE_CLASSES: Final[tuple[ArchetypeClass, ...]] = (*ARCHETYPES, NONE)
URGENCIES: Final[tuple[Urgency, ...]] = ("low", "normal", "high", "critical")
MESSAGE_CHANNELS: Final[tuple[MessageChannel, ...]] = (
    "email", "chat", "messenger", "social", "phone", "web_form", "review", "portal",
)  # fmt: skip
LANGUAGES: Final = ("ru", "en")
