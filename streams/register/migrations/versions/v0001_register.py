"""The first form of the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "positions",
        sa.Column("partition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("next", sa.BigInteger, nullable=False),
        sa.Column("last_offset", sa.BigInteger),
        sa.Column("last_digest", sa.LargeBinary),
    )
    op.create_table(
        "about",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "reached",
        sa.Column("sender", sa.String(64), primary_key=True),
        sa.Column("mark", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "arrived",
        sa.Column("partition", sa.Integer, nullable=False),
        sa.Column("offset", sa.BigInteger, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text),
        sa.PrimaryKeyConstraint("partition", "offset"),
    )
    op.create_table(
        "view_rows",
        sa.Column("view", sa.String(32), nullable=False),
        sa.Column("row", sa.Text, nullable=False),
        sa.Column("about", sa.Text),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("view", "row"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "view_rows_about",
        "view_rows",
        ["view", "about"],
        sqlite_where=sa.column("about").is_not(None),
        postgresql_where=sa.column("about").is_not(None),
    )
    op.create_index(
        "view_rows_open",
        "view_rows",
        ["view"],
        sqlite_where=sa.column("is_open"),
        postgresql_where=sa.column("is_open"),
    )
    op.create_table(
        "register",
        sa.Column("record", sa.String(128), primary_key=True),
        sa.Column("communication", sa.String(128), nullable=False),
        sa.Column("firm", sa.String(128), nullable=False),
        sa.Column("medium", sa.String(16), nullable=False),
        sa.Column("started_us", sa.BigInteger, nullable=False),
        sa.Column("ended_us", sa.BigInteger),
        sa.Column("length_class", sa.Integer, nullable=False),
        sa.Column("from_number", sa.String(128)),
        sa.Column("to_number", sa.String(128)),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_index("register_from_number", "register", ["from_number", "started_us"])
    op.create_index("register_to_number", "register", ["to_number", "started_us"])
    op.create_index("register_time", "register", ["length_class", "started_us"])
    op.create_table(
        "register_parties",
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("party", sa.String(128), nullable=False),
        sa.Column("started_us", sa.BigInteger, nullable=False),
        sa.Column("record", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("kind", "party", "started_us", "record"),
        sqlite_with_rowid=False,
    )
    op.create_index("register_parties_record", "register_parties", ["record"])
    op.create_table("restricted", sa.Column("record", sa.String(128), primary_key=True))
