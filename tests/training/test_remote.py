"""A running service, a real peer over HTTP, judges a file."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from training.dataset import LABELLED


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of the service."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("TRIAGE_")}
    return clean | {"TRIAGE_PORT": "0", "TRIAGE_MODEL": "fast", "TRIAGE_DATA_DIR": str(tmp_path_factory.mktemp("data"))}


@pytest.fixture(scope="module")
def service(environment: dict[str, str]) -> Iterator[str]:
    """The address of a service started by its own command."""
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
    assert httpx.get(f"{service}/v1/classifications").json()["entries"] == []


def test_a_service_that_asks_for_a_key_gets_one(service: str, environment: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text('{"text": "Where is my parcel?", "archetype": "none"}', encoding="utf-8")
    create = [sys.executable, "-m", "service.access", "create", "measuring", "--scope", "classify"]
    key = subprocess.run(create, env=environment, capture_output=True, text=True, check=True).stdout.strip()
    deadline = time.monotonic() + 20  # keys are read every few seconds
    while httpx.get(f"{service}/v1/model").status_code != 401 and time.monotonic() < deadline:
        time.sleep(0.2)
    without = run("--data", str(path), "--url", service)
    assert (without.returncode, "401" in without.stderr) == (2, True)
    assert json.loads(run("--data", str(path), "--url", service, "--key", key).stdout)["archetype"]["all"]["n"] == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense"])
def test_no_service_is_a_clear_error(url: str) -> None:
    found = run("--data", str(sorted(LABELLED.glob("*.jsonl"))[0]), "--url", url)
    assert found.returncode == 2
    assert url in found.stderr
    assert "Traceback" not in found.stderr
