"""What does a worker refuse, with which exit code, and what does it say?"""

import asyncio
import signal
from pathlib import Path

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from streams.kernel.errors import UserError
from streams.runtime import topics
from streams.runtime.cluster import partitions_found
from streams.runtime.exits import ExitCode
from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster, Published
from tests.kafka.ledger_oracle import LEDGER, REGISTRY, Ledger, check, entries, marks, published


async def _until_gone(cluster: Cluster, topic: str) -> None:
    async with asyncio.timeout(20):
        while topic in await partitions_found(cluster.bootstrap, 10):
            await asyncio.sleep(0.02)


async def _delete_before(cluster: Cluster, offset: int) -> None:
    """Delete the records of partition 0 of the input below an offset, as retention would."""
    admin = AIOKafkaAdminClient(bootstrap_servers=cluster.bootstrap)
    await admin.start()
    try:
        await admin.delete_records({TopicPartition(cluster.names.events, 0): RecordsToDelete(offset)})
    finally:
        await admin.close()


async def test_records_that_were_deleted_before_they_were_folded_stop_the_start(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        worker = cluster.start_worker()
        await cluster.publish(published(entries(31, 0, 20)))
        await cluster.wait_until_folded()
        worker.kill()
        await cluster.publish(published(entries(32, 20, 20)))
        await _delete_before(cluster, 30)
        worker = cluster.start_worker()
        assert await worker.exit_code() == ExitCode.OFFSETS_GAP
        assert f"{cluster.names.events}, partition 0: the records 20 to 29 are gone" in worker.output
        assert len(await cluster.values(cluster.names.outcomes)) == 20


async def test_records_that_are_deleted_under_a_running_worker_end_it(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        worker = cluster.start_worker(session_timeout_ms=30_000)
        await cluster.publish(published(entries(33, 0, 20)))
        await cluster.wait_until_folded()
        worker.send(signal.SIGSTOP)
        await cluster.publish(published(entries(34, 20, 20)))
        await _delete_before(cluster, 30)
        # What was on its way when the worker was stopped may still be folded; then the next record is not there.
        await cluster.publish(published(entries(35, 40, 20)))
        await _delete_before(cluster, 60)
        worker.send(signal.SIGCONT)
        assert await worker.exit_code() == ExitCode.OFFSETS_GAP, worker.output
        assert "Kafka does not hold the records to be folded next" in worker.output


async def test_a_log_that_is_shorter_than_the_state_knows_stops_the_start(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        worker = cluster.start_worker()
        await cluster.publish(published(entries(36, 0, 20)))
        await cluster.wait_until_folded()
        worker.kill()
        input_topic = [
            topic for topic in (await cluster.deployment()).topics if topic.name == cluster.names.events
        ]
        await topics.delete(broker.bootstrap, input_topic)
        await _until_gone(cluster, cluster.names.events)
        await topics.apply(broker.bootstrap, input_topic)
        worker = cluster.start_worker()
        assert await worker.exit_code() == ExitCode.OFFSETS_GAP
        assert "it is not the log that the state comes from" in worker.output


async def test_a_record_that_cannot_be_folded_ends_the_worker_and_writes_nothing(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        poison = Published(b'{"type":"poison","id":"p"}', b"p")
        await cluster.publish([*published(entries(37, 0, 5)), poison, *published(entries(38, 5, 5))])
        worker = cluster.start_worker()
        assert await worker.exit_code() == ExitCode.FOLD_FAILED
        assert f"{cluster.names.events}, partition 0, offset 5: the stage accounts failed" in worker.output
        assert "ArithmeticError: this entry is poison" in worker.output
        assert await cluster.values(cluster.names.outcomes) == []


async def test_a_commit_that_the_broker_refuses_ends_the_worker_and_a_mended_broker_goes_on(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(39, 0, 200)
    async with Cluster(broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        await _limit_messages(cluster, 100)
        await cluster.publish([*published(some), *marks("m1", 1)])
        worker = cluster.start_worker()
        assert await worker.exit_code() == ExitCode.COMMIT_FAILED
        assert "A record is larger than its topic allows" in worker.output
        assert await cluster.values(cluster.names.outcomes) == []
        await _limit_messages(cluster, 1_000_000)
        cluster.start_worker()
        await cluster.wait_until_folded()
        await check(cluster, Ledger(some, "m1"))


async def _limit_messages(cluster: Cluster, limit_bytes: int) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=cluster.bootstrap)
    await admin.start()
    try:
        changed = {"max.message.bytes": str(limit_bytes)}
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, cluster.names.outcomes, changed)])
    finally:
        await admin.close()


async def test_state_of_another_version_stops_the_start(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        worker = cluster.start_worker()
        await cluster.publish(published(entries(40, 0, 20)))
        await cluster.wait_until_folded()
        worker.kill()
        later = "tests.kafka.ledger_domain:LATER_DOMAINS"
        async with Cluster(broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=later) as upgraded:
            worker = upgraded.start_worker()
            assert await worker.exit_code() == ExitCode.STATE_OF_ANOTHER_VERSION
        assert "has the form ledger/accounts/1, this version works with ledger/accounts/2" in worker.output


async def test_topics_that_are_missing_or_wrong_stop_the_start(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, LEDGER, 2, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        state, outcomes = cluster.names.state("accounts"), cluster.names.outcomes
        admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
        await admin.start()
        await admin.create_partitions({state: NewPartitions(3)})
        await admin.delete_topics([outcomes])
        await admin.close()
        await _until_gone(cluster, outcomes)
        worker = cluster.start_worker()
        assert await worker.exit_code() == ExitCode.DIFFERENT_DEPLOYMENT
        assert f"{state} has 3 partitions and needs 2" in worker.output
        assert f"{outcomes} is missing." in worker.output
        assert "Nothing was started." in worker.output


async def test_no_broker_is_one_sentence_with_its_address() -> None:
    with pytest.raises(UserError, match=r"No Kafka broker answered at 127\.0\.0\.1:1 within 0 s") as refused:
        await partitions_found("127.0.0.1:1", 0.2)
    assert refused.value.exit_code == ExitCode.BROKER_UNAVAILABLE
