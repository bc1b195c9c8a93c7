"""How many events per CPU-second does the gateway publish, beside Faust's own `topic.send`?

    python bench/publish.py [--kafka HOST:PORT] [--gateway-events N] [--faust-events N] [--rounds N] [--json]

Each way runs in a process of its own, on a topic of its own with eight partitions, in turns. What counts is the CPU
time of that process (user and system) from the first line to the last acknowledgement, without its start. Faust is
handed bytes and keys that are ready, and neither reads a file nor checks a schema. The gateway reads the file, checks
every event, finds its key and partition and writes in transactions. The best round of each way counts.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from streams.kernel.source import Source
from streams.kernel.stage import Domain
from streams.registry import domain_named
from streams.runtime.broker import Broker, newest_libs
from streams.runtime.gateway.gateway import Gateway
from streams.runtime.topics import TopicNames, apply, delete, topics_of

ROOT = Path(__file__).parents[1]
CLEARING: Domain = domain_named("clearing")
PARTITIONS = 8
TARGET = 8
_SENDS_AWAITED_TOGETHER = 1_000
_WARM_UP = 2_000
_TUNED = {
    "producer_compression_type": "lz4",
    "producer_linger_ms": 5,
    "producer_max_batch_size": 1_000_000,
    "producer_max_request_size": 8 << 20,
}
WAYS = {
    "faust": "Faust topic.send, its own settings, acks=all",
    "faust-tuned": "Faust topic.send, 1 MB batches, lz4, acks=all",
    "gateway": "countinghouse publish, transactions",
}


def entries(count: int) -> Iterable[bytes]:
    """Entries of the clearing domain, 239 bytes each."""
    for number in range(count):
        yield (
            b'{"type":"entry_submitted","id":"entry-2003-11-03-%07d","at":"2003-11-03T%02d:%02d:%02dZ",'
            b'"made_by":"BANK-%d","counterparty":"BANK-%d","direction":"DEBIT","item_class":"A",'
            b'"regional_exchange_point":"TORONTO","value_cents":%d,"item_count":%d}'
        ) % (
            number,
            14 + number % 5,
            number % 60,
            number * 7 % 60,
            number % 12,
            (number + 1) % 12,
            100_000 + number,
            1 + number % 50,
        )


async def measure_faust(kafka: str, names: TopicNames, lines: list[bytes], tuning: dict[str, Any]) -> None:
    """Send with the stock producer of a Faust app; print what it took."""
    import faust

    app = faust.App(
        "bench",
        broker=f"kafka://{kafka}",
        producer_acks=-1,
        topic_allow_declare=False,
        web_enabled=False,
        **tuning,
    )
    topic = app.topic(names.events, key_serializer="raw", value_serializer="raw")
    keys = [CLEARING.addresses_or_first(CLEARING.read(line))[0].key.encode() for line in lines]
    await app.producer.start()
    events = list(zip(keys, lines, strict=True))

    async def send(some: list[tuple[bytes, bytes]]) -> None:
        for first in range(0, len(some), _SENDS_AWAITED_TOGETHER):
            chunk = some[first : first + _SENDS_AWAITED_TOGETHER]
            await asyncio.gather(*[await topic.send(key=key, value=value) for key, value in chunk])

    await send(events[:_WARM_UP])
    began, cpu = time.perf_counter(), time.process_time()
    await send(events)
    report(len(events), cpu, began)
    await app.producer.stop()


async def measure_gateway(kafka: str, names: TopicNames, file: Path, count: int) -> None:
    """Publish a file; print what it took."""
    async with Gateway(CLEARING, names, kafka) as gateway:
        await gateway.publish([Source.memory("warm-up", entries(_WARM_UP))])
        began, cpu = time.perf_counter(), time.process_time()
        published = await gateway.publish([Source.file(file)])
        report(count, cpu, began)
    assert (published.event_count, published.refused_count) == (count, 0)


def report(count: int, cpu: float, began: float) -> None:
    """Print events per CPU-second and per second since these beginnings."""
    spent, passed = time.process_time() - cpu, time.perf_counter() - began
    print(json.dumps({"events_per_cpu_second": count / spent, "events_per_second": count / passed}))


async def measure(way: str, kafka: str, count: int) -> None:
    """Measure one way on topics of its own."""
    names = TopicNames("clearing", prefix=f"bench-{uuid.uuid4().hex[:8]}.")
    topics = topics_of(CLEARING, names, PARTITIONS)
    topics = [topic for topic in topics if topic.name in (names.events, names.gateway)]
    await apply(kafka, topics)
    try:
        if way == "gateway":
            with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
                file.write(b"".join(line + b"\n" for line in entries(count)))
                file.flush()
                await measure_gateway(kafka, names, Path(file.name), count)
        else:
            tuning = _TUNED if way == "faust-tuned" else {}
            await measure_faust(kafka, names, list(entries(count)), tuning)
    finally:
        await delete(kafka, topics)


def in_its_own_process(way: str, kafka: str, count: int) -> dict[str, float]:
    """One round of one way."""
    command = [sys.executable, __file__, "--way", way, "--kafka", kafka, "--gateway-events", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{WAYS[way]} failed:\n{done.stderr}")
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def compare(kafka: str, counts: dict[str, int], rounds: int) -> dict[str, dict[str, float]]:
    """The best round of each way; the ways take turns."""
    best: dict[str, dict[str, float]] = {}
    for _ in range(rounds):
        for way in WAYS:
            measured = in_its_own_process(way, kafka, counts[way])
            former = best.get(way, measured)
            best[way] = max(former, measured, key=lambda one: one["events_per_cpu_second"])
    return best


def show(best: dict[str, dict[str, float]], as_json: bool) -> None:
    """Print the figures and the ratios to Faust."""
    fastest = best["gateway"]["events_per_cpu_second"]
    ratios = {way: fastest / best[way]["events_per_cpu_second"] for way in WAYS}
    if as_json:
        print(json.dumps({"ways": best, "gateway_times": ratios, "target": TARGET}, sort_keys=True))
        return
    print(f"{'':48}{'per CPU-second':>15}{'per second':>12}{'gateway':>9}")
    for way, words in WAYS.items():
        cpu, wall = best[way]["events_per_cpu_second"], best[way]["events_per_second"]
        print(f"{words:48}{cpu:15,.0f}{wall:12,.0f}{ratios[way]:8.1f}x")


def main() -> None:
    """Measure, on a broker of its own unless one is named."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--kafka", help="HOST:PORT of a broker; a new one is started if left out")
    options.add_argument("--gateway-events", type=int, default=300_000)
    options.add_argument("--faust-events", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--json", action="store_true")
    options.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.way:
        asyncio.run(measure(given.way, given.kafka, given.gateway_events))
        return
    counts = dict.fromkeys(WAYS, given.faust_events) | {"gateway": given.gateway_events}
    if given.kafka:
        show(compare(given.kafka, counts, given.rounds), given.json)
        return
    with tempfile.TemporaryDirectory() as directory:
        libs = newest_libs(ROOT / ".countinghouse")
        with Broker(Path(directory), port=0, libs=libs) as broker:
            show(compare(broker.bootstrap, counts, given.rounds), given.json)


if __name__ == "__main__":
    main()
