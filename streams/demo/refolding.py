"""What do the views say when the recorded log is folded again?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from streams.kernel.folding import Partition
from streams.kernel.output import CommitUnit, Forward
from streams.kernel.record import LogRecord, Record
from streams.kernel.stage import INPUT, Domain, Stage

Rows = dict[bytes, bytes]
"""The newest value of each row of the views, by `view/row key`."""
_BATCH = 20_000


class Folded(NamedTuple):
    """What came of some partitions: rows of the views, and what they hand to later stages."""

    rows: Rows
    forwards: list[Forward]


def fold_input(domain: Domain, partitions: int, recorded: Mapping[int, Sequence[Record]]) -> Folded:
    """Fold some or all partitions of a domain's input, each from its beginning.

    Args:
        partitions: of the input, folded here or elsewhere.
        recorded: the records of those to be folded here.
    """
    folded = Folded({}, [])
    for stage in domain.readers_of(INPUT):
        for number, records in recorded.items():
            _fold(domain, stage, number, partitions, records, folded)
    return folded


def fold_on(domain: Domain, partitions: int, parts: Iterable[Folded]) -> Rows:
    """Fold the later stages over what the parts of the input hand on; all rows of the views.

    Every stage comes before those it forwards to, and what a stage decides does not depend on which part handed on
    something first.
    """
    rows: Rows = {}
    topics: dict[tuple[str, int], list[LogRecord]] = {}
    for part in parts:
        rows |= part.rows
        _append(topics, part.forwards)
    for stage in domain.stages:
        if stage.source == INPUT:
            continue
        for number in range(domain.partitions_of(stage, partitions)):
            folded = Folded({}, [])
            _fold(domain, stage, number, partitions, topics.get((stage.source, number), []), folded)
            rows |= folded.rows
            _append(topics, folded.forwards)
    return rows


def differences(published: Mapping[bytes, bytes], refolded: Mapping[bytes, bytes]) -> list[str]:
    """The keys of all rows that are not the same, byte for byte, in order."""
    keys = published.keys() | refolded.keys()
    return sorted(key.decode() for key in keys if published.get(key) != refolded.get(key))


def newest(rows: Rows, changes: Iterable[tuple[bytes, bytes | None]]) -> None:
    """Bring rows up to date; a row without a value is gone."""
    for key, value in changes:
        if value is None:
            rows.pop(key, None)
        else:
            rows[key] = value


def _fold(
    domain: Domain, stage: Stage, number: int, partitions: int, records: Sequence[Record], folded: Folded
) -> None:
    """Fold one partition of a stage to its end."""
    senders = domain.sender_count(stage, partitions)
    lane = Partition(domain.name, stage, number, senders, domain.law, partitions=partitions)
    for begin in range(0, len(records), _BATCH):
        lane.process(records[begin : begin + _BATCH])
        _take(lane.commit_unit(), folded)


def _take(unit: CommitUnit, folded: Folded) -> None:
    newest(folded.rows, unit.views)
    folded.forwards.extend(unit.forwards)


def _append(topics: dict[tuple[str, int], list[LogRecord]], forwards: Iterable[Forward]) -> None:
    for forward in forwards:
        topic = topics.setdefault((forward.source, forward.partition), [])
        topic.append(LogRecord(len(topic), forward.key, forward.value))
