"""How is a transaction of the gateway written, by one gateway at a time?"""

import asyncio
import contextlib
from typing import Any

import msgspec
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from streams.kernel.errors import UserError
from streams.kernel.lines import Place
from streams.runtime.exits import ExitCode
from streams.runtime.gateway.batches import Batches
from streams.runtime.producer import stop, transactional_producer, was_fenced
from streams.runtime.reading import TopicReader
from streams.runtime.topics import TopicNames

_ABORT_SECONDS = 5.0


class Acknowledged(msgspec.Struct, frozen=True):
    """A row of the gateway's own topic; its key is what the source is known by.

    Attributes:
        source: the name under which the source was published.
        place: up to where everything is published or refused.
    """

    source: str
    place: Place


class GatewayWriter:
    """The one writer of a domain's input in its role; starting it fences the one before."""

    def __init__(self, bootstrap: str, names: TopicNames, timeout_ms: int, role: str = "gateway") -> None:
        self.transactional_id = f"{names.app}-{names.prefix}{names.domain}-{role}"
        self._bootstrap = bootstrap
        self._names = names
        self._timeout_seconds = timeout_ms / 1000
        self._last = ""
        self._producer = transactional_producer(bootstrap, self.transactional_id, timeout_ms)

    async def start(self) -> None:
        """Become the writer: what the one before had begun is ended when this returns.

        Raises:
            UserError: Kafka refuses, or does not answer in time.
        """
        try:
            async with asyncio.timeout(self._timeout_seconds):
                await self._producer.start()
        except (KafkaError, TimeoutError) as fault:
            await stop(self._producer)
            raise UserError(
                f"Kafka at {self._bootstrap} did not let the gateway begin: {type(fault).__name__} {fault}. "
                "Nothing was published; it is safe to start it again.",
                exit_code=ExitCode.BROKER_UNAVAILABLE,
            ) from fault

    async def stop(self) -> None:
        """Close the connections."""
        await stop(self._producer)

    def new_batch(self) -> Any:
        """An empty batch."""
        return self._producer.create_batch()

    async def acknowledged(self) -> dict[str, Acknowledged]:
        """Up to where each source was published, by what the source is known by."""
        target = (self._names.gateway, 0)
        async with TopicReader(self._bootstrap) as reader:
            rows = (await reader.records([target]))[target]
        return {
            (row.key or b"").decode(): msgspec.json.decode(row.value, type=Acknowledged)
            for row in rows
            if row.value is not None
        }

    async def commit(self, batches: Batches, identity: str, row: Acknowledged) -> None:
        """Write records, and up to where their source is published now, in one transaction.

        It is brought to its end even if the caller is cancelled meanwhile.

        Raises:
            UserError: it was not written, or nobody knows; this writer is of no more use.
        """
        writing = asyncio.ensure_future(self._write(batches, identity, row))
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            await writing
            raise
        finally:
            if writing.done() and writing.exception() is None:
                self._last = f"line {row.place.line:,} of {row.source}"

    async def _write(self, batches: Batches, identity: str, row: Acknowledged) -> None:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                await self._producer.begin_transaction()
                await self._send(batches, identity, row)
                await self._producer.commit_transaction()
        except Exception as fault:
            if was_fenced(self._producer, fault):
                raise UserError(self._fenced(), exit_code=ExitCode.FENCED) from fault
            if not isinstance(fault, TimeoutError):
                await self._abort()
            raise UserError(self._failed(fault), exit_code=ExitCode.COMMIT_FAILED) from fault

    async def _send(self, batches: Batches, identity: str, row: Acknowledged) -> None:
        """Send everything and wait until the broker has it: aiokafka would commit without a failed batch."""
        place = self.new_batch()
        place.append(timestamp=batches.timestamp_ms, key=identity.encode(), value=msgspec.json.encode(row))
        beside = [(self._names.gateway, 0, place)]
        for round_ in batches.rounds():
            await self._deliver(
                beside + [(self._names.events, partition, batch) for partition, batch in round_]
            )
            beside = []
        if beside:
            await self._deliver(beside)

    async def _deliver(self, round_: list[tuple[str, int, Any]]) -> None:
        deliveries: list[Any] = []
        try:
            for topic, partition, batch in round_:
                deliveries.append(await self._producer.send_batch(batch, topic, partition=partition))
            await asyncio.gather(*deliveries)
        finally:
            # Nobody asks for the others any more when one has failed.
            for delivery in deliveries:
                delivery.cancel()

    async def _abort(self) -> None:
        """Spare the readers the wait until the broker ends what was begun, if that can still be done."""
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_ABORT_SECONDS):
                await self._producer.abort_transaction()

    def _fenced(self) -> str:
        return (
            f"Another gateway writes {self._names.events} now and has fenced this one off: one at a time may. "
            f"{self.published} When the other has ended, go on with --resume."
        )

    def _failed(self, fault: Exception) -> str:
        if isinstance(fault, MessageSizeTooLargeError):
            what = "A line is larger than the topic allows (max.message.bytes)."
        elif isinstance(fault, TimeoutError):
            what = f"Kafka at {self._bootstrap} did not confirm within {self._timeout_seconds:.0f} s."
        else:
            what = f"Kafka at {self._bootstrap} answered {type(fault).__name__} {fault}".rstrip(" .") + "."
        return f"{what} {self.published} Go on with --resume: nothing is lost or doubled."

    @property
    def published(self) -> str:
        """Up to where everything is published, as a sentence."""
        if not self._last:
            return "Nothing was published."
        return f"Everything up to {self._last} is published."
