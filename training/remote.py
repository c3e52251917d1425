"""Judgements of a running service over HTTP, for `--url`."""

from collections.abc import Sequence
from typing import Final

import httpx
import numpy as np
import numpy.typing as npt

from model.labels import ARCHETYPE_CLASSES, URGENCIES
from training.dataset import Labelled

BATCH: Final = 100
TIMEOUT_SECONDS: Final = 60.0


class ServiceError(Exception):
    """The service did not judge the messages; the message says why."""


def judged_by_service(
    records: Sequence[Labelled], url: str, key: str | None = None
) -> tuple[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]], float]:
    """Probabilities (n, 5) and (n, 4), and the service's threshold of «shown». It records none of the messages.

    key: one that opens classifying, where the service asks for keys. Raises ServiceError.
    """
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    rows: list[dict[str, dict[str, dict[str, float]]]] = []
    try:
        with httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT_SECONDS) as client:
            model = client.get("/v1/model")
            model.raise_for_status()
            for start in range(0, len(records), BATCH):
                messages = [
                    {"text": r.text, "store": False} | ({"channel": r.channel} if r.channel else {}) for r in records[start : start + BATCH]
                ]
                answer = client.post("/v1/classify/batch", json={"messages": messages})
                answer.raise_for_status()
                rows += answer.json()["results"]
            shown_at = float(model.json()["thresholds"]["shown"])
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError) as error:
        raise ServiceError(f"{url} did not judge the messages: {type(error).__name__}: {error}") from error
    archetype = np.array([[row["archetype"]["probabilities"][c] for c in ARCHETYPE_CLASSES] for row in rows])
    urgency = np.array([[row["urgency"]["probabilities"][c] for c in URGENCIES] for row in rows])
    return (archetype, urgency), shown_at
