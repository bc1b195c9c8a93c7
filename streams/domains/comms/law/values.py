"""Which values of the law hold for comms on a day?"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal

import msgspec

from streams.kernel.editions import Derived, Editions
from streams.kernel.law import LawBook
from streams.kernel.time_zone import time_zone

Natural = Annotated[int, msgspec.Meta(ge=0)]
Years = Annotated[int, msgspec.Meta(ge=0, le=1_000)]
Share = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class Values(msgspec.Struct, frozen=True):
    """What the rules look up; each field is the parameter `comms.<field>`, its type says what is allowed.

    Attributes:
        time_zone: IANA name of the zone whose days count.
        rule_version: day of the text that is applied.
        recording_grace_hours: within which a recording arrives after the end.
        storage_grace_hours: the same for stored messages.
        minutes_grace_hours: the same for minutes.
        coverage_tolerance_seconds: how much of a segment its tapes may leave out.
        notice_tolerance_seconds: how late words in a call may come.
        consent_tolerance_seconds: how late consent to a taped sounding may come.
        attribution_gap_milliseconds: how long a telephone may have no holder in a segment.
        match_overlap_ppm: share of a segment that a recording must cover to belong to it.
        unlogged_hours: after which a record without a communication is a finding.
        retention_years: term of what the duty covers.
        policy_retention_years: term of what the firm keeps by its policy.
        order_cap_years: after which an order of the authority is a finding.
        surplus_days: within which surplus is deleted.
        deletion_grace_days: within which an expired record is deleted.
        access_months: within which a request is answered.
        market_abuse_regulation_effective_on: from which soundings must be taped.
        placing_before_subscription_duty: for general talk on a placing before the subscription period (R3).
        expected_mandate_duty: for talk from which a mandate is expectable (R4).
        portfolio_management_scope: which talk of a portfolio manager is under the duty (R5).
        change_notice_when_already_taped: whether words are needed where the line was taped from the start (R10).
        unrecorded_sounding_severity: of a sounding that goes on untaped after a refusal (R13).
    """

    time_zone: str
    rule_version: date
    recording_grace_hours: Natural
    storage_grace_hours: Natural
    minutes_grace_hours: Natural
    coverage_tolerance_seconds: Natural
    notice_tolerance_seconds: Natural
    consent_tolerance_seconds: Natural
    attribution_gap_milliseconds: Natural
    match_overlap_ppm: Share
    unlogged_hours: Natural
    retention_years: Years
    policy_retention_years: Years
    order_cap_years: Years
    surplus_days: Natural
    deletion_grace_days: Natural
    access_months: Natural
    market_abuse_regulation_effective_on: date
    placing_before_subscription_duty: Literal["RECOMMENDED", "REQUIRED"]
    expected_mandate_duty: Literal["REQUIRED", "RECOMMENDED"]
    portfolio_management_scope: Literal["ORDERS_ONLY", "ALL"]
    change_notice_when_already_taped: Literal["NOT_NEEDED", "NEEDED"]
    unrecorded_sounding_severity: Literal["RECOMMENDATION", "LAW"]


_NATURAL: Final = "a whole number, 0 or more"
_YEARS: Final = "a whole number from 0 to 1000"
_DAY: Final = "a date such as 2022-03-02"

ALLOWED: Final[Mapping[str, str]] = {
    "time_zone": "the name of a time zone such as Europe/Oslo",
    "rule_version": _DAY,
    "recording_grace_hours": _NATURAL,
    "storage_grace_hours": _NATURAL,
    "minutes_grace_hours": _NATURAL,
    "coverage_tolerance_seconds": _NATURAL,
    "notice_tolerance_seconds": _NATURAL,
    "consent_tolerance_seconds": _NATURAL,
    "attribution_gap_milliseconds": _NATURAL,
    "match_overlap_ppm": "a whole number from 0 to 1000000",
    "unlogged_hours": _NATURAL,
    "retention_years": _YEARS,
    "policy_retention_years": _YEARS,
    "order_cap_years": _YEARS,
    "surplus_days": _NATURAL,
    "deletion_grace_days": _NATURAL,
    "access_months": _NATURAL,
    "market_abuse_regulation_effective_on": _DAY,
    "placing_before_subscription_duty": "RECOMMENDED or REQUIRED",
    "expected_mandate_duty": "REQUIRED or RECOMMENDED",
    "portfolio_management_scope": "ORDERS_ONLY or ALL",
    "change_notice_when_already_taped": "NOT_NEEDED or NEEDED",
    "unrecorded_sounding_severity": "RECOMMENDATION or LAW",
}
"""What a person may write for each parameter."""


def _check_time_zone(amount: object) -> None:
    """Refuse what is no time zone of the database that comes with the product."""
    try:
        time_zone(msgspec.convert(amount, str))
    except ValueError as problem:
        raise msgspec.ValidationError(str(problem)) from None


_DERIVED: Final = {
    "time_zone": Derived(_check_time_zone, lambda book, day: book.amount("comms.time_zone", day)),
}


class CommsLaw(Editions[Values]):
    """The law of comms with every value checked, looked up by instant or by day.

    Raises:
        UserError: every value that is not allowed, in one message.
    """

    def __init__(self, book: LawBook) -> None:
        super().__init__(book, Values, ALLOWED, _DERIVED)


_CHECKED: Final[dict[str, CommsLaw]] = {}


def law_of(book: LawBook) -> CommsLaw:
    """The law of a book, checked once for all stages and partitions that decide under it.

    Raises:
        UserError: every value that is not allowed, in one message.
    """
    digest = book.digest
    if digest not in _CHECKED:
        _CHECKED[digest] = CommsLaw(book)
    return _CHECKED[digest]
