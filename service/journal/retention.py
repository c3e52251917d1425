"""Deletes what is older than the company keeps."""

import asyncio
import logging
from datetime import UTC, datetime
from typing import Final

from service.background import keep_doing
from service.journal.journal import Journal

logger = logging.getLogger("triage")
# A day's entries are gone at most this much later than they should be.
_EVERY_SECONDS: Final = 3_600


async def keep_sweeping(journal: Journal, days: int, over: asyncio.Event) -> None:
    """Sweep at once and every hour until it is `over`."""

    async def sweep() -> None:
        swept = await journal.sweep(days, datetime.now(UTC))
        if swept:
            logger.info("deleted %d entries older than %d days", swept, days)

    await keep_doing("the sweep", _EVERY_SECONDS, sweep, over)
