# The service in a container; README.md tells how to run it. It writes to its volume only, so the file system can be read-only.
# Training and its data are in it for learning from reviews.

FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/triage
COPY requirements.lock .
# Without pip in it, the environment that is copied on holds nothing that installs or builds.
RUN python -m venv --without-pip .venv \
    && python -m pip --python .venv/bin/python install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY model model
COPY service service
COPY training training
COPY data/labelled data/labelled
RUN .venv/bin/python -m compileall -q .venv model service training

FROM python:3.11-slim-bookworm
WORKDIR /srv/triage
COPY --from=build /srv/triage .
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 TRIAGE_HOST=0.0.0.0 TRIAGE_PORT=8000 TRIAGE_DATA_DIR=/var/lib/triage
RUN install -d -o 10001 -g 10001 /var/lib/triage
VOLUME /var/lib/triage
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD [".venv/bin/python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"TRIAGE_PORT\"]}/readyz', timeout=2)"]
CMD [".venv/bin/python", "-m", "service"]
