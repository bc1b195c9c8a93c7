"""What does a ledger file hold, and in which words is it asked?"""

from enum import StrEnum
from typing import Final

APPLICATION_ID: Final = 0x434C4447
"""What tells a ledger from any other SQLite file: CLDG."""
SCHEMA_VERSION: Final = 1
PAGE_BYTES: Final = 16384

CLOSED: Final = "closed"
"""The name of what is 1 while no process writes, and everything stands in the one file."""


class Kind(StrEnum):
    """What a topic holds, which says how its records are found again."""

    INPUT = "input"
    OUTCOMES = "outcomes"
    VIEWS = "views"
    DEADLETTER = "deadletter"
    ATTESTATIONS = "attestations"
    HANDED_ON = "handed on"
    STATE = "state"


WITH_IDS: Final = (Kind.INPUT, Kind.OUTCOMES)
"""Records of these topics are found by the id of their event or outcome."""

TABLES: Final = f"""
PRAGMA page_size = {PAGE_BYTES};
BEGIN EXCLUSIVE;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};

CREATE TABLE about (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO about VALUES ('{CLOSED}', 1);

-- The topics of Kafka, by their names there; `kind` is one of schema.Kind.
CREATE TABLE topics (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    domain TEXT NOT NULL,
    kind TEXT NOT NULL,
    partitions INTEGER NOT NULL
);

-- Append-only. A timestamp is in milliseconds since 1970; headers are MessagePack: [[name, bytes], ...].
CREATE TABLE records (
    topic INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    key BLOB,
    value BLOB,
    headers BLOB,
    PRIMARY KEY (topic, partition, offset)
) WITHOUT ROWID;

-- Which offsets a partition holds: the first, the one after the last, and how many in between hold a record.
CREATE TABLE spans (
    topic INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    start INTEGER NOT NULL,
    next INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)
) WITHOUT ROWID;

-- The newest rows of the state topics: what each partition of a stage remembers.
CREATE TABLE state (
    topic INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    key BLOB NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (topic, partition, key)
) WITHOUT ROWID;

-- Where the newest value of each row of a view stands.
CREATE TABLE newest (
    topic INTEGER NOT NULL,
    key BLOB NOT NULL,
    partition INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    PRIMARY KEY (topic, key)
) WITHOUT ROWID;

-- Where an event or an outcome stands; a fact stands in every partition.
CREATE TABLE ids (
    id TEXT NOT NULL,
    topic INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    PRIMARY KEY (id, topic, partition, offset)
) WITHOUT ROWID;

-- Up to where sources of lines were taken: `identity` is the digest of the first line, `digest` of all that was taken.
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL,
    name TEXT NOT NULL,
    line INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    digest TEXT NOT NULL,
    refused INTEGER NOT NULL
);
CREATE INDEX sources_by_identity ON sources (identity);

-- For a person with a SQLite shell.
CREATE VIEW log AS
    SELECT topics.name AS topic, partition, offset, timestamp,
           CAST(key AS TEXT) AS key, CAST(value AS TEXT) AS value, headers
    FROM records JOIN topics ON topics.id = records.topic;
COMMIT;
"""

SETTLED: Final = "settled"
"""With a topic and a partition behind it: the offset before which everything was folded when an archive was made."""

PARTIAL: Final = "partial"
"""The name of what is 1 while an archive holds a part only of what it is to hold."""

SET_ABOUT: Final = "UPDATE about SET value = ? WHERE name = ?"
ADD_ABOUT: Final = "INSERT INTO about VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
ABOUT: Final = "SELECT value FROM about WHERE name = ?"

ADD_TOPIC: Final = "INSERT INTO topics (name, domain, kind, partitions) VALUES (?, ?, ?, ?)"
TOPICS: Final = "SELECT id, name, domain, kind, partitions FROM topics ORDER BY id"

APPEND: Final = "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)"
# Text counts as its bytes: an alteration with a SQLite shell leaves some behind.
READ_RANGE: Final = """
    SELECT offset, CAST(key AS BLOB), CAST(value AS BLOB), timestamp, headers FROM records
    WHERE topic = ? AND partition = ? AND offset >= ? ORDER BY offset LIMIT ?"""

COUNT_BEFORE: Final = "SELECT COUNT(*) FROM records WHERE topic = ? AND partition = ? AND offset < ?"
LAST_OFFSET: Final = "SELECT MAX(offset) FROM records WHERE topic = ? AND partition = ?"
SPANS: Final = "SELECT topic, partition, start, next, count FROM spans"
SET_SPAN: Final = """
    INSERT INTO spans VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET start = excluded.start, next = excluded.next, count = excluded.count"""
COUNTED: Final = """
    SELECT topic, partition, COUNT(*), MIN(offset), MAX(offset) FROM records GROUP BY topic, partition"""

SET_ROW: Final = "INSERT INTO state VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
DELETE_ROW: Final = "DELETE FROM state WHERE topic = ? AND partition = ? AND key = ?"
ROW: Final = "SELECT value FROM state WHERE topic = ? AND partition = ? AND key = ?"
ROWS: Final = "SELECT key, value FROM state WHERE topic = ? AND partition = ? AND key <> ?"
ROWS_FROM: Final = """
    SELECT key, value FROM state WHERE topic = ? AND partition = ? AND key >= ? AND key < ? ORDER BY key"""

SET_NEWEST: Final = """
    INSERT INTO newest VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET partition = excluded.partition, offset = excluded.offset"""
DELETE_NEWEST: Final = "DELETE FROM newest WHERE topic = ? AND key = ?"
NEWEST: Final = """
    SELECT newest.key, records.value FROM newest JOIN records USING (topic, partition, offset)
    WHERE newest.topic = ? AND newest.key >= ? AND newest.key < ? ORDER BY newest.key"""

ADD_ID: Final = "INSERT OR IGNORE INTO ids VALUES (?, ?, ?, ?)"
IDS_BEFORE: Final = "SELECT DISTINCT id FROM ids WHERE id < ? ORDER BY id DESC LIMIT ?"
IDS_FROM: Final = "SELECT DISTINCT id FROM ids WHERE id >= ? ORDER BY id LIMIT ?"
FIND: Final = (
    "SELECT id, topic, partition, offset FROM ids WHERE id >= ? AND id <= ? ORDER BY 1, 2, 3, 4 LIMIT ?"
)

ADD_SOURCE: Final = (
    "INSERT INTO sources (identity, name, line, offset, digest, refused) VALUES (?, ?, 0, 0, '', 0)"
)
SET_SOURCE: Final = "UPDATE sources SET name = ?, line = ?, offset = ?, digest = ?, refused = ? WHERE id = ?"
SOURCES: Final = "SELECT id, line, offset, digest, refused FROM sources WHERE identity = ?"
