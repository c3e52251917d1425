"""How far a training is, told to whoever waits for it."""

import sys
from collections.abc import Callable

# What is being done, and which share of it is done, 0-1.
Tell = Callable[[str, float], None]


def print_progress(stage: str, share: float) -> None:
    """For a person at the command line."""
    print(f"  {stage}: {share:.0%}", file=sys.stderr)
