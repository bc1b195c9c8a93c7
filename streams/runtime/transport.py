"""How do whole batches travel through Faust: which classes take the place of its own?"""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from faust.transport.drivers.aiokafka import Transport
from faust.types import TP

from streams.runtime.conductor import BatchConductor
from streams.runtime.consumer import BatchConsumer


class PartitionOwner(Protocol):
    """What folds the batches: it alone knows from where a partition is to be read."""

    def positions(self, partitions: Collection[TP]) -> Mapping[TP, int]:
        """The next offset to fold of each of these partitions that is owned and recovered."""

    async def release(self) -> None:
        """Drop what was handed over and not begun, and finish what was begun, within bounds."""

    def refuse_gap(self, fault: Exception) -> None:
        """End the process, because the broker does not hold what must be folded next."""

    def count_gap_repeated(self, partition: TP) -> None:
        """Count a batch that did not begin where the last one ended and is fetched again."""


class BatchTransport(Transport):
    """Faust's Kafka transport for topics whose agents take one list of records per partition and fetch.

    It carries batch topics and no others: the app has no tables, no reply topic and no leader topic.
    """

    Consumer = BatchConsumer
    Conductor = BatchConductor

    owner: PartitionOwner

    def __init__(self, url: Any, app: Any, owner: PartitionOwner) -> None:
        super().__init__(url, app)
        self.owner = owner
