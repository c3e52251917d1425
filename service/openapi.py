"""`python -m service.openapi`: print the API's description, for `docs/openapi.json`."""

import json

from pydantic import SecretStr

from service.app import create_app
from service.settings import Settings

if __name__ == "__main__":
    print(json.dumps(create_app(Settings(database_url=SecretStr("sqlite://"))).openapi(), ensure_ascii=False, indent=1))
