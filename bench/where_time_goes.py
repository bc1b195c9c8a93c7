"""Where does the time of one entry go, from its bytes to the batch that is sent?

    .venv/bin/python bench/where_time_goes.py --entries 40000

One process folds the demo's day as a worker does, without a broker. Each part is timed alone over the whole day, some
times, and the least is shown: what a loaded machine adds is noise. Together the parts cost more than each alone, where
its code and data stay in the processor's caches; that has a line of its own.
"""

import argparse
import gc
import time
from collections.abc import Callable

from aiokafka.record.default_records import DefaultRecordBatchBuilder

from schemas.clearing import EntrySubmitted, Fact
from schemas.instants import instant_us
from schemas.reading import body_digest
from streams.demo.clearing.day import Day
from streams.domains.clearing.domain import CLEARING, ENTRIES
from streams.domains.clearing.law.values import ClearingLaw
from streams.domains.clearing.rules.entry import decide_entry
from streams.domains.clearing.rules.facts import decide_fact
from streams.domains.clearing.rules.verdicts import Verdict
from streams.domains.clearing.stages.outcomes import Publisher
from streams.domains.clearing.state.entries import Entry, RootEntry
from streams.domains.clearing.state.registry import Registry
from streams.domains.clearing.state.totals import CELL_WIDTH, book_entry
from streams.kernel.cells import CellRow, SentCells
from streams.kernel.chain import START, chained
from streams.kernel.destinations import Destinations
from streams.kernel.folding import Partition
from streams.kernel.output import CommitUnit, Output
from streams.kernel.record import LogRecord
from streams.kernel.table import Table

BATCH = 5_000
ROUNDS = 5
BATCH_BYTES = 1 << 20
DESTINATIONS = Destinations(
    ("events", 0), ("state", 0), "outcomes", "views", "dead", "attested", {"totals": "totals"},
    {"outcomes": 8, "views": 8, "dead": 8, "attested": 8, "totals": 1},
)  # fmt: skip


def least_seconds(work: Callable[[], object]) -> float:
    """The least CPU time of several runs."""
    least = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        least = min(least, time.process_time() - begun)
    return least


def folded(records: list[LogRecord]) -> list[CommitUnit]:
    """The commit units of the day, as one partition folds it."""
    partition = Partition(CLEARING.name, ENTRIES, 0, 0, CLEARING.law)
    units = []
    for begin in range(0, len(records), BATCH):
        partition.process(records[begin : begin + BATCH])
        units.append(partition.commit_unit())
    return units


def append_all(units: list[CommitUnit]) -> None:
    """Put everything that is published into record batches, compressed as they are sent."""
    for unit in units:
        for records in DESTINATIONS.spread(unit).values():
            builder = DefaultRecordBatchBuilder(2, 3, 1, -1, -1, 0, BATCH_BYTES)
            for key, value, headers in records:
                if builder.append(0, 0, key, value, headers) is None:
                    builder.build()
                    builder = DefaultRecordBatchBuilder(2, 3, 1, -1, -1, 0, BATCH_BYTES)
            builder.build()


def book_all(cells: SentCells, entries: list[Entry]) -> None:
    """Book every accepted entry."""
    for entry in entries:
        book_entry(cells, entry)


def publish_all(entries: list[EntrySubmitted]) -> None:
    """Publish the same verdict on every entry."""
    output = Output(CLEARING.law.digest)
    publish = Publisher(output)
    verdict = Verdict("ACCEPTED", ("47(1)",))
    for number, event in enumerate(entries):
        fields = {
            "cycle": "2003-11-04",
            "value_cents": event.value_cents,
            "item_count": 1,
            "guarantor": event.made_by,
        }
        publish.verdict(event, event.id, verdict, "entry_accepted", fields)
        if number % BATCH == 0:
            output.start_again()


def store_all(entries: list[Entry]) -> None:
    """Keep a row for every entry."""
    rows: Table[RootEntry] = Table("roots", RootEntry)
    for number, entry in enumerate(entries):
        root = rows.get(entry.id) or RootEntry({})
        root.bodies[entry.id] = START[:16]
        root.entry = entry
        rows.put(entry.id, root)
        if number % BATCH == 0:
            rows.changes()


def registry_and_entries(records: list[LogRecord]) -> tuple[Registry, list[EntrySubmitted]]:
    """The registry of the day, and its entries."""
    registry, law, entries = Registry(), ClearingLaw(CLEARING.law), []
    for record in records:
        event = ENTRIES.read(record.value)
        if isinstance(event, EntrySubmitted):
            entries.append(event)
        elif (
            isinstance(event, Fact)
            and not decide_fact(event, registry, law.on(instant_us(event.at))).is_refused
        ):
            registry.evolve(event)
    return registry, entries


def measure(entry_count: int) -> None:
    """Measure each part and print what an entry costs."""
    lines = list(Day(entry_count).until_the_seal())
    records = [LogRecord(offset, b"entry", line) for offset, line in enumerate(lines)]
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    registry, entries = registry_and_entries(records)
    law = ClearingLaw(CLEARING.law).on(0)
    accepted = [entry for event in entries if (entry := decide_entry(event, registry, law)[1]) is not None]
    cells: SentCells = SentCells(Table("cells", CellRow, resident=True), CELL_WIDTH)
    units = folded(records)
    whole = least_seconds(lambda: folded(records))
    spread = least_seconds(lambda: [DESTINATIONS.spread(unit) for unit in units])
    parts = {
        "decode and check the schema": least_seconds(lambda: [ENTRIES.read(one.value) for one in records]),
        "chain over the input": least_seconds(lambda: [chained(START, one) for one in records]),
        "digest of the body": least_seconds(lambda: [body_digest(event) for event in entries]),
        "rules: all checks of an entry": least_seconds(
            lambda: [decide_entry(event, registry, law) for event in entries]
        ),
        "book into cells, positions, digest": least_seconds(lambda: book_all(cells, accepted)),
    }
    parts["outcome and view: build and encode"] = least_seconds(lambda: publish_all(entries))
    parts["row of the root entry: look up, alter, encode"] = least_seconds(lambda: store_all(accepted))
    parts["what the fold costs beyond its parts, each alone"] = whole - sum(parts.values())
    parts["partition of each record"] = spread
    parts["append and compress"] = least_seconds(lambda: append_all(units)) - spread
    total = sum(parts.values())
    for name, seconds in parts.items():
        print(f"{seconds / len(lines) * 1e6:7.2f} µs {seconds / total:6.1%}  {name}")
    print(f"{total / len(lines) * 1e6:7.2f} µs          an event, {len(lines):,} events, without the broker")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=40_000)
    measure(parser.parse_args().entries)
