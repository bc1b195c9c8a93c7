"""What is the smallest domain that uses everything the engine offers?

Stage `accounts` keeps a running sum for each account, publishes an outcome for each entry and hands its cumulative
totals on at each mark. Stage `total` has one partition and adds the newest totals of all partitions up.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, cast

import msgspec

from schemas import wire
from schemas.reading import Unreadable
from streams.kernel.law import DatedValue, LawBook, Parameter
from streams.kernel.mark import MarkGate
from streams.kernel.record import Record
from streams.kernel.stage import Address, Disposition, Domain, Opening, Stage, View, Width
from streams.kernel.table import Table, Tables


class Entry(msgspec.Struct, tag_field="type", tag="entry", gc=False):
    """An amount for an account."""

    id: str
    account: str
    amount_cents: int


class Mark(msgspec.Struct, tag_field="type", tag="mark", gc=False):
    """The totals of everything before it are wanted."""

    id: str


class Poison(msgspec.Struct, tag_field="type", tag="poison", gc=False):
    """An event that the stage cannot fold: a fault of the program."""

    id: str


class Totals(msgspec.Struct, gc=False):
    """What a partition of the first stage hands on at a mark, cumulative."""

    mark: str
    sender: str
    entry_count: int
    sum_cents: int


class Account(msgspec.Struct, array_like=True, gc=False):
    """How many entries an account had, and their sum."""

    entry_count: int
    sum_cents: int


Event = Entry | Mark | Poison
_event = msgspec.json.Decoder(Event).decode
_totals = msgspec.json.Decoder(Totals).decode


def read_event(value: bytes | None) -> Event | Unreadable:
    """An event, or why not."""
    try:
        event: Event = _event(value or b"")
    except msgspec.MsgspecError as fault:
        return Unreadable("SCHEMA", str(fault))
    return event


def read_totals(value: bytes | None) -> Totals | Unreadable:
    """What the first stage handed on, or why not."""
    try:
        return _totals(value or b"")
    except msgspec.MsgspecError as fault:
        return Unreadable("SCHEMA", str(fault))


class Accounts:
    """One partition of the first stage."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._accounts: Table[Account] = Table("account", Account, resident=True)
        self._sums: Table[Account] = Table("sum", Account, resident=True)
        self.tables = Tables(self._accounts, self._sums)

    def resume(self) -> None:
        pass

    def step(self, event: Event, record: Record) -> Disposition:
        if isinstance(event, Entry):
            return self._enter(event)
        if isinstance(event, Poison):
            raise ArithmeticError("this entry is poison")
        total = self._sums.get("all") or Account(0, 0)
        self._opening.output.mark(event.id)
        sender = f"accounts-{self._opening.partition}"
        handed_on = Totals(event.id, sender, total.entry_count, total.sum_cents)
        self._opening.output.forward("totals", 0, sender, msgspec.json.encode(handed_on))
        return Disposition.DECIDED

    def _enter(self, event: Entry) -> Disposition:
        output = self._opening.output
        account = self._accounts.get(event.account) or Account(0, 0)
        total = self._sums.get("all") or Account(0, 0)
        for row in (account, total):
            row.entry_count += 1
            row.sum_cents += event.amount_cents
        self._accounts.put(event.account, account)
        self._sums.put("all", total)
        output.outcomes.append(
            (
                event.account.encode(),
                b'{"balance_cents":%d,"id":"o-%s"}' % (account.sum_cents, event.id.encode()),
            )
        )
        output.tally["outcome", "entered"] += 1
        output.view("balances", event.account, account.sum_cents)
        return Disposition.DECIDED


class Total:
    """The second stage."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        waiting: Table[Totals] = Table("waiting", Totals)
        self._gate: MarkGate[Totals] = MarkGate(waiting, opening.sender_count)
        self.tables = Tables(waiting)

    def resume(self) -> None:
        self._gate.resume()

    def step(self, event: Totals, record: Record) -> Disposition:
        output = self._opening.output
        self._gate.arrive(event.mark, event.sender, event)
        if not self._gate.is_complete(event.mark):
            return Disposition.HELD
        newest = [totals for _, totals in self._gate.take(event.mark)]
        body: dict[str, object] = {
            "entry_count": sum(one.entry_count for one in newest),
            "sum_cents": sum(one.sum_cents for one in newest),
        }
        output.outcome("total", {"type": "totalled", "id": f"t-{event.mark}", **body})
        output.view("totals", event.mark, body)
        return Disposition.DECIDED


def addresses(event: object) -> list[Address]:
    """An entry goes to its account's partition, a mark to every one."""
    if isinstance(event, Entry):
        return [Address(event.account, False)]
    return [Address("mark", True)]


def law(kind: Literal["ledger"] = "ledger") -> LawBook:
    """A law with one parameter, for the overrides of a case."""
    limit = DatedValue(from_on=date(2000, 1, 1), cites=["TEST/1"], unit="cents", amount=100)
    return LawBook(kind, {"ledger.limit": Parameter("ledger.limit", "Limit", [limit])}, {}, {})


def mark(free_id: str, log: object) -> Mapping[str, object]:
    """The event that brings all figures up to date."""
    return {"type": "mark", "id": free_id}


LEDGER = Domain(
    name="ledger",
    stages=[
        Stage("accounts", "events", Width.PARTITIONED, ["totals"], 1, read_event, Accounts),
        Stage("total", "totals", Width.SINGLE, [], 1, read_totals, Total),
    ],
    views={"balances": View(), "totals": View()},
    law=law(),
    read=cast("Callable[[bytes | None], wire.Event | Unreadable]", read_event),
    addresses=addresses,
    mark=mark,
    complete_views=lambda name: False,
)

DOMAINS = (LEDGER,)
LATER_DOMAINS = (LEDGER._replace(stages=[stage._replace(state_version=2) for stage in LEDGER.stages]),)
