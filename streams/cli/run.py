"""countinghouse run: the whole of a domain without Kafka, in one file."""

import gc
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from streams.cli import figures
from streams.cli.answer import Json
from streams.cli.screen import Screen, page, visible
from streams.kernel.errors import UserError
from streams.kernel.output import Books
from streams.kernel.refusal import Refusal
from streams.kernel.result import result_document
from streams.kernel.source import STANDARD_INPUT, Source
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger import faults
from streams.ledger.figures import books, is_up_to_date, waiting_count, written_count
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import BATCH_LINES, LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.registry import domain_named

NOT_WHOLE = 1
SOMETHING_REFUSED = 3
INTERRUPTED = 130


class _Shown(NamedTuple):
    """What a ledger says about a domain."""

    domain: Domain
    rows: dict[str, bytes]
    books: dict[int, Books]
    records: int
    is_whole: bool


def run(
    ledger: Annotated[
        Path, typer.Option(help="The file that holds everything; it is begun if there is none.")
    ],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files of JSON Lines, also packed as .gz; - for standard input; none: show the figures again."
        ),
    ] = None,
    domain: Annotated[
        str | None, typer.Option(help="The domain whose events these are; may be left out if there is one.")
    ] = None,
    partitions: Annotated[
        int | None,
        typer.Option(min=1, help="Partitions of the input, fixed when the ledger is begun; 1 by default."),
    ] = None,
    batch: Annotated[
        int, typer.Option(min=1, help="Lines in a transaction; no figure depends on it.")
    ] = BATCH_LINES,
    refused: Annotated[
        Path | None, typer.Option(help="Write every refused line with its reason to this file, JSON Lines.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take events into a ledger, decide them, and show the figures: no Kafka, one file.

    Interrupted or killed at any moment, the same command goes on after the last line that is in the ledger.

    Exit codes: 1 when the figures are not those of all events, 3 when something was refused and the rest taken.

    Example: countinghouse run --ledger day.ledger --domain clearing day.jsonl
    """
    report = IntakeReport()
    try:
        if files:
            with _refusals(refused) as report.on_refusal:
                shown = _take(ledger, _domain(ledger, domain), partitions, batch, files, report)
        else:
            shown = _read(ledger, domain)
    except KeyboardInterrupt:
        told = [*_sources_in_words(report), *_refusals_in_words(report)]
        message = "Interrupted. What was committed stands; the same command goes on from there."
        raise UserError("\n".join([message, *told]), INTERRUPTED) from None
    if as_json:
        typer.echo(json.dumps(result_document(shown.domain, shown.rows), sort_keys=True, ensure_ascii=False))
    else:
        _show(ledger, shown, report)
    for line in _refusals_in_words(report):
        typer.echo(visible(line), err=True)
    if not shown.is_whole:
        typer.echo(_not_whole(ledger, shown), err=True)
        raise typer.Exit(NOT_WHOLE)
    if report.refused or report.refused_before:
        raise typer.Exit(SOMETHING_REFUSED)


def _domain(ledger: Path, name: str | None) -> Domain:
    """The domain of a name, or the only one of a ledger."""
    if name is not None:
        return domain_named(name)
    if not ledger.exists():
        raise faults.missing(ledger)
    with LedgerReader.open(ledger, thorough=False) as opened:
        return _only_domain(opened)


def _only_domain(ledger: LedgerReader) -> Domain:
    domains = ledger.domains
    if len(domains) != 1:
        there = ", ".join(domains) or "none"
        raise UserError(
            f"{ledger.path} holds these domains: {there}. Name one with --domain. Nothing was done."
        )
    return domain_named(domains[0])


def _take(
    path: Path, domain: Domain, partitions: int | None, batch: int, files: list[str], report: IntakeReport
) -> _Shown:
    # What a batch holds is no garbage: looking for some again and again takes a tenth of the time.
    gc.set_threshold(200_000, 50, 50)
    with LedgerWriter.begin_or_open(path, lambda: time.time_ns() // 1_000_000) as ledger:
        running = LedgerRun(ledger, domain, domain.law, partitions=partitions, batch_lines=batch)
        with _progress(files) as on_progress:
            running.take(map(Source.named, files), report, on_progress=on_progress)
        return _shown(ledger, domain)


def _read(path: Path, name: str | None) -> _Shown:
    with LedgerReader.open(path) as ledger:
        domain = _only_domain(ledger) if name is None else domain_named(name)
        return _shown(ledger, domain)


def _shown(ledger: LedgerReader, domain: Domain) -> _Shown:
    names = TopicNames(domain.name)
    return _Shown(
        domain,
        dict(ledger.newest(names.views)),
        books(ledger, domain, names),
        written_count(ledger, names),
        is_up_to_date(ledger, domain, names) and not waiting_count(ledger, domain, names),
    )


def _show(path: Path, shown: _Shown, report: IntakeReport) -> None:
    """Print what was taken and the figures."""
    out = page()
    for line in _sources_in_words(report):
        out.print(line, soft_wrap=True)
    for one in figures.figures(shown.domain, shown.rows):
        out.print(one)
    if shown.books:
        out.print(figures.books(shown.books))
    out.print(f"{path}: {shown.records:,} records of events of {shown.domain.name}.", soft_wrap=True)


def _not_whole(path: Path, shown: _Shown) -> str:
    return (
        f"These are the figures of a part of the events: the run before was interrupted. Go on with "
        f'"countinghouse run --ledger {path} --domain {shown.domain.name}" and the files that it was given.'
    )


def _sources_in_words(report: IntakeReport) -> Iterator[str]:
    for source in report.sources:
        before = source.resumed_after_line
        if before and before == source.lines:
            yield f"{source.name}: all its {before:,} lines were taken before."
        elif before:
            yield f"{source.name}: continued after line {before:,}, up to which it was taken before."
    yield f"Taken: {report.events:,} events."


def _refusals_in_words(report: IntakeReport) -> Iterator[str]:
    if report.refused_before:
        yield f"Refused by the runs before, of the same sources: {_counted(report.refused_before)}."
    if report.refused:
        yield f"Refused: {_counted(report.refused)}."
        yield from (f"  {refusal}" for refusal in report.refusals)
    more = report.refused - len(report.refusals)
    if more:
        yield f"  and {more:,} more; --refused FILE keeps all of them"


def _counted(lines: int) -> str:
    return f"{lines:,} line{'' if lines == 1 else 's'}"


@contextmanager
def _refusals(file: Path | None) -> Iterator[Callable[[Refusal], None]]:
    """Add each refusal to the file at once, if there is one."""
    if file is None:
        yield lambda refusal: None
        return
    try:
        opened: BinaryIO = file.open("ab", buffering=0)
    except OSError as problem:
        raise UserError(f"{file} cannot be written: {problem.strerror}. Nothing was taken.") from None
    with opened:
        yield lambda refusal: _write(opened, refusal)


def _write(file: BinaryIO, refusal: Refusal) -> None:
    file.write(json.dumps(refusal.as_json(), ensure_ascii=False).encode() + b"\n")


@contextmanager
def _progress(files: list[str]) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, by the bytes that were read."""
    console = Screen(stderr=True)
    if not console.is_terminal:
        yield lambda read_bytes: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("taken and decided", total=_total_bytes(files))
        yield lambda read_bytes: progress.advance(task, read_bytes)


def _total_bytes(files: list[str]) -> int | None:
    """How much there is to read; None where standard input is among the files."""
    if STANDARD_INPUT in files:
        return None
    return sum(path.stat().st_size for path in map(Path, files) if path.is_file())
