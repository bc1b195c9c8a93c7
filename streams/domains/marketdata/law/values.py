"""Which values of the fee schedule and of its readings are in use?"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final, Literal

import msgspec

from schemas.marketdata_fields import Channel, Fee
from streams.kernel.errors import UserError
from streams.kernel.law import LawBook
from streams.kernel.time_zone import time_zone

Natural = Annotated[int, msgspec.Meta(ge=0)]
DayOfMonth = Annotated[int, msgspec.Meta(ge=1, le=31)]


class BookPrice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A price version of the book.

    Attributes:
        valid_from: first day, in the billing time zone.
        valid_until: the day from which it no longer holds; None: open.
        cites: the provisions that set it.
    """

    fee: Fee
    price_cents: Natural
    valid_from: date
    cites: str | tuple[str, ...] = ()
    valid_until: date | None = None


class ComponentFee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an External Distributor pays a month for a component feed.

    Attributes:
        feed: the way to build the feed from components, of which this is one.
    """

    feed: str
    component: str
    price_cents: Natural
    cites: str | tuple[str, ...] = ()


class Values(msgspec.Struct, frozen=True):
    """What the rules look up; each field is the parameter `marketdata.<field>`, its type says what is allowed.

    Attributes:
        correction_window_months: None: unlimited.
        fact_retention_months: how long a fact outside the window is judged; None: for ever.
    """

    price_book: tuple[BookPrice, ...]
    component_feed_fees: tuple[ComponentFee, ...]
    premium_price_mode: Literal["TOTAL", "TOP_UP"]
    billing_time_zone: str
    correction_window_months: Natural | None
    internal_distributor_users_charged: bool
    consolidation_fee_enterprise_licensee: bool
    consolidation_fee_internal_distributor: bool
    dedicated_devices_netted: bool
    digital_media_channels: frozenset[Channel]
    access_clock_tolerance_seconds: Natural
    fact_retention_months: Natural | None
    close_day_of_month: DayOfMonth


ALLOWED: Final = {
    "price_book": 'a list of {"fee", "price_cents", "valid_from", "valid_until", "cites"}',
    "component_feed_fees": 'a list of {"feed", "component", "price_cents", "cites"}',
    "premium_price_mode": "TOTAL or TOP_UP",
    "billing_time_zone": "a name of the IANA database such as America/New_York",
    "correction_window_months": "a whole number, 0 or more, or nothing for no limit",
    "internal_distributor_users_charged": "true or false",
    "consolidation_fee_enterprise_licensee": "true or false",
    "consolidation_fee_internal_distributor": "true or false",
    "dedicated_devices_netted": "true or false",
    "digital_media_channels": "a list of channels",
    "access_clock_tolerance_seconds": "a whole number, 0 or more",
    "fact_retention_months": "a whole number, 0 or more, or nothing for no limit",
    "close_day_of_month": "a day from 1 to 31",
}
"""What a person may write for each parameter."""

_TYPES: Final = {field.name: field.type for field in msgspec.structs.fields(Values)}
_LEAST_RETENTION_BEYOND_WINDOW: Final = 2


def market_data_values(book: LawBook) -> Values:
    """The values in use, every one checked; of a dated value the newest that is known.

    Raises:
        UserError: every value that is not allowed, in one message.
    """
    faults = list(_faults(book))
    if faults:
        raise UserError(
            f"The parameters of marketdata cannot be used: {'; '.join(faults)}. "
            "Correct them and start again; nothing was decided."
        )
    amounts = {field: _amount(book, field) for field in _TYPES}
    values = msgspec.convert(amounts, Values)
    return msgspec.structs.replace(values, fact_retention_months=_retention_months(values))


def _retention_months(values: Values) -> int | None:
    """How long facts are judged: never shorter than corrections reach."""
    window, retention = values.correction_window_months, values.fact_retention_months
    if window is None or retention is None:
        return None
    return max(retention, window + _LEAST_RETENTION_BEYOND_WINDOW)


def _amount(book: LawBook, field: str) -> object:
    return book.amount(f"{book.domain}.{field}", date.max)


def _faults(book: LawBook) -> Iterator[str]:
    """Name every parameter that is missing, read by nobody, or has a value that is not allowed."""
    known = {f"{book.domain}.{field}" for field in _TYPES}
    missing = sorted(known - set(book.parameters))
    yield from (f"{identifier} is missing" for identifier in missing)
    yield from (f"{identifier} is read by no rule" for identifier in sorted(set(book.parameters) - known))
    for field in () if missing else _TYPES:
        amount = _amount(book, field)
        if not _is_allowed(field, amount):
            yield f"{book.domain}.{field} is {_shown(amount)}, allowed is {ALLOWED[field]}"


def _is_allowed(field: str, amount: object) -> bool:
    """Say whether a field of the values can take an amount."""
    try:
        msgspec.convert(amount, _TYPES[field])
        if field == "billing_time_zone":
            time_zone(str(amount))
    except (msgspec.ValidationError, ValueError):
        return False
    return True


def _shown(amount: object) -> str:
    """Write an amount as a person would in a case document."""
    return "left out" if amount is None else json.dumps(amount, ensure_ascii=False, default=str)
