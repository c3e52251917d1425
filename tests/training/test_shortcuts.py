from training.dataset import read_labelled
from training.shortcuts import shortcuts


def test_language_channel_and_trade_do_not_give_the_labels_away() -> None:
    origin = shortcuts(read_labelled())[0]
    assert origin.sees == "language, channel and trade"
    assert abs(origin.archetype_kappa) < 0.1
    assert abs(origin.urgency_kappa) < 0.1
