"""Where the shipped model lies, and the names of the two models in it; light, for what only has to know that."""

from pathlib import Path
from typing import Final, Literal

SHIPPED: Final = Path(__file__).parent / "artifact"
ModelName = Literal["accurate", "fast"]
