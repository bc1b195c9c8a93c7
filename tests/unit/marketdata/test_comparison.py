"""Could the feed be built from its components for less? (section 7.11 of the contract)"""

from streams.domains.marketdata.law import LAW
from streams.domains.marketdata.law.values import market_data_values
from streams.domains.marketdata.rules.comparison import comparison
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.state.months import month_of_text


def standing(month: str, **parameters: object) -> Standing:
    overrides = {f"marketdata.{name}": value for name, value in parameters.items()}
    return Standing(month_of_text(month), market_data_values(LAW.with_overrides(overrides)), ())


def test_summary_is_compared_with_the_cheaper_way_and_premium_with_depth() -> None:
    summary, premium = (comparison(standing("2015-04"), feed) for feed in ("SUMMARY", "PREMIUM"))
    assert summary is not None
    assert premium is not None
    assert (summary["total_cents"], summary["cheapest_component_feeds_cents"]) == (1_600_000, 500_000)
    assert (premium["total_cents"], premium["cheapest_component_feeds_cents"]) == (2_600_000, 1_250_000)


def test_there_is_none_before_the_digital_media_price_is_in_force() -> None:
    assert comparison(standing("2015-02"), "SUMMARY") is None


def test_an_equal_cost_is_not_lower() -> None:
    def fees(cents: int) -> list[dict[str, object]]:
        return [
            {
                "feed": "DEPTH",
                "component": "X",
                "price_cents": cents,
                "cites": "EDGA2015/II.A.2(component-feeds)",
            }
        ]

    for cents, holds in ((2_600_000, True), (2_600_001, False)):
        compared = comparison(standing("2015-04", component_feed_fees=fees(cents)), "PREMIUM")
        assert compared is not None
        assert compared["not_lower_than_component_feeds"] is holds
