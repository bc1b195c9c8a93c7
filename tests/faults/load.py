"""How is a cluster kept under load while something goes wrong?"""

import asyncio

from tests.kafka.harness import Cluster
from tests.kafka.ledger_oracle import entries, published

_ENTRIES_AT_ONCE = 200
_PAUSE_SECONDS = 0.1


async def publish_until(stop: asyncio.Event, cluster: Cluster, seed: int) -> list[tuple[str, str, int]]:
    """Publish entries, a few thousand a second, until told to stop; return them."""
    written: list[tuple[str, str, int]] = []
    while not stop.is_set():
        some = entries(seed + len(written), len(written), _ENTRIES_AT_ONCE)
        await cluster.publish(published(some))
        written += some
        await asyncio.sleep(_PAUSE_SECONDS)
    return written
