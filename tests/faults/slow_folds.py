"""The ledger in workers for whom an entry is work: every one of them takes a hundredth of a second."""

import time
from typing import Any

from tests.kafka.ledger_domain import DOMAINS, Accounts

__all__ = ["DOMAINS"]

_SECONDS = 0.01
_enter = Accounts._enter


def _enter_slowly(accounts: Accounts, event: Any) -> Any:
    time.sleep(_SECONDS)
    return _enter(accounts, event)


Accounts._enter = _enter_slowly  # type: ignore[method-assign, assignment]
