"""How does a test say in few words what happened? What it does not name is ordinary."""

from itertools import count
from typing import Any, Final, TypeVar

from schemas import clearing as events
from schemas.wire import Event

EventT = TypeVar("EventT", bound=Event)

FOUNDED: Final = "2003-10-23T13:00:00Z"
"""When facts are stamped that a test says no instant of: long before the first cycle."""

TUESDAY: Final = "2003-11-04"
WEDNESDAY: Final = "2003-11-05"
"""Two cycles; each begins after 16:00 of the day before, has its final exchange at 04:00 and ends at 16:00."""

EVENING: Final = "2003-11-03T20:00:00Z"
"""When business events are stamped that a test says no instant of: in the cycle of Tuesday."""
BEGINS_AFTER: Final = "2003-11-03T16:00:00Z"
FINAL_EXCHANGE: Final = "2003-11-04T04:00:00Z"
FINAL_ADJUSTMENT: Final = "2003-11-04T16:00:00Z"
SEALED_AT: Final = "2003-11-04T16:45:00Z"
LATER: Final = "2003-11-04T18:00:00Z"
"""After the seal of Tuesday, in the cycle of Wednesday."""

DIRECT: Final = "DIRECT_CLEARER"
GROUP: Final = "GROUP_CLEARER"
AGENT: Final = "CLEARING_AGENT"

_numbers = count(1)


def event(kind: type[EventT], at: str = FOUNDED, /, **fields: Any) -> EventT:
    """An event of a kind, under an id of its own unless the test gives one."""
    identifier = fields.pop("id", None) or f"{kind.__struct_config__.tag}-{next(_numbers)}"
    return kind(id=identifier, at=at, **fields)


# ---- facts ----


def member(name: str, at: str = FOUNDED, **fields: Any) -> events.MemberRegistered:
    return event(events.MemberRegistered, at, member=name, **fields)


def local(entity: str, responsible_member: str, **fields: Any) -> events.NonMemberEntityRegistered:
    more = {"kind": "LOCAL", **fields}
    return event(
        events.NonMemberEntityRegistered, entity=entity, responsible_member=responsible_member, **more
    )


def appointed(name: str, role: str = DIRECT, at: str = FOUNDED, **fields: Any) -> events.RoleAppointed:
    return event(events.RoleAppointed, at, member=name, role=role, **fields)


def revoked(name: str, role: str = DIRECT, at: str = FOUNDED, **fields: Any) -> events.RoleRevoked:
    return event(events.RoleRevoked, at, member=name, role=role, **fields)


def designated(indirect_clearer: str, agent: str, at: str = FOUNDED, **fields: Any) -> events.AgentDesignated:
    return event(events.AgentDesignated, at, indirect_clearer=indirect_clearer, agent=agent, **fields)


def joined(entity: str, group_clearer: str, at: str = FOUNDED, **fields: Any) -> events.GroupJoined:
    return event(events.GroupJoined, at, entity=entity, group_clearer=group_clearer, **fields)


def ceased(indirect_clearer: str, agent: str, at: str = FOUNDED, **fields: Any) -> events.AgentCeased:
    return event(events.AgentCeased, at, indirect_clearer=indirect_clearer, agent=agent, **fields)


def amalgamated(
    ceased_member: str, successor: str, at: str = FOUNDED, **fields: Any
) -> events.MembersAmalgamated:
    more = {"amalgamated_on": "2003-11-01", **fields}
    return event(events.MembersAmalgamated, at, ceased_member=ceased_member, successor=successor, **more)


def scheduled(cycle: str = TUESDAY, at: str = FOUNDED, **fields: Any) -> events.CycleScheduled:
    day = int(cycle[-2:])
    more = {
        "begins_after_at": f"{cycle[:-2]}{day - 1:02}T16:00:00Z",
        "final_exchange_at": f"{cycle}T04:00:00Z",
        "final_adjustment_at": f"{cycle}T16:00:00Z",
        **fields,
    }
    return event(events.CycleScheduled, at, cycle=cycle, **more)


def sealed(cycle: str = TUESDAY, at: str = SEALED_AT, **fields: Any) -> events.CycleSealed:
    return event(events.CycleSealed, at, cycle=cycle, **fields)


def settled(
    cycle: str = TUESDAY, at: str = "2003-11-04T19:00:00Z", **fields: Any
) -> events.SettlementEffected:
    return event(events.SettlementEffected, at, cycle=cycle, **fields)


def shortfall(
    name: str, cents: int, cycle: str = TUESDAY, at: str = "2003-11-04T17:00:00Z", **fields: Any
) -> events.ShortfallReported:
    return event(events.ShortfallReported, at, cycle=cycle, member=name, shortfall_cents=cents, **fields)


def advance(
    name: str, cents: int = 0, cycle: str = TUESDAY, at: str = "2003-11-04T17:30:00Z", **fields: Any
) -> events.AdvanceReported:
    more = {"credited": False, **fields}
    return event(events.AdvanceReported, at, cycle=cycle, member=name, advance_cents=cents, **more)


def defaulted(
    name: str, cents: int = 100, cycle: str = TUESDAY, at: str = "2003-11-04T17:30:00Z"
) -> list[Event]:
    """The two facts that put a member in default from an instant on."""
    return [shortfall(name, cents, cycle, at), advance(name, 0, cycle, at)]


def returns_closed(
    name: str, cycle: str = TUESDAY, at: str = "2003-11-04T18:30:00Z", **fields: Any
) -> events.DefaultReturnsClosed:
    return event(events.DefaultReturnsClosed, at, cycle=cycle, member=name, **fields)


def deposits_closed(
    name: str, cycle: str = TUESDAY, at: str = "2003-11-04T18:45:00Z", **fields: Any
) -> events.DefaultDepositsClosed:
    return event(events.DefaultDepositsClosed, at, cycle=cycle, member=name, **fields)


def deposit(
    name: str, depositor: str, cents: int, basis: str = "SECTION_57", at: str = LATER, **fields: Any
) -> events.DepositReceived:
    more = {"cycle": TUESDAY, "value_on": "2003-11-04", **fields}
    return event(
        events.DepositReceived,
        at,
        member=name,
        depositor=depositor,
        deposit_cents=cents,
        basis=basis,
        **more,
    )


# ---- business events ----


def entry(
    made_by: str, counterparty: str, cents: int = 100, at: str = EVENING, **fields: Any
) -> events.EntrySubmitted:
    more = {
        "direction": "DEBIT",
        "item_class": "E",
        "regional_exchange_point": "TOR",
        "item_count": 1,
        **fields,
    }
    return event(
        events.EntrySubmitted, at, made_by=made_by, counterparty=counterparty, value_cents=cents, **more
    )


def correction(
    ref: str, made_by: str, cents: int, at: str = EVENING, **fields: Any
) -> events.CorrectionSubmitted:
    more = {"item_count": 1 if cents else 0, **fields}
    return event(events.CorrectionSubmitted, at, ref=ref, made_by=made_by, value_cents=cents, **more)


def returned(
    ref: str, made_by: str, cents: int = 100, ground: str = "RULES", at: str = EVENING, **fields: Any
) -> events.ReturnSubmitted:
    more = {"item_count": 1, **fields}
    return event(
        events.ReturnSubmitted, at, ref=ref, made_by=made_by, value_cents=cents, ground=ground, **more
    )


def forwarded(ref: str, made_by: str, to: str, at: str = EVENING, **fields: Any) -> events.ItemForwarded:
    return event(events.ItemForwarded, at, ref=ref, made_by=made_by, to=to, **fields)


def remitted(ref: str, made_by: str, at: str = EVENING, **fields: Any) -> events.ItemRemitted:
    return event(events.ItemRemitted, at, ref=ref, made_by=made_by, **fields)


def claimed(
    ref: str, made_by: str, cents: int = 100, at: str = EVENING, **fields: Any
) -> events.ReimbursementClaimed:
    more = {"ground": "ENDORSEMENT_MISSING", **fields}
    return event(events.ReimbursementClaimed, at, ref=ref, made_by=made_by, value_cents=cents, **more)


def outside(
    agent: str, payer: str, payee: str, cents: int = 100, at: str = EVENING, **fields: Any
) -> events.OutsideExchangeReported:
    more = {"ground": "EXCHANGE", "item_count": 1, **fields}
    return event(
        events.OutsideExchangeReported,
        at,
        agent=agent,
        payer=payer,
        payee=payee,
        value_cents=cents,
        **more,
    )
