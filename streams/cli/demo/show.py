"""Where is a period shown, and what is said about it in the end?"""

import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from streams.cli.demo.backstage import Backstage, found_libs
from streams.cli.demo.on_ledger import OnLedger
from streams.cli.demo.performance import DECIDE, Performance
from streams.cli.demo.program import Program
from streams.cli.demo.programs import PROGRAMS
from streams.cli.demo.stopwatch import Stopwatch
from streams.cli.demo.venue import Venue
from streams.cli.tables import table
from streams.kernel.errors import UserError
from streams.kernel.stage import Domain
from streams.runtime.settings import Settings, read_settings


class Options(NamedTuple):
    """What the caller chose.

    Attributes:
        size: about how many business events; None for the domain's own choice.
    """

    domain: Domain
    size: int | None
    workers: int
    partitions: int
    kafka: str | None
    on_ledger: bool


async def show(options: Options, console: Console) -> dict[str, Any]:
    """Show a period and give its facts.

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
        console.print(program.introduction)
        performance = Performance(program, venue, console, watch)
        await performance.run()
        with watch.step("stop everything"):
            await stack.aclose()
    facts = _facts(performance, "ledger" if why_on_ledger else "kafka")
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
        async with OnLedger(options.domain, options.partitions, Path(directory) / "demo.ledger") as venue:
            yield program, venue


@contextlib.asynccontextmanager
async def _on_kafka(
    options: Options, settings: Settings, console: Console, watch: Stopwatch
) -> AsyncIterator[tuple[Program, Venue]]:
    """The events are generated while the workers start."""
    backstage = Backstage(settings, options.domain, options.workers, console)
    broker = backstage.on_kafka(options.kafka, watch) if options.kafka else backstage.on_own_broker(watch)
    async with broker as place:
        with backstage.working(place):
            program = await _generated(options, watch)
            async with backstage.open(place, watch) as venue:
                console.print(f"{options.workers} workers are ready, each in a process of its own.")
                yield program, venue


async def _generated(options: Options, watch: Stopwatch) -> Program:
    with watch.step("generate the events"):
        return await PROGRAMS[options.domain.name](options.size, options.domain.law)


def _facts(performance: Performance, venue: str) -> dict[str, Any]:
    program, seconds = performance.program, performance.watch.seconds(DECIDE)
    return {
        "venue": venue,
        "events": len(program.lines),
        "seconds": round(performance.watch.total, 2),
        "steps": {name: round(taken, 3) for name, taken in performance.watch.steps},
        f"{program.noun}_per_second": round(program.count / seconds),
        f"{program.noun}_per_cpu_second": round(program.count / max(performance.cpu_seconds, 0.01)),
        "faults": program.faults(),
        "differences": performance.differences,
    } | performance.facts()


def _tell_the_end(facts: dict[str, Any], performance: Performance, console: Console) -> None:
    watch, program, differences = performance.watch, performance.program, facts["differences"]
    console.print(_steps(watch.steps, watch.total))
    console.print(
        f"{program.count:,} {program.noun} were decided in {watch.seconds(DECIDE):.1f} s: "
        f"{facts[f'{program.noun}_per_second']:,} a second, {facts[f'{program.noun}_per_cpu_second']:,} for each "
        "CPU-second spent on it."
    )
    for fault in facts["faults"]:
        console.print(fault, style="bold red")
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


def _steps(taken: Iterable[tuple[str, float]], total: float) -> Table:
    """How long each step took."""
    shown = table("How long each step took", ["step"], ["seconds"])
    for name, seconds in taken:
        shown.add_row(name, f"{seconds:.2f}")
    shown.add_section()
    shown.add_row("all of it", f"{total:.1f}", style="bold")
    return shown
