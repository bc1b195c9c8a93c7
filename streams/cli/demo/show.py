"""Where is the day shown, and what is said about it in the end?"""

import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from streams.cli.demo import tables
from streams.cli.demo.backstage import Backstage, found_libs
from streams.cli.demo.on_ledger import OnLedger
from streams.cli.demo.performance import DECIDE, Performance, Program, prepared
from streams.cli.demo.stopwatch import Stopwatch
from streams.cli.demo.venue import Venue
from streams.demo.day import Day
from streams.kernel.errors import UserError
from streams.registry import domain_named
from streams.runtime.settings import Settings, read_settings

_DOMAIN = "clearing"


class Options(NamedTuple):
    """What the caller chose."""

    entries: int
    workers: int
    partitions: int
    kafka: str | None
    on_ledger: bool


async def show(options: Options, console: Console) -> dict[str, Any]:
    """Show a day and give its facts.

    Raises:
        UserError: something could not be started, or ended too early; everything else has been stopped.
    """
    settings = read_settings(partitions=options.partitions, kafka=options.kafka)
    watch = Stopwatch()
    why_on_ledger = _why_on_ledger(options, settings)
    if why_on_ledger:
        console.print(
            f"This demo runs on the embedded ledger, in one process and without Kafka: {why_on_ledger}"
        )
    async with contextlib.AsyncExitStack() as stack:
        opened = (
            _on_ledger(options, settings, watch)
            if why_on_ledger
            else _on_kafka(options, settings, console, watch)
        )
        program, venue = await stack.enter_async_context(opened)
        _tell_the_day(program, console)
        performance = Performance(program, venue, domain_named(_DOMAIN).law, console, watch)
        await performance.run()
        with watch.step("stop everything"):
            await stack.aclose()
    facts = _facts(program, performance, "ledger" if why_on_ledger else "kafka")
    _tell_the_end(facts, performance, console)
    return facts


def _why_on_ledger(options: Options, settings: Settings) -> str:
    """Why there is no Kafka, in a sentence; empty if there is or can be one."""
    if options.on_ledger:
        return "--on-ledger was given."
    if options.kafka:
        return ""
    if shutil.which("java") is None:
        return 'it needs Java 17, and "java" is not on the PATH.'
    try:
        found_libs(settings)
    except UserError as fault:
        return fault.message
    return ""


@contextlib.asynccontextmanager
async def _on_ledger(
    options: Options, settings: Settings, watch: Stopwatch
) -> AsyncIterator[tuple[Program, Venue]]:
    program = await _generated(options, watch)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="demo-", dir=settings.data_dir) as directory:
        async with OnLedger(
            domain_named(_DOMAIN), options.partitions, Path(directory) / "day.ledger"
        ) as venue:
            yield program, venue


@contextlib.asynccontextmanager
async def _on_kafka(
    options: Options, settings: Settings, console: Console, watch: Stopwatch
) -> AsyncIterator[tuple[Program, Venue]]:
    """The day is generated while the workers start."""
    backstage = Backstage(settings, domain_named(_DOMAIN), options.workers, console)
    broker = backstage.on_kafka(options.kafka, watch) if options.kafka else backstage.on_own_broker(watch)
    async with broker as place:
        with backstage.working(place):
            program = await _generated(options, watch)
            async with backstage.open(place, watch) as venue:
                console.print(f"{options.workers} workers are ready, each in a process of its own.")
                yield program, venue


async def _generated(options: Options, watch: Stopwatch) -> Program:
    with watch.step("generate the day"):
        return await prepared(Day(options.entries))


def _tell_the_day(program: Program, console: Console) -> None:
    console.print(
        f"The day has {len(program.lines):,} events, {program.entry_count:,} of them payment entries by 12 direct "
        "clearers, a group clearer, those they represent, and the Bank of Canada. The institutions and all figures are "
        "invented; amounts are in Canadian dollars."
    )


def _facts(program: Program, performance: Performance, venue: str) -> dict[str, Any]:
    seconds = performance.watch.seconds(DECIDE)
    case = performance.case
    return {
        "venue": venue,
        "events": len(program.lines),
        "entries": program.entry_count,
        "seconds": round(performance.watch.total, 2),
        "steps": {name: round(taken, 3) for name, taken in performance.watch.steps},
        "entries_per_second": round(program.entry_count / seconds),
        "entries_per_cpu_second": round(program.entry_count / max(performance.cpu_seconds, 0.01)),
        "largest_sum_cents": performance.largest_sum_cents,
        "snapshots": performance.snapshot_count,
        "state": performance.state,
        "section_57_a_cents": case["section_57_a_cents"],
        "section_57_shares_cents": case["section_57_shares_cents"],
        "differences": performance.differences,
    }


def _tell_the_end(facts: dict[str, Any], performance: Performance, console: Console) -> None:
    watch, differences = performance.watch, facts["differences"]
    console.print(tables.steps(watch.steps, watch.total))
    console.print(
        f"{facts['entries']:,} entries were decided in {watch.seconds(DECIDE):.1f} s: {facts['entries_per_second']:,} "
        f"a second, {facts['entries_per_cpu_second']:,} for each CPU-second spent on it."
    )
    console.print(
        f"The sum of the running balances was {facts['largest_sum_cents']} in all {facts['snapshots']} snapshots shown."
    )
    if differences:
        console.print(
            f"THE REPLAY DIFFERS in {len(differences)} rows, first in {differences[0]}.", style="bold red"
        )
    else:
        console.print(
            f"The replay agrees: the recorded log, folded again, gave the same bytes in all "
            f"{performance.row_count:,} rows of the views.",
            style="bold green",
        )
    console.print("Everything that was started has ended, and what it wrote is removed.")
