"""Which values of the law hold for clearing on a day?"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal

import msgspec

from streams.domains.clearing.law.recovery_rate import RateSteps, rate_history, rate_steps
from streams.kernel.editions import Derived, Editions
from streams.kernel.law import LawBook

Share = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Natural = Annotated[int, msgspec.Meta(ge=0)]
Years = Annotated[int, msgspec.Meta(ge=0, le=1_000)]
TimeOfDay = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
Word = Annotated[str, msgspec.Meta(min_length=1)]


class Values(msgspec.Struct, frozen=True):
    """What the rules look up; each field is the parameter `clearing.<field>`, its type says what is allowed.

    Attributes:
        section_57_basis: what the base B of section 57 counts.
        volume_threshold_ppm: share of the national volume that a clearer needs.
        section_29_conjunction: whether all limbs of section 29(2) must hold or one is enough.
        section_39_notice_seconds: shortest notice to other agents before an agent stops at once.
        section_39_notice_cutoff_time: HH:MM in UTC before which that notice is given; None: any time.
        notice_period_days: shortest notice under sections 37, 38 and 43, in calendar days.
        amalgamation_period_years: how long items of an amalgamated member are taken.
        non_member_payers_through_on: last day for items drawn on deposit takers that are no members.
        eligible_item_classes: classes that may be entered; None: all.
        section_6_2_item_classes: classes admitted although section 6(1) is not met.
        regional_exchange_points: where items may be exchanged; None: anywhere.
        identification_required: whether an entry must carry an identification.
        return_reasons: reasons for returns under the rules; None: any.
        recovery_interest_rate_ppm: rate a year from each first day on, 0 before; None: not set.
        interest_year_days: days that count as a year of interest.
    """

    section_57_basis: Literal["LITERAL", "ACSS_COUNTERPARTY"]
    volume_threshold_ppm: Share
    section_29_conjunction: Literal["ALL", "ANY"]
    section_39_notice_seconds: Natural
    section_39_notice_cutoff_time: TimeOfDay | None
    notice_period_days: Natural
    amalgamation_period_years: Years
    non_member_payers_through_on: date
    eligible_item_classes: frozenset[Word] | None
    section_6_2_item_classes: frozenset[Word]
    regional_exchange_points: frozenset[Word] | None
    identification_required: bool
    return_reasons: frozenset[Word] | None
    recovery_interest_rate_ppm: RateSteps | None
    interest_year_days: Annotated[int, msgspec.Meta(ge=1)]


ALLOWED: Final[Mapping[str, str]] = {
    "section_57_basis": "LITERAL or ACSS_COUNTERPARTY",
    "volume_threshold_ppm": "a whole number from 0 to 1000000",
    "section_29_conjunction": "ALL or ANY",
    "section_39_notice_seconds": "a whole number, 0 or more",
    "section_39_notice_cutoff_time": "a time of day such as 16:30, or nothing",
    "notice_period_days": "a whole number, 0 or more",
    "amalgamation_period_years": "a whole number from 0 to 1000",
    "non_member_payers_through_on": "a date such as 2006-12-31",
    "eligible_item_classes": "a list of names, or nothing for all classes",
    "section_6_2_item_classes": "a list of names",
    "regional_exchange_points": "a list of names, or nothing for any place",
    "identification_required": "true or false",
    "return_reasons": "a list of names, or nothing for any reason",
    "recovery_interest_rate_ppm": (
        'a whole number, 0 or more; or a list of {"valid_from": date, "value": whole number} with a step '
        "a day at most; or nothing"
    ),
    "interest_year_days": "a whole number, 1 or more",
}
"""What a person may write for each parameter."""

_RATE: Final = "recovery_interest_rate_ppm"


def _rate_on(book: LawBook, day: date) -> RateSteps | None:
    """The steps of the interest rate as they are known on a day."""
    identifier = f"{book.domain}.{_RATE}"
    if identifier in book.overrides:
        return rate_steps(book.overrides[identifier])
    return rate_history(book.parameters[identifier], day)


class ClearingLaw(Editions[Values]):
    """The law of clearing with every value checked, looked up by instant or by day."""

    def __init__(self, book: LawBook) -> None:
        """Check the values of a law.

        Args:
            book: the dated values, and the overrides that a case document asks for.

        Raises:
            UserError: every value that is not allowed, in one message.
        """
        super().__init__(book, Values, ALLOWED, {_RATE: Derived(rate_steps, _rate_on)})
