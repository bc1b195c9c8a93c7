"""How many U.S. cents is a part? (section 5.3 of the contract)"""

import pytest

from streams.domains.swaps.rules.conversion import missing_rates, part_cents, usd_cents
from tests.unit.swaps.events import Event, on_day, parts, rate, traded, usd, values


def eur(cents: int) -> list[Event]:
    return [{"currency": "EUR", "notional_cents": cents}]


@pytest.mark.parametrize(
    ("cents", "ppb", "expected"),
    [
        (1_000_000_000, 1_160_050_000, 1_160_050_000),
        (1, 500_000_000, 1),
        (1, 499_999_999, 0),
        (10**17, 1_160_050_000, 116_005_000_000_000_000),
        (3, 1_500_000_000, 5),
        (0, 1_160_050_000, 0),
    ],
)
def test_half_a_cent_is_rounded_up_and_nothing_is_lost(cents: int, ppb: int, expected: int) -> None:
    assert usd_cents(cents, ppb) == expected


def cents_of(notionals: list[Event], *facts: Event, **parameters: object) -> int | None:
    (part,) = parts(traded(notionals=notionals))
    return part_cents(part, on_day(*facts), values(**parameters))


def test_the_larger_of_two_legs_counts_once() -> None:
    two = rate("EUR", "2022-01-10", 2_000_000_000)
    assert cents_of([*usd(100), *eur(60)], two) == 120
    assert cents_of([*usd(130), *eur(60)], two) == 130


@pytest.mark.parametrize(
    ("rate_on", "cents"), [("2022-01-05", 200), ("2022-01-04", None), ("2022-01-11", None)]
)
def test_an_earlier_rate_is_usable_for_five_days_and_a_later_one_never(
    rate_on: str, cents: int | None
) -> None:
    assert cents_of(eur(100), rate("EUR", rate_on, 2_000_000_000)) == cents


def test_the_nearest_earlier_rate_is_used() -> None:
    rates = (rate("EUR", "2022-01-08", 3_000_000_000), rate("EUR", "2022-01-07", 2_000_000_000))
    assert cents_of(eur(100), *rates) == 300


def test_how_long_a_rate_is_usable_is_a_parameter() -> None:
    assert cents_of(eur(100), rate("EUR", "2022-01-09", 2_000_000_000), fx_rate_usable_days=0) is None


def test_of_two_rates_for_a_day_the_one_known_last_counts_whatever_the_order() -> None:
    first = rate("EUR", "2022-01-10", 2_000_000_000)
    corrected = rate("EUR", "2022-01-10", 3_000_000_000, at="2022-01-11T00:00:00Z")
    assert cents_of(eur(100), first, corrected) == cents_of(eur(100), corrected, first) == 300


def test_one_missing_rate_leaves_the_part_without_an_amount() -> None:
    notionals = [*usd(100), {"currency": "JPY", "notional_cents": 0}]
    (part,) = parts(traded(notionals=notionals))
    assert part_cents(part, on_day(), values()) is None
    assert missing_rates(part, on_day(), values()) == ["JPY"]


def test_the_greatest_of_stated_effective_and_scheduled_amounts_is_the_level() -> None:
    assert cents_of([{**usd(100)[0], "effective_notional_cents": 300}]) == 300
    assert cents_of([{**usd(100)[0], "scheduled_notionals_cents": [50, 250]}]) == 250
    assert cents_of([{**usd(100)[0], "effective_notional_cents": 20}]) == 100
