"""`make bench-rivals`: the service beside LitServe, MLServer and BentoML with the same model and messages, turn by turn in one run.

Each rival runs in an environment of its own under .venv-rivals. Needs wrk on the PATH.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Load, load, texts, write_script
from benchmarks.rivals.judging import MOST
from benchmarks.server import SERVICE, running

ENVIRONMENTS = Path(".venv-rivals").resolve()
ROUNDS, SECONDS = 5, 5
# Seconds until a server has done with what wrk left behind: no turn shall begin with the questions of the last.
SETTLE = 1


@dataclass(frozen=True)
class Rival:
    """How it is started, where it is ready, where it answers, and its body for one text."""

    name: str
    command: list[str]
    ready: str
    path: str
    bodies: list[str]


def _mlserver_folder(folder: Path) -> Path:
    settings = {"parallel_workers": 0, "host": "127.0.0.1", "debug": False, "metrics_endpoint": None}
    model = {
        "name": "triage",
        "implementation": "benchmarks.rivals.mlserver_runtime.TriageRuntime",
        "max_batch_size": MOST,
        "max_batch_time": 0.001,
    }
    (folder / "settings.json").write_text(json.dumps(settings))
    (folder / "model-settings.json").write_text(json.dumps(model))
    return folder


def rivals(sent: list[str], folder: Path) -> list[Rival]:
    """The service and the three, each with the bodies that it reads."""

    def own(text: str) -> str:
        return json.dumps({"text": text}, ensure_ascii=False)

    def bento(text: str) -> str:
        return json.dumps({"texts": [text]}, ensure_ascii=False)

    def v2(text: str) -> str:
        value = {"name": "text", "shape": [1, 1], "datatype": "BYTES", "parameters": {"content_type": "str"}, "data": [text]}
        return json.dumps({"inputs": [value]}, ensure_ascii=False)

    def executable(name: str, program: str) -> str:
        return str(ENVIRONMENTS / name / "bin" / program)

    lit = [executable("litserve", "python"), "-m", "benchmarks.rivals.litserve_server"]
    serve = f"{executable('bentoml', 'bentoml')} serve benchmarks.rivals.bentoml_server:Triage"
    bentoml = ["sh", "-c", f"exec {serve} --host 127.0.0.1 --port $TRIAGE_PORT"]
    ports = "MLSERVER_HTTP_PORT=$TRIAGE_PORT MLSERVER_GRPC_PORT=$((TRIAGE_PORT+1))"
    start = f"export {ports} && exec {executable('mlserver', 'mlserver')} start {folder}"
    mlserver = ["sh", "-c", start]
    return [
        Rival("customer triage", SERVICE, "/readyz", "/v1/classify", [own(t) for t in sent]),
        Rival("LitServe", lit, "/health", "/v1/classify", [own(t) for t in sent]),
        Rival("MLServer", mlserver, "/v2/health/ready", "/v2/models/triage/infer", [v2(t) for t in sent]),
        Rival("BentoML", bentoml, "/readyz", "/v1/classify", [bento(t) for t in sent]),
    ]


def main() -> int:
    """Print the table; 2 when something is missing."""
    if shutil.which("wrk") is None:
        print("the benchmark needs wrk: apt-get install wrk", file=sys.stderr)
        return 2
    os.environ["PYTHONPATH"] = str(Path.cwd())
    found: dict[str, list[Load]] = {}
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        servers = []
        for number, rival in enumerate(rivals(texts(), _mlserver_folder(Path(scratch)))):
            script = Path(scratch) / f"post{number}.lua"
            write_script(script, rival.bodies)
            server = stack.enter_context(running(rival.command, rival.ready, TRIAGE_STORE="false"))  # the others keep no journal
            load(server, script, 2, rival.path)
            time.sleep(SETTLE)
            server.sleep()
            servers.append((rival, server, script))
        for _ in range(ROUNDS):
            for rival, server, script in servers:
                server.wake()
                found.setdefault(rival.name, []).append(load(server, script, SECONDS, rival.path))
                time.sleep(SETTLE)
                server.sleep()
    ours = found["customer triage"]
    print(f"accurate model, 16 clients, each server on one core; medians of {ROUNDS} turns of {SECONDS} s each\n")
    print("| | requests/s | p50 ms | p99 ms | service / it |\n|---|---|---|---|---|")
    for name, loads in found.items():
        cells = [statistics.median(getattr(one, field) for one in loads) for field in ("requests_per_second", "p50_ms", "p99_ms")]
        ratios = [a.requests_per_second / b.requests_per_second for a, b in zip(ours, loads, strict=True)]
        told = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
        print(f"| {name} | " + " | ".join(f"{cell:.1f}" for cell in cells) + f" | {told} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
