"""Deletes what is older than the company keeps."""

import asyncio
import logging
from datetime import UTC, datetime
from typing import Final

from service.errors import JournalUnavailable
from service.journal.journal import Journal

logger = logging.getLogger("triage")
# A day's entries are gone at most this much later than they should be.
_EVERY_SECONDS: Final = 3_600


async def keep_sweeping(journal: Journal, days: int) -> None:
    """Sweep at once and every hour, for as long as the service runs; a database that is away is asked again next time."""
    while True:
        try:
            swept = await journal.sweep(days, datetime.now(UTC))
            if swept:
                logger.info("deleted %d entries older than %d days", swept, days)
        except JournalUnavailable as error:
            logger.error("%s; the sweep is tried again later", error.detail)
        await asyncio.sleep(_EVERY_SECONDS)
