"""`python -m service`: read the settings, load everything, listen."""

import gc
import logging
import sys
from typing import Final

from service.errors import StartError
from service.settings import Settings

# Answers under way are finished when the service is told to stop, but a client that reads slowly does not hold it up longer:
# whoever told it kills it soon (Kubernetes after 30 seconds), and then the journal would not be closed.
_FINISHING_SECONDS: Final = 20


def main() -> int:
    """Run until told to stop. Returns 2 when the service refuses to start."""
    try:
        settings = Settings.from_environment()
        # Only now: what a wrong setting refuses need not load everything first.
        import uvicorn

        from service.app import create_app

        logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
        app = create_app(settings)
        # What was loaded stays: the collector need not look at it again and again.
        gc.collect()
        gc.freeze()
    except StartError as error:
        print(f"customer triage does not start: {error}", file=sys.stderr)
        return 2
    # No access log: metrics count requests, and paths are all it would add.
    # The caller's address is used for nothing, so no header about it is read.
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_FINISHING_SECONDS,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
