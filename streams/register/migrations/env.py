"""Where does Alembic work? On the connection that the register hands it, inside of the register's transaction."""

from alembic import context

from streams.register.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
