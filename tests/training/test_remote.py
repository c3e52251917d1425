"""A running service, a real peer over HTTP, judges a file."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from training.dataset import LABELLED


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service started by its own command."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("TRIAGE_")}
    environment = clean | {"TRIAGE_PORT": "0", "TRIAGE_MODEL": "fast", "TRIAGE_DATA_DIR": str(tmp_path_factory.mktemp("data"))}
    process = subprocess.Popen([sys.executable, "-m", "service"], env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"running on (http://\S+)", line):
            yield found[1]
            break
    process.terminate()
    process.wait(20)
    process.stderr.close()


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "training.evaluate", "--json", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


def test_the_service_gives_the_figures_of_its_model(service: str, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    lines = sorted(LABELLED.glob("*.jsonl"))[0].read_text(encoding="utf-8").splitlines(keepends=True)
    bare = json.loads(lines[120])
    path.write_text("".join(lines[:120]) + json.dumps({"text": bare["text"], "urgency": bare["urgency"]}), encoding="utf-8")
    remote = json.loads(run("--data", str(path), "--url", service).stdout)
    local = json.loads(run("--data", str(path), "--name", "fast").stdout)
    assert remote["archetype"]["all"]["confusion"] == local["archetype"]["all"]["confusion"]
    assert remote["urgency"]["all"]["n"] == 121
    assert remote["urgency"]["all"]["kappa"] == local["urgency"]["all"]["kappa"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense"])
def test_no_service_is_a_clear_error(url: str) -> None:
    found = run("--data", str(sorted(LABELLED.glob("*.jsonl"))[0]), "--url", url)
    assert found.returncode == 2
    assert url in found.stderr
    assert "Traceback" not in found.stderr
