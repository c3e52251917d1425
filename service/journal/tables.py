"""The journal's tables, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

METADATA = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}
)


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC: SQLite keeps no zone, so none is stored and UTC is put back."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Moments with a zone only."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The same moment."""
        return None if value is None else value.replace(tzinfo=UTC)


# Ids are UUIDs of version 7: their order is that of time.
classifications = Table(
    "classifications",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("received_at", UtcTime, nullable=False),
    Column("text", Text, nullable=False),  # masked
    Column("channel", String(16)),
    Column("language", String(8), nullable=False),
    Column("customer_id", String(200)),
    Column("answer_language", String(8), nullable=False),
    Column("available_channels", JSON, nullable=False),
    Column("archetype", String(32), nullable=False),  # `none` when none is shown
    Column("leaning", String(32), nullable=False),  # the likeliest of the four, shown or not
    Column("archetype_confidence", Float, nullable=False),  # of `archetype`
    Column("archetype_probabilities", JSON, nullable=False),
    Column("urgency", String(16), nullable=False),
    Column("urgency_confidence", Float, nullable=False),
    Column("urgency_probabilities", JSON, nullable=False),
    Column("confidence", Float, nullable=False),  # of the less certain of the two heads
    Column("needs_review", Boolean, nullable=False),
    Column("evidence", JSON, nullable=False),  # offsets in the masked text
    Column("strategy", String(32), nullable=False),  # key in the playbook
    Column("preferred_channel", String(16), nullable=False),
    Column("respond_by", UtcTime, nullable=False),
    Column("model_version", String(64), nullable=False),
    Column("latency_ms", Float, nullable=False),
    # The review in force; its history is in `reviews`.
    Column("review_version", Integer, nullable=False, server_default="0"),
    Column("reviewed_archetype", String(32)),
    Column("reviewed_urgency", String(16)),
    Index(None, "received_at"),
    Index(None, "customer_id"),
    Index("ix_classifications_queue", "needs_review", "review_version", "confidence"),
)

reviews = Table(
    "reviews",
    METADATA,
    Column("classification_id", String(36), ForeignKey("classifications.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),  # 1, 2, … of one classification
    Column("reviewed_at", UtcTime, nullable=False),
    Column("reviewer", String(100), nullable=False),
    Column("archetype", String(32), nullable=False),
    Column("urgency", String(16), nullable=False),
    Column("comment", Text, nullable=False),
)

# That something was erased, by whose wish it is not said: no reference, no text.
erasures = Table(
    "erasures",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("erased_at", UtcTime, nullable=False),
    Column("reason", String(16), nullable=False),  # customer or retention
    Column("classifications", Integer, nullable=False),
)

# Of a key only the hash is kept: it is random enough that nobody can guess it from that.
access_keys = Table(
    "access_keys",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("secret_sha256", String(64), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
)

sessions = Table(
    "sessions",
    METADATA,
    Column("token_sha256", String(64), primary_key=True),
    Column("key_id", String(16), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

# Models learned from reviews. The shipped one is not among them.
models = Table(
    "models",
    METADATA,
    Column("version", String(64), primary_key=True),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", String(100), nullable=False),
    Column("comparison", JSON, nullable=False),  # with the model that was in force; see `training.compare`
    Column("files", LargeBinary, nullable=False),  # a zip archive of what differs from the shipped model
)

# Which model judges from when on: the one with the highest number; before the first the shipped one does.
promotions = Table(
    "promotions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", String(64), nullable=False),
    Column("promoted_at", UtcTime, nullable=False),
    Column("promoted_by", String(100), nullable=False),
    Column("why", Text, nullable=False),
)

training_runs = Table(
    "training_runs",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("started_at", UtcTime, nullable=False),
    Column("started_by", String(100), nullable=False),
    Column("state", String(16), nullable=False),  # running, done, failed
    Column("only", Integer, unique=True),  # 1 while running, so that there is one at a time
    Column("stage", String(64), nullable=False),
    Column("share", Float, nullable=False),  # done, 0-1
    Column("seconds_left", Integer),
    Column("alive_at", UtcTime, nullable=False),
    Column("version", String(64)),
    Column("error", Text),
)
