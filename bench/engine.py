"""How many entries does a worker decide in a CPU-second, beside a stock Faust agent that only adds amounts?

Both read the demo's day from one real broker, in turn, on the same machine: ours with all rules, cited outcomes,
views and state, exactly once; the other with a table in memory and its changelog, at least once. CPU time is that
of the worker process, from the moment it is ready with nothing to do until it has taken everything.

    .venv/bin/python bench/engine.py --events 100000 --stock-events 15000 --rounds 2
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from streams.cli.demo.workers import Worker
from streams.demo.clearing.day import Day
from streams.domains.clearing.domain import CLEARING
from streams.kernel.source import Source
from streams.runtime import topics
from streams.runtime.broker import Broker
from streams.runtime.deployment import Deployment
from streams.runtime.folded import FoldedWatch
from streams.runtime.gateway.gateway import Gateway
from streams.runtime.topics import TopicNames

PARTITIONS = 4
PATIENCE_SECONDS = 300.0
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """CPU time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


async def set_up(kafka: str, name: str) -> TopicNames:
    """Create the topics of one run."""
    names = TopicNames(CLEARING.name, name, f"{name}.")
    await topics.apply(kafka, topics.topics_of(CLEARING, names, PARTITIONS))
    return names


async def publish(kafka: str, names: TopicNames, lines: list[bytes]) -> None:
    """Publish the day through the gateway."""
    async with Gateway(CLEARING, names, kafka) as gateway:
        await gateway.publish([Source.memory("bench", lines)])


async def ours(kafka: str, name: str, lines: list[bytes], directory: Path) -> float:
    """Events per CPU-second of a worker with all rules."""
    names = await set_up(kafka, name)
    environment = {
        "COUNTINGHOUSE_KAFKA": kafka,
        "COUNTINGHOUSE_APP": name,
        "COUNTINGHOUSE_TOPIC_PREFIX": names.prefix,
        "COUNTINGHOUSE_DOMAINS": CLEARING.name,
    }
    worker = Worker(name, environment, directory)
    try:
        await worker.ready()
        before = worker.cpu_seconds()
        await publish(kafka, names, lines)
        deployment = Deployment(CLEARING, names, CLEARING.law, PARTITIONS)
        async with FoldedWatch(kafka, [deployment]) as watch:
            await watch.wait(PATIENCE_SECONDS)
        return len(lines) / (worker.cpu_seconds() - before)
    finally:
        worker.end()


async def stock(kafka: str, name: str, lines: list[bytes], directory: Path) -> float:
    """Events per CPU-second of a stock Faust agent."""
    names = await set_up(kafka, name)
    count = directory / f"{name}.count"
    environment = {
        **os.environ,
        "BENCH_APP": name,
        "BENCH_KAFKA": kafka,
        "BENCH_TOPIC": names.events,
        "BENCH_PARTITIONS": str(PARTITIONS),
        "BENCH_COUNT": str(count),
    }
    with (directory / f"{name}.log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("stock_agent.py")), "worker", "-l", "warn"],
            cwd=directory,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        await until(lambda: count.exists(), process, directory / f"{name}.log")
        before = cpu_seconds(process.pid)
        await publish(kafka, names, lines)
        # Facts stand on every partition; the agent takes each copy.
        wanted = sum(
            PARTITIONS if CLEARING.addresses_or_first(CLEARING.read(line))[0].every_partition else 1
            for line in lines
        )
        await until(lambda: int(count.read_text() or 0) >= wanted, process, directory / f"{name}.log")
        return wanted / (cpu_seconds(process.pid) - before)
    finally:
        process.kill()
        process.wait()


async def until(holds: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until something holds, while a process runs."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"The stock agent did not get there. It said:\n{log.read_text()[-2000:]}")
        await asyncio.sleep(0.05)


async def compare(events: int, stock_events: int, rounds: int) -> None:
    """Run both in turn and print the ratios."""
    lines = list(Day(max(1_000, events)).until_the_seal())
    ratios = []
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary)
        with Broker(directory / "broker", port=0) as broker:
            for number in range(rounds):
                b = await stock(broker.bootstrap, f"stock-{number}", lines[:stock_events], directory)
                a = await ours(broker.bootstrap, f"ours-{number}", lines, directory)
                ratios.append(a / b)
                print(
                    f"round {number + 1}: {a:,.0f} events per CPU-second, stock {b:,.0f}, ratio {a / b:.1f}",
                    flush=True,
                )
    print(
        f"ratio: least {min(ratios):.1f}, greatest {max(ratios):.1f}, {len(lines):,} and {stock_events:,} events"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--stock-events", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    asyncio.run(compare(options.events, options.stock_events, options.rounds))
