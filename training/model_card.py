"""The model card beside the artefact, written from the manifest."""

from pathlib import Path

from model.artifact import Manifest
from training.report import render

CARD_FILE = "MODEL_CARD.md"

_CARD = """# Model card: {version}

Written by `make train`; not edited by hand.

**What it does.** Says which of N. Eskova's four customer archetypes a message shows, or none, and how urgent it is, for messages in
Russian and English. Labels mean what `docs/labelling.md` says.

**How.** Character (2–5) and word (1–2) n-grams with tf-idf and nine figures of style; one multinomial logistic regression a head;
temperature scaling on writers left out. Seed {seed}; libraries {libraries}.

**Data.** {messages} written messages by {writers} writers, SHA-256 `{data}`; see `data/labelled/README.md`.

**Meant for** ordering and preparing an agent's work. **Not meant for** deciding about a person: it judges one message, not
the customer, and it is often wrong on short messages and on half-sentences torn from a talk. Other languages than Russian and English
are answered, and marked for review.

**Thresholds.** An archetype is shown when the probability of any of the four is at least {shown}; a message is marked for review
when the confidence of either head is below {review}. Chosen on writers left out.

# Figures

Each message was judged by a model fitted and calibrated without its writer. Reproduce with `make eval`.
The writers are language models and resemble each other more than customers do: **on real messages expect clearly less**. Measure on
labelled messages of your own before you rely on it: `python -m training.evaluate --data FILE.jsonl`.

{figures}
"""


def write_model_card(manifest: Manifest, folder: Path) -> None:
    """Write the card of `manifest` into `folder`."""
    card = _CARD.format(
        version=manifest.version, seed=manifest.seed, messages=manifest.messages, writers=manifest.writers,
        libraries=", ".join(f"{name} {version}" for name, version in manifest.libraries.items()),
        data=manifest.data_sha256, shown=manifest.thresholds["shown"], review=manifest.thresholds["review"],
        figures=render(manifest.figures),
    )  # fmt: skip
    (folder / CARD_FILE).write_text(card, encoding="utf-8")
