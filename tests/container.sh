#!/usr/bin/env bash
# The Dockerfile's install and start commands, without Docker, in an empty folder: its RUN and COPY lines by
# hand, then its CMD as user 10001 on files that nobody may write, with its HEALTHCHECK. Needs root for the user.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; chmod -R u+w "$folder"; rm -rf "$folder" "${data:-}"' EXIT
port=${PORT:-8080}

cp -r requirements.lock model service training "$folder"
mkdir "$folder/data"
cp -r data/labelled "$folder/data"
cd "$folder"
python3 -m venv --without-pip .venv
python3 -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-cache-dir --require-hashes --no-deps -r requirements.lock
.venv/bin/python -m compileall -q .venv model service training
chmod -R a-w,a+rX "$folder"
data=$(mktemp -d)
[ "$(id -u)" != 0 ] || chown 10001:10001 "$data"

as_user=()
[ "$(id -u)" != 0 ] || as_user=(setpriv --reuid 10001 --regid 10001 --clear-groups)
PYTHONDONTWRITEBYTECODE=1 TRIAGE_HOST=127.0.0.1 TRIAGE_PORT=$port TRIAGE_DATA_DIR=$data HOME=/nonexistent TMPDIR=/nonexistent \
    "${as_user[@]}" .venv/bin/python -m service &
server=$!
for _ in $(seq 50); do
    sleep 0.2
    if TRIAGE_PORT=$port .venv/bin/python -c "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"TRIAGE_PORT\"]}/readyz', timeout=2)" 2>/dev/null; then
        curl -sSf "http://127.0.0.1:$port/v1/classify" -H 'Content-Type: application/json' -d '{"text": "где мой заказ?"}' >/dev/null
        echo "healthy as user $(ps -o uid= -p "$server" | tr -d ' '), answered"
        exit 0
    fi
done
echo "did not become healthy" >&2
exit 1
