"""How are the lines of many sources published, in their order, each once?

async with Gateway(CLEARING, TopicNames("clearing"), "127.0.0.1:9092") as gateway:
    report = await gateway.publish([Source.file(Path("day.jsonl"))])
"""

import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from streams.kernel.errors import UserError
from streams.kernel.refusal import Refusal
from streams.kernel.source import Source
from streams.kernel.stage import Domain
from streams.runtime.cluster import partitions_found
from streams.runtime.gateway.publication import Publication
from streams.runtime.gateway.report import Report
from streams.runtime.gateway.writer import GatewayWriter
from streams.runtime.topics import TopicNames

_TIMEOUT_MS = 30_000
_PATIENCE_SECONDS = 20.0


class Gateway:
    """Writes events to a domain's input topic; while it runs no other gateway of the domain can.

    Everything goes through one producer in the order of the lines, in transactions, so that in every partition a
    fact stands before each event that follows it in a source, and none is readable before all of its transaction.

    Attributes:
        partitions: of the input topic, as the cluster has it.
        report: what was published so far; None before anything was.
    """

    def __init__(
        self,
        domain: Domain,
        names: TopicNames,
        bootstrap: str,
        *,
        timeout_ms: int = _TIMEOUT_MS,
        patience_seconds: float = _PATIENCE_SECONDS,
        role: str = "gateway",
    ) -> None:
        """Prepare a gateway.

        Args:
            names: of the domain's topics.
            bootstrap: HOST:PORT of a broker.
            timeout_ms: how long a transaction may take.
            patience_seconds: how long a broker is waited for.
            role: of this gateway; those of another role may run beside it, with keyed events of their own kinds.
        """
        self.domain = domain
        self.names = names
        self.partitions = 0
        self.report: Report | None = None
        self._writer: GatewayWriter | None = None
        self._bootstrap = bootstrap
        self._timeout_ms = timeout_ms
        self._patience_seconds = patience_seconds
        self._role = role

    async def __aenter__(self) -> Self:
        """Become the domain's gateway.

        Raises:
            UserError: no broker answers, or a topic is missing.
        """
        found = await partitions_found(self._bootstrap, self._patience_seconds)
        missing = [name for name in (self.names.events, self.names.gateway) if name not in found]
        if missing:
            verb = "is" if len(missing) == 1 else "are"
            prefix = f" --topic-prefix {self.names.prefix}" if self.names.prefix else ""
            raise UserError(
                f"{' and '.join(missing)} {verb} missing at {self._bootstrap}. Create what is missing with "
                f'"countinghouse topics apply --domain {self.domain.name}{prefix}". Nothing was published.',
                exit_code=4,
            )
        self.partitions = found[self.names.events]
        writer = GatewayWriter(self._bootstrap, self.names, self._timeout_ms, self._role)
        await writer.start()
        self._writer = writer
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            await self._writer.stop()

    @property
    def published(self) -> str:
        """Up to where everything is published, as a sentence."""
        return "Nothing was published." if self._writer is None else self._writer.published

    async def publish(
        self,
        sources: Iterable[Source],
        *,
        resume: bool = False,
        on_progress: Callable[[int], None] = lambda read_bytes: None,
        on_refusal: Callable[[Refusal], None] = lambda refusal: None,
    ) -> Report:
        """Publish all lines that hold events, and say which do not.

        Args:
            resume: begin each source after the last line that was acknowledged for it.
            on_progress: is told how many more bytes were read.
            on_refusal: is handed every refusal before the lines around it are acknowledged.

        Raises:
            UserError: another gateway took over, Kafka failed, or a source to resume is not the one of before.
        """
        assert self._writer is not None, "a gateway is entered before it publishes"
        self.report = report = Report(self.names.events, self.partitions)
        known = await self._writer.acknowledged() if resume else {}
        began = time.monotonic()
        for source in sources:
            publication = Publication(self.domain, self._writer, report, on_progress, on_refusal)
            await publication.publish(source, known)
            report.seconds = time.monotonic() - began
        return report
