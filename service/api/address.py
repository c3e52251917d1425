"""The addresses that people come back to."""

import re
from typing import Final
from urllib.parse import quote

from starlette.requests import Request

READ: Final = frozenset({"GET", "HEAD"})
# What is sent to and cannot be read, and the page that it was sent from.
_FORM: Final = re.compile(r"(/entries/[^/]+|/learning)/.*", re.DOTALL)
_SIGNING: Final = {"/sign-out": "/sign-in"}


def page_address(request: Request) -> str:
    """Path and query of the page that a request is for, or that the form which it sends stands on."""
    path: str = request.scope["path"]
    if request.method not in READ:
        path = _SIGNING.get(path, _FORM.sub(r"\1", path))
    query: bytes = request.scope["query_string"]
    return quote(path) + (f"?{query.decode('latin-1')}" if query else "")
