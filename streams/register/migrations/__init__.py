"""The steps from one form of the register's tables to the next, for Alembic."""
