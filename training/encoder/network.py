"""The encoder as a PyTorch module, and the two linear heads that it is fine-tuned with."""

import math

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from model.labels import ARCHETYPE_CLASSES, URGENCIES
from training.encoder.pretrained import Pretrained, Shape


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019): attention and feed-forward, each with residual and norm after."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.scale = math.sqrt(width // shape.heads)
        self.dropout = dropout
        self.query, self.key, self.value, self.attended = (nn.Linear(width, width) for _ in range(4))
        self.inner, self.outer = nn.Linear(width, shape.inner), nn.Linear(shape.inner, width)
        self.attention_norm, self.output_norm = (nn.LayerNorm(width, eps=shape.epsilon) for _ in range(2))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: (n, t, width); mask: (n, 1, 1, t), 0 where a token is and very negative where padding is."""
        n, t, width = x.shape
        query, key, value = (part(x).view(n, t, self.heads, -1).transpose(1, 2) for part in (self.query, self.key, self.value))
        # Written out: on processors the gradient of the fused attention takes twice as long.
        shares = torch.softmax(query @ key.transpose(-1, -2) / self.scale + mask, dim=-1)
        mixed = shares @ value
        attended = self.attended(mixed.transpose(1, 2).reshape(n, t, width))
        x = self.attention_norm(x + functional.dropout(attended, self.dropout, self.training))
        fed = self.outer(functional.gelu(self.inner(x)))
        result: Tensor = self.output_norm(x + functional.dropout(fed, self.dropout, self.training))
        return result


class Encoder(nn.Module):
    """Token numbers → one vector a text: the mean over its tokens. The token table never learns."""

    def __init__(self, shape: Shape, table: npt.NDArray[np.float32], dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.register_buffer("table", torch.from_numpy(table), persistent=False)
        self.positions = nn.Parameter(torch.zeros(shape.positions, shape.width))
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))

    def forward(self, ids: Tensor, present: Tensor) -> Tensor:
        """ids: (n, t) token numbers; present: (n, t) true where a token is. Returns (n, width)."""
        table = self.table
        assert isinstance(table, Tensor)  # noqa: S101 -- buffers are typed as Tensor | Module
        return self.encode(functional.embedding(ids, table), present)

    def encode(self, embedded: Tensor, present: Tensor) -> Tensor:
        """embedded: (n, t, width) rows of the token table. Returns (n, width)."""
        x = self.norm(embedded + self.positions[: embedded.shape[1]])
        x = functional.dropout(x, self.dropout, self.training)
        mask = (~present)[:, None, None, :].to(x.dtype) * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        shares = present.to(x.dtype).unsqueeze(-1)
        return (x * shares).sum(1) / shares.sum(1)


_NAMES = {
    "q": "query", "k": "key", "v": "value", "ao": "attended", "fi": "inner", "fo": "outer", "aln": "attention_norm", "oln": "output_norm",
}  # fmt: skip
_KINDS = {"w": "weight", "b": "bias"}


def pretrained_encoder(pretrained: Pretrained, kept: list[int], dropout: float = 0.1) -> Encoder:
    """The encoder with the pretrained weights, its token table cut to `kept`."""
    encoder = Encoder(pretrained.shape, pretrained.matrices["emb.word"].rows(kept).values(), dropout)
    width = pretrained.shape.width
    state: dict[str, npt.NDArray[np.float32]] = {
        # A message is one segment: the segment's vector is the same for every token.
        "positions": pretrained.vectors["emb.pos"].reshape(-1, width) + pretrained.vectors["emb.type"][:width],
        "norm.weight": pretrained.vectors["emb.ln.w"],
        "norm.bias": pretrained.vectors["emb.ln.b"],
    }
    for layer in range(pretrained.shape.layers):
        for short, name in _NAMES.items():
            for kind, long in _KINDS.items():
                key = f"l{layer}.{short}.{kind}"
                state[f"layers.{layer}.{name}.{long}"] = (
                    pretrained.matrices[key].values() if key in pretrained.matrices else pretrained.vectors[key]
                )
    encoder.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    return encoder


class Judge(nn.Module):
    """The encoder with a linear head for each question; only its encoder is kept in the end."""

    def __init__(self, encoder: Encoder, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.archetype = nn.Linear(width, len(ARCHETYPE_CLASSES))
        self.urgency = nn.Linear(width, len(URGENCIES))

    def forward(self, ids: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Scores (n, 5) and (n, 4) before softmax."""
        vector = self.dropout(self.encoder(ids, present))
        return self.archetype(vector), self.urgency(vector)
