"""What becomes of each line of one source?"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

from schemas.reading import Unreadable
from streams.kernel.errors import UserError
from streams.kernel.lines import LONGEST_LINE_BYTES, Place
from streams.kernel.refusal import TOO_LONG, UNREADABLE_SOURCE, Refusal, refused
from streams.kernel.source import Source
from streams.kernel.stage import Address, Domain
from streams.runtime.gateway.batches import Batches
from streams.runtime.gateway.report import Report, SourceReport
from streams.runtime.gateway.source import LineReader
from streams.runtime.gateway.writer import Acknowledged, GatewayWriter

TRANSACTION_BYTES: Final = 1 << 20
"""A transaction ends with the block of lines that makes it this large, or when the next lines are not there yet."""


class Publication:
    """The publishing of one source."""

    def __init__(
        self,
        domain: Domain,
        writer: GatewayWriter,
        report: Report,
        on_progress: Callable[[int], None],
        on_refusal: Callable[[Refusal], None],
    ) -> None:
        self._read = domain.read
        self._addresses = cast("Callable[[object], Sequence[Address]]", domain.addresses)
        self._writer = writer
        self._report = report
        self._on_progress = on_progress
        self._on_refusal = on_refusal
        self._batches = self._new_batches()

    async def publish(self, source: Source, known: Mapping[str, Acknowledged]) -> None:
        """Publish the lines of a source, from where it was left if that is known.

        Raises:
            UserError: another gateway took over, Kafka failed, or the source is not the one of before.
        """
        self._source = source.name
        self._outcome = SourceReport(source.name)
        self._report.sources.append(self._outcome)
        try:
            stream = source.open()
        except OSError as fault:
            self._refuse(_unreadable(source.name, None, fault))
            return
        with stream:
            lines = LineReader(stream)
            self._identity = await lines.identity()
            if self._identity in known:
                await self._pass_by(lines, known[self._identity].place)
            await self._publish(lines)
            if lines.fault is not None:
                self._refuse(_unreadable(source.name, lines.line + 1, lines.fault))

    async def _pass_by(self, lines: LineReader, place: Place) -> None:
        if not await lines.skip(place):
            raise UserError(
                f"{self._source} cannot be resumed: it begins like a source of which {place.line:,} lines were "
                "published, but those lines are not the same. Nothing of it was published. Publish it whole, "
                "without --resume: an event that comes again is known by its id and counts once."
            )
        self._outcome.resumed_after_line = self._outcome.line_count = place.line
        self._on_progress(lines.read_bytes)

    async def _publish(self, lines: LineReader) -> None:
        acknowledged = safe = lines.place
        read_bytes = lines.read_bytes
        while block := await lines.lines():
            refused_count = self._report.refused_count
            self._take(block, lines.line - len(block))
            # A line that was cut off is refused, but may be whole the next time.
            if not lines.ends_open or self._report.refused_count == refused_count:
                safe = lines.place
            self._on_progress(lines.read_bytes - read_bytes)
            read_bytes = lines.read_bytes
            if self._batches.size_bytes >= TRANSACTION_BYTES or lines.waits:
                acknowledged = await self._commit(acknowledged, safe)
        await self._commit(acknowledged, safe)

    def _take(self, block: list[bytes], number: int) -> None:
        """Put every event among the lines into its batches; `number` is that of the line before."""
        read, addresses, batches = self._read, self._addresses, self._batches
        keys: list[bytes] = []
        values: list[bytes] = []
        for line in block:
            number += 1
            event = read(line)
            if isinstance(event, Unreadable) or len(line) > LONGEST_LINE_BYTES:
                self._judge(number, line, event)
                continue
            batches.event_count += 1
            for key, every_partition in addresses(event):
                if every_partition:
                    batches.add(keys, values)
                    batches.add_to_every_partition(key.encode(), line)
                    keys, values = [], []
                else:
                    keys.append(key.encode())
                    values.append(line)
        batches.add(keys, values)

    def _judge(self, number: int, line: bytes, fault: object) -> None:
        """Refuse a line that is no event; an empty one means nothing."""
        if len(line) > LONGEST_LINE_BYTES:
            detail = f"the line is longer than the {LONGEST_LINE_BYTES:,} bytes that a record may have"
            self._refuse(Refusal(self._source, number, None, TOO_LONG, detail))
        elif line.strip():
            assert isinstance(fault, Unreadable)
            self._refuse(refused(self._source, number, line, fault))

    def _refuse(self, refusal: Refusal) -> None:
        self._report.refuse(refusal)
        self._on_refusal(refusal)

    async def _commit(self, acknowledged: Place, place: Place) -> Place:
        """Write what was taken and how far that is; return the place that is acknowledged now."""
        if place == acknowledged:
            return acknowledged
        batches, self._batches = self._batches, self._new_batches()
        await self._writer.commit(batches, self._identity, Acknowledged(self._source, place))
        self._report.event_count += batches.event_count
        self._report.fact_count += batches.fact_count
        self._report.record_count += batches.record_count
        self._outcome.line_count = place.line
        return place

    def _new_batches(self) -> Batches:
        return Batches(self._writer.new_batch, self._report.partitions, time.time_ns() // 1_000_000)


def _unreadable(source: str, line: int | None, fault: Exception) -> Refusal:
    why = (fault.strerror if isinstance(fault, OSError) else None) or str(fault)
    return Refusal(source, line, None, UNREADABLE_SOURCE, f"cannot be read: {why}")
