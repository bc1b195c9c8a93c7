"""A stock Faust agent with a table that only adds amounts: the peer of `bench/engine.py`.

It reads `BENCH_TOPIC` at `BENCH_KAFKA` and writes how many events it has taken to `BENCH_COUNT`, a file, now and then.
"""

import os
from collections.abc import AsyncIterable
from pathlib import Path
from typing import Any

import faust

PARTITIONS = int(os.environ["BENCH_PARTITIONS"])
COUNT = Path(os.environ["BENCH_COUNT"])
EVERY = 500

app = faust.App(
    os.environ["BENCH_APP"],
    broker=f"kafka://{os.environ['BENCH_KAFKA']}",
    store="memory://",
    topic_partitions=PARTITIONS,
    topic_replication_factor=1,
    web_enabled=False,
    value_serializer="json",
    consumer_auto_offset_reset="earliest",
)
events = app.topic(os.environ["BENCH_TOPIC"], value_serializer="json", partitions=PARTITIONS)
balances = app.Table("balances", default=int, partitions=PARTITIONS)
taken = 0


@app.agent(events)  # type: ignore[untyped-decorator]
async def add(stream: AsyncIterable[dict[str, Any]]) -> None:
    """Add the value of each entry to what its maker entered."""
    global taken
    async for event in stream:
        if event["type"] == "entry_submitted":
            balances[event["made_by"]] += event["value_cents"]
        taken += 1
        if taken % EVERY == 0:
            COUNT.write_text(str(taken))


@app.timer(0.5)  # type: ignore[untyped-decorator]
async def tell() -> None:
    """Say that it lives, and how far it is."""
    COUNT.write_text(str(taken))


if __name__ == "__main__":
    app.main()
