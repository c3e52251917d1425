"""`python -m benchmarks.journal` (part of `make bench`): what recording costs, on SQLite and PostgreSQL, turn by turn in one run."""

import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.load import bodies, load, write_script
from benchmarks.server import SERVICE, running
from tests.service.journal.postgresql import postgresql_server

ROUNDS, SECONDS = 5, 5


def main() -> None:
    """Print the table."""
    print("| model | journal | requests/s | share of the rate without |\n|---|---|---|---|")
    for model in ("fast", "accurate"):
        with tempfile.TemporaryDirectory() as folder, postgresql_server() as database, ExitStack() as stack:
            script = Path(folder) / "post.lua"
            write_script(script, bodies())
            more = {
                "off": {"TRIAGE_STORE": "false"},
                "SQLite": {"TRIAGE_DATA_DIR": folder},
                "PostgreSQL": {"TRIAGE_DATABASE_URL": database.url},
            }
            servers = {}
            for name, environment in more.items():
                server = stack.enter_context(
                    running(SERVICE, "/readyz", TRIAGE_MODEL=model, **{"TRIAGE_DATA_DIR": f"{folder}/off", **environment})
                )
                load(server, script, 2)
                server.sleep()
                servers[name] = server
            rates: dict[str, list[float]] = {name: [] for name in servers}
            for _ in range(ROUNDS):
                for name, server in servers.items():
                    server.wake()
                    rates[name].append(load(server, script, SECONDS).requests_per_second)
                    server.sleep()
        for name, found in rates.items():
            shares = [rate / without for rate, without in zip(found, rates["off"], strict=True)]
            told = f"{statistics.median(shares):.2f} ({min(shares):.2f}–{max(shares):.2f})"
            print(f"| {model} | {name} | {statistics.median(found):.0f} | {told} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        ROUNDS, SECONDS = int(sys.argv[1]), int(sys.argv[2])
    main()
