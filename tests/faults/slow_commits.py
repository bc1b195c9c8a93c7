"""The ledger in workers that linger inside of each transaction, so that a kill finds one open."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer

from tests.kafka.ledger_domain import DOMAINS

__all__ = ["DOMAINS"]

_SECONDS = 0.03
_commit = AIOKafkaProducer.commit_transaction


async def _commit_slowly(producer: Any) -> None:
    await asyncio.sleep(_SECONDS)
    await _commit(producer)


AIOKafkaProducer.commit_transaction = _commit_slowly
