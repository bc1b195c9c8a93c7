"""What do users by the million cost, through Kafka, with workers that are killed? (section 18 of the contract)

    .venv/bin/python bench/marketdata.py --users 5000
    .venv/bin/python bench/marketdata.py --users 500000 --only S1 S4
    .venv/bin/python bench/marketdata.py --users 10000000 --accesses 1 --only S1

S1 users of one distributor in April, S2 the same on digital media, S3 with some who turn Professional and some whose
grant is cancelled, S4 the first with workers killed at random, S5 the first folded again from empty stores
(`countinghouse verify`). Each invoice and each saving is compared with the section's own formula, and S4 and S5 byte
by byte with S1. CPU time is that of the workers from their start to the last record folded; memory is the greatest that
each of them ever had in RAM; the broker's is not in it.
"""

import argparse
import asyncio
import hashlib
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from aiokafka import AIOKafkaProducer
from marketdata_load import MONTH, Load
from through_kafka import WORKERS, Workers, folded, through_gateway

from streams.domains.marketdata.domain import MARKETDATA
from streams.kernel.partitioner import partition_of
from streams.runtime import topics
from streams.runtime.broker import Broker
from streams.runtime.deployment import Deployment
from streams.runtime.folded import FoldedWatch
from streams.runtime.reading import TopicReader
from streams.runtime.topics import TopicNames

BATCH_BYTES = 500_000
IN_FLIGHT = 32


class Found(NamedTuple):
    """What a run gave and what it cost."""

    events: int
    digest: str
    cpu_seconds: float
    seconds: float
    peak_mb: int
    disk_mb: int
    cut_seconds: float
    kills: int


async def publish(kafka: str, names: TopicNames, partitions: int, load: Load) -> int:
    """Write the events of users where their keys belong, in batches; how many they are."""
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka, acks=1, max_batch_size=BATCH_BYTES, compression_type="lz4", linger_ms=0
    )
    await producer.start()
    batches = {number: producer.create_batch() for number in range(partitions)}
    flying: list[Any] = []
    count = 0
    try:
        for key, value in load.events():
            count += 1
            number = partition_of(key, partitions)
            if batches[number].append(timestamp=None, key=key, value=value, headers=[]) is None:
                flying.append(await producer.send_batch(batches[number], names.events, partition=number))
                batches[number] = producer.create_batch()
                batches[number].append(timestamp=None, key=key, value=value, headers=[])
                if len(flying) >= IN_FLIGHT:
                    await flying.pop(0)
        for number, batch in batches.items():
            flying.append(await producer.send_batch(batch, names.events, partition=number))
        for delivery in flying:
            await delivery
    finally:
        await producer.stop()
    return count


async def rows_of(kafka: str, names: TopicNames, partitions: int) -> tuple[dict[bytes, bytes], list[bytes]]:
    """The newest rows of the views, and all outcomes."""
    async with TopicReader(kafka) as reader:
        views = await reader.records([(names.views, number) for number in range(partitions)])
        outcomes = await reader.records([(names.outcomes, number) for number in range(partitions)])
    newest: dict[bytes, bytes] = {}
    for records in views.values():
        for record in records:
            if record.value is None:
                newest.pop(record.key or b"", None)
            else:
                newest[record.key or b""] = record.value
    return newest, sorted(record.value or b"" for records in outcomes.values() for record in records)


def digest_of(views: dict[bytes, bytes], outcomes: Iterable[bytes]) -> str:
    """One digest of all that was published."""
    digest = hashlib.blake2b(digest_size=16)
    for key, value in sorted(views.items()):
        digest.update(b"%d %b %d %b" % (len(key), key, len(value), value))
    for outcome in outcomes:
        digest.update(b"%d %b" % (len(outcome), outcome))
    return digest.hexdigest()


def compare_with_the_formula(name: str, load: Load, views: dict[bytes, bytes]) -> None:
    """Stop where the invoice or the advice is not what the section's formula says."""
    document = next(orjson.loads(value) for key, value in views.items() if b"documents" in key)
    advice = next(
        row
        for key, value in views.items()
        if b"license_advice" in key and "saving_cents" in (row := orjson.loads(value))
    )
    found = (document["month"], document["total_cents"], advice["saving_cents"])
    if found != (MONTH, load.invoice_cents, load.saving_cents):
        raise SystemExit(
            f"{name}: {found} was published, {(MONTH, load.invoice_cents, load.saving_cents)} is right."
        )
    print(
        f"{name}: invoice ${document['total_cents'] / 100:,.2f}, advice {' + '.join(advice['licenses']) or 'none'} "
        f"saves ${advice['saving_cents'] / 100:,.2f}, as the formula says",
        flush=True,
    )


async def run(
    name: str, load: Load, kills: int, kafka: str, options: argparse.Namespace, directory: Path
) -> tuple[Found, TopicNames]:
    """Publish a load, let workers fold it, close the month, and tell what it cost."""
    partitions = options.partitions
    names = TopicNames(MARKETDATA.name, f"bench-{name.lower()}", f"{name.lower()}.")
    await topics.apply(kafka, topics.topics_of(MARKETDATA, names, partitions))
    await through_gateway(MARKETDATA, kafka, names, load.opening())
    begun = time.monotonic()
    events = await publish(kafka, names, partitions, load)
    print(f"{name}: {events:,} events published in {time.monotonic() - begun:.0f} s", flush=True)
    data = directory / name
    environment = {
        "COUNTINGHOUSE_KAFKA": kafka,
        "COUNTINGHOUSE_APP": f"bench-{name.lower()}",
        "COUNTINGHOUSE_TOPIC_PREFIX": names.prefix,
        "COUNTINGHOUSE_DOMAINS": MARKETDATA.name,
        "COUNTINGHOUSE_DATA_DIR": str(data),
    }
    workers = Workers(environment, directory)
    deployment = Deployment(MARKETDATA, names, MARKETDATA.law, partitions)
    begun = time.monotonic()
    try:
        async with FoldedWatch(kafka, [deployment]) as watch:
            await workers.start()
            killed = await folded(watch, workers, kills, options.pause)
            seconds = time.monotonic() - begun
            cpu_seconds = workers.cpu_seconds
            cut = time.monotonic()
            await through_gateway(MARKETDATA, kafka, names, [load.close])
            await folded(watch, workers)
            cut_seconds = time.monotonic() - cut
    finally:
        workers.end()
    views, outcomes = await rows_of(kafka, names, partitions)
    compare_with_the_formula(name, load, views)
    disk_mb = sum(one.stat().st_size for one in data.rglob("*") if one.is_file()) >> 20
    found = Found(
        events,
        digest_of(views, outcomes),
        cpu_seconds,
        seconds,
        workers.peak_mb,
        disk_mb,
        cut_seconds,
        killed,
    )
    print(
        f"{name}: {events / cpu_seconds:,.0f} events per CPU-second of {WORKERS} workers, {seconds:.0f} s; the cut "
        f"took {found.cut_seconds:.2f} s; {found.peak_mb:,} MB of memory at most in both together "
        f"({found.peak_mb * 2**20 / load.users:,.0f} bytes a user), {disk_mb:,} MB on disk "
        f"({disk_mb * 2**20 / load.users:,.0f} bytes a user); {killed} kills",
        flush=True,
    )
    return found, names


def replay(kafka: str, names: TopicNames, directory: Path) -> None:
    """Fold the log of a run again from empty stores, with the product's own command."""
    begun = time.monotonic()
    environment = {
        **os.environ,
        "COUNTINGHOUSE_DATA_DIR": str(directory / "verify"),
        "COUNTINGHOUSE_APP": names.app,
    }
    command = [str(Path(sys.executable).with_name("countinghouse")), "verify", "--domain", MARKETDATA.name]
    done = subprocess.run(
        [*command, "--kafka", kafka, "--topic-prefix", names.prefix],
        env=environment,
        capture_output=True,
        text=True,
    )
    print(done.stdout.strip()[-600:] or done.stderr.strip()[-600:])
    if done.returncode:
        raise SystemExit(f"S5: the replay does not agree (exit code {done.returncode}).")
    print(f"S5: the replay agrees, after {time.monotonic() - begun:.0f} s", flush=True)


async def measure(options: argparse.Namespace) -> None:
    """Run the scenarios that are wanted."""
    users, accesses = options.users, options.accesses
    loads = {
        "S1": (Load(users, accesses), 0),
        "S2": (Load(users, accesses, is_digital=True), 0),
        "S3": (Load(users, accesses, professionals=users // 400, cancelled=users // 250), 0),
        "S4": (Load(users, accesses), options.kills),
    }
    found: dict[str, Found] = {}
    with tempfile.TemporaryDirectory(dir=options.directory) as temporary:
        directory = Path(temporary)
        with Broker(directory / "broker", port=0) as broker:
            for name, (load, kills) in loads.items():
                if name in options.only:
                    found[name], names = await run(name, load, kills, broker.bootstrap, options, directory)
                    if name == "S1" and "S5" in options.only:
                        replay(broker.bootstrap, names, directory)
    if "S1" in found and "S4" in found:
        if found["S1"].digest != found["S4"].digest:
            raise SystemExit("S4: other bytes than S1.")
        print(f"S4: after {found['S4'].kills} kills the same bytes as S1 ({found['S1'].digest})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--users", type=int, default=5_000)
    parser.add_argument("--accesses", type=int, default=20, help="of each user")
    parser.add_argument("--partitions", type=int, default=8)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between kills, on the average")
    parser.add_argument("--only", nargs="+", default=["S1", "S2", "S3", "S4", "S5"])
    parser.add_argument("--directory", default=None, help="for the broker's and the workers' files")
    # Right after topics were made, aiokafka tells of each leader that is not known yet.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    asyncio.run(measure(parser.parse_args()))
