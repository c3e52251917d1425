"""Judgement + Situation → Advice."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from model.judgement import Judgement
from service.playbook.channel import ChannelAdvice, advise_channel
from service.playbook.content import STANDARD, SectionName, Strategy
from service.playbook.deadline import respond_by, respond_within
from service.playbook.playbook import Playbook
from service.playbook.situation import Situation
from service.schemas import AnswerLanguage, ServiceChannel

# Combinations of archetype, channels and language that are remembered; companies have few.
_REMEMBERED: Final = 1_024


@dataclass(frozen=True, slots=True)
class Advice:
    """How to handle the customer, through which channel, and by when (UTC). `title` is the judged label's."""

    section: SectionName
    title: str
    strategy: Strategy
    channel: ChannelAdvice
    respond_within_minutes: int
    respond_by: datetime


class Advisor:
    """Gives advice by one playbook."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        self._channel = lru_cache(_REMEMBERED)(self._advise_channel)

    def advise(self, judgement: Judgement, situation: Situation) -> Advice:
        """The archetype's section when the message shows one, otherwise the common standard.

        The deadline is that of the channel where the customer waits: the one used, or the advised one.
        """
        archetype = judgement.archetype
        name: SectionName = archetype.label if archetype.shown else STANDARD
        section = self._playbook.sections[name]
        channel = self._channel(name, situation.channel, situation.available, situation.language)
        minutes = respond_within(self._playbook.deadlines, judgement.urgency.label, situation.channel or channel.preferred)
        return Advice(
            section=name,
            title=self._playbook.sections[archetype.label].strategy(situation.language).title,
            strategy=section.strategy(situation.language),
            channel=channel,
            respond_within_minutes=minutes,
            respond_by=respond_by(situation.received_at, minutes),
        )

    def _advise_channel(
        self, name: SectionName, used: ServiceChannel | None, available: tuple[ServiceChannel, ...], language: AnswerLanguage
    ) -> ChannelAdvice:
        return advise_channel(self._playbook.sections[name], self._playbook.public, used, available, language)
