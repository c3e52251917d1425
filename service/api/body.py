"""Reading bodies: size, media type, JSON and shape, each refused with the place and the reason."""

from collections import Counter
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import ClientDisconnect, Request

from service.errors import BodyTooLarge, InvalidBody, UnsupportedMediaType, Violation

Body = TypeVar("Body", bound=BaseModel)

_MAX_VIOLATIONS = 50
_MAX_NAME = 60
_MAX_QUERY_BYTES = 8_192
_MAX_PARAMETERS = 50
# pydantic's words for JSON that cannot be read at all.
_NOT_JSON = "json_invalid"


def media_type(request: Request) -> str:
    """The request's media type without parameters, lower case; empty when there is none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_json(request: Request) -> None:
    """Raises UnsupportedMediaType unless the body is declared as JSON."""
    found = media_type(request)
    if found != "application/json" and not (found.startswith("application/") and found.endswith("+json")):
        raise UnsupportedMediaType("send the body with Content-Type: application/json")


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body. Raises BodyTooLarge as soon as it is known to be over `limit` bytes."""
    refuse_declared(request, limit)
    parts: list[bytes] = []
    size, more = 0, True
    # Nearly every body comes in one part: `request.stream()` costs more than reading that.
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(part)
        if size > limit:
            raise BodyTooLarge(f"the limit of this route is {limit} bytes")
        parts.append(part)
    return b"".join(parts)


async def left(request: Request) -> None:
    """Ends when the client goes away. The body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def refuse_declared(request: Request, limit: int) -> None:
    """Raises BodyTooLarge when the Content-Length alone is over `limit`."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > 18 or int(declared) > limit):
        raise BodyTooLarge(f"the body declares {declared[:18]} bytes; the limit of this route is {limit}")


def refuse_crowded(body: bytes, most: int) -> None:
    """Raises InvalidBody when the JSON holds more than `most` strings or separators: counting them costs a fraction of parsing them."""
    bare = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    if bare.count(b'"') <= 2 * most and b"".join(bare.split(b'"')[::2]).count(b",") <= most:
        return
    detail = f"the body holds more than {most} values"
    raise InvalidBody(detail, [Violation("#", detail)])


def parse(kind: type[Body], body: bytes) -> Body:
    """`body` as a `kind`. Raises InvalidBody that names every place, never its content."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
    violations = _violations(found)
    if found[0]["type"] == _NOT_JSON:
        raise InvalidBody(f"the body is not JSON: {violations[0].detail}", violations)
    more = f", the first {_MAX_VIOLATIONS} of {len(found)} are named" if len(found) > _MAX_VIOLATIONS else ""
    raise InvalidBody(f"{len(found)} {'place is' if len(found) == 1 else 'places are'} wrong{more}", violations)


def parse_query(kind: type[Body], request: Request) -> Body:
    """The query as a `kind`. Raises InvalidBody that names every parameter that is wrong, unknown or given twice."""
    sent: bytes = request.scope["query_string"]
    if len(sent) > _MAX_QUERY_BYTES or sent.count(b"&") >= _MAX_PARAMETERS:
        raise InvalidBody(f"the query is over {_MAX_QUERY_BYTES} bytes or {_MAX_PARAMETERS} parameters")
    given = request.query_params.multi_items()
    twice = sorted(name for name, times in Counter(name for name, _ in given).items() if times > 1)
    if twice:
        raise InvalidBody("the query does not validate", [Violation(pointer((name,)), "is given twice") for name in twice])
    try:
        return kind.model_validate_strings(dict(given))
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
    raise InvalidBody("the query does not validate", _violations(found))


def pointer(place: tuple[int | str, ...]) -> str:
    """A place in a body as a JSON pointer in a URI fragment (RFC 6901)."""
    return "#" + "".join("/" + str(part)[:_MAX_NAME].replace("~", "~0").replace("/", "~1") for part in place)


def _violations(found: list[ErrorDetails]) -> list[Violation]:
    return [Violation(pointer(e["loc"]), _reason(e["type"], e["msg"])) for e in found[:_MAX_VIOLATIONS]]


def _reason(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "there is no such field"
    if kind == "string_pattern_mismatch" and r"^[^\x00" in message:
        return "holds a control character"
    return message.removeprefix("Invalid JSON: ").removeprefix("Value error, ")
