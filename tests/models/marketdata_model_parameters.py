"""The parameters of market data with their defaults (section 11)."""

from __future__ import annotations

from typing import Any

Parameters = dict[str, Any]

USER_FEES = "EDGA2015/II.A.1(user-fees)"
ENTERPRISE_AMOUNT = "EDGA2015/II.A.2(enterprise-amount)"
DIGITAL_MEDIA_FEE = "EDGA2015/II.A.1(digital-media-fee)"
CONSOLIDATION_FEE = "EDGA2015/II.A.1(consolidation-fee)"
COMPONENT_FEEDS = "EDGA2015/II.A.2(component-feeds)"

PRICE_BOOK = [
    {"fee": fee, "price_cents": cents, "valid_from": valid_from, "valid_until": None, "cites": cites}
    for fee, cents, valid_from, cites in (
        ("PROFESSIONAL_USER_SUMMARY", 1_000, "2015-02-03", USER_FEES),
        ("PROFESSIONAL_USER_PREMIUM", 1_500, "2015-02-03", USER_FEES),
        ("NON_PROFESSIONAL_USER_SUMMARY", 25, "2015-02-03", USER_FEES),
        ("NON_PROFESSIONAL_USER_PREMIUM", 50, "2015-02-03", USER_FEES),
        ("ENTERPRISE_SUMMARY", 5_000_000, "2015-02-03", ENTERPRISE_AMOUNT),
        ("ENTERPRISE_PREMIUM", 10_000_000, "2015-02-03", ENTERPRISE_AMOUNT),
        ("DIGITAL_MEDIA_ENTERPRISE_SUMMARY", 1_500_000, "2015-03-17", DIGITAL_MEDIA_FEE),
        ("DIGITAL_MEDIA_ENTERPRISE_PREMIUM", 2_500_000, "2015-03-17", DIGITAL_MEDIA_FEE),
        ("DATA_CONSOLIDATION", 100_000, "2015-02-03", CONSOLIDATION_FEE),
    )
]
COMPONENT_FEED_FEES = [
    {"feed": feed, "component": f"{exchange}_{feed}", "price_cents": cents, "cites": COMPONENT_FEEDS}
    for feed, exchange, cents in (
        ("DEPTH", "EDGX", 250_000),
        ("DEPTH", "EDGA", 250_000),
        ("DEPTH", "BYX", 250_000),
        ("DEPTH", "BZX", 500_000),
        ("TOP_AND_LAST_SALE", "EDGX", 125_000),
        ("TOP_AND_LAST_SALE", "EDGA", 0),
        ("TOP_AND_LAST_SALE", "BYX", 125_000),
        ("TOP_AND_LAST_SALE", "BZX", 250_000),
    )
]
DEFAULTS: Parameters = {
    "marketdata.price_book": PRICE_BOOK,
    "marketdata.component_feed_fees": COMPONENT_FEED_FEES,
    "marketdata.premium_price_mode": "TOTAL",
    "marketdata.billing_time_zone": "America/New_York",
    "marketdata.correction_window_months": 3,
    "marketdata.internal_distributor_users_charged": False,
    "marketdata.consolidation_fee_enterprise_licensee": False,
    "marketdata.consolidation_fee_internal_distributor": False,
    "marketdata.dedicated_devices_netted": True,
    "marketdata.digital_media_channels": ["TELEVISION", "WEB_SITE", "MOBILE_DEVICE"],
    "marketdata.access_clock_tolerance_seconds": 300,
    "marketdata.fact_retention_months": 24,
    "marketdata.close_day_of_month": 16,
}
