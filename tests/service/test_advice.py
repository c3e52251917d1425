"""Channel and deadline, by table."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from model.labels import URGENCIES, Urgency
from service.playbook.channel import advise_channel
from service.playbook.content import SECTIONS, SectionName
from service.playbook.deadline import respond_by, respond_within
from service.playbook.playbook import load_playbook
from service.schemas import ServiceChannel

PLAYBOOK = load_playbook()
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CHANNELS: tuple[ServiceChannel, ...] = get_args(ServiceChannel)
WRITTEN = set(CHANNELS) - {"phone", "in_person"}


def advise(section: SectionName, used: ServiceChannel | None, *available: ServiceChannel) -> tuple[str, list[str]]:
    advice = advise_channel(PLAYBOOK.sections[section], PLAYBOOK.public, used, available, "ru")
    assert advice.reason
    return advice.preferred, list(advice.alternatives)


@pytest.mark.parametrize(
    ("section", "used", "available", "preferred", "alternatives"),
    [
        ("impatient", "chat", ["chat", "email", "phone"], "chat", ["phone"]),
        ("impatient", "phone", ["chat", "email", "phone"], "phone", ["chat"]),
        ("impatient", "email", ["chat", "email"], "chat", ["email"]),
        ("impatient", "email", ["email"], "email", []),
        ("impatient", None, ["email", "messenger"], "messenger", ["email"]),
        ("impatient", "chat", ["email"], "chat", ["email"]),
        ("undecided", "chat", ["chat", "phone"], "chat", ["phone"]),
        ("undecided", "email", ["chat", "phone", "email"], "phone", ["chat"]),
        ("chronic_complainer", "phone", ["phone", "email"], "email", []),
        ("chronic_complainer", "phone", ["phone", "chat"], "chat", []),
        ("chronic_complainer", "phone", ["phone"], "phone", []),
        ("chronic_complainer", "phone", ["in_person"], "phone", ["in_person"]),
        ("chronic_complainer", "chat", ["chat", "phone", "email"], "email", ["chat"]),
        ("chronic_complainer", "social", ["social", "phone", "email"], "social", ["email"]),
        ("chronic_complainer", "social", ["social", "phone"], "social", ["phone"]),
        ("tester", "chat", ["chat", "email", "phone"], "email", ["chat"]),
        ("tester", "email", ["chat", "email"], "email", ["chat"]),
        ("standard", "email", ["chat", "email"], "email", ["chat"]),
        ("standard", "web_form", ["chat", "email"], "web_form", ["chat", "email"]),
        ("standard", None, ["phone", "email"], "email", ["phone"]),
        ("impatient", "social", ["chat", "social", "email"], "social", ["chat"]),
        ("tester", "review", ["chat", "email"], "review", ["email"]),
        ("impatient", "social", ["social"], "social", []),
    ],
)
def test_channel(
    section: SectionName, used: ServiceChannel | None, available: list[ServiceChannel], preferred: str, alternatives: list[str]
) -> None:
    assert advise(section, used, *available) == (preferred, alternatives)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("used", [None, *CHANNELS])
@pytest.mark.parametrize("size", [1, 2, 3, 9])
def test_rules_that_hold_for_every_choice(section: SectionName, used: ServiceChannel | None, size: int) -> None:
    for start in range(len(CHANNELS)):
        available = (CHANNELS * 2)[start : start + size]
        preferred, alternatives = advise(section, used, *available)
        candidates = {*available, *([used] if used else [])}
        assert {preferred, *alternatives} <= candidates
        assert preferred not in alternatives
        if used in {"social", "review"}:
            assert preferred == used
        elif section == "chronic_complainer" and candidates & WRITTEN:
            assert {preferred, *alternatives} <= WRITTEN


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("urgency", URGENCIES)
def test_deadlines_keep_the_sources_promises(urgency: Urgency, channel: ServiceChannel) -> None:
    minutes = respond_within(PLAYBOOK.deadlines, urgency, channel)
    promise = {"chat": 10, "messenger": 10, "social": 60}.get(channel, 24 * 60)
    promise = min(promise, {"critical": 10, "high": 60}.get(urgency, promise))
    assert 1 <= minutes <= promise
    if channel in {"chat", "messenger", "social"} or urgency in {"critical", "high"}:
        assert minutes == promise


def test_more_urgent_is_never_answered_later() -> None:
    for channel in CHANNELS:
        minutes = [respond_within(PLAYBOOK.deadlines, urgency, channel) for urgency in URGENCIES]
        assert minutes == sorted(minutes, reverse=True)


def test_respond_by() -> None:
    assert respond_by(NOW, 10) == datetime(2026, 11, 22, 10, 10, tzinfo=UTC)
