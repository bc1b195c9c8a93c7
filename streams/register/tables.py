"""Which tables does the register have?

They hold pseudonyms and coded facts only, as the topic does that they are made from. An instant is in microseconds
since 1970; a JSON text is the row of the view as it was published.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

METADATA: Final = MetaData()

POSITIONS: Final = Table(
    "positions",
    METADATA,
    Column("partition", Integer, primary_key=True, autoincrement=False),
    Column("next", BigInteger, nullable=False),
    Column("last_offset", BigInteger),
    Column("last_digest", LargeBinary),
)
"""Up to where each partition of the views was read, and the last record there, by which another log is noticed."""

ABOUT: Final = Table(
    "about",
    METADATA,
    Column("name", String(32), primary_key=True),
    Column("number", BigInteger, nullable=False),
)
"""What the register knows of itself; the names stand in `feeding.py`."""

REACHED: Final = Table(
    "reached",
    METADATA,
    Column("sender", String(64), primary_key=True),
    Column("mark", BigInteger, nullable=False),
)
"""Which tick each partition of the last stage had reached, as far as was read."""

ARRIVED: Final = Table(
    "arrived",
    METADATA,
    Column("partition", Integer, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("value", Text),
    PrimaryKeyConstraint("partition", "offset"),
)
"""What was read and waits until everything of its tick is there."""

VIEW_ROWS: Final = Table(
    "view_rows",
    METADATA,
    Column("view", String(32), nullable=False),
    Column("row", Text, nullable=False),
    Column("about", Text),
    Column("is_open", Boolean, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("view", "row"),
    sqlite_with_rowid=False,
)
"""The rows of the views; `about` is what a row tells of, where rows of its view are looked up by that."""
Index(
    "view_rows_about",
    VIEW_ROWS.c.view,
    VIEW_ROWS.c.about,
    sqlite_where=VIEW_ROWS.c.about.is_not(None),
    postgresql_where=VIEW_ROWS.c.about.is_not(None),
)
Index(
    "view_rows_open",
    VIEW_ROWS.c.view,
    sqlite_where=VIEW_ROWS.c.is_open,
    postgresql_where=VIEW_ROWS.c.is_open,
)

REGISTER: Final = Table(
    "register",
    METADATA,
    Column("record", String(128), primary_key=True),
    Column("communication", String(128), nullable=False),
    Column("firm", String(128), nullable=False),
    Column("medium", String(16), nullable=False),
    Column("started_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger),
    Column("length_class", Integer, nullable=False),
    Column("from_number", String(128)),
    Column("to_number", String(128)),
    Column("value", Text, nullable=False),
)
"""One row a record; `length_class` is the number of bits of the communication's length, -1 while it is open.

What lasted less than 2^n microseconds and touches an instant began less than 2^n before it: so each class is looked
through in order of the starts, and a search by time reads what it finds and little else.
"""
Index("register_from_number", REGISTER.c.from_number, REGISTER.c.started_us)
Index("register_to_number", REGISTER.c.to_number, REGISTER.c.started_us)
Index("register_time", REGISTER.c.length_class, REGISTER.c.started_us)

PARTIES: Final = Table(
    "register_parties",
    METADATA,
    Column("kind", String(8), nullable=False),
    Column("party", String(128), nullable=False),
    Column("started_us", BigInteger, nullable=False),
    Column("record", String(128), nullable=False),
    PrimaryKeyConstraint("kind", "party", "started_us", "record"),
    sqlite_with_rowid=False,
)
"""The employees and the clients of each record."""
Index("register_parties_record", PARTIES.c.record)

RESTRICTED: Final = Table("restricted", METADATA, Column("record", String(128), primary_key=True))
"""The records that only compliance and legal may see."""

OF_VIEWS: Final = (VIEW_ROWS, REGISTER, PARTIES, RESTRICTED)
"""The tables that are as of one tick."""
OF_READING: Final = (POSITIONS, REACHED, ARRIVED)
"""The tables that say how far was read."""
