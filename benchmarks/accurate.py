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


async def open_loop(url: str, sent: list[str], rate: float, seconds: float) -> list[float]:
    """Seconds that each answer took when requests arrive at random moments (Poisson), `rate` a second, whether answered or not."""
    rng = random.Random(7)  # noqa: S311 -- repeatable moments, not secrets
    taken: list[float] = []
    async with httpx.AsyncClient(base_url=url, timeout=30, limits=httpx.Limits(max_connections=200)) as client:

        async def ask(body: str) -> None:
            at = time.perf_counter()
            answer = await client.post("/v1/classify", content=body.encode(), headers={"Content-Type": "application/json"})
            answer.raise_for_status()
            taken.append(time.perf_counter() - at)

        due = time.perf_counter()
        end = due + seconds
        async with asyncio.TaskGroup() as tasks:
            while due < end:
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                tasks.create_task(ask(sent[len(taken) % len(sent)]))
                due += rng.expovariate(rate)
    return taken


def main() -> None:
    """Print the figures."""
    rates: list[tuple[float, float]] = []
    singles: list[float] = []
    quiet: list[float] = []
    with tempfile.TemporaryDirectory() as folder, running(SERVICE, "/readyz") as service:
        script = Path(folder) / "post.lua"
        write_script(script, bodies())
        load(service, script, 2)
        for _ in range(ROUNDS):
            rate, median, _ = alone()
            busy = load(service, script, SECONDS)
            rates.append((rate, busy.requests_per_second))
            singles.append(median)
            arrived = asyncio.run(open_loop(service.url, bodies(), SHARE_OF_LOAD * busy.requests_per_second, SECONDS))
            quiet.append(statistics.quantiles(arrived, n=100)[-1] * 1000)
        memory = service.resident_mebibytes()
    ratios = [served / judged for judged, served in rates]
    print(f"one message of about 120 characters, without explain, in process on one core: {statistics.median(singles):.1f} ms")
    judged, served = (statistics.median(column) for column in zip(*rates, strict=True))
    print(f"model alone in a loop: {judged:.0f} messages/s; service, 16 clients: {served:.0f} requests/s; "
          f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})")  # fmt: skip
    tails = [late / single for late, single in zip(quiet, singles, strict=True)]
    print(f"arrivals at random at {SHARE_OF_LOAD:.0%} of that: p99 {statistics.median(quiet):.1f} ms, {statistics.median(tails):.1f} times "
          f"the single message ({min(tails):.1f}–{max(tails):.1f}); resident {memory:.0f} MiB")  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:] == ["loop"]:
        loop(SECONDS)
    else:
        os.environ.pop("TRIAGE_MODEL", None)
        main()
