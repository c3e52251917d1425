"""The bodies of the API, version 1: what comes in, checked, and what goes out, described."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from model.labels import Archetype, Urgency
from model.text import is_blank

MAX_TEXT_CHARACTERS: Final = 10_000
MAX_BATCH_MESSAGES: Final = 1_000

ServiceChannel = Literal["email", "chat", "messenger", "social", "phone", "web_form", "review", "portal", "in_person"]
AnswerLanguage = Literal["ru", "en"]


def _readable(text: str) -> str:
    if "\0" in text:
        raise ValueError(f"contains a NUL character at offset {text.index(chr(0))}")
    if is_blank(text):
        raise ValueError("is blank: nothing in it can be read")
    return text


MessageText = Annotated[
    str,
    Field(min_length=1, max_length=MAX_TEXT_CHARACTERS, description="The message as the customer sent it, in Unicode code points."),
    AfterValidator(_readable),
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ClassifyRequest(_Strict):
    """One message of a customer and what is known around it."""

    text: MessageText
    channel: ServiceChannel | None = Field(None, description="The channel that the customer used.")
    language: AnswerLanguage | None = Field(None, description="Language of the answer; default: Accept-Language, then the message's.")
    customer_id: str | None = Field(
        None, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$", description="Your reference of the customer."
    )
    available_channels: list[ServiceChannel] | None = Field(
        None, min_length=1, max_length=20, description="Channels that you can answer through; default: the service's setting."
    )
    explain: bool = Field(False, description="Whether to return the spans of the text that decided.")
    store: bool = Field(True, description="Whether to record the classification in the journal, masked; the service may be set not to.")

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "ну где курьер??? час назад сказали выехал, сколько ещё ждать", "channel": "chat", "explain": True}]
        }
    )


class BatchRequest(_Strict):
    """Up to 1,000 messages; the results come in the same order."""

    messages: list[ClassifyRequest] = Field(min_length=1, max_length=MAX_BATCH_MESSAGES)


class ArchetypeAnswer(BaseModel):
    """The archetype; `shown` false means that the label is a leaning only."""

    label: Archetype
    title: str
    shown: bool
    confidence: float = Field(description="The label's probability, 0-1.")
    probabilities: dict[str, float]


class UrgencyAnswer(BaseModel):
    """The urgency, and the deadline that follows from it and the channel."""

    label: Urgency
    confidence: float
    probabilities: dict[str, float]
    respond_within_minutes: int
    respond_by: datetime = Field(description="UTC.")


class ReferenceAnswer(BaseModel):
    """A source that an agent can quote."""

    title: str
    source: str


class StrategyAnswer(BaseModel):
    """How to handle this customer."""

    summary: str
    expects: str
    do: list[str]
    avoid: list[str]
    phrases: list[str]
    next_steps: list[str]
    references: list[ReferenceAnswer]


class ChannelAnswer(BaseModel):
    """Through which channel to answer."""

    preferred: ServiceChannel
    alternatives: list[ServiceChannel]
    reason: str


class EvidenceAnswer(BaseModel):
    """A span of the text that pushed a label; offsets in code points of the text as sent."""

    model_config = ConfigDict(populate_by_name=True)

    text: str
    start: int
    end: int
    head: Literal["archetype", "urgency"] = Field(alias="for")
    weight: float = Field(description="Probability that the label loses without the span.")


class ModelVersion(BaseModel):
    """Which model judged."""

    version: str


class ClassifyAnswer(BaseModel):
    """The judgement of one message and the advice that follows from it."""

    id: str = Field(description="UUID version 7.")
    language: str = Field(description="Language of the message, ISO 639-1; `und` when it holds no letters.")
    archetype: ArchetypeAnswer
    urgency: UrgencyAnswer
    strategy: StrategyAnswer
    channel: ChannelAnswer
    evidence: list[EvidenceAnswer]
    tags: list[str]
    needs_review: bool
    model: ModelVersion


class BatchAnswer(BaseModel):
    """Results in the order of the messages."""

    results: list[ClassifyAnswer]


class ViolationAnswer(BaseModel):
    """One thing wrong with the body."""

    pointer: str
    detail: str


class ProblemAnswer(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ViolationAnswer] | None = None


class LineProblem(ProblemAnswer):
    """What is wrong with one line of a bulk request."""

    line: int = Field(description="Number of the line, from 1.")


class ArchetypeSummary(BaseModel):
    """One archetype in a list."""

    label: str
    title: str
    summary: str


class ArchetypeList(BaseModel):
    """The book's four archetypes, and the common standard for messages that show none."""

    language: AnswerLanguage
    archetypes: list[ArchetypeSummary]
    standard: ArchetypeSummary


class ChannelPreference(BaseModel):
    """Channels that are equally good for the archetype, and why; `basis` tells the book's word from our reasoning."""

    channels: list[ServiceChannel]
    basis: Literal["book", "reasoned"]
    reason: str


class ArchetypeDetail(StrategyAnswer):
    """Everything that the playbook says of one archetype."""

    label: str
    language: AnswerLanguage
    title: str
    channels: list[ChannelPreference]


class ModelAnswer(BaseModel):
    """The loaded model: from what it was made and how good it was found to be on writers left out."""

    name: Literal["accurate", "fast"]
    version: str
    created: datetime
    files: dict[str, str] = Field(description="SHA-256 of each file.")
    data_sha256: str
    messages: int
    writers: int
    thresholds: dict[str, float]
    figures: dict[str, object]
    libraries: dict[str, str]
