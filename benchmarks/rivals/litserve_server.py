"""LitServe: dynamic batching in its worker process."""

import os
from typing import Any

import litserve

from benchmarks.rivals.judging import MOST, WAIT_SECONDS, judged
from model.predictor import Predictor


class TriageAPI(litserve.LitAPI):
    """The accurate model behind LitServe."""

    def setup(self, device: str) -> None:  # noqa: ARG002 -- LitServe's signature
        """Load."""
        self.predictor = Predictor.load()

    def decode_request(self, request: dict[str, str]) -> str:
        """The text."""
        return request["text"]

    def predict(self, texts: list[str]) -> list[dict[str, Any]]:
        """A batch."""
        return judged(self.predictor, texts)

    def encode_response(self, output: dict[str, Any]) -> dict[str, Any]:
        """The answer."""
        return output


if __name__ == "__main__":
    api = TriageAPI(max_batch_size=MOST, batch_timeout=WAIT_SECONDS, api_path="/v1/classify")
    server = litserve.LitServer(api, accelerator="cpu", workers_per_device=1)
    server.run(host="127.0.0.1", port=int(os.environ["TRIAGE_PORT"]), num_api_servers=1, generate_client_file=False, log_level="warning")
