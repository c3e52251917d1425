"""Message → Judgement: the model's front door."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from model.artifact import SHIPPED, Manifest, load
from model.evidence import find_evidence
from model.judgement import ArchetypeJudgement, Evidence, HeadName, Judgement, UrgencyJudgement
from model.labels import ARCHETYPE_CLASSES, ARCHETYPES, LANGUAGES, URGENCIES
from model.language import UNDETERMINED, detect_language
from model.scorer import LinearScorer

FloatMatrix = npt.NDArray[np.float64]
FloatVector = npt.NDArray[np.float64]


class Scorer(Protocol):
    """Texts as sent → probabilities of archetype (n, 5) and urgency (n, 4)."""

    def predict_proba(self, texts: Sequence[str]) -> tuple[FloatMatrix, FloatMatrix]:
        """Two matrices, rows in the order of the texts."""
        ...


class Predictor:
    """Judges messages with one loaded model. Holds no state between messages; safe in threads."""

    def __init__(self, scorer: Scorer, manifest: Manifest, shown_threshold: float | None = None,
                 review_threshold: float | None = None) -> None:  # fmt: skip
        self.manifest = manifest
        self._scorer = scorer
        self.shown_threshold = manifest.thresholds["shown"] if shown_threshold is None else shown_threshold
        self.review_threshold = manifest.thresholds["review"] if review_threshold is None else review_threshold

    @classmethod
    def load(cls, folder: Path = SHIPPED, shown_threshold: float | None = None,
             review_threshold: float | None = None) -> "Predictor":  # fmt: skip
        """Load the artefact in `folder`. Raises ArtifactError when it cannot be used."""
        model, manifest = load(folder)
        return cls(LinearScorer(model), manifest, shown_threshold, review_threshold)

    def judge(self, texts: Sequence[str], explain: bool = False) -> list[Judgement]:
        """Judge n texts as sent, in order; [] for none."""
        archetype, urgency = self._scorer.predict_proba(texts)
        rows = zip(texts, archetype.tolist(), urgency.tolist(), strict=True)
        return [self._judgement(*row, explain) for row in rows]

    def _judgement(self, text: str, archetype: list[float], urgency: list[float], explain: bool) -> Judgement:
        language = detect_language(text)
        best = archetype.index(max(archetype[: len(ARCHETYPES)]))
        level = urgency.index(max(urgency))
        shown = 1.0 - archetype[-1] >= self.shown_threshold
        decided = archetype[best] if shown else archetype[-1]
        unsure = min(decided, urgency[level]) < self.review_threshold
        return Judgement(
            language=language,
            archetype=ArchetypeJudgement(ARCHETYPES[best], shown, archetype[best], dict(zip(ARCHETYPE_CLASSES, archetype, strict=True))),
            urgency=UrgencyJudgement(URGENCIES[level], urgency[level], dict(zip(URGENCIES, urgency, strict=True))),
            evidence=self._evidence(text, best, level) if explain else (),
            needs_review=unsure or (language not in (*LANGUAGES, UNDETERMINED)),
        )

    def _evidence(self, text: str, archetype: int, urgency: int) -> tuple[Evidence, ...]:
        """Spans for the archetype's label (shown or only leaning) and for the urgency's."""
        found: list[Evidence] = []
        choices: tuple[tuple[HeadName, int, int], ...] = (("archetype", 0, archetype), ("urgency", 1, urgency))
        for head, number, column in choices:

            def probability(texts: Sequence[str], number: int = number, column: int = column) -> FloatVector:
                result: FloatVector = self._scorer.predict_proba(texts)[number][:, column]
                return result

            found.extend(find_evidence(text, head, probability))
        return tuple(found)
