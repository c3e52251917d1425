"""Labelled messages like a text: a message itself is the nearest to it."""

from pathlib import Path

import numpy as np

from model.neighbours import Neighbours, write_neighbours
from model.predictor import Predictor
from training.dataset import read_labelled


def test_a_labelled_message_is_nearest_to_itself(predictor: Predictor) -> None:
    for record in read_labelled()[::1500]:
        nearest = predictor.similar(record.text)
        assert len(nearest) == 5
        assert record.text in [found.text for found in nearest]
        similarities = [found.similarity for found in nearest]
        assert similarities == sorted(similarities, reverse=True)
        assert similarities[0] > 0.98


def test_what_a_mail_quotes_is_not_looked_up(predictor: Predictor) -> None:
    own = "Здравствуйте, где мой заказ?"
    mail = own + "\n\nOn Tue, May 12, 2026 at 10:14 AM Ann wrote:\n> You are liars, my fifth complaint about my money on the card!"
    assert predictor.similar(mail, mail=True) == predictor.similar(own)
    assert predictor.similar(mail) != predictor.similar(own)


def test_the_fast_model_knows_none() -> None:
    assert Predictor.load(name="fast").similar("где мой заказ?") == []


def test_fewer_than_asked_and_a_vector_of_nothing(tmp_path: Path) -> None:
    write_neighbours(tmp_path, np.eye(3), [("a", "none", "low"), ("b", "tester", "low"), ("c", "none", "high")])
    found = Neighbours(tmp_path).nearest(np.array([0.0, 2.0, 1.0]), 9)
    assert [neighbour.text for neighbour in found] == ["b", "c", "a"]
    assert len(Neighbours(tmp_path).nearest(np.zeros(3), 2)) == 2
