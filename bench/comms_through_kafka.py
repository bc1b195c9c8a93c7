"""How many times real time do two workers fold the design load of comms, through Kafka, with a tick a minute?

    .venv/bin/python bench/comms_through_kafka.py --minutes 180

The load is that of `bench/comms.py`. Facts are published and folded first. Then the minutes are published through the
gateway, each with its tick, while no worker runs. Two workers start, and the clock runs from there until every stage
has folded everything: starting and reading the facts back are in it. The broker has its share of the same cores.
"""

import argparse
import asyncio
import json
import logging
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from comms import facts, minute_of_the_day, stamp
from through_kafka import WORKERS, Workers, folded, through_gateway

from streams.domains.comms.domain import COMMS
from streams.runtime import topics
from streams.runtime.broker import Broker
from streams.runtime.deployment import Deployment
from streams.runtime.folded import FoldedWatch
from streams.runtime.topics import TopicNames

NAMES = TopicNames(COMMS.name, "bench-comms", "bench.")


def minutes(count: int) -> Iterator[bytes]:
    """The day's first minutes, a tick after each."""
    for minute in range(count):
        yield from minute_of_the_day(minute)
        yield json.dumps({"type": "tick", "id": f"tick-{minute}", "at": stamp(minute + 1)}).encode()


async def measure(options: argparse.Namespace, kafka: str, directory: Path) -> None:
    """Publish, fold, and tell what it took."""
    await topics.apply(kafka, topics.topics_of(COMMS, NAMES, options.partitions))
    environment = {
        "COUNTINGHOUSE_KAFKA": kafka,
        "COUNTINGHOUSE_APP": NAMES.app,
        "COUNTINGHOUSE_TOPIC_PREFIX": NAMES.prefix,
        "COUNTINGHOUSE_DOMAINS": COMMS.name,
        "COUNTINGHOUSE_DATA_DIR": str(directory / "data"),
    }
    deployment = Deployment(COMMS, NAMES, COMMS.law, options.partitions)
    registers = [json.dumps(fact).encode() for fact in facts()]
    await fold(registers, "facts", deployment, kafka, Workers(environment, directory))
    events = list(minutes(options.minutes))
    seconds, cpu_seconds = await fold(events, "events", deployment, kafka, Workers(environment, directory))
    print(
        f"{len(events) / seconds:,.0f} events a second, {len(events) / cpu_seconds:,.0f} a CPU-second of the {WORKERS} "
        f"workers: the design load at {options.minutes * 60 / seconds:,.0f} times real time"
    )


async def fold(
    lines: list[bytes], what: str, deployment: Deployment, kafka: str, workers: Workers
) -> tuple[float, float]:
    """Publish lines, then let new workers fold them: the seconds it took, and the workers' CPU-seconds."""
    begun = time.monotonic()
    await through_gateway(COMMS, kafka, NAMES, lines)
    print(f"{len(lines):,} {what} published in {time.monotonic() - begun:.1f} s", flush=True)
    try:
        async with FoldedWatch(kafka, [deployment]) as watch:
            begun = time.monotonic()
            await workers.start()
            await folded(watch, workers)
            seconds = time.monotonic() - begun
    finally:
        workers.end()
    print(f"folded in {seconds:.1f} s, {workers.peak_mb:,} MB at most in both workers together", flush=True)
    return seconds, workers.cpu_seconds


def main() -> None:
    """Start a broker, measure, and leave nothing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=int, default=180)
    parser.add_argument("--partitions", type=int, default=4)
    options = parser.parse_args()
    # Right after topics were made, aiokafka tells of each leader that is not known yet.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary)
        with Broker(directory / "broker", port=0) as broker:
            asyncio.run(measure(options, broker.bootstrap, directory))


if __name__ == "__main__":
    main()
