"""Work that the service does again and again beside answering."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress

from service.errors import JournalUnavailable

logger = logging.getLogger("triage")


def described(error: BaseException) -> str:
    """An error nobody foresaw by type and place only, since its words may quote a message."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return f"{type(error).__name__} at " + " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames)


async def keep_doing(what: str, every_seconds: float, work: Callable[[], Awaitable[None]], over: asyncio.Event) -> None:
    """Do `work` at once and then every so often until it is `over`; whatever it raises is logged, and the next turn comes."""
    while not over.is_set():
        try:
            await work()
        except JournalUnavailable as error:
            logger.warning("%s; %s is tried again later", error.detail, what)
        except Exception as error:  # noqa: BLE001 -- a loop that ends would not be missed until it is too late
            logger.error("%s: unexpected %s; it is tried again later", what, described(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), every_seconds)
