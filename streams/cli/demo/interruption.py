"""What happens when somebody interrupts a long command? It tidies up once, whatever else is pressed."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine
from typing import TypeVar

_R = TypeVar("_R")
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class InterruptedBySignalError(Exception):
    """A signal ended the command after it had tidied up; `exit_code` is what a shell expects then."""

    def __init__(self, number: int) -> None:
        super().__init__(f"interrupted by signal {number}")
        self.exit_code = 128 + number


def run_until_interrupted(work: Coroutine[object, object, _R], on_signal: Callable[[], None]) -> _R:
    """Run work to its end, or cancel it at the first signal and let it tidy up undisturbed.

    Args:
        on_signal: is called once, at the first signal.

    Raises:
        InterruptedBySignalError: a signal came.
    """
    received: list[int] = []

    async def watched() -> _R:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()

        def interrupt(number: int) -> None:
            received.append(number)
            if len(received) == 1:
                on_signal()
                task.cancel()

        for number in _SIGNALS:
            loop.add_signal_handler(number, interrupt, number)
        return await task

    try:
        return asyncio.run(watched())
    except asyncio.CancelledError:
        raise InterruptedBySignalError(received[0]) from None


async def to_its_end(call: Callable[[], _R]) -> _R:
    """Run a blocking call in a thread; an interruption waits until it has ended, so that it can be undone."""
    running = asyncio.ensure_future(asyncio.to_thread(call))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        with contextlib.suppress(Exception):
            await running
        raise
