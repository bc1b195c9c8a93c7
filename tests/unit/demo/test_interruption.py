"""What happens when somebody interrupts a long command?"""

import asyncio
import os
import signal
import threading

import pytest

from streams.cli.demo.interruption import InterruptedBySignalError, run_until_interrupted, to_its_end


async def tidied_up(log: list[str]) -> None:
    """Wait for ever, and tidy up slowly."""
    try:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(60)
    finally:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(0.05)
        log.append("tidy")


def test_the_first_signal_begins_the_tidying_and_the_second_does_not_disturb_it() -> None:
    log: list[str] = []

    with pytest.raises(InterruptedBySignalError) as interruption:
        run_until_interrupted(tidied_up(log), lambda: log.append("signal"))

    assert log == ["signal", "tidy"]
    assert interruption.value.exit_code == 130


def test_a_result_and_a_fault_pass_through() -> None:
    async def fails() -> None:
        raise LookupError("missing")

    assert run_until_interrupted(asyncio.sleep(0, "done"), lambda: None) == "done"
    with pytest.raises(LookupError, match="missing"):
        run_until_interrupted(fails(), lambda: None)


async def test_a_blocking_call_comes_to_its_end_before_the_interruption_goes_on() -> None:
    may_end, ended = threading.Event(), threading.Event()

    def block() -> None:
        may_end.wait(10)
        ended.set()

    task = asyncio.create_task(to_its_end(block))
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.sleep(0.01)
    assert not task.done()
    may_end.set()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()
