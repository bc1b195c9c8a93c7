"""Market data events in few words, and what a log of them gives.

The parties: D1 (External) and F1 belong to ALPHA, F9 to GAMMA; D1 has an agreement from March 2015 on.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from streams.domains.marketdata.domain import MARKETDATA
from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.replay.cases import run_in_memory

Event = dict[str, Any]

FEBRUARY = "2015-02-01T14:00:00Z"
MARCH = "2015-03-25T14:00:00Z"
APRIL = "2015-04-10T15:00:00Z"
PERSON: Event = {
    "user_kind": "NATURAL_PERSON",
    "registered_or_qualified": "NO",
    "engaged_as_investment_adviser": "NO",
    "performs_registrable_functions_for_exempt_organization": "NO",
}


def event(kind: str, identifier: str, at: str, **fields: object) -> Event:
    return {"type": kind, "id": identifier, "at": at, **fields}


def distributor(name: str = "D1", entity: str = "ALPHA", kind: str = "EXTERNAL", **more: object) -> Event:
    at = str(more.pop("at", FEBRUARY))
    fields = {"distributor": name, "legal_entity": entity, "distributor_kind": kind, **more}
    return event("distributor_registered", f"reg-{name}-{entity}-{kind}", at, **fields)


def firm(name: str = "F1", entity: str = "ALPHA", at: str = FEBRUARY, **more: object) -> Event:
    fields = {"recipient_firm": name, "legal_entity": entity, **more}
    return event("recipient_firm_registered", f"reg-{name}-{entity}", at, **fields)


def agreement(name: str = "A1", of: str = "D1", at: str = FEBRUARY, **more: object) -> Event:
    fields = {"agreement": name, "distributor": of, "first_month": "2015-03", **more}
    return event("distribution_agreement_signed", f"agr-{name}-{at}", at, **fields)


PARTIES = (distributor(), firm(), firm("F9", "GAMMA"), agreement())


def bought(name: str = "L1", at: str = FEBRUARY, **more: object) -> Event:
    fields = {
        "license": name,
        "recipient_firm": "F9",
        "distributor": "D1",
        "license_kind": "ENTERPRISE",
        "feed": "SUMMARY",
        "first_month": "2015-03",
        **more,
    }
    return event("license_purchased", f"buy-{name}-{at}", at, **fields)


def ended(name: str, last_month: str, at: str) -> Event:
    return event("license_ended", f"end-{name}-{at}", at, license=name, last_month=last_month)


def price(fee: str, cents: int, valid_from: str, at: str, **more: object) -> Event:
    fields = {"fee": fee, "price_cents": cents, "valid_from": valid_from, "citation": "SR-X", **more}
    return event("price_set", f"price-{fee}-{valid_from}-{at}", at, **fields)


def device(name: str, owner: str | None, at: str = MARCH) -> Event:
    owned = {} if owner is None else {"dedicated_to": owner}
    return event("device_classified", f"dev-{name}-{owner}-{at}", at, device=name, **owned)


def closed(month: str, at: str, identifier: str | None = None) -> Event:
    return event("month_closed", identifier or f"close-{month}", at, month=month)


def tick(at: str) -> Event:
    return event("tick", f"tick-{at}", at)


def classified(user: str = "u", effective_at: str = "2015-03-01T05:00:00Z", **more: object) -> Event:
    at, of = str(more.pop("at", effective_at)), str(more.pop("distributor", "D1"))
    fields = {"distributor": of, "user": user, "effective_at": effective_at, **PERSON, **more}
    known = {name: value for name, value in fields.items() if value is not None}
    return event("user_classified", f"cls-{of}-{user}-{effective_at}-{at}", at, **known)


def granted(user: str = "u", effective_at: str = MARCH, **more: object) -> Event:
    at, of = str(more.pop("at", effective_at)), str(more.pop("distributor", "D1"))
    fields = {
        "distributor": of,
        "recipient_firm": "F1",
        "user": user,
        "entitlement": f"{user}-1",
        "feed": "SUMMARY",
        "effective_at": effective_at,
        **more,
    }
    return event(
        "entitlement_granted", f"grant-{of}-{fields['entitlement']}-{effective_at}-{at}", at, **fields
    )


def revoked(user: str, effective_at: str, **more: object) -> Event:
    at = str(more.pop("at", effective_at))
    fields = {
        "distributor": "D1",
        "user": user,
        "entitlement": f"{user}-1",
        "effective_at": effective_at,
        **more,
    }
    return event("entitlement_revoked", f"revoke-{fields['entitlement']}-{effective_at}-{at}", at, **fields)


def accessed(user: str | None = "u", accessed_at: str = APRIL, **more: object) -> Event:
    at = str(more.pop("at", accessed_at))
    fields: Event = {
        "distributor": "D1",
        "recipient_firm": "F1",
        "feed": "SUMMARY",
        "channel": "TERMINAL",
        "purpose": "TRADING",
        "accessed_at": accessed_at,
        **more,
    }
    if user is not None:
        fields["user"] = user
    identifier = str(fields.pop("id", f"access-{user}-{accessed_at}-{fields['feed']}"))
    return event("feed_accessed", identifier, at, **fields)


APRIL_CLOSED = closed("2015-04", "2015-05-16T12:00:00Z")
MAY_CLOSED = closed("2015-05", "2015-06-16T12:00:00Z")


def as_records(events: Iterable[Event]) -> list[bytes]:
    return [json.dumps(one).encode() for one in events]


def result(*events: Event, partitions: int = 2, **parameters: object) -> dict[str, Any]:
    """The result document of a log."""
    law = MARKETDATA.law.with_overrides({f"marketdata.{name}": value for name, value in parameters.items()})
    return dict(run_in_memory(MARKETDATA, law, as_records(events), partitions))


def outcomes(*events: Event, partitions: int = 2) -> list[tuple[str, dict[str, Any]]]:
    """The outcomes of a log with their keys, in order of their ids."""
    units: list[CommitUnit] = []
    pipeline = Pipeline(MARKETDATA, partitions, MARKETDATA.law)
    pipeline.on_commit = lambda _stage, _partition, unit: units.append(unit)
    for value in as_records(events):
        pipeline.write(value)
    pipeline.run()
    found = [(key.decode(), json.loads(value)) for unit in units for key, value in unit.outcomes]
    return sorted(found, key=lambda one: str(one[1]["id"]))


def totals(document: dict[str, Any]) -> dict[str, int]:
    """What each document comes to, by its id."""
    return {one["id"]: one["total_cents"] for one in document["documents"]}


def kinds(rows: Iterable[dict[str, Any]]) -> list[str]:
    """The anomalies of a list."""
    return [row["anomaly"] for row in rows]


def user_lines(document: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Fee and quantity of each user line of all documents."""
    for one in document["documents"]:
        yield from ((line["fee"], line["quantity"]) for line in one["lines"] if "_USER_" in line["fee"])
