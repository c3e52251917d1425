"""What means this machine."""

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

_PORT: Final = re.compile(r":\d*$")


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


@lru_cache(maxsize=64)
def asks_loopback(header: str) -> bool:
    """Whether a request with this Host header was sent to this machine's own name.

    A page on another site can make its name mean 127.0.0.1 (DNS rebinding), but the browser still sends that name; it always sends one.
    """
    return header == "" or is_loopback(_PORT.sub("", header).removeprefix("[").removesuffix("]"))
