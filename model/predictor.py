"""Message → Judgement: the model's front door."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from model.artifact import ENCODER_FILES, HEADS_FILE, ArtifactError, Manifest, load_fast, load_manifest, unpickle, verify
from model.evidence import find_evidence
from model.judgement import ArchetypeJudgement, Evidence, HeadName, Judgement, UrgencyJudgement
from model.labels import ARCHETYPE_CLASSES, ARCHETYPES, LANGUAGES, URGENCIES
from model.language import UNDETERMINED, detect_language
from model.mail import OwnWords
from model.neighbours import NEIGHBOURS_FILE, Neighbour, Neighbours
from model.scorer import LinearScorer
from model.shipped import SHIPPED, ModelName

FloatMatrix = npt.NDArray[np.float64]
FloatVector = npt.NDArray[np.float64]


class Scorer(Protocol):
    """Texts as sent → probabilities of archetype (n, 5) and urgency (n, 4)."""

    def predict_proba(self, texts: Sequence[str]) -> tuple[FloatMatrix, FloatMatrix]:
        """Two matrices, rows in the order of the texts."""
        ...

    def nearest(self, text: str, count: int) -> list[Neighbour]:
        """Labelled messages like `text`; none where the model has no encoder."""
        ...


def load_scorer(folder: Path, name: ModelName, like: Scorer | None = None) -> tuple[Scorer, Manifest]:
    """The model `name` of the artefact in `folder`, ready to score. Raises ArtifactError when it cannot be used.

    like: a scorer whose encoder is the same, to take it over instead of holding it twice.
    """
    fast, manifest = load_fast(folder)
    linear = LinearScorer(fast)
    if name == "fast":
        return linear, manifest
    verify(manifest, folder, name)
    try:
        # Only here: the fast model works where onnxruntime is not installed.
        from model.encoder import Encoder
        from model.stacked import StackedHeads, StackedScorer

        if isinstance(like, StackedScorer):
            encoder, neighbours = like.encoder, like.neighbours
        else:
            encoder, neighbours = Encoder(folder), Neighbours(folder)
    except ImportError as error:
        raise ArtifactError(f"the accurate model needs {error.name}; install it or set TRIAGE_MODEL=fast") from error
    except Exception as error:
        raise ArtifactError(f"the encoder in {folder} cannot be used: {type(error).__name__}") from error
    return StackedScorer(encoder, linear, unpickle(manifest, folder / HEADS_FILE, StackedHeads), neighbours), manifest


class Predictor:
    """Judges messages with one loaded model. Holds no state between messages; safe in threads."""

    def __init__(self, scorer: Scorer, manifest: Manifest, name: ModelName = "accurate", shown_threshold: float | None = None,
                 review_threshold: float | None = None) -> None:  # fmt: skip
        self.manifest = manifest
        self.name = name
        self._scorer = scorer
        thresholds = manifest.thresholds[name]
        self.shown_threshold = thresholds["shown"] if shown_threshold is None else shown_threshold
        self.review_threshold = thresholds["review"] if review_threshold is None else review_threshold

    @classmethod
    def load(cls, folder: Path = SHIPPED, name: ModelName = "accurate", shown_threshold: float | None = None,
             review_threshold: float | None = None, like: "Predictor | None" = None) -> "Predictor":  # fmt: skip
        """Load the model `name` of the artefact in `folder`. Raises ArtifactError when it cannot be used.

        like: one whose encoder is taken over when it is the same.
        """
        scorer, manifest = load_scorer(folder, name, like._scorer if like and like._has_encoder_of(folder) else None)
        return cls(scorer, manifest, name, shown_threshold, review_threshold)

    def _has_encoder_of(self, folder: Path) -> bool:
        theirs = load_manifest(folder).files
        return all(self.manifest.files.get(file) == theirs.get(file) for file in (*ENCODER_FILES, NEIGHBOURS_FILE))

    @property
    def version(self) -> str:
        """Which model judges: the artefact's version, and `-fast` for its fast model."""
        return self.manifest.version + ("-fast" if self.name == "fast" else "")

    @property
    def figures(self) -> dict[str, Any]:
        """Its figures on writers left out, by head."""
        found: dict[str, Any] = self.manifest.figures.get(self.name, {})
        return found

    def judge(self, texts: Sequence[str], explain: bool = False, mails: Sequence[bool] | None = None) -> list[Judgement]:
        """Judge n texts as sent, in order; [] for none. `mails` says which are e-mails: there, quotes and signatures do not count."""
        parts = [OwnWords(text) if mail else None for text, mail in zip(texts, mails or [False] * len(texts), strict=True)]
        read = [text if part is None else part.text for text, part in zip(texts, parts, strict=True)]
        archetype, urgency = self._scorer.predict_proba(read)
        rows = zip(texts, read, parts, archetype.tolist(), urgency.tolist(), strict=True)
        return [self._judgement(*row, explain) for row in rows]

    def similar(self, text: str, count: int = 5, mail: bool = False) -> list[Neighbour]:
        """Labelled messages like `text`, the nearest first; [] from the fast model, which cannot tell. `mail`: as in `judge`."""
        return self._scorer.nearest(OwnWords(text).text if mail else text, count)

    def _judgement(self, text: str, read: str, part: OwnWords | None, archetype: list[float], urgency: list[float],
                   explain: bool) -> Judgement:  # fmt: skip
        language = detect_language(read)
        best = archetype.index(max(archetype[: len(ARCHETYPES)]))
        level = urgency.index(max(urgency))
        shown = 1.0 - archetype[-1] >= self.shown_threshold
        decided = archetype[best] if shown else archetype[-1]
        unsure = min(decided, urgency[level]) < self.review_threshold
        return Judgement(
            language=language,
            archetype=ArchetypeJudgement(ARCHETYPES[best], shown, archetype[best], dict(zip(ARCHETYPE_CLASSES, archetype, strict=True))),
            urgency=UrgencyJudgement(URGENCIES[level], urgency[level], dict(zip(URGENCIES, urgency, strict=True))),
            evidence=self._evidence(text, read, part, best, level) if explain else (),
            needs_review=unsure or (language not in (*LANGUAGES, UNDETERMINED)),
        )

    def _evidence(self, text: str, read: str, part: OwnWords | None, archetype: int, urgency: int) -> tuple[Evidence, ...]:
        """Spans for the archetype's label (shown or only leaning) and for the urgency's, at their places in the text as sent."""
        found: list[Evidence] = []
        known: dict[str, tuple[FloatVector, FloatVector]] = {}

        def scored(texts: Sequence[str]) -> list[tuple[FloatVector, FloatVector]]:
            new = [text for text in dict.fromkeys(texts) if text not in known]
            known.update(zip(new, zip(*self._scorer.predict_proba(new), strict=True), strict=True))
            return [known[text] for text in texts]

        choices: tuple[tuple[HeadName, int, int], ...] = (("archetype", 0, archetype), ("urgency", 1, urgency))
        for head, number, column in choices:

            def probability(texts: Sequence[str], number: int = number, column: int = column) -> FloatVector:
                return np.array([both[number][column] for both in scored(texts)])

            found.extend(find_evidence(read, head, probability, part.starts if part else ()))
        if part is None:
            return tuple(found)
        placed = [(item, *part.original(item.start, item.end)) for item in found]
        return tuple(replace(item, text=text[start:end], start=start, end=end) for item, start, end in placed)
