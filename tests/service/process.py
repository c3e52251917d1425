"""The service as a process of its own, for what shows only over real sockets."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Service:
    """A running service: its port, and its process."""

    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def most_memory(self) -> int:
        """The most bytes that were ever resident."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Service]:
    """A service with the fast model and its journal in `folder`, killed at the end."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TRIAGE_")}
    environment |= {"TRIAGE_DATA_DIR": str(folder), "TRIAGE_PORT": "0", "TRIAGE_MODEL": "fast", **settings}
    with subprocess.Popen([sys.executable, "-m", "service"], env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"running on http://\S+:(\d+)", line):
                yield Service(int(found[1]), process)
                break
        else:
            raise AssertionError("the service did not start")
        process.kill()
        process.stderr.read()
