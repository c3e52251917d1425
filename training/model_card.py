"""The model card beside the artefact, written from the manifest."""

from pathlib import Path

from model.artifact import Manifest
from training.report import render, table

CARD_FILE = "MODEL_CARD.md"

_CARD = """# Model card: {version}

Written by `make train`; not edited by hand.

**What it does.** Says which of N. Eskova's four customer archetypes a message shows, or none, and how urgent it is, for messages in
Russian and English. Labels mean what `docs/labelling.md` says.

**How.** Two models in one artefact. *Accurate* (the default): multilingual-e5-small, its vocabulary cut to what Russian and English need,
fine-tuned on both questions at once, 8-bit weights, run by onnxruntime; over its scores, those of the fast model and nine figures of style,
one calibrated logistic regression a question, fitted on what models without the writer said. *Fast* (`TRIAGE_MODEL=fast`):
character (2–5) and word (1–2) n-grams with tf-idf and the same figures of style, one calibrated logistic regression a question.
Temperatures are found on writers left out. Of an e-mail only the customer's own words are read. Seed {seed}; libraries {libraries}.
`docs/model.md` tells what was tried.

**Data.** {messages} written messages by {writers} writers, SHA-256 `{data}`; see `data/labelled/README.md`.

**Meant for** ordering and preparing an agent's work. **Not meant for** deciding about a person: it judges one message, not
the customer, and it is often wrong on short messages and on half-sentences torn from a talk. Other languages than Russian and English
are answered, and marked for review.

**Thresholds.** An archetype is shown when the probability of any of the four is at least the first figure; a message is marked for review
when the confidence of either head is below the second. Chosen on writers left out; `TRIAGE_SHOWN_THRESHOLD` and `TRIAGE_REVIEW_THRESHOLD`
replace them: the tables of confidence below tell what to expect.

{thresholds}

# Behaviour

Share of checks passed by the accurate model, after CheckList: plain messages with no doubt about the label (`data/behaviour`), changes that
mean nothing and must change neither label, and a stated deadline that must not lower the urgency. The messages changed are among those
that it learned from. Reproduce with `make eval-behaviour`.

{behaviour}

# Figures

Each message was judged by models fitted and calibrated without its writer. Reproduce with `make eval`, which also writes
`docs/evaluation.html`; `make train` makes the predictions anew.
The writers are language models and resemble each other more than customers do: **on real messages expect clearly less**. Measure on
labelled messages of your own before you rely on it: `python -m training.evaluate --data FILE.jsonl`.

{figures}
"""


def write_model_card(manifest: Manifest, folder: Path) -> None:
    """Write the card of `manifest` into `folder`."""
    chosen = [[name, values["shown"], values["review"]] for name, values in manifest.thresholds.items()]
    behaviour = [[*row[:3], row[3], row[3] / row[2]] for row in manifest.figures["accurate"].get("behaviour", [])]
    card = _CARD.format(
        version=manifest.version, seed=manifest.seed, messages=manifest.messages, writers=manifest.writers,
        libraries=", ".join(f"{name} {version}" for name, version in manifest.libraries.items()),
        data=manifest.data_sha256, thresholds=table(["model", "shown", "review"], chosen),
        behaviour=table(["kind", "check", "tried", "passed", "rate"], behaviour),
        figures="\n\n".join(f"# {name.capitalize()} model\n\n{render(manifest.figures[name])}" for name in ("accurate", "fast")),
    )  # fmt: skip
    (folder / CARD_FILE).write_text(card, encoding="utf-8")
