"""`make bench`: the accurate model in process, and the service with it beside the model alone in a loop, turn by turn on one core."""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks.load import bodies, load, texts, write_script
from benchmarks.server import CORES, SERVICE, running
from model.predictor import Predictor

ROUNDS, SECONDS = 5, 5
SHARE_OF_LOAD = 0.8


def loop(seconds: float) -> None:
    """Judge messages one after the other for `seconds` and print messages a second, the median and 99th percentile in ms."""
    predictor = Predictor.load()
    sent = texts()
    predictor.judge(sent[:50])
    taken: list[float] = []
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        at = time.perf_counter()
        predictor.judge([sent[len(taken) % len(sent)]])
        taken.append(time.perf_counter() - at)
    whole = time.perf_counter() - begun
    print(len(taken) / whole, statistics.median(taken) * 1000, statistics.quantiles(taken, n=100)[-1] * 1000)


def alone() -> tuple[float, float, float]:
    """The loop in a process of its own on the servers' core."""
    command = ["taskset", "-c", str(CORES[0]), sys.executable, "-m", "benchmarks.accurate", "loop"]
    rate, median, last = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(rate), float(median), float(last)


def moments(rate: float, seconds: float, even: bool) -> list[float]:
    """When requests arrive, in seconds from the start: `rate` a second, evenly or at random (Poisson)."""
    rng = random.Random(7)  # noqa: S311 -- repeatable moments, not secrets
    found = [0.0]
    while found[-1] < seconds:
        found.append(found[-1] + (1 / rate if even else rng.expovariate(rate)))
    return found[:-1]


def ideal_p99(arrivals: list[float], service: float) -> float:
    """The 99th percentile in seconds of one server that spends `service` seconds on each in turn (Lindley 1952)."""
    free, taken = 0.0, []
    for at in arrivals:
        free = max(free, at) + service
        taken.append(free - at)
    return statistics.quantiles(taken, n=100)[-1]


async def open_loop(url: str, sent: list[str], arrivals: list[float]) -> float:
    """The 99th percentile in seconds from the moment a request was due to its answer, whether earlier ones were answered or not."""
    taken: list[float] = []
    async with httpx.AsyncClient(base_url=url, timeout=30, limits=httpx.Limits(max_connections=200)) as client:

        async def ask(body: str, due: float) -> None:
            answer = await client.post("/v1/classify", content=body.encode(), headers={"Content-Type": "application/json"})
            answer.raise_for_status()
            taken.append(time.perf_counter() - due)

        begun = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for number, at in enumerate(arrivals):
                await asyncio.sleep(max(0.0, begun + at - time.perf_counter()))
                tasks.create_task(ask(sent[number % len(sent)], begun + at))
    return statistics.quantiles(taken, n=100)[-1]


def main() -> None:
    """Print the figures."""
    rates: list[tuple[float, float]] = []
    singles: list[float] = []
    tails: dict[bool, list[tuple[float, float, float]]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as folder, running(SERVICE, "/readyz", TRIAGE_DATA_DIR=folder) as service:
        script = Path(folder) / "post.lua"
        write_script(script, bodies())
        load(service, script, 2)
        for _ in range(ROUNDS):
            rate, median, _ = alone()
            busy = load(service, script, SECONDS)
            rates.append((rate, busy.requests_per_second))
            singles.append(median)
            for even in (True, False):
                arrivals = moments(SHARE_OF_LOAD * busy.requests_per_second, SECONDS, even)
                last = asyncio.run(open_loop(service.url, bodies(), arrivals)) * 1000
                tails[even].append((last, last / median, ideal_p99(arrivals, 1 / busy.requests_per_second) * 1000 / median))
        memory = service.resident_mebibytes()
    ratios = [served / judged for judged, served in rates]
    print(f"one message of about 120 characters, without explain, in process on one core: {statistics.median(singles):.1f} ms")
    judged, served = (statistics.median(column) for column in zip(*rates, strict=True))
    print(f"model alone in a loop: {judged:.0f} messages/s; service, 16 clients: {served:.0f} requests/s; "
          f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})")  # fmt: skip
    for even, name in ((True, "evenly"), (False, "at random")):
        late, times, ideal = zip(*tails[even], strict=True)
        print(f"arriving {name} at {SHARE_OF_LOAD:.0%} of that: p99 {statistics.median(late):.1f} ms, {statistics.median(times):.1f} times "
              f"the single message ({min(times):.1f}–{max(times):.1f}); of an ideal queue {statistics.median(ideal):.1f}")  # fmt: skip
    print(f"resident {memory:.0f} MiB")


if __name__ == "__main__":
    if sys.argv[1:] == ["loop"]:
        loop(SECONDS)
    else:
        os.environ.pop("TRIAGE_MODEL", None)
        main()
