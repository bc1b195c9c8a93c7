"""Chance parameters for random histories of market data (section 11)."""

from __future__ import annotations

import random
from typing import Any

from .marketdata_model_parameters import COMPONENT_FEED_FEES, PRICE_BOOK, Parameters

ZONES = ("UTC", "Europe/London", "Asia/Tokyo", "Asia/Kolkata", "America/Los_Angeles")
CHANNELS = ("TELEVISION", "WEB_SITE", "MOBILE_DEVICE", "TERMINAL", "OTHER")

LOW_CENTS = {
    "ENTERPRISE_SUMMARY": (0, 500, 1_000, 1_025, 2_000, 3_000),
    "ENTERPRISE_PREMIUM": (500, 1_500, 2_500, 3_000, 4_000),
    "DIGITAL_MEDIA_ENTERPRISE_SUMMARY": (0, 25, 500, 1_000, 1_500),
    "DIGITAL_MEDIA_ENTERPRISE_PREMIUM": (50, 500, 1_000, 1_500, 2_000),
    "DATA_CONSOLIDATION": (0, 25, 500, 1_000),
}
"""Prices at which licenses pay for a handful of users, with ties."""


def chosen_parameters(chance: random.Random) -> Parameters:
    """Some parameters with values other than their defaults."""
    offers: list[tuple[float, str, list[Any]]] = [
        (0.25, "marketdata.premium_price_mode", ["TOP_UP"]),
        (0.35, "marketdata.billing_time_zone", list(ZONES)),
        (0.60, "marketdata.correction_window_months", [None, 0, 1, 1, 2, 5]),
        (0.30, "marketdata.internal_distributor_users_charged", [True]),
        (0.25, "marketdata.consolidation_fee_enterprise_licensee", [True]),
        (0.25, "marketdata.consolidation_fee_internal_distributor", [True]),
        (0.20, "marketdata.dedicated_devices_netted", [False]),
        (0.20, "marketdata.digital_media_channels", [["WEB_SITE"], ["TERMINAL", "WEB_SITE"], []]),
        (0.30, "marketdata.access_clock_tolerance_seconds", [0, 1, 3_600]),
    ]
    chosen = {name: chance.choice(values) for share, name, values in offers if chance.random() < share}
    if chance.random() < 0.7:
        chosen["marketdata.price_book"] = _price_book(chance)
    if chance.random() < 0.4:
        cents = chance.choice(((0, 100, 250_000, 1_000_000), (0, 0, 25, 125, 500)))
        chosen["marketdata.component_feed_fees"] = [
            {**each, "price_cents": chance.choice(cents)} for each in COMPONENT_FEED_FEES
        ]
    return chosen


def _price_book(chance: random.Random) -> list[dict[str, Any]]:
    """The price book with low license prices, now and then with a fee that is missing, ends or changes."""
    book = []
    for entry in PRICE_BOOK:
        version = dict(entry)
        if entry["fee"] in LOW_CENTS:
            version["price_cents"] = chance.choice(LOW_CENTS[str(entry["fee"])])
        roll = chance.random()
        if roll < 0.03:
            continue
        if roll < 0.08:
            version["valid_until"] = chance.choice(("2015-05-01", "2015-05-10", "2015-02-03"))
        elif roll < 0.14:
            begin = chance.choice(("2015-04-01", "2015-05-02", "2015-04-30", "2015-06-15"))
            book.append(
                {**version, "valid_from": begin, "price_cents": int(str(version["price_cents"])) + 75}
            )
        book.append(version)
    return book
