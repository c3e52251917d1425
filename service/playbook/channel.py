"""Through which channel to answer.

The archetype's best tier among the channels that the company has and the one that the customer
used; within a tier the customer's own first. A public post is answered where it stands, then moved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.playbook.content import Bilingual, Public, Section
from service.schemas import AnswerLanguage, ServiceChannel


@dataclass(frozen=True, slots=True)
class ChannelAdvice:
    """`preferred` to answer through, `alternatives` as good or next best, and why, in the answer's language."""

    preferred: ServiceChannel
    alternatives: tuple[ServiceChannel, ...]
    reason: str


def advise_channel(
    section: Section, public: Public, used: ServiceChannel | None, available: Sequence[ServiceChannel], language: AnswerLanguage
) -> ChannelAdvice:
    """Choose the channel for one message. used: the customer's; available: the company's."""
    if used in public.channels:
        private = [channel for channel in available if channel not in public.channels]
        if not private:
            return ChannelAdvice(used, (), public.first_there.in_language(language))
        channels, reason = _ranked(section, public, private)[0]
        moved = public.then_move.in_language(language)
        return ChannelAdvice(used, channels, f"{moved} {reason.in_language(language)}")
    ranked = _ranked(section, public, [*([used] if used else []), *available])
    channels, reason = ranked[0]
    preferred = used if used in channels else channels[0]
    alternatives = tuple(channel for channel in channels if channel != preferred)
    if not alternatives and len(ranked) > 1:
        alternatives = ranked[1][0]
    return ChannelAdvice(preferred, alternatives, reason.in_language(language))


def _ranked(section: Section, public: Public, candidates: Sequence[ServiceChannel]) -> list[tuple[tuple[ServiceChannel, ...], Bilingual]]:
    """The candidates by tier, best first, never empty; channels of the last resort only when there are no others."""
    ranked = [(tuple(channel for channel in tier.channels if channel in candidates), tier.reason) for tier in section.channels]
    ranked = [(channels, reason) for channels, reason in ranked if channels]
    if not ranked:
        # Nothing that the section names: what remains, in its order of last resort, then as given.
        rest = dict.fromkeys((*(channel for channel in section.last_resort if channel in candidates), *candidates))
        ranked = [(tuple(rest), public.last_resort)]
    return ranked
