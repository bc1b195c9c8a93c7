"""How does a search get into the log, before it is answered?"""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from schemas.comms import RegisterSearched
from streams.desks.comms.searching import Log
from streams.domains.comms.domain import COMMS
from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.runtime.settings import Settings

_ROLE = "register"
_TRIES = 3
_SOURCE = "a search of the register"


def log_of(ledger: Path | None, names: TopicNames, settings: Settings, wait: float) -> Log:
    """Where searches are logged: a ledger, or the input topic of a cluster."""
    if ledger is not None:
        return lambda searches: _to_ledger(ledger, searches)
    return lambda searches: _to_kafka(names, settings, wait, searches)


def _lines(searches: Sequence[RegisterSearched]) -> list[bytes]:
    return [msgspec.json.encode(one) for one in searches]


def _to_ledger(path: Path, searches: Sequence[RegisterSearched]) -> None:
    report = IntakeReport()
    with LedgerWriter.begin_or_open(path, lambda: time.time_ns() // 1_000_000) as ledger:
        running = LedgerRun(ledger, COMMS, COMMS.law)
        running.take([Source.memory(_SOURCE, _lines(searches))], report)
    _check(report.events, searches, [str(one) for one in report.refusals])


def _to_kafka(
    names: TopicNames, settings: Settings, wait: float, searches: Sequence[RegisterSearched]
) -> None:
    # Only a cluster asks for the client, which takes its time to import.
    from streams.runtime.exits import ExitCode
    from streams.runtime.gateway.gateway import Gateway
    from streams.runtime.gateway.report import Report

    async def publish() -> Report:
        gateway = Gateway(
            COMMS,
            names,
            settings.kafka,
            timeout_ms=settings.transaction_timeout_ms,
            patience_seconds=wait,
            role=_ROLE,
        )
        async with gateway:
            return await gateway.publish([Source.memory(_SOURCE, _lines(searches))])

    for left in reversed(range(_TRIES)):
        try:
            report = asyncio.run(publish())
        except UserError as fault:
            # Somebody else searched at the same moment. The same event again is no second search.
            if fault.exit_code != ExitCode.FENCED or not left:
                raise UserError(
                    f"The search was not logged, so it is not answered. {fault}", fault.exit_code
                ) from fault
        else:
            _check(report.event_count, searches, [str(one) for one in report.refusals])
            return


def _check(count: int, searches: Sequence[RegisterSearched], refusals: Sequence[str]) -> None:
    if count != len(searches):
        raise UserError("\n  ".join(["The search was refused by the log, so it is not answered.", *refusals]))
