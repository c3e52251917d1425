"""What is known around a message when advice is given."""

from dataclasses import dataclass
from datetime import datetime

from service.schemas import AnswerLanguage, ServiceChannel


@dataclass(frozen=True, slots=True)
class Situation:
    """`channel`: the one that the customer used; `available`: those that the company answers through; `received_at`: UTC."""

    channel: ServiceChannel | None
    available: tuple[ServiceChannel, ...]
    language: AnswerLanguage
    received_at: datetime
