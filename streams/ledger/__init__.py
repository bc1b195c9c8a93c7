"""The embedded log: a SQLite file with the same topics, for first runs, tests and the audit archive (docs/ledger.md).

`run.py` first. Reading, writing and opening a file know no domain; nothing in here knows Kafka or a clock.
"""
