"""Which numbers a processor multiplies faster: 16 bits (bf16) or 32."""

import functools
import time
from typing import Final

import torch

# A product as the encoder's feed-forward part makes it, of a batch of short messages.
_ROWS: Final = 512
_WIDTH: Final = 384
_INNER: Final = 1536


def _seconds(kind: torch.dtype) -> float:
    left, right = torch.ones(_ROWS, _WIDTH, dtype=kind), torch.ones(_WIDTH, _INNER, dtype=kind)
    found = []
    for _ in range(4):  # the first prepares the product
        begun = time.perf_counter()
        left @ right
        found.append(time.perf_counter() - begun)
    return min(found)


@functools.cache
def bf16_is_faster() -> bool:
    """Whether this processor multiplies bf16 faster than 32 bits; without instructions for it, it takes many times as long.

    Tried, not asked: which instructions PyTorch uses for bf16 is no public part of it.
    """
    return _seconds(torch.bfloat16) < _seconds(torch.float32)


def quick_products() -> torch.autocast:
    """The context in which products are in bf16 where that is faster, and in 32 bits elsewhere."""
    return torch.autocast("cpu", torch.bfloat16, enabled=bf16_is_faster())
