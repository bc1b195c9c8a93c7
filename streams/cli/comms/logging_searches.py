"""How does a search get into the log, before it is answered?"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from schemas.comms import RegisterSearched
from streams.cli import log_writing
from streams.desks.comms.searching import Log
from streams.domains.comms.domain import COMMS
from streams.kernel.errors import UserError
from streams.kernel.topics import TopicNames
from streams.runtime.settings import Settings


def log_of(ledger: Path | None, names: TopicNames, settings: Settings, wait: float) -> Log:
    """Where searches are logged: a ledger, or the input topic of a cluster."""
    write = log_writing.log_of(COMMS, ledger, names, settings, wait, what="searches", role="register")

    def log(searches: Sequence[RegisterSearched]) -> None:
        try:
            write([msgspec.json.encode(one) for one in searches])
        except UserError as fault:
            raise UserError(
                f"The search was not logged, so it is not answered. {fault.message}", fault.exit_code
            ) from fault

    return log
