"""Which producer writes in transactions, and what does it mean when it cannot?

The seams to aiokafka's producer: `BACKOFF_OVERRIDE`, and the state of a fenced producer.
"""

import asyncio
import contextlib

import aiokafka.producer.sender
from aiokafka import AIOKafkaProducer
from aiokafka.errors import InvalidProducerEpoch, KafkaError, ProducerFenced

# Back-to-back transactions meet the markers of the one before; aiokafka waits 20 ms for them, which take one.
aiokafka.producer.sender.BACKOFF_OVERRIDE = 0.001

# A broker's own limit for a record batch is 1,048,588 bytes.
_BATCH_BYTES = 1_000_000
_REQUEST_BYTES = 8 << 20
_STOP_SECONDS = 5.0


def transactional_producer(bootstrap: str, transactional_id: str, timeout_ms: int) -> AIOKafkaProducer:
    """A producer for transactions of whole batches, not started yet."""
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        client_id=transactional_id,
        transactional_id=transactional_id,
        transaction_timeout_ms=timeout_ms,
        compression_type="lz4",
        max_batch_size=_BATCH_BYTES,
        max_request_size=_REQUEST_BYTES,
        linger_ms=0,
    )


async def stop(producer: AIOKafkaProducer) -> None:
    """Close the connections; what is still in progress is left to the next owner of the id, who ends it."""
    with contextlib.suppress(KafkaError, TimeoutError):
        async with asyncio.timeout(_STOP_SECONDS):
            await producer.stop()
    _ask_for_exceptions(producer)


def _ask_for_exceptions(producer: AIOKafkaProducer) -> None:
    """Ask the futures that a fenced producer leaves behind, else asyncio complains that nobody did."""
    unsent = producer._message_accumulator._batches.values()
    futures = [batch._drain_waiter for batches in unsent for batch in batches]
    for future in [producer._txn_manager.wait_for_transaction_end(), *futures]:
        if future is not None and future.done() and not future.cancelled():
            future.exception()


def was_fenced(producer: AIOKafkaProducer, fault: BaseException) -> bool:
    """Whether a fault means that another producer has started under the same id."""
    if isinstance(fault, ProducerFenced | InvalidProducerEpoch):
        return True
    # A commit after the fencing only says that the producer is in no state for it.
    return isinstance(fault, AssertionError) and bool(producer._txn_manager.is_fatal_error())
