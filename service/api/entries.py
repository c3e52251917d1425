"""The journal over HTTP: entries to read, review and erase."""

import re
from collections.abc import AsyncIterator
from dataclasses import fields
from typing import Any, Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from service.api.body import parse, parse_query, read_body, require_json
from service.errors import Conflict, PreconditionRequired
from service.journal.export import as_csv, as_jsonl
from service.journal.filters import Filters
from service.journal.journal import Journal
from service.journal_schemas import EntryAnswer, EntryPage, EntryQuery, ErasureAnswer, ExportQuery, ReviewRequest, StatsAnswer, StatsQuery
from service.learning.in_use import ModelInUse
from service.schemas import ProblemAnswer

Row = dict[str, Any]
_MAX_REVIEW_BYTES: Final = 16_384
_ETAG: Final = re.compile(r'"(\d{1,9})"')
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ProblemAnswer, "content": {"application/problem+json": {}}} for status in (404, 422, 503)
}
_STALE: Final[dict[int | str, dict[str, Any]]] = {412: _REFUSALS[404], 428: _REFUSALS[404]}


class _Whole(PathConvertor):
    """The rest of the path to its very end: `.*$` would pass over a line feed there, and another customer be meant."""

    regex = r"(?s:.*)"


register_url_convertor("whole", _Whole())


def _filters(query: EntryQuery | ExportQuery | StatsQuery) -> Filters:
    return Filters(**query.model_dump(include={field.name for field in fields(Filters)}))


def _described(query: type[BaseModel]) -> dict[str, Any]:
    """The query's parameters for the API's description: queries are read by hand, so that their errors are problems."""
    schema = query.model_json_schema()
    assert "$defs" not in schema  # noqa: S101 -- the description would point nowhere
    found = [
        {"name": name, "in": "query", "required": False, "description": told.pop("description", ""), "schema": told}
        for name, told in schema["properties"].items()
    ]
    return {"parameters": found}


def _expected_version(request: Request) -> int:
    """The review version that If-Match names. Raises PreconditionRequired without one, Conflict for one that no entry can have."""
    named = request.headers.get("if-match")
    if named is None:
        raise PreconditionRequired('send the ETag of the entry that you saw as If-Match; "0" for one that nobody reviewed')
    found = _ETAG.fullmatch(named.strip())
    if found is None:
        raise Conflict("If-Match names no version of this entry")
    return int(found[1])


async def _begun(portions: AsyncIterator[list[Row]]) -> AsyncIterator[list[Row]]:
    """The same portions, the first read already: a journal that is away is told with a status, which an answer that streams has sent."""
    first = await anext(portions)

    async def whole() -> AsyncIterator[list[Row]]:
        yield first
        async for rows in portions:
            yield rows

    return whole()


def entries_router(journal: Journal, in_use: ModelInUse) -> APIRouter:
    """The routes of the journal. `in_use`: its figures on writers left out are what drift is measured against."""
    router = APIRouter(prefix="/v1", tags=["journal"])

    @router.get("/classifications", response_model=EntryPage, responses=_REFUSALS, openapi_extra=_described(EntryQuery))
    async def entries(request: Request) -> dict[str, Any]:
        """Entries of the journal, filtered, page by page."""
        query = parse_query(EntryQuery, request)
        rows, following = await journal.page(_filters(query), query.cursor, query.size)
        return {"entries": rows, "next": following}

    @router.get("/classifications/export", response_class=Response, responses=_REFUSALS, openapi_extra=_described(ExportQuery))
    async def export(request: Request) -> Response:
        """The reviewed entries that pass, as JSON Lines of the training data's format, or as CSV with `format=csv`."""
        query = parse_query(ExportQuery, request)
        rows = await _begun(journal.reviewed(_filters(query)))
        if query.format == "csv":
            return StreamingResponse(
                as_csv(rows), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="reviews.csv"'}
            )
        return StreamingResponse(as_jsonl(rows, query.domain), media_type="application/x-ndjson")

    @router.get("/stats", response_model=StatsAnswer, responses=_REFUSALS, openapi_extra=_described(StatsQuery))
    async def stats(request: Request) -> dict[str, Any]:
        """Counts over time, agreement of model and trainers, calibration on reviewed entries, drift against the training data."""
        query = parse_query(StatsQuery, request)
        return await journal.statistics(_filters(query), query.bucket, in_use.predictor.figures)

    @router.get("/classifications/{id}", response_model=EntryAnswer, responses=_REFUSALS)
    async def entry(id: str, response: Response) -> dict[str, Any]:  # noqa: A002 -- the field's name
        """One entry with its reviews; the ETag is what a review must name."""
        found = await journal.entry(id)
        response.headers["ETag"] = f'"{found["review_version"]}"'
        return found

    @router.put("/classifications/{id}/review", response_model=EntryAnswer, responses={**_REFUSALS, **_STALE})
    async def review(id: str, request: Request, response: Response) -> dict[str, Any]:  # noqa: A002
        """Confirm or correct one entry. `If-Match` names the version that the trainer saw; earlier reviews stay in the history."""
        require_json(request)
        said = parse(ReviewRequest, await read_body(request, _MAX_REVIEW_BYTES))
        found = await journal.review(id, _expected_version(request), said.model_dump())
        response.headers["ETag"] = f'"{found["review_version"]}"'
        return found

    @router.delete("/customers/{customer_id:whole}", response_model=ErasureAnswer, responses=_REFUSALS)
    async def erase(customer_id: str) -> dict[str, int]:
        """Erase everything about a customer for good. What remains says that something was erased, and not of whom."""
        return {"erased": await journal.erase_customer(customer_id)}

    return router
