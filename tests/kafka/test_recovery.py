"""What does a partition know after its state topic was read?"""

from streams.kernel.folding import Partition
from streams.kernel.record import LogRecord
from streams.runtime import topics
from streams.runtime.producer import transactional_producer
from streams.runtime.reading import Target, TopicReader
from streams.runtime.recovery import Recovered, recover
from streams.runtime.topics import Topic
from tests.conftest import Bootstrap
from tests.kafka.ledger_domain import LEDGER

_STAGE = LEDGER.stages[0]


def _partition() -> Partition:
    return Partition("ledger", _STAGE, 0, 0, LEDGER.law)


def _entry(number: int, account: str, cents: int) -> LogRecord:
    value = f'{{"type":"entry","id":"e{number}","account":"{account}","amount_cents":{cents}}}'
    return LogRecord(number, account.encode(), value.encode())


async def _write(broker: Bootstrap, target: Target, partition: Partition, *, commit: bool = True) -> None:
    producer = transactional_producer(broker.bootstrap, f"{target[0]}-writer", 10_000)
    await producer.start()
    await producer.begin_transaction()
    for key, value in partition.commit_unit().rows:
        await producer.send(target[0], value, key, target[1])
    await (producer.commit_transaction() if commit else producer.abort_transaction())
    await producer.stop()


async def _recovered(broker: Bootstrap, target: Target) -> tuple[Partition, Recovered]:
    partition = _partition()
    async with TopicReader(broker.bootstrap) as reader:
        return partition, (await recover(reader, {target: partition}))[target]


async def test_the_newest_rows_the_position_and_the_books_come_back(
    broker: Bootstrap, topic_prefix: str
) -> None:
    target = (f"{topic_prefix}state", 0)
    await topics.apply(broker.bootstrap, [Topic(target[0], 1, "compact")])
    written = _partition()
    written.process([_entry(number, f"account-{number % 3}", number) for number in range(10)])
    await _write(broker, target, written)
    written.process([_entry(10, "account-0", 1), LogRecord(11, None, b"not an entry")])
    await _write(broker, target, written)
    partition, recovered = await _recovered(broker, target)
    assert partition.next_offset == 12
    assert partition.row_count == written.row_count == 4
    assert (recovered.books.read, recovered.books.decided, recovered.books.dead_lettered) == (12, 11, 1)
    more = [_entry(12, "account-0", 100)]
    partition.process(more)
    written.process(more)
    assert partition.commit_unit() == written.commit_unit()


async def test_an_aborted_transaction_at_the_end_is_passed_and_leaves_no_trace(
    broker: Bootstrap, topic_prefix: str
) -> None:
    target = (f"{topic_prefix}state", 0)
    await topics.apply(broker.bootstrap, [Topic(target[0], 1, "compact")])
    written = _partition()
    written.process([_entry(0, "account-0", 5)])
    await _write(broker, target, written)
    written.process([_entry(1, "account-0", 7)])
    await _write(broker, target, written, commit=False)
    partition, recovered = await _recovered(broker, target)
    assert partition.next_offset == 1
    assert recovered.records == 3  # the account, the sum and the position
    assert recovered.end == 8  # and a marker, the same three aborted, and theirs


async def test_an_empty_state_partition_begins_at_the_beginning(broker: Bootstrap, topic_prefix: str) -> None:
    target = (f"{topic_prefix}state", 0)
    await topics.apply(broker.bootstrap, [Topic(target[0], 1, "compact")])
    partition, recovered = await _recovered(broker, target)
    assert (partition.next_offset, partition.row_count, recovered.records) == (0, 0, 0)
