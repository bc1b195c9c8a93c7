"""Which price does a month have? (section 7.3 of the contract)"""

from datetime import date

import pytest

from streams.domains.marketdata.rules.price import Price, Version, in_force
from streams.domains.marketdata.state.months import month_of_text
from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    MAY_CLOSED,
    PARTIES,
    Event,
    classified,
    granted,
    kinds,
    price,
    result,
    totals,
)

FEE = "NON_PROFESSIONAL_USER_SUMMARY"


def cents_in(month: str, *versions: tuple[str, str | None, int]) -> int | None:
    held = [
        Version("X", date.fromisoformat(start), date.fromisoformat(end) if end else None, Price(cents, ()))
        for start, end, cents in versions
    ]
    found = in_force(month_of_text(month), held).get("X")
    return None if found is None else found.cents


@pytest.mark.parametrize(
    ("versions", "cents"),
    [
        ([("2015-02-03", None, 10)], 10),
        ([("2015-05-01", None, 10)], None),
        ([("2015-04-30", None, 10)], 10),
        ([("2015-02-03", "2015-04-01", 10)], None),
        ([("2015-02-03", "2015-04-02", 10)], 10),
        ([("2015-02-03", None, 10), ("2015-04-15", None, 12)], 10),
        ([("2015-02-03", None, 10), ("2015-04-01", None, 12)], 12),
        ([("2015-02-03", None, 10), ("2015-03-10", "2015-03-10", 12)], None),
        ([("2015-02-03", "2015-03-01", 10), ("2015-04-20", None, 12)], 12),
        ([("2015-04-10", "2015-04-05", 10)], None),
    ],
)
def test_the_earliest_version_that_meets_the_month_is_its_price(
    versions: list[tuple[str, str | None, int]], cents: int | None
) -> None:
    assert cents_in("2015-04", *versions) == cents


def log(*prices: Event) -> tuple[Event, ...]:
    return (*PARTIES, classified(), granted(), *prices)


def test_of_several_prices_for_one_day_the_one_recorded_last_holds() -> None:
    later = price(FEE, 40, "2015-04-01", "2015-04-02T12:00:00Z")
    earlier = price(FEE, 30, "2015-04-01", "2015-04-01T12:00:00Z")
    assert totals(result(*log(later, earlier), APRIL_CLOSED)) == {"invoice/2015-04/ALPHA": 100_040}


def test_a_price_for_a_billed_month_gives_a_note_and_is_reported() -> None:
    late = price(FEE, 30, "2015-04-01", "2015-05-20T12:00:00Z")
    found = result(*log(), APRIL_CLOSED, late, MAY_CLOSED)
    assert totals(found)["debit_note/2015-04/ALPHA/2015-05"] == 5
    assert found["anomalies"] == [
        {"anomaly": "PRICE_BACKDATED", "fee": FEE, "valid_from": "2015-04-01"},
    ]


def test_a_user_whose_fee_has_no_price_gives_no_line_and_is_counted() -> None:
    ends = price(FEE, 25, "2015-02-03", "2015-02-10T12:00:00Z", valid_until="2015-04-01")
    found = result(*log(ends), APRIL_CLOSED)
    assert totals(found) == {"invoice/2015-04/ALPHA": 100_000}
    assert kinds(found["anomalies"]) == ["PRICE_NOT_IN_FORCE"]
    assert found["user_counts"]["2015-04"]["D1"]["F1"]["counted_user_count"] == 1
