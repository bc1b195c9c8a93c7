"""The embedded log: a SQLite file with the same topics, for first runs, tests and the audit archive."""
