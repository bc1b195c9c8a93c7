"""How does a batch get from the consumer to the agent of its topic?"""

from collections.abc import Awaitable, Callable
from typing import Any

from faust.transport.conductor import Conductor


class BatchConductor(Conductor):
    """Hands each batch to the stream of its agent as one event, past the codecs, which know records only."""

    def _build_handler(self, tp: Any, channels: Any) -> Callable[[Any], Awaitable[None]]:
        acquire_flow_control = self.app.flow_control.acquire
        create_event = self.app.create_event

        async def hand_on(message: Any) -> None:
            await acquire_flow_control()
            message.incref(len(channels))
            for channel in channels:
                # How much may wait is bounded by partition, in the consumer, so the queue need not be.
                channel.queue.force_put_nowait(create_event(None, message.value, None, message))

        return hand_on
