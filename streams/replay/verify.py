"""Does a recorded log, folded again, give every outcome and every view that was published, byte for byte?

with LedgerReader.open(Path("day.ledger")) as ledger:
    report = verify(CLEARING, TopicNames("clearing"), ledger)
    print(report.agrees, report.differences)
"""

import time
from collections.abc import Sequence
from itertools import islice
from typing import Final

import msgspec

from streams.kernel.errors import UserError
from streams.kernel.evidence import Place
from streams.kernel.record import LogRecord
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.replay.attested import Attestations
from streams.replay.comparing import Comparison, OnProgress
from streams.replay.findings import Difference, Report, Stopped
from streams.replay.pairing import Outcome
from streams.replay.refolding import BATCH
from streams.replay.window import EVERY_CYCLE, Window
from streams.runtime.deployment import Deployment
from streams.runtime.disk_rows import DiskFaultError, temporary_rows

DIFFERENCES_KEPT: Final = 10
_MOST_LOCATED: Final = 1_000
_AFTER_ALL: Final = (1 << 63, "")

_of_law = msgspec.json.Decoder(Outcome).decode


def verify(
    domain: Domain,
    names: TopicNames,
    ledger: LedgerReader,
    *,
    window: Window = EVERY_CYCLE,
    batch: int = BATCH,
    keep: int = DIFFERENCES_KEPT,
    on_progress: OnProgress = lambda records: None,
) -> Report:
    """Fold what a ledger holds of a domain again, and compare.

    Args:
        window: of which cycles outcomes and views are compared. The fold begins at the beginning and goes to the end
            in any case: a cycle rests on what came before, and any later event may touch it.
        batch: how many records of a partition are folded in one go; no result depends on it.
        keep: how many differences the report keeps.

    Raises:
        UserError: a topic is not there, the ledger is an archive that was not finished, or the disk has no room.
    """
    _check_finished(ledger)
    began = time.process_time()
    partitions = ledger.topic(names.events).partitions
    deployment = Deployment(domain, names, domain.law, partitions)
    if deleted := _deleted(names, ledger, partitions):
        return _by_chains(deployment, ledger, began, deleted=deleted)
    comparison = _compared(deployment, ledger, batch, on_progress)
    if comparison.stopped is not None:
        return _by_chains(deployment, ledger, began, stopped=comparison.stopped, records=comparison.records)
    stretches = comparison.stretches()
    attestations = Attestations(deployment, ledger)
    found = comparison.differences(window, stretches)
    first = [_located(names, ledger, one) for one in islice(found, _MOST_LOCATED)]
    count = len(first) + sum(1 for _ in found)
    return Report(
        domain=domain.name,
        law=domain.law.digest,
        recorded_law=_recorded_law(names, ledger, domain.law.digest),
        partitions=partitions,
        records=comparison.records,
        compared=comparison.compared(),
        differences=sorted(first, key=_by_place)[:keep],
        difference_count=count,
        stretches=list(stretches.values()),
        is_cut_short=comparison.is_cut_short,
        pending_count=comparison.pending_count,
        window=None if window == EVERY_CYCLE else window,
        vouched=[
            attestations.vouched(partition, stretches.get(partition)) for partition in range(partitions)
        ],
        seconds=time.process_time() - began,
    )


def _compared(
    deployment: Deployment, ledger: LedgerReader, batch: int, on_progress: OnProgress
) -> Comparison:
    try:
        with temporary_rows() as disk:
            comparison = Comparison(deployment, ledger, disk, batch)
            comparison.run(on_progress)
    except DiskFaultError as fault:
        raise UserError(
            f"What the stages remember could not be kept on disk while they were folded again ({fault}). Nothing was "
            "compared. Make room there, or name a directory with more room: TMPDIR=/path countinghouse verify …",
            exit_code=4,
        ) from None
    return comparison


def _check_finished(ledger: LedgerReader) -> None:
    if ledger.is_partial:
        raise UserError(
            f"{ledger.path} is an archive whose copying was interrupted; its topics belong to different moments. "
            'Nothing was compared; let "countinghouse archive" finish it first.',
            exit_code=1,
        )


def _deleted(names: TopicNames, ledger: LedgerReader, partitions: int) -> list[Place]:
    """Where the partitions of the input begin that lack their beginning."""
    starts = {partition: ledger.span(names.events, partition).start for partition in range(partitions)}
    return [Place(names.events, partition, start) for partition, start in starts.items() if start]


def _by_chains(
    deployment: Deployment,
    ledger: LedgerReader,
    began: float,
    *,
    deleted: Sequence[Place] = (),
    stopped: Stopped | None = None,
    records: int = 0,
) -> Report:
    """What can be said where not everything can be folded: how much of the input is as the chains say."""
    attestations = Attestations(deployment, ledger)
    checked = [attestations.chained(partition) for partition in range(deployment.partitions)]
    return Report(
        domain=deployment.domain.name,
        law=deployment.law.digest,
        recorded_law=_recorded_law(deployment.names, ledger, deployment.law.digest),
        partitions=deployment.partitions,
        records=records,
        deleted=list(deleted),
        stopped=stopped,
        stretches=[stretch for _, stretch in checked if stretch is not None],
        vouched=[vouched for vouched, _ in checked],
        seconds=time.process_time() - began,
    )


def _recorded_law(names: TopicNames, ledger: LedgerReader, own: str) -> str | None:
    """The law that the record names, if it is another one: that of the last outcome of each partition."""
    for partition in range(ledger.topic(names.outcomes).partitions):
        end = ledger.span(names.outcomes, partition).end
        for record in ledger.read_range(names.outcomes, partition, end - 1, 1):
            law = _law_of(record)
            if law not in ("", own):
                return law
    return None


def _law_of(record: LogRecord) -> str:
    try:
        return _of_law(record.value or b"").law
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""


def _located(names: TopicNames, ledger: LedgerReader, difference: Difference) -> Difference:
    """A difference with the place of its event, if the input holds that."""
    if not difference.event:
        return difference
    for found in ledger.find(difference.event):
        if found.topic == names.events:
            place = Place(found.topic, found.partition, found.offset)
            return msgspec.structs.replace(difference, event_place=place)
    return msgspec.structs.replace(difference, event=difference.event if difference.rule else None)


def _by_place(difference: Difference) -> tuple[int, str]:
    """In the order of the input, as far as partitions have one together; what has no place there comes last."""
    place = difference.event_place
    return _AFTER_ALL if place is None else (place.offset, difference.id)
