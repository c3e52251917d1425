"""MLServer: a custom runtime with adaptive batching, over the V2 inference protocol."""

import json

from mlserver import MLModel
from mlserver.codecs import decode_args

from benchmarks.rivals.judging import judged
from model.predictor import Predictor


class TriageRuntime(MLModel):
    """The accurate model behind MLServer."""

    async def load(self) -> bool:
        """Load."""
        self.predictor = Predictor.load()
        return True

    @decode_args  # type: ignore[untyped-decorator]
    async def predict(self, text: list[str]) -> list[str]:
        """A batch; the V2 protocol carries strings."""
        return [json.dumps(answer, ensure_ascii=False) for answer in judged(self.predictor, text)]
