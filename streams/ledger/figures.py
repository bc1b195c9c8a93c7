"""What does a ledger say about a domain, and is that the whole of it?"""

import msgspec

from streams.kernel.folding import POSITION_KEY, Position
from streams.kernel.output import Books
from streams.kernel.record import LogRecord
from streams.kernel.result import result_document
from streams.kernel.stage import INPUT, Domain, Stage
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader

_decode = msgspec.json.Decoder(Position).decode


def result(ledger: LedgerReader, domain: Domain, names: TopicNames) -> dict[str, object]:
    """The result document: every view as it stands."""
    return result_document(domain, dict(ledger.newest(names.views)))


def positions(ledger: LedgerReader, stage: Stage, names: TopicNames) -> dict[int, Position | None]:
    """How far each partition of a stage was folded; None for one that was not begun.

    Returns:
        Positions by partition; none where the ledger holds no state, as an archive of topics.
    """
    state = names.state(stage.name)
    if state not in ledger.topics:
        return {}
    rows = {
        number: ledger.row(state, number, POSITION_KEY) for number in range(ledger.topic(state).partitions)
    }
    return {number: None if row is None else _decode(row) for number, row in rows.items()}


def books(ledger: LedgerReader, domain: Domain, names: TopicNames) -> dict[int, Books]:
    """Where the records of each partition of the input went, by the stage that reads it."""
    (stage,) = domain.readers_of(INPUT)
    return {
        number: Books() if position is None else position.books
        for number, position in positions(ledger, stage, names).items()
    }


def waiting_count(ledger: LedgerReader, domain: Domain, names: TopicNames) -> int:
    """How many records wait to be folded by any stage, where the ledger knows that."""
    return sum(
        ledger.span(names.source(stage.source), number).end - (0 if position is None else position.next)
        for stage in domain.stages
        for number, position in positions(ledger, stage, names).items()
    )


def written_count(ledger: LedgerReader, names: TopicNames) -> int:
    """How many records the input holds; a fact is one in every partition."""
    return sum(
        ledger.span(names.events, number).records for number in range(ledger.topic(names.events).partitions)
    )


def last_records(ledger: LedgerReader, names: TopicNames) -> list[LogRecord]:
    """The last record of each partition of the input that has one."""
    return [
        record
        for number in range(ledger.topic(names.events).partitions)
        for record in ledger.read_range(
            names.events, number, ledger.span(names.events, number).end - 1, limit=1
        )
    ]


def is_up_to_date(ledger: LedgerReader, domain: Domain, names: TopicNames) -> bool:
    """Whether every partition of the input ends with the same mark of the domain, or there is no record at all.

    A domain that states its figures at the log's own marks only is up to date wherever its log ends.
    """
    last = last_records(ledger, names)
    if not last or domain.mark is None:
        return True
    mark = domain.read(msgspec.json.encode(domain.mark("mark", "1970-01-01T00:00:00Z")))
    values = {record.value for record in last}
    every_partition = len(last) == ledger.topic(names.events).partitions
    return every_partition and len(values) == 1 and type(domain.read(values.pop())) is type(mark)
