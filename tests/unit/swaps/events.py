"""The smallest facts and swaps from which a situation is made."""

import hashlib
import json
from typing import Any, Final

from schemas import swaps as events
from schemas.reading import Reader, Unreadable
from schemas.swaps import EVENT_STRUCTS
from streams.domains.swaps.law import LAW
from streams.domains.swaps.law.values import SwapsLaw, Values
from streams.domains.swaps.rules.side import Side
from streams.domains.swaps.rules.terms import corrected_terms, parts_of, traded_terms
from streams.domains.swaps.state.facts_on_day import FactsOnDay
from streams.domains.swaps.state.registry import Registry
from streams.domains.swaps.state.terms import Part
from streams.domains.swaps.state.told import Told

Event = dict[str, Any]

DAY: Final = "2022-01-10"
KNOWN: Final = "2021-01-01T00:00:00Z"
READER: Final = Reader(EVENT_STRUCTS)

ABROAD: Final = {
    "branch": "HK-BRANCH",
    "branch_is_payment_office": True,
    "branch_normal_course": True,
    "booked_in_branch": True,
}
"""How a party acts through its foreign branch."""
IN_THE_US: Final = {"branch": "NY-BRANCH", "booked_in_branch": True}
"""How a party acts through its U.S. branch."""


def event(kind: str, /, **fields: Any) -> Event:
    """An event known early, with an id made from what it says."""
    body = {"type": kind, "at": KNOWN, **fields}
    return {"id": hashlib.sha256(json.dumps(body).encode()).hexdigest()[:16], **body}


def person(entity: str, country: str = "GB", **fields: Any) -> Event:
    """A legal person at home in a country."""
    home = dict.fromkeys(("organized_in", "principal_place_of_business", "home_jurisdiction"), country)
    return event("entity_recorded", entity=entity, kind="LEGAL_PERSON", **{**home, **fields})


def control(entity: str, *controllers: str, **fields: Any) -> Event:
    """Who controls an entity."""
    return event("control_recorded", entity=entity, controllers=list(controllers), **fields)


def ownership(entity: str, *owners: str, **fields: Any) -> Event:
    """Who owns the majority of an entity."""
    return event("majority_ownership_recorded", entity=entity, majority_owners=list(owners), **fields)


def branch(name: str, located_in: str, *, met: bool = True, **fields: Any) -> Event:
    """A branch."""
    return event(
        "branch_recorded",
        branch=name,
        entity="B",
        located_in=located_in,
        foreign_branch_conditions_met=met,
        **fields,
    )


def registered(entity: str, category: str = "SWAP_DEALER", **fields: Any) -> Event:
    """An entity is registered."""
    return event(
        "registration_recorded", **{"entity": entity, "category": category, "status": "REGISTERED", **fields}
    )


def subsidiary(entity: str, **fields: Any) -> Event:
    """A significant risk subsidiary by its revenue."""
    figures = {
        "ultimate_us_parent_assets_cents": 5_000_000_000_001,
        "equity_capital_share_ppm": 0,
        "revenue_share_ppm": 100_000,
        "total_assets_share_ppm": 0,
    }
    return event("significant_subsidiary_recorded", entity=entity, **{**figures, **fields})


def guarantee(name: str, guarantor: str, obligor: str, kind: str = "RECOURSE", **fields: Any) -> Event:
    """An arrangement of support."""
    return event(
        "guarantee_recorded", guarantee=name, guarantor=guarantor, obligor=obligor, kind=kind, **fields
    )


def says(made_by: str, statement: str, *, value: bool, **fields: Any) -> Event:
    """A representation to everyone."""
    given = {"basis": "FINAL_RULE", "made_on": "2021-01-04"}
    return event(
        "representation_recorded",
        **{"made_by": made_by, "statement": statement, "value": value, **given, **fields},
    )


def rate(currency: str, rate_on: str, usd_per_unit_ppb: int, **fields: Any) -> Event:
    """A conversion rate."""
    return event(
        "fx_rate_published", currency=currency, rate_on=rate_on, usd_per_unit_ppb=usd_per_unit_ppb, **fields
    )


def usd(cents: int) -> list[Event]:
    """One notional in U.S. dollars."""
    return [{"currency": "USD", "notional_cents": cents}]


def traded(
    swap: str = "T1", traded_on: str = DAY, a: Event | None = None, b: Event | None = None, **fields: Any
) -> Event:
    """A swap for 1,000,000.00 USD in which A deals with B, who does not."""
    parties = [{"entity": "A", "dealing": True, **(a or {})}, {"entity": "B", "dealing": False, **(b or {})}]
    terms = {"product": "INTEREST_RATE_SWAP", "notionals": usd(100_000_000), "parties": parties}
    return event("swap_traded", swap=swap, traded_on=traded_on, **{**terms, **fields})


def amended(version: int, cents: int, amended_on: str = "2022-02-01", **fields: Any) -> Event:
    """The notional of T1 is another."""
    return event(
        "swap_amended",
        **{"swap": "T1", "version": version, "amended_on": amended_on, "notionals": usd(cents), **fields},
    )


def novated(swap: str, new_swap: str, transferor: str, transferee: str, **fields: Any) -> events.SwapNovated:
    """One party steps out and another, who deals, steps in."""
    newcomer = {"entity": transferee, "dealing": True}
    terms = {"novated_on": "2022-02-10", "transferor": transferor, "transferee": newcomer}
    found = read(event("swap_novated", swap=swap, new_swap=new_swap, **{**terms, **fields}))
    assert isinstance(found, events.SwapNovated)
    return found


def closed(day_on: str = DAY, **fields: Any) -> Event:
    """A day is closed."""
    return event("day_closed", day_on=day_on, **fields)


def read(body: Event) -> events.SwapsEvent:
    """An event as a worker reads it."""
    found = READER.read(json.dumps(body).encode())
    assert not isinstance(found, Unreadable), found.detail
    return found


def registry_of(*facts: Event) -> Registry:
    """What facts say, read in this order."""
    registry = Registry()
    for body in facts:
        fact = read(body)
        assert isinstance(fact, events.Fact)
        registry.lay_down(fact)
    return registry


def on_day(*facts: Event, day: str = DAY) -> FactsOnDay:
    """What facts say of a day."""
    return FactsOnDay(registry_of(*facts), day)


def values(**parameters: object) -> Values:
    """The law of the day, with some parameters replaced."""
    overrides = {f"swaps.{name}": amount for name, amount in parameters.items()}
    return SwapsLaw(LAW.with_overrides(overrides)).on_date(DAY)


def told_of(*said: Event) -> Told:
    """What events say of one swap."""
    read_events = [read(body) for body in said]
    return Told.of([one for one in read_events if isinstance(one, events.SwapEvent)])


def parts(*said: Event) -> list[Part]:
    """The parts of T1."""
    told = told_of(*said)
    base = traded_terms(told)
    return parts_of("T1", None if base is None else corrected_terms(base, told), told)


def side(*facts: Event, swap: Event | None = None, place: int = 0, **parameters: object) -> Side:
    """A side of the swap that is traded, A's if nothing else is said."""
    (part,) = parts(swap or traded())
    about = on_day(*facts, day=part.dated_on)
    return Side(part, place, (about, about), values(**parameters))
