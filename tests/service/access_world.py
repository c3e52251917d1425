"""Keys made by the command, services that know them, and signing in as on the page."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TRIAGE_")} | {"TRIAGE_DATA_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "service.access", *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def make(folder: Path, *scopes: str) -> str:
    made = command(folder, "create", "test", *(part for scope in scopes for part in ("--scope", scope)))
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def open_service(folder: Path, **more: str) -> TestClient:
    settings = Settings(model="fast", data_dir=folder, **more)  # type: ignore[arg-type]
    return TestClient(create_app(settings), base_url="http://127.0.0.1", raise_server_exceptions=False)


def token_of(client: TestClient) -> str:
    """The forgery token that the pages of this client carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)
    assert found is not None
    return found[1]


def sign_in(client: TestClient, key: str, to: str = "/") -> Any:
    """Sign in as on the page; the answer leads to `to`."""
    return client.post("/sign-in", data={"csrf": token_of(client), "key": key, "to": to}, follow_redirects=False)
