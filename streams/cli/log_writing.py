"""How does a command write events of its own into the log: a ledger, or the input topic of a cluster?"""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.runtime.settings import Settings

Write = Callable[[Sequence[bytes]], None]
"""Writes events, all of them: when it returns they are in the log. It raises a UserError otherwise."""

_TRIES: Final = 3


class _Options(NamedTuple):
    """How the gateway of a cluster is opened."""

    kafka: str
    timeout_ms: int
    patience_seconds: float
    role: str


def log_of(
    domain: Domain,
    ledger: Path | None,
    names: TopicNames,
    settings: Settings,
    wait: float,
    *,
    what: str,
    role: str,
) -> Write:
    """Where a command writes.

    Args:
        ledger: a file; None for the cluster of the settings.
        what: is written, as a person would say: "hash checks".
        role: of the gateway, so that it does not end one that publishes files.
    """
    if ledger is not None:
        return lambda events: _to_ledger(domain, ledger, what, events)
    options = _Options(settings.kafka, settings.transaction_timeout_ms, wait, role)
    return lambda events: _to_kafka(domain, names, options, what, events)


def _to_ledger(domain: Domain, path: Path, what: str, events: Sequence[bytes]) -> None:
    report = IntakeReport()
    with LedgerWriter.begin_or_open(path, lambda: time.time_ns() // 1_000_000) as ledger:
        # The name tells one source from another: what stands in it was taken before.
        source = Source.memory(f"{what} at {time.time_ns()}", events)
        LedgerRun(ledger, domain, domain.law).take([source], report)
    _check(report.events, events, [str(one) for one in report.refusals], what)


def _to_kafka(
    domain: Domain, names: TopicNames, options: _Options, what: str, events: Sequence[bytes]
) -> None:
    # Only a cluster asks for the client, which takes its time to import.
    from streams.runtime.exits import ExitCode
    from streams.runtime.gateway.gateway import Gateway
    from streams.runtime.gateway.report import Report

    async def publish() -> Report:
        gateway = Gateway(
            domain,
            names,
            options.kafka,
            timeout_ms=options.timeout_ms,
            patience_seconds=options.patience_seconds,
            role=options.role,
        )
        async with gateway:
            return await gateway.publish([Source.memory(what, events)])

    for left in reversed(range(_TRIES)):
        try:
            report = asyncio.run(publish())
        except UserError as fault:
            # Somebody else published at the same moment. The same events again count once.
            if fault.exit_code != ExitCode.FENCED or not left:
                raise UserError(f"The {what} are not in the log. {fault}", fault.exit_code) from fault
        else:
            _check(report.event_count, events, [str(one) for one in report.refusals], what)
            return


def _check(count: int, events: Sequence[bytes], refusals: Sequence[str], what: str) -> None:
    if count != len(events):
        raise UserError("\n  ".join([f"The log refused some of the {what}.", *refusals]))
