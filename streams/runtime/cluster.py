"""Which topics does a cluster hold, and does it answer at all?"""

import asyncio
import time

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from streams.kernel.errors import UserError

_PAUSE_SECONDS = 0.5


async def partitions_found(bootstrap: str, patience_seconds: float) -> dict[str, int]:
    """The number of partitions of each topic in the cluster; a broker that is starting is waited for.

    Raises:
        UserError: no broker answers in time.
    """
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            async with asyncio.timeout(patience_seconds):
                return await _describe(bootstrap)
        except (KafkaError, TimeoutError, OSError) as fault:
            if time.monotonic() > deadline:
                raise UserError(
                    f"No Kafka broker answered at {bootstrap} within {patience_seconds:.0f} s. Start one with "
                    '"make broker", or name yours with --kafka HOST:PORT. Nothing was started.',
                    exit_code=4,
                ) from fault
        await asyncio.sleep(_PAUSE_SECONDS)


async def _describe(bootstrap: str) -> dict[str, int]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        return {topic["topic"]: len(topic["partitions"]) for topic in await admin.describe_topics()}
    finally:
        await admin.close()
