"""MLServer: a custom runtime with adaptive batching, over the V2 inference protocol."""

import json

from mlserver import MLModel
from mlserver.codecs import StringCodec
from mlserver.types import InferenceRequest, InferenceResponse

from benchmarks.rivals.judging import judged
from model.predictor import Predictor


class TriageRuntime(MLModel):
    """The accurate model behind MLServer."""

    async def load(self) -> bool:
        """Load."""
        self.predictor = Predictor.load()
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        """A batch; the V2 protocol carries strings."""
        texts = self.decode(payload.inputs[0], default_codec=StringCodec)
        answers = [json.dumps(answer, ensure_ascii=False) for answer in judged(self.predictor, texts)]
        return InferenceResponse(model_name=self.name, outputs=[StringCodec.encode_output("answers", answers)])
