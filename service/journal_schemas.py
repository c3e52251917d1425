"""The bodies and queries of the journal's routes."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from model.labels import Archetype, Urgency
from service.schemas import ServiceChannel

ShownArchetype = Archetype | Literal["none"]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("is before the year 1 or after 9999 in UTC") from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class EntryQuery(BaseModel):
    """Which entries, in which order, and how many at a time. Everything is the model's word unless it says reviewed."""

    model_config = ConfigDict(extra="forbid")

    received_from: Moment | None = Field(None, description="From this moment on, with a time zone.")
    received_to: Moment | None = Field(None, description="Before this moment, with a time zone.")
    archetype: ShownArchetype | None = Field(None, description="`none`: no archetype is shown.")
    urgency: Urgency | None = None
    channel: ServiceChannel | None = None
    language: Word | None = None
    model_version: Word | None = None
    customer_id: Word | None = None
    confidence_from: float | None = Field(None, ge=0, le=1, description="Of the less certain of the two labels.")
    confidence_to: float | None = Field(None, ge=0, le=1)
    needs_review: bool | None = None
    reviewed: bool | None = None
    disagreed: bool | None = Field(None, description="Reviewed entries whose review differs from the model, or does not.")
    text: str | None = Field(None, min_length=1, max_length=200, pattern=r"^[^\x00]*$", description="Occurs in the masked text, any case.")
    order: Literal["newest", "least_certain"] = "newest"
    cursor: str | None = Field(None, max_length=200, description="`next` of the page before.")
    size: int = Field(50, ge=1, le=200)


class ExportQuery(BaseModel):
    """Which reviewed entries, and how they are written."""

    model_config = ConfigDict(extra="forbid")

    received_from: Moment | None = None
    received_to: Moment | None = None
    channel: ServiceChannel | None = None
    language: Word | None = None
    disagreed: bool | None = None
    format: Literal["jsonl", "csv"] = "jsonl"
    domain: str = Field("company", pattern=r"^[a-z_]{1,40}$", description="The trade that JSON Lines name.")


class StatsQuery(BaseModel):
    """Of which entries, and how time is cut."""

    model_config = ConfigDict(extra="forbid")

    received_from: Moment | None = None
    received_to: Moment | None = None
    channel: ServiceChannel | None = None
    language: Word | None = None
    model_version: Word | None = None
    bucket: Literal["hour", "day", "month"] = "day"


class ReviewRequest(BaseModel):
    """What a trainer says of one classification."""

    model_config = ConfigDict(extra="forbid", strict=True)

    archetype: ShownArchetype
    urgency: Urgency
    comment: str = Field("", max_length=2_000, pattern=r"^[^\x00]*$")
    reviewer: Line = Field(description="Who says it.")


class EvidenceSpan(BaseModel):
    """A span of the masked text that pushed a label."""

    start: int
    end: int
    head: Literal["archetype", "urgency"] = Field(alias="for")
    weight: float


class ReviewAnswer(BaseModel):
    """One review of the history."""

    version: int
    reviewed_at: datetime
    reviewer: str
    archetype: ShownArchetype
    urgency: Urgency
    comment: str


class EntrySummary(BaseModel):
    """One entry of the journal in a list. `text` is masked; `reviewed_…` is the review in force."""

    id: str
    received_at: datetime
    text: str
    channel: ServiceChannel | None
    language: str
    customer_id: str | None
    answer_language: str
    available_channels: list[ServiceChannel]
    archetype: ShownArchetype
    leaning: Archetype
    archetype_confidence: float
    archetype_probabilities: dict[str, float]
    urgency: Urgency
    urgency_confidence: float
    urgency_probabilities: dict[str, float]
    confidence: float
    needs_review: bool
    evidence: list[EvidenceSpan]
    strategy: str
    preferred_channel: ServiceChannel
    respond_by: datetime
    model_version: str
    latency_ms: float
    review_version: int = Field(description="0: not reviewed. The number that If-Match names, as an ETag.")
    reviewed_archetype: ShownArchetype | None
    reviewed_urgency: Urgency | None


class EntryAnswer(EntrySummary):
    """One entry with the history of its reviews, the oldest first."""

    reviews: list[ReviewAnswer]


class EntryPage(BaseModel):
    """Entries, and the cursor of the next page; null on the last."""

    entries: list[EntrySummary]
    next: str | None


class ErasureAnswer(BaseModel):
    """How many entries were erased."""

    erased: int


class Stretch(BaseModel):
    """Counts of one stretch of time."""

    start: str
    total: int
    archetype: dict[str, int]
    urgency: dict[str, int]
    channel: dict[str, int]


class ConfusionCell(BaseModel):
    """How often the model said one label and the trainer one."""

    model: str
    trainer: str
    count: int


class CalibrationBin(BaseModel):
    """Reviewed entries of a range of confidence, and the share on which the trainer agreed."""

    lowest: float = Field(alias="from")
    highest: float = Field(alias="to")
    count: int
    confidence: float
    agreed: float


class Agreement(BaseModel):
    """The model and the trainers on one head."""

    reviewed: int
    agreed: int
    kappa: float | None = Field(description="Cohen's kappa; null while there is nothing to tell it from.")
    confusion: list[ConfusionCell]
    calibration: list[CalibrationBin]


class TrainerAgreement(BaseModel):
    """The model and one trainer."""

    reviewer: str
    reviewed: int
    archetype_agreed: int
    urgency_agreed: int


class LabelDrift(BaseModel):
    """A label's share in what the model said of the training data, writers left out, and now."""

    label: str
    training: float
    now: float


class ConfidenceDrift(BaseModel):
    """Mean confidence then and now."""

    training: float | None
    now: float


class Drift(BaseModel):
    """How far today is from the training data."""

    labels: list[LabelDrift]
    stability_index: float = Field(description="Below 0.1 steady, above 0.25 another population.")
    confidence: ConfidenceDrift


class Heads(BaseModel):
    """Agreement by head."""

    archetype: Agreement
    urgency: Agreement


class DriftByHead(BaseModel):
    """Drift by head; null without entries."""

    archetype: Drift | None
    urgency: Drift | None


class StatsAnswer(BaseModel):
    """Figures of the journal."""

    total: int
    needs_review: int
    reviewed: int
    series: list[Stretch]
    agreement: Heads
    trainers: list[TrainerAgreement]
    drift: DriftByHead
