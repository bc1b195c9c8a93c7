"""countinghouse verify: does the recorded input still give what was published?"""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from streams.cli.answer import Json, answer
from streams.cli.archived import up_to_date
from streams.cli.progress import progress
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, check_one
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.registry import domain_named
from streams.replay.findings import Difference, Report, Stretch, Vouched
from streams.replay.verify import DIFFERENCES_KEPT
from streams.replay.verify import verify as fold_again
from streams.replay.window import Window
from streams.runtime.settings import read_settings

DIFFERS = 1

_GC_THRESHOLDS = (200_000, 50, 50)


def verify(
    domain: Annotated[str, typer.Option(help="The domain to fold again.")],
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    begin: Annotated[
        str | None, typer.Option("--from", help="Compare outcomes and views of this cycle and later ones.")
    ] = None,
    through: Annotated[
        str | None, typer.Option(help="Compare outcomes and views of this cycle and earlier ones.")
    ] = None,
    wait: Wait = WAIT_SECONDS,
    differences: Annotated[int, typer.Option(min=1, help="How many differences to show.")] = DIFFERENCES_KEPT,
    as_json: Json = False,
) -> None:
    """Fold the recorded input again and compare every outcome, view, dead letter and chain, byte for byte.

    With --kafka the topics are first copied to an archive on this machine, which goes on where it stopped.
    All of the input is folded, whichever cycles are compared: a cycle rests on what came before it.

    Exit codes: 0 everything agrees, 1 something differs or the log's beginning is gone.

    Example: countinghouse verify --domain clearing --ledger day.ledger
    """
    check_one(ledger, kafka)
    # What is folded stays until the end: looking for garbage in it again and again finds none.
    gc.set_threshold(*_GC_THRESHOLDS)
    chosen = domain_named(domain)
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    names = TopicNames(domain, settings.app, settings.topic_prefix)
    path = ledger or up_to_date(chosen, names, settings, wait)
    with LedgerReader.open(path) as opened:
        partitions = range(opened.topic(names.events).partitions)
        total = sum(opened.span(names.events, one).records for one in partitions)
        with progress("folded again", total) as on_progress:
            report = fold_again(
                chosen,
                names,
                opened,
                window=Window(begin, through),
                keep=differences,
                on_progress=on_progress,
            )
    facts = {"agrees": report.agrees, "ledger": str(path), **msgspec.to_builtins(report)}
    answer("\n".join(_words(path, report)), facts, as_json=as_json)
    if not report.agrees:
        raise typer.Exit(DIFFERS)


def _words(path: Path, report: Report) -> Iterator[str]:
    """A report for a person."""
    if report.deleted or report.stopped:
        yield from _by_chains(path, report)
        return
    speed = report.records / report.seconds if report.seconds else 0
    yield (
        f"{path}: {report.records:,} records of {report.domain} folded again under the law {report.law}, in "
        f"{report.seconds:.1f} s of the processor ({speed:,.0f} a second)."
    )
    agreed = ", ".join(
        f"{count:,} {kind}{'' if count == 1 else 's'}" for kind, count in report.compared.items()
    )
    yield f"Byte for byte as published: {agreed}."
    if report.window is not None:
        begin, through = report.window
        yield f"Outcomes and views of cycles from {begin or 'the first'} through {through or 'the last'} were compared."
    yield from _faults(report)
    if report.pending_count:
        yield (
            f"Of the input's last records, {report.pending_count:,} results were not published yet when the archive "
            "was made."
        )
    yield from map(_vouched, report.vouched)
    yield "Everything agrees." if report.agrees else "The record does not agree with what is folded again."


def _faults(report: Report) -> Iterator[str]:
    """What differs."""
    if report.recorded_law is not None and not report.agrees:
        yield (
            f"The record was decided under the law {report.recorded_law}, this countinghouse folds under {report.law}: "
            "verify with the version that wrote it."
        )
    if report.is_cut_short:
        yield f"So much differs that the comparison was given up after {report.records:,} records."
    yield from map(_stretch, report.stretches)
    if report.difference_count:
        yield f"Differences: {report.difference_count:,}."
    for one in report.differences:
        yield from _difference(one)
    left = report.difference_count - len(report.differences)
    if left > 0:
        yield f"and {left:,} more; --differences N shows more of them"


def _stretch(one: Stretch) -> str:
    begin = f"after offset {one.after} (mark {one.after_mark})" if one.after_mark else "from the beginning"
    return (
        f"{one.topic}, partition {one.partition} is not what was folded: something {begin} and up to offset "
        f"{one.through} (mark {one.through_mark}) was altered, removed, added or moved."
    )


def _difference(one: Difference) -> Iterator[str]:
    offset = "" if one.offset is None else f", offset {one.offset}"
    yield f"  {one.what} {one.id}: {one.kind}, {one.topic}, partition {one.partition}{offset}"
    if one.event_place is not None:
        place = one.event_place
        event = f"event {one.event}" if one.event else "record"
        yield f"    rests on the {event} at {place.topic}, partition {place.partition}, offset {place.offset}"
    elif one.event:
        yield f"    rests on the event {one.event}, which the input does not hold"
    if one.rule:
        yield f"    rule      {one.rule}"
    yield f"    expected  {one.expected or 'nothing'}"
    yield f"    found     {one.found or 'nothing'}"


def _vouched(one: Vouched) -> str:
    place = f"{one.topic}, partition {one.partition}"
    if one.through is None:
        return f"{place}: no chain vouches for it ({one.records_after:,} records)."
    begin = f"from offset {one.begin} on, " if one.begin else ""
    after = f"; {one.records_after:,} records after it are not vouched for" if one.records_after else ""
    return f"{place}: vouched for {begin}up to the mark {one.mark} at offset {one.through}{after}."


def _by_chains(path: Path, report: Report) -> Iterator[str]:
    """What is left to say where not everything can be folded."""
    for place in report.deleted:
        yield (
            f"{path}: {place.topic}, partition {place.partition} begins at offset {place.offset}; what stood before "
            "was deleted. Nothing can be folded without it, so no figure was checked."
        )
    if report.stopped is not None:
        place = report.stopped.place
        yield (
            f"{path}: the record at {place.topic}, partition {place.partition}, offset {place.offset} cannot be folded "
            f"({report.stopped.why}). No worker folded it as it is, so no figure was compared."
        )
    yield "What the chains say of the input, whatever comes of it:"
    yield from map(_stretch, report.stretches)
    yield from map(_vouched, report.vouched)
    if report.deleted:
        yield "Verify an archive that was begun in time, or lengthen the topic's retention."
