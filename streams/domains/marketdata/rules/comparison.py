"""Could the feed be built from its components for less? (EDGA2015/II.A.2(component-feeds), EDGA2015/II.B(not-lower))"""

from collections.abc import Sequence
from typing import Final

from streams.domains.marketdata.law.values import ComponentFee
from streams.domains.marketdata.rules.price import DATA_CONSOLIDATION
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.state.words import PREMIUM, SUMMARY
from streams.kernel.citation import cites

WAYS: Final = {PREMIUM: ("DEPTH",), SUMMARY: ("DEPTH", "TOP_AND_LAST_SALE")}
"""The ways to build each feed from its components, sorted."""


@cites("EDGA2015/II.A.2(component-feeds)")
def way_cents(fees: Sequence[ComponentFee], way: str) -> int:
    """What all components of a way cost together a month."""
    return sum(fee.price_cents for fee in fees if fee.feed == way)


@cites("EDGA2015/II.B(not-lower)", "EDGA2015/II.A.2(enterprise-amount)", "MARKETDATA/R32")
def comparison(standing: Standing, feed: str) -> dict[str, object] | None:
    """The Digital Media price of a feed beside its components and the Enterprise price; None while not in force."""
    prices = standing.prices
    digital, consolidation = prices.get(f"DIGITAL_MEDIA_ENTERPRISE_{feed}"), prices.get(DATA_CONSOLIDATION)
    if digital is None or consolidation is None:
        return None
    total_cents = digital.cents + consolidation.cents
    ways = {way: way_cents(standing.law.component_feed_fees, way) for way in WAYS[feed]}
    cheapest_cents = min(ways.values())
    enterprise = prices.get(f"ENTERPRISE_{feed}")
    return {
        "digital_media_enterprise_cents": digital.cents,
        "data_consolidation_cents": consolidation.cents,
        "total_cents": total_cents,
        "component_feeds": [{"feeds": way, "total_cents": cents} for way, cents in ways.items()],
        "cheapest_component_feeds_cents": cheapest_cents,
        "difference_cents": total_cents - cheapest_cents,
        "not_lower_than_component_feeds": total_cents >= cheapest_cents,
        "enterprise_cents": None if enterprise is None else enterprise.cents,
        "digital_media_lower_than_enterprise": None
        if enterprise is None
        else digital.cents < enterprise.cents,
    }
