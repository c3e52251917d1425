"""`python -m service.learning`: train on the reviews of the journal that the settings name, list and promote models."""

import argparse
import getpass
import json
import sys

from service.errors import Busy, ClientError, JournalUnavailable, LearningFailed, StartError
from service.journal.database import open_database
from service.learning.runner import run
from service.learning.runs import Runs
from service.learning.store import Models
from service.settings import Settings


def main() -> int:
    """Command line. Returns 1 when it could not be done, 2 when the database cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m service.learning", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="make a challenger from the reviewed entries and compare it with the model in force")
    train.add_argument("--everything", action="store_true", help="fine-tune the encoder, too; PyTorch must be installed")
    train.add_argument("--run", help="id of a run that the workbench has begun")
    commands.add_parser("list", help="every model, the one in force marked")
    promote = commands.add_parser("promote", help="put a model in force, or back in force")
    promote.add_argument("version")
    promote.add_argument("--why", required=True, help="the reason, for the record")
    forget = commands.add_parser("forget", help="delete a learned model that is not in force")
    forget.add_argument("version")
    for command in (train, promote):
        command.add_argument("--by", default=getpass.getuser(), help="who does it, for the record")
    options = parser.parse_args()
    try:
        settings = Settings.from_environment()
        engine = open_database(settings)
    except StartError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        models = Models(engine, settings.model_dir)
        if options.command == "train":
            version = run(settings, engine, options.run or Runs(engine).start(options.by), options.by, options.everything)
            print(json.dumps(next(row["comparison"] for row in models.learned() if row["version"] == version), indent=1))
        elif options.command == "promote":
            models.promote(options.version, settings.model, options.by, options.why, models.in_force()[0])
        elif options.command == "forget":
            models.forget(options.version)
        else:
            present = models.in_force()[1]
            for version in (*(row["version"] for row in models.learned()), models.shipped_version):
                print(version, "in force" if version == present else "")
    except (Busy, ClientError, JournalUnavailable, LearningFailed) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
