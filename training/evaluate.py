"""`make eval`: how good both models are on writers left out, as text and as docs/evaluation.html; or any model on messages of your own."""

import argparse
import json
from pathlib import Path
from typing import Any

from model.artifact import ArtifactError
from model.predictor import Predictor
from model.shipped import SHIPPED, ModelName
from training.dataset import LABELLED, DatasetError, data_sha256, read_labelled
from training.judged import Probabilities, evaluate, judged_by_artefact
from training.left_out import labelled_part, read_left_out
from training.own_messages import read_own
from training.remote import ServiceError, judged_by_service
from training.report import render

REPORT = Path("docs/evaluation.html")


def evaluate_file(path: Path, folder: Path, name: ModelName, url: str | None = None, key: str | None = None) -> dict[str, Any]:
    """Figures on the messages of one file or folder of files, by the model `name` in `folder`, or by the service at `url`.

    key: an access key for that service, where it asks for one.
    Raises DatasetError, ArtifactError, and ServiceError when the service does not answer.
    """
    records = read_own(path)
    if url is not None:
        found, shown_at = judged_by_service(records, url, key)
    else:
        predictor = Predictor.load(folder, name)
        found, shown_at = judged_by_artefact(records, predictor), predictor.shown_threshold
    return evaluate(records, found, shown_at)


def evaluate_left_out(labelled: Path, folder: Path, report: Path | None) -> dict[str, Any]:
    """Figures of both models on writers left out, and the report. Raises DatasetError when the predictions are of other data."""
    records = read_labelled(labelled)
    left_out = read_left_out(folder, records, data_sha256(labelled))
    predictor = Predictor.load(folder)
    thresholds = predictor.manifest.thresholds
    found: dict[str, Probabilities] = {
        "accurate": labelled_part(left_out.accurate, len(records)),
        "fast": labelled_part(left_out.fast, len(records)),
    }
    result = {name: evaluate(records, probabilities, thresholds[name]["shown"]) for name, probabilities in found.items()}
    if report is not None:
        from training.html_report import write_report  # its plots need matplotlib

        write_report(records, found, result, predictor, report)
    return result


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, help="a .jsonl file of your own, or a folder of them: judge it with the artefact instead")
    parser.add_argument("--url", help="address of a running service that judges --data instead of the artefact")
    parser.add_argument("--key", help="access key for --url, one with the scope classify")
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="folder of labelled .jsonl files, one a writer")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the artefact")
    parser.add_argument("--name", choices=("accurate", "fast"), default="accurate", help="which of its models judges --data")
    parser.add_argument("--report", type=Path, default=REPORT, help="where the report on writers left out goes")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    if options.url and not options.data:
        parser.error("--url needs --data")
    try:
        _run(options)
    except (DatasetError, ArtifactError, ServiceError, OSError) as error:
        parser.error(str(error))


def _run(options: argparse.Namespace) -> None:
    if options.data:
        result = evaluate_file(options.data, options.model, options.name, options.url, options.key)
        print(json.dumps(result, indent=1) if options.json else render(result))
        return
    both = evaluate_left_out(options.labelled, options.model, None if options.json else options.report)
    print(json.dumps(both, indent=1) if options.json else "\n\n".join(f"# {name} model\n\n{render(part)}" for name, part in both.items()))


if __name__ == "__main__":
    main()
