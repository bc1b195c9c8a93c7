"""Is an archive what Kafka holds, offset for offset, and does it give the same again?"""

import asyncio
import itertools
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.records_to_delete import RecordsToDelete

from streams.kernel.source import Source
from streams.ledger.reading import LedgerReader
from streams.ledger.writing import LedgerWriter
from streams.runtime import archiving
from streams.runtime.gateway.gateway import Gateway
from tests.conftest import Bootstrap
from tests.kafka.auditing import ask, publish
from tests.kafka.harness import Cluster, Published
from tests.kafka.publishing import CLEARING, tick
from tests.unit.ledger.ledgers import day

_LINES = 400
_PARTITIONS = 2


def _lines(begin: int, end: int) -> list[bytes]:
    return [*day()[begin:end], tick(end)]


async def test_an_archive_goes_on_where_it_stopped_and_agrees(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        await publish(cluster, _lines(0, _LINES // 2))
        await cluster.publish([Published(b"never", b"x")], f"{cluster.app}-other", abort=True)
        await cluster.publish([Published(b"no JSON", b"x", headers=[("from", b"elsewhere")])])
        cluster.start_worker()
        await cluster.wait_until_folded()
        archive = tmp_path / "clearing.ledger"
        first = await ask(cluster, tmp_path, "archive", "--to", archive, "--json")
        assert first.exit_code == 0, first.output
        cluster.start_worker("two")
        await publish(cluster, _lines(_LINES // 2, _LINES))
        await cluster.wait_until_folded()
        second = await ask(cluster, tmp_path, "archive", "--to", archive, "--json")
        third = await ask(cluster, tmp_path, "archive", "--to", archive, "--json")

        await _holds_what_kafka_holds(cluster, archive)
        assert [sum(part["copied"] for part in one.facts["partitions"]) > 0 for one in (first, second)] == [
            True,
            True,
        ]
        assert third.facts["partitions"] == [part | {"copied": 0} for part in second.facts["partitions"]]
        await _is_attested(cluster, second.facts["partitions"])
        verified = await ask(cluster, tmp_path, "verify", "--json")
        assert verified.exit_code == 0, verified.output
        assert verified.facts["pending_count"] == 0
        assert verified.facts["compared"]["dead letter"] == 1
        books = await ask(cluster, tmp_path, "books", "--json")
        assert books.exit_code == 0, books.output
        assert sum(one["books"]["dead_lettered"] for one in books.facts["partitions"]) == 1
        assert [one["waiting"] for one in books.facts["partitions"]] == [0] * _PARTITIONS + [None]


async def _holds_what_kafka_holds(cluster: Cluster, archive: Path) -> None:
    with LedgerReader.open(archive) as ledger:
        for name, topic in ledger.topics.items():
            for partition, records in (await cluster.read(name)).items():
                held = ledger.read_range(name, partition, 0, 1 << 40)
                assert [
                    (one.offset, one.timestamp, one.key, one.value, list(one.headers)) for one in held
                ] == [(one.offset, one.timestamp, one.key, one.value, list(one.headers)) for one in records]
            assert topic.partitions == _PARTITIONS


async def _is_attested(cluster: Cluster, parts: Sequence[dict[str, object]]) -> None:
    """The digest of each partition of the input is the chain at its last record, which is a tick."""
    chains = [json.loads(value)["chain"] for value in await cluster.values(cluster.names.attestations)]
    for part in parts:
        if part["topic"] == cluster.names.events:
            assert part["digest"] in chains


async def test_a_restored_archive_stands_at_its_own_offsets_and_agrees(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    archive = tmp_path / "clearing.ledger"
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        await publish(cluster, _lines(0, 200))
        await cluster.publish([Published(b"never", b"x")] * 3, f"{cluster.app}-other", abort=True)
        await publish(cluster, _lines(200, 250))
        cluster.start_worker()
        await cluster.wait_until_folded()
        archived = await ask(cluster, tmp_path, "archive", "--to", archive, "--json")
        assert archived.exit_code == 0, archived.output
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, f"again-{topic_prefix}", tmp_path) as again:
        restored = await ask(again, tmp_path, "archive", "--restore", "--from", archive, "--json")
        assert restored.exit_code == 0, restored.output
        verified = await ask(again, tmp_path, "verify", "--json")
        assert verified.exit_code == 0, verified.output
        twice = await ask(again, tmp_path, "archive", "--restore", "--from", archive)
        assert (twice.exit_code, "is not empty" in twice.output) == (1, True)
        with LedgerReader.open(archive) as ledger:
            held = ledger.read_range(cluster.names.events, 0, 0, 1 << 40)
        assert [(one.offset, one.value) for one in held] == [
            (one.offset, one.value) for one in (await again.read(again.names.events))[0]
        ]


async def test_workers_give_the_same_bytes_from_a_restored_input(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    archive = tmp_path / "clearing.ledger"
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        await publish(cluster, _lines(0, 250))
        cluster.start_worker()
        await cluster.wait_until_folded()
        await ask(cluster, tmp_path, "archive", "--to", archive)
        outcomes = sorted(await cluster.values(cluster.names.outcomes))
        views = await cluster.newest(cluster.names.views)
        chains = sorted(await cluster.values(cluster.names.attestations))
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, f"again-{topic_prefix}", tmp_path) as again:
        restored = await ask(again, tmp_path, "archive", "--restore", "--only-input", "--from", archive)
        assert restored.exit_code == 0, restored.output
        again.start_worker()
        await again.wait_until_folded()
        assert sorted(await again.values(again.names.outcomes)) == outcomes
        assert await again.newest(again.names.views) == views
        assert sorted(await again.values(again.names.attestations)) == chains


async def test_what_workers_have_not_published_yet_is_no_difference(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        await publish(cluster, _lines(0, 200))
        worker = cluster.start_worker()
        await cluster.wait_until_folded()
        worker.kill()
        assert (await ask(cluster, tmp_path, "verify", "--json")).exit_code == 0
        await publish(cluster, _lines(200, 300))
        verified = await ask(cluster, tmp_path, "verify", "--json", "--wait", 0.2)

        assert verified.exit_code == 0, verified.output
        assert verified.facts["pending_count"] > 0


async def test_an_archive_whose_copying_was_interrupted_goes_on(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "clearing.ledger"
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        await publish(cluster, _lines(0, 200))
        cluster.start_worker()
        await cluster.wait_until_folded()
        with monkeypatch.context() as patched:
            patched.setattr(archiving, "_RECORDS_AT_ONCE", 20)
            patched.setattr(LedgerWriter, "copy", _until(LedgerWriter.copy, calls=5))
            interrupted = await ask(cluster, tmp_path, "archive", "--to", archive)
        early = await ask(cluster, tmp_path, "verify", "--ledger", archive, broker=False)
        done = await ask(cluster, tmp_path, "archive", "--to", archive, "--json")
        late = await ask(cluster, tmp_path, "verify", "--ledger", archive, broker=False)
        await _holds_what_kafka_holds(cluster, archive)

    assert (interrupted.exit_code, "goes on" in interrupted.output) == (130, True)
    assert (early.exit_code, "whose copying was interrupted" in early.output) == (1, True)
    assert done.exit_code == 0, done.output
    assert late.exit_code == 0, late.output


def _until(copy: Callable[..., None], calls: int) -> Callable[..., None]:
    """The same, which is interrupted after so many calls."""
    left = itertools.count(calls, -1)

    def interrupted(*arguments: object) -> None:
        if next(left) == 0:
            raise KeyboardInterrupt
        copy(*arguments)

    return interrupted


async def test_a_log_that_is_written_meanwhile_agrees(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        await publish(cluster, _lines(0, 200))
        cluster.start_worker()
        await cluster.wait_until_folded()

        async def go_on() -> None:
            async with Gateway(CLEARING, cluster.names, cluster.bootstrap) as gateway:
                for begin in itertools.count(200, 5):
                    await gateway.publish([Source.memory("more", _lines(begin, begin + 5))])

        writing = asyncio.create_task(go_on())
        for _ in range(4):
            verified = await ask(cluster, tmp_path, "verify", "--json")
            assert verified.exit_code == 0, verified.output
        assert not writing.done()
        writing.cancel()
        await asyncio.wait([writing])


async def test_a_change_of_what_is_published_is_found_on_kafka(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        await publish(cluster, _lines(0, 200))
        cluster.start_worker()
        await cluster.wait_until_folded()
        outcome = (await cluster.values(cluster.names.outcomes))[0]
        await cluster.write(cluster.names.outcomes, [Published(outcome, b"x")])
        verified = await ask(cluster, tmp_path, "verify", "--json")

        assert verified.exit_code == 1
        (difference,) = verified.facts["differences"]
        assert (difference["kind"], difference["id"]) == ("unexpected", json.loads(outcome)["id"])


async def _delete_before(cluster: Cluster, offset: int) -> None:
    """Delete what stands before an offset of the first partition of the input, as retention does."""
    admin = AIOKafkaAdminClient(bootstrap_servers=cluster.bootstrap)
    await admin.start()
    try:
        records = RecordsToDelete(before_offset=offset)
        await admin.delete_records({TopicPartition(cluster.names.events, 0): records})
    finally:
        await admin.close()


async def test_a_log_whose_beginning_was_deleted_is_vouched_for_from_its_next_mark_on(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        await publish(cluster, [*_lines(0, 100), *_lines(100, 200)])
        cluster.start_worker()
        await cluster.wait_until_folded()
        archive = tmp_path / "in-time.ledger"
        await ask(cluster, tmp_path, "archive", "--to", archive)
        await _delete_before(cluster, 20)
        verified = await ask(cluster, tmp_path, "verify", "--json")
        await publish(cluster, _lines(200, 250))
        await cluster.wait_until_folded()
        later = await ask(cluster, tmp_path, "archive", "--to", archive)
        kept = await ask(cluster, tmp_path, "verify", "--ledger", archive, "--json", broker=False)
        end = (await cluster.read(cluster.names.events))[0][-1].offset
        await _delete_before(cluster, end)
        await publish(cluster, _lines(250, 260))
        await _delete_before(cluster, end + 3)
        gap = await ask(cluster, tmp_path, "archive", "--to", archive, "--wait", 0.2)

    assert verified.exit_code == 1
    assert [one["offset"] for one in verified.facts["deleted"]] == [20]
    vouched = verified.facts["vouched"][0]
    assert vouched["begin"] > 20
    assert vouched["through"] > vouched["begin"]
    assert later.exit_code == 0, later.output
    assert kept.exit_code == 0, kept.output
    assert (gap.exit_code, "Kafka has deleted the offsets" in gap.output) == (1, True)


async def test_an_archive_of_another_log_is_refused(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        archive = tmp_path / "clearing.ledger"
        await cluster.publish([Published(b"one", b"x"), Published(b"two", b"x")])
        await ask(cluster, tmp_path, "archive", "--to", archive, "--wait", 0.2)
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as other:
        await other.publish([Published(b"two", b"x"), Published(b"three", b"x")])
        refused = await ask(other, tmp_path, "archive", "--to", archive, "--wait", 0.2)

        assert refused.exit_code == 1
        assert "holds another log" in refused.output


async def test_a_broker_that_is_not_there_is_named(tmp_path: Path) -> None:
    cluster = Cluster("127.0.0.1:1", CLEARING, 1, "nowhere.", tmp_path)
    for command in (["verify"], ["books"], ["archive", "--to", tmp_path / "new.ledger"]):
        told = await asyncio.wait_for(ask(cluster, tmp_path, *command, "--wait", 0.2), 30)
        assert told.exit_code == 4
        assert "127.0.0.1:1" in told.output
