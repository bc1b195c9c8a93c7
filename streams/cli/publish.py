"""countinghouse publish: events from files to the input topic, checked, each in its partition."""

import asyncio
import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
import uvloop
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from streams.cli.answer import Json, answer
from streams.cli.screen import Screen
from streams.kernel.errors import UserError
from streams.kernel.refusal import Refusal
from streams.kernel.source import STANDARD_INPUT, Source
from streams.registry import domain_named
from streams.runtime.gateway.gateway import Gateway
from streams.runtime.gateway.report import Report
from streams.runtime.settings import read_settings
from streams.runtime.topics import TopicNames

SOMETHING_REFUSED = 3
INTERRUPTED = 130

Files = Annotated[
    list[str] | None, typer.Argument(help="Files of JSON Lines, also packed as .gz; - for standard input.")
]


def publish(
    domain: Annotated[str, typer.Option(help="The domain whose events these are.")],
    files: Files = None,
    kafka: Annotated[
        str | None, typer.Option(help="HOST:PORT of a broker; COUNTINGHOUSE_KAFKA by default.")
    ] = None,
    topic_prefix: Annotated[
        str | None, typer.Option("--topic-prefix", "--prefix", help="Stands before every topic's name.")
    ] = None,
    refused: Annotated[
        Path | None, typer.Option(help="Write every refused line with its reason to this file, JSON Lines.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Begin each file after its last line that Kafka acknowledged.")
    ] = False,
    wait: Annotated[
        float, typer.Option(min=0.1, help="How long to wait for a broker that does not answer, in seconds.")
    ] = 20.0,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing unless something was refused.")] = False,
    as_json: Json = False,
) -> None:
    """Publish events from files or standard input, in their order, and say what was refused and why.

    Each event is checked against the schema and written where its key belongs, a fact to every partition.

    Exit codes: 3 when something was refused and the rest published, 10 when another gateway took over.

    Example: countinghouse publish day.jsonl --domain clearing --kafka 127.0.0.1:9092
    """
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    gateway = Gateway(
        domain_named(domain),
        TopicNames(domain, settings.app, settings.topic_prefix),
        settings.kafka,
        timeout_ms=settings.transaction_timeout_ms,
        patience_seconds=wait,
    )
    sources = [Source.named(name) for name in files or [STANDARD_INPUT]]
    with _refusals(refused, resume) as on_refusal, _progress(sources, quiet or as_json) as on_progress:
        report = _run(gateway, sources, resume, on_progress, on_refusal)
    if not quiet or report.refused_count:
        answer(words(report), report.as_json(), as_json=as_json)
    if report.refused_count:
        raise typer.Exit(SOMETHING_REFUSED)


def words(report: Report) -> str:
    """A report for a person."""
    lines = [
        f"{source.name}: continued after line {source.resumed_after_line:,}, up to which it was published before."
        for source in report.sources
        if source.resumed_after_line
    ]
    where = f"{_counted(report.partitions, 'partition')} of {report.topic}"
    speed = f"in {report.seconds:.1f} s ({report.events_per_second:,} a second)"
    lines.append(f"Published {_counted(report.event_count, 'event')} to {where} {speed}.")
    if report.fact_count:
        lines.append(f"In every partition: {_counted(report.fact_count, 'fact')}, ticks included.")
    return "\n".join(lines + refusals_in_words(report))


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def refusals_in_words(report: Report) -> list[str]:
    """What was refused, the first few with place and reason."""
    if not report.refused_count:
        return []
    lines = [f"Refused, {report.refused_count:,} in all:"]
    lines += [f"  {refusal}" for refusal in report.refusals]
    more = report.refused_count - len(report.refusals)
    return [*lines, f"  and {more:,} more; --refused FILE keeps all of them"] if more else lines


def _run(
    gateway: Gateway,
    sources: list[Source],
    resume: bool,
    on_progress: Callable[[int], None],
    on_refusal: Callable[[Refusal], None],
) -> Report:
    async def run() -> Report:
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        async with gateway:
            return await gateway.publish(
                sources, resume=resume, on_progress=on_progress, on_refusal=on_refusal
            )

    try:
        return uvloop.run(run())
    except (KeyboardInterrupt, asyncio.CancelledError):
        fault = UserError(f"Interrupted. {gateway.published} Go on with --resume.", INTERRUPTED)
    except UserError as error:
        fault = error
    # Lines that are passed by from now on are told now, or never.
    told = refusals_in_words(gateway.report) if gateway.report else []
    raise UserError("\n".join([fault.message, *told]), fault.exit_code)


@contextmanager
def _refusals(file: Path | None, resume: bool) -> Iterator[Callable[[Refusal], None]]:
    """Write each refusal to the file at once, if there is one; a resumed run adds to what it holds."""
    if file is None:
        yield lambda refusal: None
        return
    try:
        opened: BinaryIO = file.open("ab" if resume else "wb", buffering=0)
    except OSError as problem:
        raise UserError(f"{file} cannot be written: {problem.strerror}. Nothing was published.") from None
    with opened:
        yield lambda refusal: _write(opened, refusal)


def _write(file: BinaryIO, refusal: Refusal) -> None:
    file.write(json.dumps(refusal.as_json(), ensure_ascii=False).encode() + b"\n")


@contextmanager
def _progress(sources: list[Source], silent: bool) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, by the bytes that were read."""
    console = Screen(stderr=True)
    if silent or not console.is_terminal:
        yield lambda read_bytes: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("publishing", total=_total_bytes(sources))
        yield lambda read_bytes: progress.advance(task, read_bytes)


def _total_bytes(sources: list[Source]) -> int | None:
    """How much there is to read; None where a pipe is among the sources."""
    paths = [Path(source.name) for source in sources]
    if any(source.name == STANDARD_INPUT for source in sources):
        return None
    return sum(path.stat().st_size for path in paths if path.is_file())
