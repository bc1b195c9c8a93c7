"""Which licenses would have been cheapest, and what the components of the feed cost (sections 7.10, 7.11)."""

from __future__ import annotations

from itertools import product
from typing import Any

from .marketdata_model_month import Month, covers, user_fee
from .marketdata_model_uses import Use

Advice = dict[str, Any]

ENTERPRISE = (None, "SUMMARY", "PREMIUM")
DIGITAL_MEDIA = (None, "SUMMARY", "PREMIUM")
WAYS = {"PREMIUM": ("DEPTH",), "SUMMARY": ("DEPTH", "TOP_AND_LAST_SALE")}


def license_advice(month: Month) -> dict[tuple[str, str], Advice]:
    """Section 7.10: the advice for each External Distributor and firm with a named-user use in the month."""
    users: dict[tuple[str, str], list[list[Use]]] = {}
    for (distributor, firm, _), uses in month.named.items():
        if month.kind(distributor) == "EXTERNAL":
            users.setdefault((distributor, firm), []).append(uses)
    return {pair: _advice(month, pair[1], of_pair) for pair, of_pair in users.items()}


def _advice(month: Month, firm: str, users: list[list[Use]]) -> Advice:
    """The cheapest of the nine combinations whose license fees are in force."""
    offers = []
    for enterprise, digital_media in product(ENTERPRISE, DIGITAL_MEDIA):
        held = [("ENTERPRISE", enterprise), ("DIGITAL_MEDIA_ENTERPRISE", digital_media)]
        licenses = [(kind, feed) for kind, feed in held if feed is not None]
        names = sorted(f"{kind}_{feed}" for kind, feed in licenses)
        prices = [month.prices.get(name) for name in names]
        if None not in prices:
            cost = sum(cents for cents in prices if cents is not None)
            if digital_media is not None:
                cost += _consolidation_cents(month, firm)
            cost += sum(_user_cents(month, uses, licenses) for uses in users)
            offers.append((cost, len(names), names))
    cost, _, names = min(offers)
    (per_user,) = (each for each, count, _ in offers if count == 0)
    return {
        "licenses": names,
        "cost_cents": cost,
        "per_user_cost_cents": per_user,
        "saving_cents": per_user - cost,
    }


def _consolidation_cents(month: Month, firm: str) -> int:
    """The fee that a Digital Media licensee owes, unless its legal entity owes it as an External Distributor."""
    registration = month.firms.get(firm)
    if registration is not None and month.owns_external(registration["legal_entity"]):
        return 0
    return month.prices.get("DATA_CONSOLIDATION") or 0


def _user_cents(month: Month, uses: list[Use], licenses: list[tuple[str, str]]) -> int:
    """The user fee of what the licenses leave uncovered; 0 where it is not in force."""
    rest = [use for use in uses if not any(covers(kind, feed, use) for kind, feed in licenses)]
    fee = user_fee(rest)
    return 0 if fee is None else month.price(fee) or 0


def component_feed_comparison(month: Month) -> dict[str, Advice]:
    """Section 7.11: the Digital Media prices beside the cost of building each feed from its components."""
    result = {}
    for feed, ways in WAYS.items():
        media = month.prices.get(f"DIGITAL_MEDIA_ENTERPRISE_{feed}")
        consolidation = month.prices.get("DATA_CONSOLIDATION")
        if media is None or consolidation is None:
            continue
        costs = {
            way: sum(
                each["price_cents"]
                for each in month.parameters["marketdata.component_feed_fees"]
                if each["feed"] == way
            )
            for way in ways
        }
        total, cheapest = media + consolidation, min(costs.values())
        enterprise = month.prices.get(f"ENTERPRISE_{feed}")
        result[feed] = {
            "digital_media_enterprise_cents": media,
            "data_consolidation_cents": consolidation,
            "total_cents": total,
            "component_feeds": [{"feeds": way, "total_cents": costs[way]} for way in sorted(costs)],
            "cheapest_component_feeds_cents": cheapest,
            "difference_cents": total - cheapest,
            "not_lower_than_component_feeds": total >= cheapest,
            "enterprise_cents": enterprise,
            "digital_media_lower_than_enterprise": None if enterprise is None else media < enterprise,
        }
    return result
