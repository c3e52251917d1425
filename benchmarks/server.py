"""Run one server in a process of its own, on one core, and tell what it costs."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

SERVICE = [sys.executable, "-m", "service"]
# Servers run on the first core that this process may use, load generators on the last.
CORES = sorted(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, its process, and how many seconds it took to be ready."""

    port: int
    pid: int
    seconds_to_ready: float

    @property
    def url(self) -> str:
        """Its root, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def sleep(self) -> None:
        """Stop it and its workers until `wake`: some servers poll when idle, and would take time from the one measured."""
        os.killpg(self.pid, signal.SIGSTOP)

    def wake(self) -> None:
        """Go on."""
        os.killpg(self.pid, signal.SIGCONT)

    def resident_mebibytes(self) -> float:
        """Resident memory of the process now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], ready_path: str, **environment: str) -> Iterator[Server]:
    """Start `command` with TRIAGE_PORT set, wait until `ready_path` answers 200, stop it at the end."""
    port = _free_port()
    began = time.perf_counter()
    variables = os.environ | {"TRIAGE_PORT": str(port), "TRIAGE_LOG_LEVEL": "warning"} | environment
    process = subprocess.Popen(["taskset", "-c", str(CORES[0]), *command], env=variables, start_new_session=True)
    try:
        while True:
            with suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(f"http://127.0.0.1:{port}{ready_path}"):
                break
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError(f"{command} did not become ready")
            time.sleep(0.01)
        yield Server(port, process.pid, time.perf_counter() - began)
    finally:
        os.killpg(process.pid, signal.SIGCONT)
        process.terminate()
        process.wait(30)
        # Workers that outlive their server would take time from the next one.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
