"""What a training run does, in a process of its own: reviews out, `training.learn`, the challenger in."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

import service
from service.errors import JournalUnavailable, LearningFailed
from service.learning.reviews import reviewed_lines
from service.learning.runs import ALIVE_EVERY_SECONDS, Runs
from service.learning.store import Models
from service.settings import PREFIX, Settings

ROOT: Final = Path(service.__file__).resolve().parent.parent


def run(settings: Settings, engine: Engine, run_id: str, by: str, everything: bool = False) -> str:
    """Carry out the run `run_id` and return the challenger's version; how it ends is recorded either way.

    Raises LearningFailed, which says why, and JournalUnavailable.
    """
    runs, models = Runs(engine), Models(engine, settings.model_dir)
    over = threading.Event()

    def keep_alive() -> None:
        while not over.wait(ALIVE_EVERY_SECONDS):
            try:
                runs.alive(run_id)
            except JournalUnavailable:
                continue  # it may be back before the run counts as dead

    threading.Thread(target=keep_alive, daemon=True).start()
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix="training-") as folder:
            champion, out = Path(folder) / "champion", Path(folder) / "challenger"
            champion.mkdir()
            models.unpack(models.in_force()[1], champion)
            folders = {"--champion": champion, "--out": out, "--labelled": settings.labelled_dir}
            command = [sys.executable, "-m", "training.learn", *(["--everything"] if everything else [])]
            command += [part for name, path in folders.items() for part in (name, str(path.resolve()))]
            _train(command, b"".join(reviewed_lines(engine)), lambda told: runs.alive(run_id, **told))
            version = models.add(out, by)
        runs.done(run_id, version)
    except Exception as error:
        runs.failed(run_id, str(error) if isinstance(error, LearningFailed) else type(error).__name__)
        raise
    finally:
        over.set()
    return version


def _train(command: list[str], reviews: bytes, tell: Callable[[dict[str, Any]], None]) -> None:
    """`training.learn` as a command: the service knows nothing of training. Raises LearningFailed with its last line."""
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 -- ours
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None  # noqa: PT018, S101
        complaints: list[bytes] = []
        listening = threading.Thread(target=lambda: complaints.extend(process.stderr or ()), daemon=True)
        listening.start()
        # It reads everything before it says anything, so neither waits for the other.
        with suppress(BrokenPipeError):  # it ended before it had read them; why it will say
            process.stdin.write(reviews)
        with suppress(BrokenPipeError):
            process.stdin.close()
        for line in process.stdout:
            tell(json.loads(line))
        process.wait()
        listening.join()
    if process.returncode != 0:
        last = complaints[-1].decode(errors="replace").strip() if complaints else ""
        raise LearningFailed(last or f"the training ended with {process.returncode}")


def start_process(settings: Settings, engine: Engine, by: str) -> None:
    """Begin a run in a process of its own, which outlives the service. Raises Busy while another is under way."""
    runs = Runs(engine)
    run_id = runs.start(by)
    environment = os.environ | {
        PREFIX + "DATA_DIR": str(settings.data_dir.resolve()),
        PREFIX + "MODEL_DIR": str(settings.model_dir.resolve()),
        PREFIX + "MODEL": settings.model,
        PREFIX + "LABELLED_DIR": str(settings.labelled_dir.resolve()),
    }
    if settings.database_url is not None:
        environment[PREFIX + "DATABASE_URL"] = settings.database_url.get_secret_value()
    command = ["nice", "-n", "10", sys.executable, "-m", "service.learning", "train", "--by", by, "--run", run_id]
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=nothing, stdout=nothing, start_new_session=True)  # noqa: S603 -- ours

    def watch() -> None:
        if process.wait() != 0:
            with suppress(JournalUnavailable):  # then the run counts as dead soon
                runs.failed(run_id, f"the training ended with {process.returncode}")

    threading.Thread(target=watch, name="training", daemon=True).start()
