"""countinghouse cases: do the expectations of a case document hold?"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from streams.cli.screen import Screen
from streams.kernel.errors import UserError
from streams.kernel.result import result_document
from streams.registry import domain_named
from streams.replay.cases import (
    CaseDocument,
    CaseResult,
    brought_up_to_date,
    judge,
    read_cases,
    results_document,
    run_in_memory,
)

_MOST_DIFFERENCES_SHOWN = 20


def cases(
    file: Annotated[Path, typer.Argument(help="A case document, JSON.")],
    results: Annotated[
        str | None, typer.Option(help="Write every result document to this file; - for standard output.")
    ] = None,
    partitions: Annotated[int, typer.Option(min=1, help="Partitions of the input.")] = 1,
    kafka: Annotated[
        str | None, typer.Option(help="HOST:PORT: run through real topics and workers, not in memory.")
    ] = None,
) -> None:
    """Run every case on an empty system and compare it with what it expects.

    The exit code is 0 when every expectation holds, 1 when one does not, 2 when the document cannot be read.

    Example: countinghouse cases tests/cases/clearing/cases.json --partitions 3
    """
    document = _read(file)
    judged = list(_run(document, partitions, kafka))
    if results is not None:
        _write(results, results_document(judged))
    failed = [one for one in judged if one.differences]
    out = Screen(stderr=results == "-", soft_wrap=True)
    for one in failed:
        _show(out, one)
    where = f"through Kafka at {kafka}" if kafka else "in memory"
    verb = "partition" if partitions == 1 else "partitions"
    out.print(f"{len(judged) - len(failed)} of {len(judged)} cases hold, {where} with {partitions} {verb}.")
    if failed:
        raise typer.Exit(1)


def _read(file: Path) -> CaseDocument:
    try:
        text = file.read_bytes()
    except OSError as problem:
        raise UserError(f"{file} cannot be read: {problem.strerror}. Nothing was run.") from None
    return read_cases(str(file), text)


def _run(document: CaseDocument, partitions: int, kafka: str | None) -> Iterator[CaseResult]:
    domain = domain_named(document.domain)
    laws = {case.case: domain.law.with_overrides(case.parameters) for case in document.cases}
    if kafka is not None:
        # Only this way asks for the engine, which takes a second to import.
        from streams.runtime.case_run import CaseLog, run_logs

        logs = [
            CaseLog(case.case, brought_up_to_date(domain, log), case.parameters)
            for case in document.cases
            for log in [document.events_of(case)]
        ]
        views = run_logs(domain, logs, kafka, partitions)
        yield from (judge(domain, case, result_document(domain, views[case.case])) for case in document.cases)
        return
    with Progress(console=Screen(stderr=True), transient=True) as progress:
        for case in progress.track(document.cases, description="cases"):
            log = document.events_of(case)
            yield judge(domain, case, run_in_memory(domain, laws[case.case], log, partitions))


def _show(out: Screen, one: CaseResult) -> None:
    out.print(f"{one.case.case}: {one.case.title}")
    for line in one.differences[:_MOST_DIFFERENCES_SHOWN]:
        out.print(f"  {line}")
    if len(one.differences) > _MOST_DIFFERENCES_SHOWN:
        out.print(f"  and {len(one.differences) - _MOST_DIFFERENCES_SHOWN} more")


def _write(where: str, text: bytes) -> None:
    if where == "-":
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
        return
    try:
        Path(where).write_bytes(text)
    except OSError as problem:
        raise UserError(f"{where} cannot be written: {problem.strerror}.") from None
