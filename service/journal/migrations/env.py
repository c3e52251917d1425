"""Alembic's environment: the connection is handed over by `service.journal.database`."""

from alembic import context

from service.journal.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
