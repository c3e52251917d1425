"""Classifications, reviews, erasures."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "classifications",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(16)),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("customer_id", sa.String(200)),
        sa.Column("answer_language", sa.String(8), nullable=False),
        sa.Column("available_channels", sa.JSON(), nullable=False),
        sa.Column("archetype", sa.String(32), nullable=False),
        sa.Column("leaning", sa.String(32), nullable=False),
        sa.Column("archetype_confidence", sa.Float(), nullable=False),
        sa.Column("archetype_probabilities", sa.JSON(), nullable=False),
        sa.Column("urgency", sa.String(16), nullable=False),
        sa.Column("urgency_confidence", sa.Float(), nullable=False),
        sa.Column("urgency_probabilities", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("strategy", sa.String(32), nullable=False),
        sa.Column("preferred_channel", sa.String(16), nullable=False),
        sa.Column("respond_by", sa.DateTime(), nullable=False),
        sa.Column("model_version", sa.String(64), nullable=False),
        sa.Column("latency_ms", sa.Float(), nullable=False),
        sa.Column("review_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reviewed_archetype", sa.String(32)),
        sa.Column("reviewed_urgency", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_classifications"),
    )
    op.create_index("ix_classifications_received_at", "classifications", ["received_at"])
    op.create_index("ix_classifications_customer_id", "classifications", ["customer_id"])
    op.create_index("ix_classifications_queue", "classifications", ["needs_review", "review_version", "confidence"])
    op.create_table(
        "reviews",
        sa.Column("classification_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(), nullable=False),
        sa.Column("reviewer", sa.String(100), nullable=False),
        sa.Column("archetype", sa.String(32), nullable=False),
        sa.Column("urgency", sa.String(16), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["classification_id"], ["classifications.id"], name="fk_reviews_classification_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("classification_id", "version", name="pk_reviews"),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("classifications", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
