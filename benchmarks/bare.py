"""The bare route to compare with: FastAPI parses the same body and returns a constant of the size given in BARE_BYTES."""

import os

import uvicorn
from fastapi import FastAPI, Response

from service.schemas import ClassifyRequest

app = FastAPI()
CONSTANT = b'{"constant":"' + b"x" * (int(os.environ.get("BARE_BYTES", "1000")) - 15) + b'"}'


@app.post("/v1/classify")
async def constant(body: ClassifyRequest) -> Response:  # noqa: ARG001 -- parsed, and nothing more
    """Parse the body, return a constant."""
    return Response(CONSTANT, media_type="application/json")


@app.get("/readyz")
async def ready() -> dict[str, str]:
    """Ready."""
    return {}


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["TRIAGE_PORT"]), log_level="warning", access_log=False, server_header=False)
