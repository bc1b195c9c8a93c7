"""The documents and the result document of market data (section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .marketdata_model_advice import component_feed_comparison, license_advice
from .marketdata_model_month import LineKey

if TYPE_CHECKING:
    from .marketdata_model import Books

Event = dict[str, Any]

ANOMALY_ORDER = (
    "anomaly",
    "month",
    "distributor",
    "recipient_firm",
    "user",
    "license",
    "fee",
    "entitlement",
    "valid_from",
)


def escaped(name: str) -> str:
    """Section 8.1: a name inside an identifier."""
    return name.replace("%", "%25").replace("/", "%2F")


def shown_lines(lines: Mapping[LineKey, int]) -> list[Event]:
    """Section 8.2: the lines of one legal entity in their order, null first."""
    ordered = sorted(
        lines.items(),
        key=lambda item: (
            item[0].fee,
            *(
                (each is not None, each or "")
                for each in (item[0].distributor, item[0].firm, item[0].license)
            ),
            item[0].unit_price_cents,
        ),
    )
    return [
        {
            "fee": key.fee,
            "distributor": key.distributor,
            "recipient_firm": key.firm,
            "license": key.license,
            "quantity": quantity,
            "unit_price_cents": key.unit_price_cents,
            "amount_cents": quantity * key.unit_price_cents,
        }
        for key, quantity in ordered
    ]


def document(close: Event, month: str, entity: str, lines: Mapping[LineKey, int], *, is_note: bool) -> Event:
    """Sections 7.9 and 8.1: an invoice, or the note of what the sign of the total says."""
    shown = shown_lines(lines)
    total = sum(line["amount_cents"] for line in shown)
    kind, name = "INVOICE", f"invoice/{month}/{escaped(entity)}"
    if is_note:
        kind = "DEBIT_NOTE" if total > 0 else "CREDIT_NOTE" if total < 0 else "ADJUSTMENT_NOTE"
        name = f"{kind.lower()}/{month}/{escaped(entity)}/{close['month']}"
    return {
        "id": name,
        "document": kind,
        "legal_entity": entity,
        "month": month,
        "issued_with_month": close["month"],
        "issued_at": close["at"],
        "total_cents": total,
        "lines": shown,
    }


def result_document(books: Books) -> Event:
    """Section 8.2: the eight views."""
    reported = sorted(set(books.closes) | books.ticked)
    assessed = {month: books.assess(month) for month in reported}
    fees: Event = {month: {} for month in reported}
    counts: Event = {month: {} for month in reported}
    advice: Event = {month: {} for month in reported}
    for month, each in assessed.items():
        fees[month] = _fees(books, month, each.lines)
        for (distributor, firm), figures in sorted(each.counts.items()):
            counts[month].setdefault(distributor, {})[firm] = figures
        advised = books.advised[month] if month in books.closes else license_advice(each)
        for (distributor, firm), figures in sorted(advised.items()):
            advice[month].setdefault(distributor, {})[firm] = figures
    return {
        "documents": books.documents,
        "month_to_date_fees": fees,
        "user_counts": counts,
        "license_advice": advice,
        "anomalies": [dict(each) for each in sorted(books.anomalies, key=_anomaly_order)],
        "open_anomalies": [dict(each) for each in sorted(books.held, key=_anomaly_order)],
        "refusals": [
            {"event": event, "reason": reason}
            for event, reason in sorted({(event, reason) for _, event, reason in books.refusals})
        ],
        "component_feed_comparison": {
            month: component_feed_comparison(each) for month, each in assessed.items()
        },
    }


def _anomaly_order(anomaly: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Section 8.2: the order of anomalies, a missing field as the empty string."""
    fields = dict(anomaly)
    return tuple(fields.get(name, "") for name in ANOMALY_ORDER)


def _fees(books: Books, month: str, lines: Mapping[LineKey, int]) -> Event:
    """Section 8.2: the fees of a month as known now, and what of them was billed."""
    billed: dict[str, int] = {}
    for each in books.documents:
        if each["month"] == month:
            entity = each["legal_entity"]
            billed[entity] = billed.get(entity, 0) + each["total_cents"]
    result = {}
    for entity in sorted(billed.keys() | {key.legal_entity for key in lines}):
        shown = shown_lines({key: count for key, count in lines.items() if key.legal_entity == entity})
        total = sum(line["amount_cents"] for line in shown)
        result[entity] = {
            "lines": shown,
            "total_cents": total,
            "billed_cents": billed.get(entity, 0),
            "unbilled_cents": total - billed.get(entity, 0),
        }
    return result
