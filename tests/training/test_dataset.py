import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from training.dataset import DatasetError, data_sha256, read_file, read_labelled

GOOD = {"text": "где заказ", "lang": "ru", "channel": "chat", "domain": "taxi", "archetype": "none", "urgency": "normal"}


def test_the_shipped_data() -> None:
    records = read_labelled()
    assert len(records) >= 1500
    assert len({r.writer for r in records}) >= 6
    assert sum(r.lang == "en" for r in records) >= 400
    assert len({r.domain for r in records}) >= 12
    assert {r.channel for r in records} == {"email", "chat", "messenger", "social", "phone", "web_form", "review", "portal"}
    assert min(Counter(r.archetype for r in records).values()) >= 100
    assert min(Counter(r.urgency for r in records).values()) >= 80


def test_no_message_is_there_twice() -> None:
    bare = Counter(re.sub(r"\W+", " ", r.text.lower()).strip() for r in read_labelled() if len(r.text) > 25)
    assert [text for text, count in bare.items() if count > 1] == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": " "}, "text must be a text that is not blank"),
        ({"text": 5}, "text must be a text"),
        ({"lang": "de"}, "lang is 'de'"),
        ({"channel": "fax"}, "channel is 'fax'"),
        ({"archetype": "rude"}, "archetype is 'rude'"),
        ({"urgency": "urgent"}, "urgency is 'urgent'"),
        ({"extra": "x"}, "expected an object with the fields"),
    ],
)
def test_a_wrong_message_is_refused_with_file_and_line(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    path = tmp_path / "writer.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + json.dumps(GOOD | change) + "\n")
    with pytest.raises(DatasetError, match=re.escape(f"{path}:2: {reason}")):
        read_file(path)


@pytest.mark.parametrize("line", ["", "{", "[]", "null"])
def test_a_line_that_is_no_object_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "writer.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + line + "\n" + json.dumps(GOOD))
    with pytest.raises(DatasetError, match=":2:"):
        read_file(path)


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "writer.jsonl"
    path.write_bytes(json.dumps(GOOD).encode() + b"\n" + json.dumps(GOOD, ensure_ascii=False).encode("cp1251"))
    with pytest.raises(DatasetError, match=":2: is not UTF-8"):
        read_file(path)


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"no \.jsonl files"):
        read_labelled(tmp_path)


def test_the_hash_sees_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(GOOD))
    first = data_sha256(tmp_path)
    (tmp_path / "a.jsonl").rename(tmp_path / "b.jsonl")
    assert data_sha256(tmp_path) != first
