"""A small real data set."""

from pathlib import Path

import pytest

from training.dataset import LABELLED


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every eighth message of four writers, as a folder of data."""
    folder = tmp_path_factory.mktemp("labelled")
    for path in sorted(LABELLED.glob("*.jsonl"))[:4]:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / path.name).write_text("".join(lines[::8]), encoding="utf-8")
    return folder
