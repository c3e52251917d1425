"""What went wrong, as a page for those who use the pages."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from service.errors import ClientError, JournalUnavailable
from service.web.view import View


def add_page_errors(app: FastAPI, view: View) -> None:
    """Answer a browser's page requests with a page; the API's problems stay as they are."""

    def paged(api: Callable[[Request, Exception], Awaitable[Response]], what: str) -> Callable[[Request, Exception], Awaitable[Response]]:
        async def answer(request: Request, error: Exception) -> Response:
            problem = await api(request, error)
            if request.url.path.startswith("/v1/") or "text/html" not in request.headers.get("accept", ""):
                return problem
            page = view.page(request, "problem.html", status=problem.status_code, what=what, text=getattr(error, "detail", None))
            if "retry-after" in problem.headers:
                page.headers["Retry-After"] = problem.headers["retry-after"]
            return page

        return answer

    for kind, what in ((ClientError, "refused"), (JournalUnavailable, "journal_away")):
        api: Any = app.exception_handlers[kind]
        app.add_exception_handler(kind, paged(api, what))
