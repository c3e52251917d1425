"""The shape of the playbook's files. Field for field as a company edits them: see `docs/playbook.md`."""

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from service.schemas import AnswerLanguage, ServiceChannel

# The sections: the book's four archetypes, and the common standard for messages that show none.
STANDARD: Final = "standard"
SectionName = Literal["impatient", "undecided", "chronic_complainer", "tester", "standard"]
SECTIONS: Final[tuple[SectionName, ...]] = ("impatient", "undecided", "chronic_complainer", "tester", "standard")

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Lines = Annotated[tuple[Line, ...], Field(min_length=1, max_length=50)]
Minutes = Annotated[int, Field(ge=1, le=10_080, strict=True)]


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reference(_Content):
    """A source that an agent can quote."""

    title: Line
    source: Line


class Strategy(_Content):
    """How to handle a customer, in one language."""

    title: Line
    summary: Line
    expects: Line
    do: Lines
    avoid: Lines
    phrases: Lines
    next_steps: Lines
    references: Annotated[tuple[Reference, ...], Field(min_length=1, max_length=50)]


class Bilingual(_Content):
    """One sentence in both languages."""

    ru: Line
    en: Line

    def in_language(self, language: AnswerLanguage) -> str:
        """The sentence in `language`."""
        return self.ru if language == "ru" else self.en


class Tier(_Content):
    """Channels that are equally good, best tier first; within one the customer's own channel wins, then the order."""

    channels: Annotated[tuple[ServiceChannel, ...], Field(min_length=1)]
    basis: Literal["book", "reasoned"]
    reason: Bilingual


class Section(_Content):
    """One file: how to handle the customers of one archetype."""

    channels: Annotated[tuple[Tier, ...], Field(min_length=1)]
    # Used only when the company and the customer have nothing else in common.
    last_resort: tuple[ServiceChannel, ...] = ()
    ru: Strategy
    en: Strategy

    def strategy(self, language: AnswerLanguage) -> Strategy:
        """The strategy in `language`."""
        return self.ru if language == "ru" else self.en

    @model_validator(mode="after")
    def _each_channel_once(self) -> Self:
        named = [channel for tier in self.channels for channel in tier.channels] + list(self.last_resort)
        twice = sorted({channel for channel in named if named.count(channel) > 1})
        if twice:
            raise ValueError(f"channels named more than once: {', '.join(twice)}")
        return self


class DeadlineRow(_Content):
    """Minutes within which a message of one urgency is answered: by channel, and for every channel not named."""

    default: Minutes
    email: Minutes | None = None
    chat: Minutes | None = None
    messenger: Minutes | None = None
    social: Minutes | None = None
    phone: Minutes | None = None
    web_form: Minutes | None = None
    review: Minutes | None = None
    portal: Minutes | None = None
    in_person: Minutes | None = None


class Deadlines(_Content):
    """The file `deadlines.yaml`: a row an urgency."""

    low: DeadlineRow
    normal: DeadlineRow
    high: DeadlineRow
    critical: DeadlineRow


class Public(_Content):
    """The file `public.yaml`: channels where others read along, and why they are answered there first."""

    channels: tuple[ServiceChannel, ...]
    first_there: Bilingual
    then_move: Bilingual
    last_resort: Bilingual
