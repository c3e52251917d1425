"""How soon to answer: urgency × channel → minutes."""

from datetime import datetime, timedelta

from model.labels import Urgency
from service.playbook.content import DeadlineRow, Deadlines
from service.schemas import ServiceChannel


def respond_within(deadlines: Deadlines, urgency: Urgency, channel: ServiceChannel) -> int:
    """Minutes within which a message of this urgency on this channel is answered."""
    row: DeadlineRow = getattr(deadlines, urgency)
    minutes: int | None = getattr(row, channel)
    return row.default if minutes is None else minutes


def respond_by(received_at: datetime, minutes: int) -> datetime:
    """The moment, UTC, `minutes` after the message was received."""
    return received_at + timedelta(minutes=minutes)
