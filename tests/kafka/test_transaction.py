"""Does a commit unit arrive whole, in order, in the right partitions, or not at all?"""

from collections import Counter
from itertools import chain

import pytest

from streams.kernel.destinations import Destinations
from streams.kernel.output import Books, CommitUnit, DeadLetter, Forward
from streams.kernel.partitioner import partition_of
from streams.kernel.record import LogRecord
from streams.runtime import topics
from streams.runtime.exits import ExitCode
from streams.runtime.reading import Isolation, Target, TopicReader
from streams.runtime.topics import Topic
from streams.runtime.transaction import CommitError, TransactionWriter
from tests.conftest import Bootstrap

_NOUNS = ("outcomes", "views", "deadletter", "attestations", "next")


async def _writer(broker: Bootstrap, prefix: str) -> TransactionWriter:
    """A started writer, and topics of three partitions for everything it writes."""
    names = {noun: f"{prefix}{noun}" for noun in _NOUNS}
    state = f"{prefix}state"
    await topics.apply(
        broker.bootstrap, [Topic(name, 3) for name in names.values()] + [Topic(state, 3, "compact")]
    )
    destinations = Destinations(
        source=(f"{prefix}source", 1),
        state=(state, 1),
        outcomes=names["outcomes"],
        views=names["views"],
        deadletter=names["deadletter"],
        attestations=names["attestations"],
        sources={"next": names["next"]},
        partitions=dict.fromkeys(names.values(), 3),
    )
    writer = TransactionWriter(broker.bootstrap, f"{prefix}writer", destinations, 10_000)
    await writer.start()
    return writer


def _unit(**parts: object) -> CommitUnit:
    empty = CommitUnit(0, [], [], [], [], [], Counter(), {}, [], [], Books())
    return empty._replace(**parts)  # type: ignore[arg-type]


async def _read(
    broker: Bootstrap, topic: str, isolation: Isolation = "read_committed"
) -> dict[Target, list[tuple[bytes | None, bytes | None]]]:
    async with TopicReader(broker.bootstrap, isolation=isolation) as reader:
        found = await reader.records([(topic, partition) for partition in range(3)])
    return {place: [(one.key, one.value) for one in records] for place, records in found.items()}


async def test_everything_arrives_where_it_belongs(broker: Bootstrap, topic_prefix: str) -> None:
    writer = await _writer(broker, topic_prefix)
    outcomes = [(f"key-{number % 7}".encode(), str(number).encode()) for number in range(100)]
    letter = DeadLetter(LogRecord(17, b"k", b"bad", headers=[("trace", b"1")]), "SCHEMA", "no such field")
    await writer.commit(
        _unit(
            rows=[(b"row/1", b"1"), (b"row/2", None), (b"position", b"{}")],
            outcomes=outcomes,
            views=[(b"view/a", b"1"), (b"view/b", None)],
            forwards=[Forward("next", 2, b"sender", b"figures")],
            dead_letters=[letter],
            attestations=[(b"stage/1", b"chain")],
        )
    )
    await writer.stop()
    state = await _read(broker, f"{topic_prefix}state")
    assert state[f"{topic_prefix}state", 1] == [(b"row/1", b"1"), (b"row/2", None), (b"position", b"{}")]
    assert state[f"{topic_prefix}state", 0] == []
    for (_, partition), records in (await _read(broker, f"{topic_prefix}outcomes")).items():
        assert records == [one for one in outcomes if partition_of(one[0], 3) == partition]
    assert (await _read(broker, f"{topic_prefix}next"))[f"{topic_prefix}next", 2] == [(b"sender", b"figures")]
    views = await _read(broker, f"{topic_prefix}views")
    assert dict(chain.from_iterable(views.values())) == {b"view/a": b"1", b"view/b": None}
    attestations = await _read(broker, f"{topic_prefix}attestations")
    assert list(chain.from_iterable(attestations.values())) == [(b"stage/1", b"chain")]


async def test_a_unit_larger_than_a_batch_keeps_its_order(broker: Bootstrap, topic_prefix: str) -> None:
    writer = await _writer(broker, topic_prefix)
    rows = [(f"row/{number:05d}".encode(), bytes([number % 251]) * 900) for number in range(4_000)]
    large = (b"row/large", b"x" * 1_500_000)
    await writer.commit(_unit(rows=[*rows[:2_000], large, *rows[2_000:]]))
    end = writer.state_end
    await writer.stop()
    state = await _read(broker, f"{topic_prefix}state")
    assert state[f"{topic_prefix}state", 1] == [*rows[:2_000], large, *rows[2_000:]]
    async with TopicReader(broker.bootstrap) as reader:
        bounds = await reader.bounds([(f"{topic_prefix}state", 1)])
    assert bounds[f"{topic_prefix}state", 1].end == end == len(rows) + 2


async def test_a_newer_writer_fences_the_older_one_which_writes_nothing(
    broker: Bootstrap, topic_prefix: str
) -> None:
    older = await _writer(broker, topic_prefix)
    await older.commit(_unit(rows=[(b"position", b"1")]))
    newer = await _writer(broker, topic_prefix)
    with pytest.raises(CommitError, match="has another owner now") as refused:
        await older.commit(_unit(rows=[(b"position", b"2")]))
    assert refused.value.code is ExitCode.FENCED
    with pytest.raises(CommitError) as refused:
        await older.commit(_unit(rows=[(b"position", b"3")]))
    assert refused.value.code is ExitCode.FENCED
    await newer.commit(_unit(rows=[(b"position", b"4")]))
    await older.stop()
    await newer.stop()
    state = await _read(broker, f"{topic_prefix}state")
    assert state[f"{topic_prefix}state", 1] == [(b"position", b"1"), (b"position", b"4")]


async def test_back_to_back_commits_do_not_wait_for_aiokafkas_pause(
    broker: Bootstrap, topic_prefix: str
) -> None:
    writer = await _writer(broker, topic_prefix)
    for number in range(50):
        await writer.commit(_unit(rows=[(b"position", str(number).encode())]))
    await writer.stop()
    state = await _read(broker, f"{topic_prefix}state")
    assert [value for _, value in state[f"{topic_prefix}state", 1]] == [str(n).encode() for n in range(50)]
