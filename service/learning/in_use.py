"""The model that judges: loaded at the start, and changed while the service runs when another is put in force."""

import asyncio
import logging
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool

from model.artifact import ArtifactError
from model.predictor import Predictor
from service.background import described, keep_doing
from service.errors import JournalUnavailable, NotFound
from service.learning.store import Models

logger = logging.getLogger("triage")
# Replicas follow a promotion within 10 seconds: so often they ask, and the rest is for loading.
_EVERY_SECONDS: Final = 3


class ModelInUse:
    """Holds the model for all that judge. Who judges reads `predictor` once, so that one message is judged by one model."""

    def __init__(self, shipped: Predictor, models: Models, folder: Path, load: Callable[[Path, Predictor], Predictor]) -> None:
        """`folder`: where a model is unpacked for loading. `load` reads one, taking over what it shares with that in use."""
        self.predictor = shipped
        self.number = 0
        self.problem: str | None = None
        self.told: list[Callable[[Predictor], None]] = []
        self._shipped = shipped
        self._models = models
        self._folder = folder
        self._load = load
        self._following = threading.Lock()

    def follow(self) -> None:
        """Take the model that is in force, if it is another; one that cannot be loaded leaves the present one, and says so.

        Raises JournalUnavailable.
        """
        # A promotion here and the regular look may come together: one loads, the other finds it done.
        with self._following:
            number, version = self._models.in_force()
            if number == self.number:
                return
            if version != self.predictor.manifest.version:
                try:
                    predictor = self._loaded(version)
                except JournalUnavailable:
                    raise
                except Exception as error:  # noqa: BLE001 -- what a damaged model raises when it is read or judges
                    self._cannot_load(number, version, error)
                    return
                self.predictor = predictor
                logger.info("model %s judges from now on", predictor.version)
                for tell in self.told:
                    tell(predictor)
            self.number, self.problem = number, None

    def _cannot_load(self, number: int, version: str, error: Exception) -> None:
        problem = str(error) if isinstance(error, ArtifactError) else type(error).__name__
        # A full disk or too little memory may be over soon, and the model is good; a damaged or unknown one is not read again and again.
        again = isinstance(error, (OSError, MemoryError))
        if not again:
            self.number = number
        if problem != self.problem:
            why = problem if isinstance(error, (ArtifactError, NotFound)) else described(error)
            more = "; it is tried again" if again else ""
            logger.error("model %s is in force and cannot be loaded, %s stays: %s%s", version, self.predictor.version, why, more)
        self.problem = problem

    def _loaded(self, version: str) -> Predictor:
        if version == self._shipped.manifest.version:
            return self._shipped
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix="model-") as folder:
            self._models.unpack(version, Path(folder))
            predictor = self._load(Path(folder), self.predictor)
        predictor.judge(["Bonjour", "Привет"])
        return predictor


async def keep_following(in_use: ModelInUse, over: asyncio.Event) -> None:
    """Follow until it is `over`."""
    await keep_doing("following the model in force", _EVERY_SECONDS, partial(run_in_threadpool, in_use.follow), over)
