"""`make bench`: how long one request blocks the event loop and how soon rubbish is refused, start to ready, memory."""

import asyncio
import contextlib
import json
import statistics
import time
import urllib.request

from starlette.types import ASGIApp, Message

from benchmarks.server import SERVICE, running
from service.app import create_app
from service.settings import Settings
from training.dataset import read_labelled

JSON = {"Content-Type": "application/json"}
NDJSON = {"Content-Type": "application/x-ndjson"}
ROUNDS = 7


def _filled(start: bytes, fill: bytes, end: bytes, size: int) -> bytes:
    return start + fill * ((size - len(start) - len(end)) // len(fill)) + end


def cases(settings: Settings) -> list[tuple[str, str, dict[str, str], bytes]]:
    """Name, path, headers and body of the heaviest requests, good and bad."""
    texts = [record.text for record in read_labelled()]
    longest = "\n".join(texts)[:10_000]
    one, batch = settings.max_body_bytes, settings.max_batch_body_bytes
    lines = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)
    return [
        ("10,000 characters", "/v1/classify", JSON, json.dumps({"text": longest}).encode()),
        ("10,000 characters, explained", "/v1/classify", JSON, json.dumps({"text": longest, "explain": True}).encode()),
        (
            "batch of 1,000",
            "/v1/classify/batch",
            JSON,
            json.dumps({"messages": [{"text": t} for t in (texts * 1_000)[:1_000]]}).encode(),
        ),
        (f"{len(texts):,} lines", "/v1/classify/batch", NDJSON, lines),
        ("bad: combining marks", "/v1/classify", JSON, _filled(b'{"text": "', "\u0301".encode(), b'"}', one)),
        ("bad: deep", "/v1/classify", JSON, _filled(b"", b"[", b"", one)),
        ("bad: one field again and again", "/v1/classify", JSON, _filled(b'{"text": "a"', b',"b":1', b"}", one)),
        ("bad: batch of numbers", "/v1/classify/batch", JSON, _filled(b'{"messages": [1', b",1", b"]}", batch)),
        ("bad: batch of blanks", "/v1/classify/batch", JSON, _filled(b'{"messages": [{"text":"a"}', b',{"text":" "}', b"]}", batch)),
        ("bad: 1,000 blanks", "/v1/classify/batch", JSON, json.dumps({"messages": [{"text": " "}] * 1_000}).encode()),
        (
            "bad: 1,000 times 15 unknown fields",
            "/v1/classify/batch",
            JSON,
            json.dumps({"messages": [{"text": "a"} | {f"f{i}": 1 for i in range(15)}] * 1_000}).encode(),
        ),
        ("bad: deep batch", "/v1/classify/batch", JSON, _filled(b"", b"[", b"", batch)),
        ("bad: a batch's long text", "/v1/classify/batch", JSON, _filled(b'{"messages": [{"text":"', b"x", b'"}]}', batch)),
        ("bad: zeros", "/v1/classify/batch", JSON, b"\0" * batch),
    ]


async def _blocked(seconds: list[float]) -> None:
    """Note by how much each turn of the loop came late."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        seconds.append(time.perf_counter() - began - 0.001)


async def ask(app: ASGIApp, path: str, headers: dict[str, str], body: bytes) -> int:
    """Send a body in one part and return the answer's status. Nothing of the answer is kept: joining it would block the loop as well."""
    found: list[int] = []
    parts = iter([{"type": "http.request", "body": body}])

    async def receive() -> Message:
        return next(parts, None) or await asyncio.get_running_loop().create_future()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            found.append(message["status"])

    sent = {"host": "localhost", "content-length": str(len(body)), **{name.lower(): value for name, value in headers.items()}}
    scope = {"type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": path, "raw_path": path.encode(),
             "query_string": b"", "root_path": "", "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
             "client": ("127.0.0.1", 1), "server": ("localhost", 80)}  # fmt: skip
    await app(scope, receive, send)
    return found[0]


async def measure() -> None:
    """Print the table of requests."""
    settings = Settings(model="fast", store=False)
    app = create_app(settings)
    print("| request | body bytes | status | answered in ms | longest block of the loop ms |\n|---|---|---|---|---|")
    for name, path, headers, body in cases(settings):
        took, blocks, status = [], [], 0
        for _ in range(ROUNDS):
            late: list[float] = []
            watch = asyncio.create_task(_blocked(late))
            await asyncio.sleep(0.01)
            began = time.perf_counter()
            status = await ask(app, path, headers, body)
            took.append(time.perf_counter() - began)
            await asyncio.sleep(0.005)
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
            blocks.append(max(late))
        print(f"| {name} | {len(body):,} | {status} | {statistics.median(took) * 1000:.1f} | {statistics.median(blocks) * 1000:.1f} |")


def main() -> None:
    """Print everything."""
    asyncio.run(measure())
    with running(SERVICE, "/readyz", TRIAGE_MODEL="fast", TRIAGE_STORE="false") as server:
        for record in read_labelled()[:500]:
            body = json.dumps({"text": record.text, "explain": True}).encode()
            with urllib.request.urlopen(urllib.request.Request(f"{server.url}/v1/classify", body, JSON)):  # noqa: S310
                pass
        print(
            f"\nStart to ready {server.seconds_to_ready:.1f} s; {server.resident_mebibytes():.0f} MiB resident after 500 explained messages"
        )


if __name__ == "__main__":
    main()
