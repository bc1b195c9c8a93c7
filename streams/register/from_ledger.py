"""How is a register fed from the ledger of a run?"""

from collections.abc import Callable

from streams.kernel.errors import UserError
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.register.database import Database
from streams.register.feeding import Feed, Position, Reading, check_same_log

_RECORDS_AT_ONCE = 20_000


def feed_from_ledger(
    database: Database,
    ledger: LedgerReader,
    names: TopicNames,
    *,
    again: bool = False,
    on_progress: Callable[[int], None] = lambda count: None,
) -> None:
    """Bring a register up to the newest tick of a ledger.

    Args:
        again: from the beginning.
        on_progress: is told how many more records were read.

    Raises:
        UserError: the register belongs to another log, or the ledger is an archive, or holds a part of its figures.
    """
    topic = ledger.topic(names.views)
    if not any(name.endswith("-state") for name in ledger.topics):
        raise UserError(
            f"{ledger.path} is an archive: it was copied while workers went on, and its views may be of different "
            'ticks. Feed the register from the topics, with "countinghouse comms register feed --kafka HOST:PORT". '
            "Nothing was changed."
        )
    feed = Feed(database, topic.partitions)
    if again:
        feed.begin_again()
    positions = feed.positions()
    for partition, position in positions.items():
        _check(database, ledger, names.views, partition, position)
    for partition in positions:
        while records := ledger.read_range(
            names.views, partition, positions[partition].next, _RECORDS_AT_ONCE
        ):
            reading = Reading(records, records[-1].offset + 1)
            positions = feed.arrive({partition: reading}, positions)
            on_progress(len(records))
    # One process wrote the ledger and has ended: nothing is on its way.
    mark = feed.common_mark()
    if any(position.next for position in positions.values()) and not feed.settle(mark):
        raise UserError(
            f"{ledger.path} holds the figures of a part of its events: the run before was interrupted. Go on with "
            f'"countinghouse run --ledger {ledger.path}"; the register is as it was.'
        )


def _check(database: Database, ledger: LedgerReader, topic: str, partition: int, position: Position) -> None:
    if position.last_offset is None:
        return
    found = ledger.read_range(topic, partition, position.last_offset, 1)
    same = found[0] if found and found[0].offset == position.last_offset else None
    check_same_log(database, partition, position, ledger.span(topic, partition).end, same)
