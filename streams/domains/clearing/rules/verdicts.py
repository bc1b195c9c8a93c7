"""What is decided about an event, and under which provision?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import lru_cache
from typing import Final, Generic, NamedTuple, Never, TypeVar

from streams.domains.clearing.law.values import Values
from streams.domains.clearing.state.registry import Registry
from streams.kernel.canonical import canonical_json

S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)

CORPUS: Final = "BL3/"


class Reason(StrEnum):
    """Why an event is refused, in order of precedence: the first check that fails decides."""

    BACKDATED = "BACKDATED"
    UNKNOWN_CYCLE = "UNKNOWN_CYCLE"
    BAD_VALUE = "BAD_VALUE"
    SELF_ENTRY = "SELF_ENTRY"
    UNKNOWN_MEMBER = "UNKNOWN_MEMBER"
    ALREADY_REGISTERED = "ALREADY_REGISTERED"
    CLASS_EXCLUDED = "CLASS_EXCLUDED"
    NOT_A_CLEARER = "NOT_A_CLEARER"
    ALREADY_APPOINTED = "ALREADY_APPOINTED"
    ROLE_NOT_HELD = "ROLE_NOT_HELD"
    NOT_A_GROUP_CLEARER = "NOT_A_GROUP_CLEARER"
    ALREADY_IN_GROUP = "ALREADY_IN_GROUP"
    NOT_A_CLEARING_AGENT = "NOT_A_CLEARING_AGENT"
    NO_SETTLEMENT_ACCOUNT_WITH_AGENT = "NO_SETTLEMENT_ACCOUNT_WITH_AGENT"
    NO_LOAN_FACILITY_WITH_AGENT = "NO_LOAN_FACILITY_WITH_AGENT"
    ALREADY_REPRESENTED = "ALREADY_REPRESENTED"
    NOT_A_PARTICIPANT = "NOT_A_PARTICIPANT"
    ORIGINAL_REFUSED = "ORIGINAL_REFUSED"
    UNKNOWN_REFERENCE = "UNKNOWN_REFERENCE"
    CYCLE_STILL_OPEN = "CYCLE_STILL_OPEN"
    SETTLEMENT_FINAL = "SETTLEMENT_FINAL"
    NOT_SETTLED = "NOT_SETTLED"
    LATE_CORRECTION = "LATE_CORRECTION"
    NOT_ENTRY_OWNER = "NOT_ENTRY_OWNER"
    NOT_ITEM_RECEIVER = "NOT_ITEM_RECEIVER"
    DEFAULTER_PROHIBITED = "DEFAULTER_PROHIBITED"
    IRREVOCABLE = "IRREVOCABLE"
    NOT_IN_POSSESSION = "NOT_IN_POSSESSION"
    BELOW_RETURNED = "BELOW_RETURNED"
    EXCEEDS_ORIGINAL = "EXCEEDS_ORIGINAL"
    NO_SHORTFALL_REPORTED = "NO_SHORTFALL_REPORTED"
    ADVANCE_ALREADY_REPORTED = "ADVANCE_ALREADY_REPORTED"
    CASE_EXISTS = "CASE_EXISTS"
    NOT_IN_DEFAULT = "NOT_IN_DEFAULT"
    GROUND_MISMATCH = "GROUND_MISMATCH"
    RETURNS_CLOSED = "RETURNS_CLOSED"
    RETURNS_NOT_CLOSED = "RETURNS_NOT_CLOSED"
    DEPOSITS_CLOSED = "DEPOSITS_CLOSED"
    SHORTFALL_CURED = "SHORTFALL_CURED"
    CASE_STILL_OPEN = "CASE_STILL_OPEN"
    SETTLEMENT_BLOCKED = "SETTLEMENT_BLOCKED"
    INTEREST_RATE_NOT_SET = "INTEREST_RATE_NOT_SET"
    AGENT_EXEMPT = "AGENT_EXEMPT"
    RETURN_REASON_NOT_ADMITTED = "RETURN_REASON_NOT_ADMITTED"
    RETURN_TOO_LATE = "RETURN_TOO_LATE"
    COUNTERPARTY_NOT_PARTICIPANT = "COUNTERPARTY_NOT_PARTICIPANT"
    CYCLE_EXISTS = "CYCLE_EXISTS"
    BAD_CYCLE_TIMES = "BAD_CYCLE_TIMES"
    CYCLE_OVERLAP = "CYCLE_OVERLAP"
    NO_OPEN_CYCLE = "NO_OPEN_CYCLE"
    CYCLE_NOT_OPEN = "CYCLE_NOT_OPEN"
    CYCLE_CLOSED = "CYCLE_CLOSED"
    SEAL_TOO_EARLY = "SEAL_TOO_EARLY"
    ALREADY_DECLARED = "ALREADY_DECLARED"
    NATIONAL_FAILURE = "NATIONAL_FAILURE"
    NOT_IN_NATIONAL_FAILURE = "NOT_IN_NATIONAL_FAILURE"
    UNKNOWN_REGIONAL_EXCHANGE_POINT = "UNKNOWN_REGIONAL_EXCHANGE_POINT"
    ITEM_CLASS_NOT_ELIGIBLE = "ITEM_CLASS_NOT_ELIGIBLE"
    NOT_PAYABLE_ON_DEMAND = "NOT_PAYABLE_ON_DEMAND"
    IDENTIFICATION_MISSING = "IDENTIFICATION_MISSING"
    NOT_IN_DISPUTE = "NOT_IN_DISPUTE"
    ITEM_IN_DISPUTE = "ITEM_IN_DISPUTE"
    EXCHANGE_SUSPENDED = "EXCHANGE_SUSPENDED"
    UNKNOWN_INSTITUTION = "UNKNOWN_INSTITUTION"
    PAYER_NOT_ELIGIBLE = "PAYER_NOT_ELIGIBLE"
    AMALGAMATION_PERIOD_EXPIRED = "AMALGAMATION_PERIOD_EXPIRED"
    NOT_REPRESENTED = "NOT_REPRESENTED"
    REPRESENTATION_ENDED = "REPRESENTATION_ENDED"
    INVALID_GROUND = "INVALID_GROUND"
    NOTICE_TOO_SHORT = "NOTICE_TOO_SHORT"
    NOTICE_AFTER_CUTOFF = "NOTICE_AFTER_CUTOFF"
    NO_ACCEPTED_NOTICE = "NO_ACCEPTED_NOTICE"


class Verdict(NamedTuple):
    """What is decided about one event; it never changes once published.

    Attributes:
        verdict: ACCEPTED, REFUSED and so on; HELD says that there is none yet.
        cites: the provisions it rests on, without the corpus: "47(1)".
        reason: why it is refused, or None.
        more: the verdict's own fields.
    """

    verdict: str
    cites: tuple[str, ...]
    reason: Reason | None = None
    more: tuple[tuple[str, object], ...] = ()

    def citations(self) -> list[str]:
        """The provisions with their corpus: "BL3/47(1)"."""
        return _citations(self.cites)

    def row(self) -> dict[str, object]:
        """The row of the view `verdicts`."""
        row: dict[str, object] = {"verdict": self.verdict, "cites": self.citations(), **dict(self.more)}
        if self.reason is not None:
            row["reason"] = self.reason
        return row

    def row_bytes(self) -> bytes:
        """The row of the view in its canonical form; the same few are written again and again."""
        return canonical_json(self.row()) if self.more else _row_bytes(self)

    @property
    def is_refused(self) -> bool:
        """Whether the event has no effect."""
        return self.verdict == "REFUSED"


@lru_cache(maxsize=1_024)
def _row_bytes(verdict: Verdict) -> bytes:
    """The row of a verdict without fields of its own."""
    return canonical_json(verdict.row())


@lru_cache(maxsize=1_024)
def _citations(cites: tuple[str, ...]) -> list[str]:
    """The citations with their corpus; nobody alters the list."""
    return [CORPUS + cite for cite in cites]


def _always(_registry: Registry, _law: Values) -> bool:
    return True


class Check(NamedTuple, Generic[S_contra]):
    """One row of a table of checks.

    Attributes:
        reason: why the event is refused when the test holds.
        fails: the test.
        cites: the provisions of the refusal; empty: the primary citation of the event.
        can_fail: whether the test can hold for any event at all, as a registry and the law of a day stand.
    """

    reason: Reason
    fails: Callable[[S_contra], bool]
    cites: tuple[str, ...] = ()
    can_fail: Callable[[Registry, Values], bool] = _always


class Walk(NamedTuple):
    """One walk through a table of checks, kept for an explanation.

    Attributes:
        situation: what the checks looked at.
        checks: the table, in order of precedence.
        failed: the place of the check that failed, or None where all passed.
    """

    situation: object
    checks: Sequence[Check[Never]]
    failed: int | None


_WALKS: Final[ContextVar[list[Walk] | None]] = ContextVar("walks", default=None)


@contextmanager
def recording_walks() -> Iterator[list[Walk]]:
    """Keep every walk through a table of checks that is made inside the block; no verdict depends on it."""
    walks: list[Walk] = []
    token = _WALKS.set(walks)
    try:
        yield walks
    finally:
        _WALKS.reset(token)


class ChecksInForce(Generic[S]):
    """The checks of a table that can fail, worked out again when the registry or the law of the day changes."""

    def __init__(self, checks: Sequence[Check[S]], registry: Registry) -> None:
        self._all = checks
        self._registry = registry
        self._revision = -1
        self._law: Values | None = None
        self._in_force: Sequence[Check[S]] = ()

    def on(self, law: Values) -> Sequence[Check[S]]:
        """The checks in order of precedence; all of them while walks are recorded."""
        if _WALKS.get() is not None:
            return self._all
        if self._revision != self._registry.revision or self._law is not law:
            self._revision, self._law = self._registry.revision, law
            self._in_force = tuple(check for check in self._all if check.can_fail(self._registry, law))
        return self._in_force


def refusal(checks: Sequence[Check[S]], situation: S, primary: tuple[str, ...]) -> Verdict | None:
    """The refusal for the first check that fails, or None where none does."""
    refused, failed = None, None
    for check in checks:
        if check[1](situation):
            refused = Verdict("REFUSED", check.cites or primary, check.reason)
            failed = checks.index(check)
            break
    walks = _WALKS.get()
    if walks is not None:
        walks.append(Walk(situation, checks, failed))
    return refused
