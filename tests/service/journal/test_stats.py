"""`/v1/stats`: counted by hand on a few entries, on both databases."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.journal.stats import kappa
from tests.service.journal.test_entries import put, say
from tests.service.journal.test_recording import service
from tests.texts import IMPATIENT_RU, NONE_RU


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    with service(database_url) as client:
        yield client


def test_an_empty_journal_has_empty_figures(client: TestClient) -> None:
    found = client.get("/v1/stats").json()
    assert (found["total"], found["series"], found["trainers"]) == (0, [], [])
    assert found["agreement"]["archetype"] == {"reviewed": 0, "agreed": 0, "kappa": None, "confusion": [], "calibration": []}
    assert found["drift"] == {"archetype": None, "urgency": None}


def test_figures_count_what_is_there(client: TestClient) -> None:
    plain = [say(client, f"{NONE_RU} {n}", channel="email") for n in range(3)]
    pressing = say(client, IMPATIENT_RU, channel="chat")
    labels = [client.get(f"/v1/classifications/{id}").json() for id in (*plain, pressing)]  # noqa: A001
    put(client, plain[0], 0, archetype=labels[0]["archetype"], urgency=labels[0]["urgency"], reviewer="Ольга")
    put(client, plain[1], 0, archetype="tester", urgency=labels[1]["urgency"], reviewer="Ольга")
    put(client, pressing, 0, archetype="tester", reviewer="Пётр")
    put(client, pressing, 1, archetype=labels[3]["archetype"], urgency=labels[3]["urgency"], reviewer="Пётр")
    for bucket, length in (("hour", 17), ("day", 10), ("month", 7)):
        found = client.get(f"/v1/stats?bucket={bucket}").json()
        (stretch,) = found["series"]
        assert len(stretch["start"]) == length
        assert stretch["channel"] == {"email": 3, "chat": 1}
    assert (found["total"], found["reviewed"]) == (4, 3)
    assert found["needs_review"] == sum(entry["needs_review"] for entry in labels)
    archetype = found["agreement"]["archetype"]
    assert (archetype["reviewed"], archetype["agreed"]) == (3, 2)
    assert {"model": labels[1]["archetype"], "trainer": "tester", "count": 1} in archetype["confusion"]
    assert sum(part["count"] for part in archetype["calibration"]) == 3
    assert found["trainers"] == [
        {"reviewer": "Ольга", "reviewed": 2, "archetype_agreed": 1, "urgency_agreed": 2},
        {"reviewer": "Пётр", "reviewed": 1, "archetype_agreed": 1, "urgency_agreed": 1},
    ]
    drift = found["drift"]["urgency"]
    assert sum(label["now"] for label in drift["labels"]) == pytest.approx(1)
    assert sum(label["training"] for label in drift["labels"]) == pytest.approx(1)
    assert drift["stability_index"] >= 0
    assert client.get("/v1/stats?channel=email").json()["total"] == 3


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], None),
        ([("a", "a")], None),
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")], 0.5),
    ],
)
def test_kappa_by_hand(pairs: list[tuple[str, str]], expected: float | None) -> None:
    assert kappa(pairs) == (None if expected is None else pytest.approx(expected))
