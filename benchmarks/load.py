"""`make bench`: the service with its fast model beside a bare route, turn by turn in one run. Needs wrk on the PATH."""

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from benchmarks.server import CORES, SERVICE, Server, running
from training.dataset import read_labelled

# Labelled messages of about 120 characters, sent in turn: one message alone would flatter every cache.
CHARACTERS = range(105, 136)
CLIENTS, SECONDS, ROUNDS = 16, 5, 5
_FACTOR = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Load:
    """What wrk saw in one turn."""

    requests_per_second: float
    p50_ms: float
    p99_ms: float


def _percentile(output: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s)$", output, re.MULTILINE)
    if not found:
        raise RuntimeError(f"wrk printed no {percent}th percentile:\n{output}")
    return float(found[1]) * _FACTOR[found[2]]


def load(server: Server, script: Path, seconds: int = SECONDS, path: str = "/v1/classify") -> Load:
    """Drive `server` with wrk, closed loop. Raises RuntimeError when any answer was not 2xx."""
    command = ["taskset", "-c", str(CORES[-1]), "wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--latency", "-s", str(script)]
    output = subprocess.run([*command, f"{server.url}{path}"], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(output)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    if not rate:
        raise RuntimeError(output)
    return Load(float(rate[1]), _percentile(output, 50), _percentile(output, 99))


def texts() -> list[str]:
    """Labelled messages of about 120 characters."""
    return [record.text for record in read_labelled() if len(record.text) in CHARACTERS]


def bodies() -> list[str]:
    """Bodies of requests without `explain`, one a message."""
    return [json.dumps({"text": text, "channel": "chat"}, ensure_ascii=False) for text in texts()]


def write_script(path: Path, sent: list[str]) -> None:
    """Write wrk's script that posts the bodies in turn."""
    listed = ",\n".join(json.dumps(body, ensure_ascii=False) for body in sent)
    path.write_text(
        f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local bodies = {{ {listed} }}
local at = 0
function request()
  at = at % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end
""",
        encoding="utf-8",
    )


def _answer_bytes(server: Server, body: str) -> int:
    request = urllib.request.Request(f"{server.url}/v1/classify", body.encode(), {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return len(answer.read())


def main() -> int:
    """Print the table; 2 when wrk is missing."""
    if shutil.which("wrk") is None:
        print("make bench needs wrk: apt-get install wrk", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, running(SERVICE, "/readyz", TRIAGE_MODEL="fast", TRIAGE_STORE="false") as service:
        script = Path(folder) / "post.lua"
        sent = bodies()
        write_script(script, sent)
        size = round(statistics.mean(_answer_bytes(service, body) for body in sent))
        with running([sys.executable, "-m", "benchmarks.bare"], "/readyz", BARE_BYTES=str(size)) as bare:
            found: dict[str, list[Load]] = {"bare route": [], "service": []}
            for server in (bare, service):
                load(server, script, 2)
            for _ in range(ROUNDS):
                found["bare route"].append(load(bare, script))
                found["service"].append(load(service, script))
    ratios = [s.requests_per_second / b.requests_per_second for s, b in zip(found["service"], found["bare route"], strict=True)]
    print(f"{len(sent)} messages of about 120 characters, {CLIENTS} clients, one process on one core;", end=" ")
    print(f"medians of {ROUNDS} turns of {SECONDS} s each\n")
    print("| | requests/s | p50 ms | p99 ms |\n|---|---|---|---|")
    for name, loads in found.items():
        cells = (statistics.median(getattr(one, field) for one in loads) for field in ("requests_per_second", "p50_ms", "p99_ms"))
        print(f"| {name} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |")
    print(f"\nservice / bare route: {statistics.median(ratios):.2f} (turns {min(ratios):.2f}–{max(ratios):.2f}); answers of {size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
