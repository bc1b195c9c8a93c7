"""The records that a log gives besides its views: documents, anomalies, refusals, advice, with cites (section 8.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .marketdata_model_month import Anomalies, Month
from .marketdata_model_schema import Event, scope
from .marketdata_model_views import escaped

FIELDS_IN_ORDER = (
    "month",
    "license",
    "fee",
    "valid_from",
    "distributor",
    "recipient_firm",
    "user",
    "entitlement",
)
"""Every anomaly of section 6.2 lists those that it has in this order."""

ANOMALY_CITES = {
    "ACCESS_BEYOND_ENTITLED_FEED": ["EDGA2015/II.A.1(count)"],
    "ACCESS_WITHOUT_ENTITLEMENT": ["EDGA2015/II.A.1(user)", "EDGA2015/II.A.1(count)"],
    "ANONYMOUS_ACCESS_UNBILLABLE": ["EDGA2015/II.A.1(digital-media-fee)"],
    "CORRECTION_AFTER_MONTH_FINAL": ["MARKETDATA/R20"],
    "DISTRIBUTOR_NOT_REGISTERED": ["EDGA2015/II.A.1(external-distributor)"],
    "DISTRIBUTOR_WITHOUT_AGREEMENT": ["EDGA2015/II.A.1(external-distributor)"],
    "ENTITLEMENT_NOT_FOUND": ["EDGA2015/II.A.1(user)"],
    "LICENSE_BACKDATED": ["MARKETDATA/R17"],
    "LICENSE_DISTRIBUTOR_NOT_EXTERNAL": ["EDGA2015/II.A.1(enterprise-license)"],
    "LICENSE_END_BACKDATED": ["MARKETDATA/R17"],
    "LICENSE_NOT_FOUND": ["EDGA2015/II.A.1(enterprise-license)"],
    "LICENSE_SCOPE_BREACH": ["EDGA2015/II.A.1(digital-media-fee)"],
    "MISCLASSIFIED_AS_NON_PROFESSIONAL": ["EDGA2015/II.A.1(non-professional-user)"],
    "PRICE_BACKDATED": ["MARKETDATA/R33"],
    "PRICE_NOT_IN_FORCE": ["EDGA2015/heading", "EDGA2015/III"],
    "RECIPIENT_FIRM_NOT_REGISTERED": ["EDGA2015/II.A.1(enterprise-license)"],
    "REDUNDANT_LICENSE": ["EDGA2015/II.A.1(enterprise-license)"],
    "UNCLASSIFIED_USER": ["EDGA2015/II.A.1(professional-user)"],
}
REFUSAL_CITES = {"EVENT_ID_CONFLICT": "MARKETDATA/R29"}

Outcome = dict[str, Any]


def key_of(event: Event) -> list[str]:
    """Section 5.1: the key under which an event stands on its topic."""
    place = scope(event)
    if place[0] == "user":
        return list(place[1:])
    if place[0] == "anonymous":
        return [place[1], event["id"]]
    return ["fact", event["type"], event["id"]]


def refused(event: Event, reason: str) -> Outcome:
    """The record of a refusal."""
    distributor, user = (*scope(event)[1:], "", "")[:2]
    parts = (distributor, user, event["id"], reason)
    return {
        "type": "event_refused",
        "id": "/".join(["refused", *map(escaped, parts)]),
        "key": key_of(event),
        "event": event["id"],
        "reason": reason,
        "cites": [REFUSAL_CITES.get(reason, "MARKETDATA/R30")],
    }


def issued(close: Event, document: Event, month: Month) -> Outcome:
    """The record of a document; what a note cites beside R20 is left to the product."""
    kind = document["document"].lower()
    outcome = {
        **{name: value for name, value in document.items() if name != "id"},
        "type": f"{kind}_issued",
        "id": document["id"],
        "key": [document["legal_entity"]],
        "event": close["id"],
    }
    if kind == "invoice" and month.parameters["marketdata.premium_price_mode"] == "TOTAL":
        fees = {line["fee"] for line in document["lines"]}
        outcome["cites"] = sorted({cite for fee in fees for cite in _cites(month, fee)})
    return outcome


def _cites(month: Month, fee: str) -> list[str]:
    """What the price of a fee cites."""
    price = month.statements.price(fee, month.month)
    assert price is not None
    return price.cites


def advised(close: Event, pair: tuple[str, str], advice: Event) -> Outcome:
    """The record of an advice."""
    parts = (close["month"], *map(escaped, pair))
    return {
        **advice,
        "type": "license_advised",
        "id": "/".join(["license_advice", *parts]),
        "key": list(pair),
        "event": close["id"],
        "cites": ["MARKETDATA/R31"],
    }


def anomalies(close: Event, ever: Anomalies, before: Anomalies, now: Anomalies) -> Iterator[Outcome]:
    """What a close finds first, no longer, or again."""
    yield from _found("anomaly_reported", close, now - ever)
    yield from _found("anomaly_cleared", close, before - now)
    yield from _found("anomaly_reopened", close, (now & ever) - before)


def _found(kind: str, close: Event, members: Iterable[tuple[tuple[str, str], ...]]) -> Iterator[Outcome]:
    """The records of one kind."""
    for member in members:
        fields = dict(member)
        name = fields["anomaly"]
        values = {field: fields[field] for field in FIELDS_IN_ORDER if field in fields}
        key = next(fields[field] for field in ("distributor", "license", "month", "fee") if field in fields)
        parts = [kind.removesuffix("_reported"), name, *map(escaped, values.values())]
        if kind != "anomaly_reported":
            parts.append(close["month"])
        yield {
            **values,
            "type": kind,
            "id": "/".join(parts),
            "key": [key],
            "event": close["id"],
            "cites": ANOMALY_CITES[name],
        }
