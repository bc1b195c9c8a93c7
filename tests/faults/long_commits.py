"""The ledger in workers whose transactions stay open for seconds, so that much can happen meanwhile."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer

from tests.kafka.ledger_domain import DOMAINS

__all__ = ["DOMAINS"]

_SECONDS = 2.0
_commit = AIOKafkaProducer.commit_transaction


async def _commit_late(producer: Any) -> None:
    await asyncio.sleep(_SECONDS)
    await _commit(producer)


AIOKafkaProducer.commit_transaction = _commit_late
