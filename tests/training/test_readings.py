from pathlib import Path

import pytest

from training.dataset import DatasetError, read_labelled
from training.readings import Reading, kappa, read_readings, unread


def reading(first: str, second: str, third: str | None = None) -> Reading:
    return Reading("m", "w", (first, "low"), (second, "low"), (third, "low") if third else None)


@pytest.mark.parametrize(
    ("given", "label"),
    [
        (reading("none", "none"), "none"),
        (reading("none", "tester", "tester"), "tester"),
        (reading("none", "tester", "none"), "none"),
        (reading("none", "tester", "impatient"), None),
        (reading("none", "tester"), None),
    ],
)
def test_a_label_stays_when_two_readers_agree(given: Reading, label: str | None) -> None:
    assert given.label(0) == label
    assert given.label(1) == "low"


def test_every_shipped_label_is_that_of_two_readers() -> None:
    assert unread(read_labelled(), read_readings()) == []


@pytest.mark.parametrize("folder", [Path("data/held_out"), Path("data/next"), Path("data/clear"), Path("data/plain")])
def test_messages_not_learned_from_are_read_as_well_and_none_is_trained_on(folder: Path) -> None:
    unseen = read_labelled(folder)
    assert unread(unseen, read_readings(folder / "readings")) == []
    assert not {record.text for record in unseen} & {record.text for record in read_labelled()}


def test_kappa_of_a_known_case() -> None:
    found = [reading("none", "none"), reading("none", "tester"), reading("tester", "tester"), reading("tester", "tester")]
    # Agreement 3/4, by chance (2·1 + 2·3)/16.
    assert kappa(found, 0) == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))
    # Of one label against the others: here all agree on who is impatient, and differ on the rest as before.
    more = [*found, reading("impatient", "impatient")]
    assert kappa(more, 0, "impatient") == pytest.approx(1)
    assert kappa(more, 0, "none") == pytest.approx((4 / 5 - (2 * 1 + 3 * 4) / 25) / (1 - (2 * 1 + 3 * 4) / 25))


def test_a_line_that_is_no_reading_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w.jsonl").write_text('{"message": "m", "first": ["none", "low"]}\n')
    with pytest.raises(DatasetError, match=r"w\.jsonl:1"):
        read_readings(tmp_path)
