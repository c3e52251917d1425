"""`python -m service.access`: make, list and revoke access keys of the journal that the settings name."""

import argparse
import sys

from service.access.keys import SCOPES, create_key, list_keys, revoke_key
from service.errors import StartError
from service.journal.database import open_database
from service.settings import Settings


def main() -> int:
    """Command line. Returns 1 when there is no such key, 2 when the database or the name cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m service.access", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create", help="make a key and print it; it is shown this once")
    create.add_argument("name", help="who it is for")
    create.add_argument("--scope", action="append", choices=SCOPES, required=True, help="what it may do; can be given more than once")
    commands.add_parser("list", help="every key, without its secret")
    commands.add_parser("revoke", help="end a key").add_argument("id")
    options = parser.parse_args()
    try:
        engine = open_database(Settings.from_environment())
    except StartError as error:
        print(error, file=sys.stderr)
        return 2
    if options.command == "create":
        try:
            print(create_key(engine, options.name, options.scope))
        except ValueError as error:
            print(error, file=sys.stderr)
            return 2
    elif options.command == "list":
        for key in list_keys(engine):
            state = f"revoked {key['revoked_at']:%Y-%m-%d}" if key["revoked_at"] else "in force"
            print(f"{key['id']}  {','.join(key['scopes']):24}  {state:18}  {key['name']}")
    elif not revoke_key(engine, options.id):
        print("there is no such key in force", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
