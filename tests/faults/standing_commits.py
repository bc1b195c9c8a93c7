"""The ledger in workers whose commits are never confirmed."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer

from tests.kafka.ledger_domain import DOMAINS

__all__ = ["DOMAINS"]


async def _never(producer: Any) -> None:
    await asyncio.get_running_loop().create_future()


AIOKafkaProducer.commit_transaction = _never
