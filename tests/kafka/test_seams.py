"""Are the private parts of Faust and aiokafka that the engine stands on what they were when it was built?

One test for each seam. When a version goes up, what fails here is what must be looked at.
"""

import hashlib
import inspect
from importlib.metadata import version
from types import FunctionType
from typing import Any

import aiokafka.consumer.fetcher as aiokafka_fetcher
import aiokafka.producer.sender as aiokafka_sender
import faust
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.client import AIOKafkaClient
from aiokafka.producer.message_accumulator import MessageAccumulator
from aiokafka.producer.transaction_manager import TransactionManager
from aiokafka.record.default_records import DefaultRecord
from aiokafka.record.memory_records import MemoryRecords
from faust.app import BootStrategy
from faust.tables.manager import TableManager
from faust.tables.recovery import Recovery
from faust.transport import conductor
from faust.transport.consumer import Consumer as FaustConsumer
from faust.transport.drivers import aiokafka as driver
from mode.utils.queues import FlowControlQueue

from streams.runtime.conductor import BatchConductor
from streams.runtime.consumer import BatchConsumer, BatchConsumerThread
from streams.runtime.producer import transactional_producer


def test_the_pinned_versions_are_installed() -> None:
    assert {name: version(name) for name in ("faust-streaming", "aiokafka")} == {
        "faust-streaming": "0.15.3",
        "aiokafka": "0.14.0",
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "names"),
    [
        (
            BatchConsumer,
            driver.Consumer,
            (
                "_drain_messages",
                "_new_consumer_thread",
                "_filter_tps_with_pending_acks",
                "_new_offset",
                "ack",
                "perform_seek",
                "wait_empty",
                "on_partitions_revoked",
                "on_partitions_assigned",
                "resume_flow",
            ),
        ),
        (
            BatchConsumerThread,
            driver.AIOKafkaConsumerThread,
            ("_create_worker_consumer", "_fetch_records"),
        ),
        (BatchConductor, conductor.Conductor, ("_build_handler",)),
    ],
)
def test_what_is_overridden_is_there_and_called_as_before(
    ours: type, theirs: type, names: tuple[str, ...]
) -> None:
    assert issubclass(ours, theirs)
    for name in names:
        assert _parameters(getattr(theirs, name)) == _parameters(getattr(ours, name)), name


def test_a_transport_names_its_consumer_and_conductor() -> None:
    assert driver.Transport.Consumer is driver.Consumer
    assert driver.Transport.Conductor is conductor.Conductor
    assert isinstance(inspect.getattr_static(faust.App, "transport"), property)


def test_the_fetch_loop_is_the_consumers_own() -> None:
    assert _mentions(driver.base.Fetcher, "consumer._drain_messages(self)")
    assert _parameters(FaustConsumer._getmany) == ["self", "active_partitions", "timeout"]
    assert _mentions(FaustConsumer, "self.callback = callback", "callback(message), self.suspend_flow.wait()")
    assert _mentions(FaustConsumer, "self.wait(self.can_resume_flow)", "self._unacked_messages")
    assert _mentions(driver.AIOKafkaConsumerThread.getmany, "self._fetch_records", "max_records=")


def test_offsets_are_committed_through_the_overridden_methods() -> None:
    assert _mentions(FaustConsumer.force_commit, "self._filter_tps_with_pending_acks(topics)")
    assert _mentions(FaustConsumer._filter_committable_offsets, "self._new_offset(tp)")


def test_partitions_are_paused_and_the_streams_emptied_before_they_are_handed_on() -> None:
    revoked = _source(faust.App._on_partitions_revoked)
    steps = (
        "T(consumer.stop_flow)",
        "T(self.flow_control.suspend)",
        "T(consumer.pause_partitions)",
        "_consumer_wait_empty",
    )
    assert sorted(steps, key=revoked.index) == list(steps)
    assert _mentions(faust.App._stop_consumer, "_consumer_wait_empty")
    assert _mentions(faust.App._consumer_wait_empty, "consumer.wait_empty()")


def test_the_state_is_recovered_before_the_seek_and_the_seek_before_the_flow() -> None:
    resumed = _source(Recovery._resume_streams)
    steps = (
        "app.on_rebalance_complete.send()",
        "consumer.resume_partitions(",
        "consumer.perform_seek()",
        "app.flow_control.resume()",
        "consumer.resume_flow()",
        "_fetcher.maybe_start()",
    )
    assert sorted(steps, key=resumed.index) == list(steps)


def test_a_rebalance_during_the_recovery_makes_faust_wait_for_the_next_assignment() -> None:
    recovery = _source(Recovery)
    handled = recovery.index("except RebalanceAgain as exc:")
    assert recovery.index("self._resume_streams)(generation_id") < handled
    assert "continue  # another rebalance started" in recovery[handled:][:300]


def test_an_agents_queue_takes_a_batch_without_waiting() -> None:
    assert _parameters(FlowControlQueue.force_put_nowait) == ["self", "item"]
    assert _parameters(faust.App.create_event) == ["self", "key", "value", "headers", "message"]
    assert _mentions(conductor.Conductor._update_callback_map, "self._build_handler(tp, ")


def test_faust_starts_without_web_server_producer_tables_and_directories() -> None:
    assert _mentions(BootStrategy._should_enable_web, "self.enable_web")
    assert _mentions(BootStrategy._should_enable_kafka_producer, "self.enable_kafka_producer")
    assert _mentions(TableManager.on_start, "self.sleep(1.0)", "_update_channels()", "self.recovery.start()")
    assert _mentions(faust.App.on_first_start, "self._create_directories()")


def test_a_worker_ends_through_the_overridden_method() -> None:
    assert _mentions(faust.Worker.stop_and_shutdown, "self._shutdown_loop()")
    assert _mentions(faust.Worker, "if self.spinner")


def test_the_consumer_reads_isolation_and_waiting_time_when_it_starts() -> None:
    started = AIOKafkaConsumer.start
    assert _mentions(
        started, "isolation_level=self._isolation_level", "fetch_max_wait_ms=self._fetch_max_wait_ms"
    )
    assert _mentions(
        driver.AIOKafkaConsumerThread._create_worker_consumer, "group_instance_id=", "auto_offset_reset="
    )


def test_a_fetch_result_knows_its_position_and_checks_that_it_did_not_move() -> None:
    result = aiokafka_fetcher.FetchResult
    assert _mentions(result.check_assignment, "position != self._partition_records.next_fetch_offset")
    assert _mentions(result._update_position, "consumed_to(self._partition_records.next_fetch_offset)")
    assert _mentions(result.__init__, "self._topic_partition = tp", "self._partition_records = ")


def test_the_records_of_a_fetch_keep_what_hides_aborted_ones() -> None:
    records = aiokafka_fetcher.PartitionRecords
    for attribute in (
        "_records",
        "_aborted_producers",
        "_check_crcs",
        "_isolation_level",
        "next_fetch_offset",
    ):
        assert _mentions(records.__init__, f"self.{attribute} = "), attribute
    assert _parameters(records._consume_aborted_up_to) == ["self", "batch_offset"]
    assert _parameters(records._contains_abort_marker) == ["self", "next_batch"]
    # What `fetching` does for each record batch follows this method; a change of it must be followed.
    assert _digest(records._unpack_records) == "b803"


def test_the_fetcher_keeps_results_by_partition_and_wakes_who_waits() -> None:
    fetcher = aiokafka_fetcher.Fetcher
    assert _mentions(fetcher.__init__, "self._records = ", "self._wait_consume_future = ", "self._closed = ")
    assert _parameters(fetcher._create_fetch_waiter) == ["self"]
    assert _parameters(fetcher._notify) == ["self", "future"]
    assert _mentions(
        fetcher.fetched_records, "self._notify(self._wait_consume_future)", "reassignment_in_progress"
    )


def test_records_are_read_and_written_in_c() -> None:
    assert not _is_python(MemoryRecords)
    assert not _is_python(DefaultRecord)
    assert {"offset", "timestamp", "key", "value", "headers"} <= set(dir(DefaultRecord))


def test_the_wait_between_two_transactions_can_be_shortened() -> None:
    assert _mentions(aiokafka_sender.AddPartitionsToTxnHandler, "return BACKOFF_OVERRIDE")
    assert aiokafka_sender.BACKOFF_OVERRIDE == 0.001


def test_a_failed_batch_does_not_keep_aiokafka_from_committing_so_each_is_awaited() -> None:
    assert not _mentions(MessageAccumulator.flush_for_commit, "exception()", "result()")
    assert _mentions(AIOKafkaProducer.send_batch, "return future")


def test_a_fenced_producer_can_be_told_from_one_that_is_merely_late() -> None:
    assert _parameters(TransactionManager.is_fatal_error) == ["self"]
    assert _mentions(TransactionManager._transition_to, "assert TransactionState.is_transition_valid")
    assert "client" in AIOKafkaProducer.__init__.__code__.co_names
    assert _parameters(AIOKafkaClient.set_topics) == ["self", "topics"]
    assert _parameters(transactional_producer) == ["bootstrap", "transactional_id", "timeout_ms"]


def _parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def _source(thing: Any) -> str:
    return inspect.getsource(thing)


def _mentions(thing: Any, *words: str) -> bool:
    source = _source(thing)
    return all(word in source for word in words)


def _digest(thing: Any) -> str:
    return hashlib.sha256(_source(thing).encode()).hexdigest()[:4]


def _is_python(thing: Any) -> bool:
    return isinstance(inspect.getattr_static(thing, "__init__"), FunctionType)
