"""The ledger in workers that take their time to become the writer of a partition."""

import asyncio

from streams.runtime.transaction import TransactionWriter
from tests.kafka.ledger_domain import DOMAINS

__all__ = ["DOMAINS"]

_SECONDS = 2.0
_start = TransactionWriter.start


async def _start_slowly(writer: TransactionWriter) -> None:
    await asyncio.sleep(_SECONDS)
    await _start(writer)


TransactionWriter.start = _start_slowly  # type: ignore[method-assign, assignment]
