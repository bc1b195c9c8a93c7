"""Which values does market data decide under, and what may a case put in their place? (section 11)"""

import pytest

from streams.domains.marketdata.law import LAW
from streams.domains.marketdata.law.values import ALLOWED, Values, market_data_values
from streams.kernel.errors import UserError


def overridden(**amounts: object) -> Values:
    return market_data_values(
        LAW.with_overrides({f"marketdata.{name}": value for name, value in amounts.items()})
    )


def test_the_defaults_are_those_of_the_contract() -> None:
    values = market_data_values(LAW)
    assert values.premium_price_mode == "TOTAL"
    assert values.billing_time_zone == "America/New_York"
    assert (values.correction_window_months, values.fact_retention_months) == (3, 24)
    assert not values.internal_distributor_users_charged
    assert not values.consolidation_fee_enterprise_licensee
    assert not values.consolidation_fee_internal_distributor
    assert values.dedicated_devices_netted
    assert values.digital_media_channels == {"TELEVISION", "WEB_SITE", "MOBILE_DEVICE"}
    assert (values.access_clock_tolerance_seconds, values.close_day_of_month) == (300, 16)


def test_the_price_book_has_nine_fees_and_the_digital_media_prices_begin_with_the_filing() -> None:
    book = market_data_values(LAW).price_book
    assert {one.fee: (one.price_cents, str(one.valid_from)) for one in book} == {
        "PROFESSIONAL_USER_SUMMARY": (1_000, "2015-02-03"),
        "PROFESSIONAL_USER_PREMIUM": (1_500, "2015-02-03"),
        "NON_PROFESSIONAL_USER_SUMMARY": (25, "2015-02-03"),
        "NON_PROFESSIONAL_USER_PREMIUM": (50, "2015-02-03"),
        "ENTERPRISE_SUMMARY": (5_000_000, "2015-02-03"),
        "ENTERPRISE_PREMIUM": (10_000_000, "2015-02-03"),
        "DIGITAL_MEDIA_ENTERPRISE_SUMMARY": (1_500_000, "2015-03-17"),
        "DIGITAL_MEDIA_ENTERPRISE_PREMIUM": (2_500_000, "2015-03-17"),
        "DATA_CONSOLIDATION": (100_000, "2015-02-03"),
    }


def test_the_component_feeds_cost_what_the_notice_adds_up() -> None:
    fees = market_data_values(LAW).component_feed_fees
    sums = {
        way: sum(one.price_cents for one in fees if one.feed == way) for way in ("DEPTH", "TOP_AND_LAST_SALE")
    }
    assert sums == {"DEPTH": 1_250_000, "TOP_AND_LAST_SALE": 500_000}


def test_facts_are_judged_for_longer_than_the_window_lasts() -> None:
    assert overridden(correction_window_months=30).fact_retention_months == 32
    assert overridden(correction_window_months=None).fact_retention_months is None
    assert overridden(fact_retention_months=None).fact_retention_months is None


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("premium_price_mode", "SUM"),
        ("billing_time_zone", "America/Gotham"),
        ("correction_window_months", -1),
        ("digital_media_channels", ["RADIO"]),
        ("price_book", [{"fee": "FREE", "price_cents": 1, "valid_from": "2015-02-03", "cites": "X"}]),
        ("close_day_of_month", 0),
    ],
)
def test_a_value_that_is_not_allowed_is_named_with_what_is(name: str, amount: object) -> None:
    with pytest.raises(UserError) as caught:
        overridden(**{name: amount})
    assert f"marketdata.{name} is" in caught.value.message
    assert f"allowed is {ALLOWED[name]}" in caught.value.message
