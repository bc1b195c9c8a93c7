"""Which values of the law hold for clearing on a day?"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Final, Literal

import msgspec

from streams.domains.clearing.law.recovery_rate import RateSteps, rate_history, rate_steps
from streams.kernel.errors import UserError
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
_TYPES: Final = {field.name: field.type for field in msgspec.structs.fields(Values)}
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_DAY_US: Final = 86_400_000_000


class ClearingLaw:
    """The law of clearing with every value checked, looked up by instant or by day.

    Args:
        book: the dated values, and the overrides that a case document asks for.

    Raises:
        UserError: every value that is not allowed, in one message.
    """

    def __init__(self, book: LawBook) -> None:
        faults = list(_faults(book))
        if faults:
            raise UserError(
                f"The parameters of clearing cannot be used: {'; '.join(faults)}. "
                "Correct them and start again; nothing was decided."
            )
        days = sorted(_days_of_change(book)) or [date.min]
        self.book = book
        self._starts = [day.toordinal() - _EPOCH_DAY for day in days]
        self._editions = [_values_on(book, day) for day in days]

    def on(self, at_us: int) -> Values:
        """Give the values that hold on the UTC day of an instant.

        Args:
            at_us: microseconds from 1970-01-01T00:00:00Z.
        """
        if len(self._editions) == 1:
            return self._editions[0]
        return self._edition(at_us // _DAY_US)

    def on_day(self, day: date) -> Values:
        """Give the values that hold on a day; before the first entry of a parameter its first one counts."""
        return self._edition(day.toordinal() - _EPOCH_DAY)

    def _edition(self, epoch_day: int) -> Values:
        """Find the edition in force on a day, counted from 1970-01-01."""
        return self._editions[max(0, bisect_right(self._starts, epoch_day) - 1)]


def _faults(book: LawBook) -> Iterator[str]:
    """Name every parameter that is missing, read by nobody, or has a value that is not allowed."""
    known = {f"{book.domain}.{field}" for field in _TYPES}
    yield from (f"{identifier} is missing" for identifier in sorted(known - set(book.parameters)))
    yield from (f"{identifier} is read by no rule" for identifier in sorted(set(book.parameters) - known))
    for field in _TYPES:
        for where, amount in _amounts(book, f"{book.domain}.{field}"):
            if not _is_allowed(field, amount):
                yield f"{where} is {_shown(amount)}, allowed is {ALLOWED[field]}"


def _amounts(book: LawBook, identifier: str) -> Iterator[tuple[str, object]]:
    """Give every amount that a parameter takes, with where it stands."""
    if identifier in book.overrides:
        yield identifier, book.overrides[identifier]
    elif identifier in book.parameters:
        for dated in book.parameters[identifier].known():
            yield f"{identifier} from {dated.from_on}", dated.amount


def _is_allowed(field: str, amount: object) -> bool:
    """Say whether a field of the values can take an amount."""
    try:
        if field == _RATE:
            rate_steps(amount)
        else:
            msgspec.convert(amount, _TYPES[field])
    except msgspec.ValidationError:
        return False
    return True


def _shown(amount: object) -> str:
    """Write an amount as a person would in a case document."""
    return "left out" if amount is None else json.dumps(amount, ensure_ascii=False, default=str)


def _days_of_change(book: LawBook) -> set[date]:
    """Collect the days from which another value may hold."""
    return {
        dated.from_on
        for identifier, parameter in book.parameters.items()
        if identifier not in book.overrides
        for dated in parameter.known()
    }


def _values_on(book: LawBook, day: date) -> Values:
    """Put together the values of one day."""
    amounts = {field: book.amount(f"{book.domain}.{field}", day) for field in _TYPES}
    rate = f"{book.domain}.{_RATE}"
    if rate in book.overrides:
        amounts[_RATE] = rate_steps(book.overrides[rate])
    else:
        amounts[_RATE] = rate_history(book.parameters[rate], day)
    return msgspec.convert(amounts, Values)
