"""Which topics does a cluster hold, and does it answer at all?"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from streams.kernel.errors import UserError

R = TypeVar("R")

_PAUSE_SECONDS = 0.5


async def partitions_found(bootstrap: str, patience_seconds: float) -> dict[str, int]:
    """The number of partitions of each topic in the cluster; a broker that is starting is waited for.

    Raises:
        UserError: no broker answers in time.
    """
    return await _asked(bootstrap, patience_seconds, _partitions)


async def cluster_id(bootstrap: str, patience_seconds: float) -> str:
    """The name that a cluster gave itself when it was formatted; a broker that is starting is waited for.

    Raises:
        UserError: no broker answers in time.
    """
    return await _asked(bootstrap, patience_seconds, _id)


async def _asked(
    bootstrap: str, patience_seconds: float, question: Callable[[AIOKafkaAdminClient], Awaitable[R]]
) -> R:
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            async with asyncio.timeout(patience_seconds):
                return await _answer(bootstrap, question)
        except (KafkaError, TimeoutError, OSError) as fault:
            if time.monotonic() > deadline:
                raise UserError(
                    f"No Kafka broker answered at {bootstrap} within {patience_seconds:.0f} s. Start one with "
                    '"make broker", or name yours with --kafka HOST:PORT. Nothing was started.',
                    exit_code=4,
                ) from fault
        await asyncio.sleep(_PAUSE_SECONDS)


async def _answer(bootstrap: str, question: Callable[[AIOKafkaAdminClient], Awaitable[R]]) -> R:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        return await question(admin)
    finally:
        await admin.close()


async def _partitions(admin: AIOKafkaAdminClient) -> dict[str, int]:
    return {topic["topic"]: len(topic["partitions"]) for topic in await admin.describe_topics()}


async def _id(admin: AIOKafkaAdminClient) -> str:
    return str((await admin.describe_cluster())["cluster_id"])
