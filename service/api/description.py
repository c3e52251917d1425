"""The API's description: what the framework knows of the routes, and what only the service does."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from service.api.access import needed
from service.schemas import BatchRequest, ClassifyRequest, LineProblem

_KEY: Final = "key"
_SCHEME: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "An access key, made with `python -m service.access create`. Until the first is made nobody is asked for one.",
}
_PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}}
_REFUSALS: Final = {
    "401": {"description": "No access key in force was sent", "content": _PROBLEM},
    "403": {"description": "The key does not hold the scope", "content": _PROBLEM},
}


def describe(app: FastAPI) -> None:
    """Add the bodies that routes read by hand, and the key that each asks for, to the description of `app`."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            _, bodies = models_json_schema(
                [(BatchRequest, "validation"), (ClassifyRequest, "validation"), (LineProblem, "serialization")],
                ref_template="#/components/schemas/{model}",
            )
            schema["components"]["schemas"].update(bodies["$defs"])
            schema["components"]["securitySchemes"] = {_KEY: _SCHEME}
            for path, operations in schema["paths"].items():
                for method, operation in operations.items():
                    _ask_key(path, method.upper(), operation)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _ask_key(path: str, method: str, operation: dict[str, Any]) -> None:
    right = needed(method, path)
    if right is None:
        return
    operation["security"] = [{_KEY: []}]
    broader = "" if right == "admin" else "; `admin` holds it, too"
    operation["description"] += f"\n\nThe key needs the scope `{right}`{broader}."
    operation["responses"].update(_REFUSALS)
