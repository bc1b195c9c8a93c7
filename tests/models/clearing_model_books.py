"""What has been accepted so far, and the figures that follow from it (sections 7.3 to 7.13)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from .clearing_model_registry import BANK, Fact, Registry
from .clearing_model_rules import Verdict
from .clearing_model_schema import instant

Cents = dict[str, int]
CURED = ("CURED_BY_RETURNS", "CURED_BY_DEPOSITS")


@dataclass
class Entry:
    """Section 8: a root entry with the marks that were fixed at its stamp."""

    event: dict[str, Any]
    at: datetime
    accepted: bool
    cycle: str
    payer: str
    payee: str
    paying: str
    receiving: str
    payer_in_group: bool
    entered_as_agent: bool
    holder: str
    corrections: list[tuple[datetime, str, int, int]] = field(default_factory=list)

    @property
    def value(self) -> int:
        """Section 7.4: the value by the correction with the greatest stamp and id."""
        return max(self.corrections)[2] if self.corrections else int(self.event["value_cents"])

    @property
    def count(self) -> int:
        """Section 7.4: the count by the correction with the greatest stamp and id."""
        return max(self.corrections)[3] if self.corrections else int(self.event["item_count"])


@dataclass(frozen=True)
class Return:
    """Section 7.5: an accepted return."""

    position: int
    entry: Entry
    ground: str
    value: int
    count: int
    cycle: str
    indirect_case: str | None


@dataclass(frozen=True)
class Exchange:
    """Section 7.6: an accepted exchange outside the ACSS."""

    cycle: str
    agent: str
    payer: str
    payee: str
    value: int


@dataclass(frozen=True)
class Claim:
    """Section 7.7: an accepted claim."""

    event: dict[str, Any]
    entry: Entry


@dataclass
class Case:
    """Section 7.10: a shortfall and what is fixed as it is worked out."""

    cycle: str
    member: str
    shortfall: int
    reported_position: int
    state: str = "SHORTFALL_REPORTED"
    advance: int | None = None
    credited: int = 0
    default_at: datetime | None = None
    returns_closed: bool = False
    deposits_closed: bool = False
    obligations: Cents = field(default_factory=dict)
    a: int | None = None
    b: Cents = field(default_factory=dict)
    c: int | None = None
    shares: Cents = field(default_factory=dict)
    debts: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the case in the views."""
        return f"{self.cycle}/{self.member}"


@dataclass
class IndirectCase:
    """Section 7.13: a shortfall of an indirect clearer towards its agent."""

    cycle: str
    agent: str
    indirect_clearer: str
    shortfall: int
    state: str = "SHORTFALL_REPORTED"
    advance: int | None = None
    default_at: datetime | None = None

    @property
    def key(self) -> str:
        """The key of the case in the views."""
        return f"{self.cycle}/{self.agent}/{self.indirect_clearer}"


def shares(a: int, b: Cents) -> Cents:
    """Section 7.11: divides A over the bases by largest remainder, ties to the lower identifier."""
    c = sum(b.values())
    result = {survivor: a * base // c for survivor, base in b.items()}
    left = a - sum(result.values())
    for survivor in sorted(b, key=lambda name: (-(a * b[name] % c), name))[:left]:
        result[survivor] += 1
    return result


def without_zeros(cents: Cents) -> Cents:
    """Section 10: maps ending in _cents leave out zeros."""
    return {name: value for name, value in cents.items() if value != 0}


def added(cents: Cents, name: str, value: int) -> None:
    """Adds a value to one place of a map."""
    cents[name] = cents.get(name, 0) + value


class Books:
    """Everything read so far; each figure is added up anew when it is asked for."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        """Starts with nothing read."""
        self.parameters = parameters
        self.position = 0
        self.facts: list[Fact] = []
        self.bodies: dict[tuple[str, str], str] = {}
        self.entries: dict[str, Entry] = {}
        self.held: list[dict[str, Any]] = []
        self.returns: list[Return] = []
        self.exchanges: list[Exchange] = []
        self.claims: list[Claim] = []
        self.cases: dict[str, Case] = {}
        self.indirect_cases: dict[str, IndirectCase] = {}
        self.established: dict[str, Cents] = {}
        self.instructed: dict[str, Cents] = {}
        self.settled: dict[str, Cents] = {}
        self.verdicts: dict[str, Verdict] = {}
        self.repeats: dict[str, dict[str, int]] = {}
        self.notices: list[dict[str, Any]] = []
        self.anomalies: list[dict[str, Any]] = []

    # Section 3.2: which facts count.

    def registry(self) -> Registry:
        """Every fact read so far."""
        return Registry(self.facts, self.parameters)

    def registry_at(self, moment: datetime) -> Registry:
        """The facts whose effect instant is at or before the moment."""
        return Registry([fact for fact in self.facts if fact.effect <= moment], self.parameters)

    def is_sealed(self, cycle: str | None) -> bool:
        """Says whether the seal of a cycle was read."""
        return cycle in self.established

    def is_settled(self, cycle: str | None) -> bool:
        """Says whether the settlement of a cycle was read."""
        return cycle in self.settled

    # Section 7.3: entries.

    def accepted_entries(self, cycle: str | None = None) -> list[Entry]:
        """The accepted entries, of one cycle or of all."""
        return [
            entry
            for entry in self.entries.values()
            if entry.accepted and (cycle is None or entry.cycle == cycle)
        ]

    def returned(self, entry: Entry) -> tuple[int, int]:
        """The value and the count returned of an entry so far."""
        mine = [each for each in self.returns if each.entry is entry]
        return sum(each.value for each in mine), sum(each.count for each in mine)

    def claimed(self, entry: Entry) -> int:
        """The value claimed for an entry so far."""
        return sum(claim.event["value_cents"] for claim in self.claims if claim.entry is entry)

    def bilateral_totals(self) -> dict[str, dict[str, int]]:
        """Section 10: one row for each cycle, maker and counterparty, without rows of zeros."""
        rows: dict[str, dict[str, int]] = {}
        for entry in self.accepted_entries():
            key = f"{entry.cycle}/{entry.event['made_by']}/{entry.event['counterparty']}"
            row = rows.setdefault(
                key,
                {
                    "debit_value_cents": 0,
                    "debit_own_value_cents": 0,
                    "debit_item_count": 0,
                    "credit_value_cents": 0,
                    "credit_item_count": 0,
                },
            )
            if entry.event["direction"] == "DEBIT":
                row["debit_value_cents"] += entry.value
                row["debit_item_count"] += entry.count
                if entry.payer == entry.paying:
                    row["debit_own_value_cents"] += entry.value
            else:
                row["credit_value_cents"] += entry.value
                row["credit_item_count"] += entry.count
        return {key: row for key, row in rows.items() if any(row.values())}

    def returned_totals(self) -> dict[str, dict[str, int]]:
        """Section 10: one row for each cycle, gainer and loser."""
        rows: dict[str, dict[str, int]] = {}
        for each in self.returns:
            row = rows.setdefault(
                f"{each.cycle}/{each.entry.paying}/{each.entry.receiving}",
                {
                    "rules_value_cents": 0,
                    "section_54_value_cents": 0,
                    "section_60_value_cents": 0,
                    "item_count": 0,
                },
            )
            column = {"RULES": "rules_value_cents", "SECTION_60": "section_60_value_cents"}
            row[column.get(each.ground, "section_54_value_cents")] += each.value
            row["item_count"] += each.count
        return rows

    def balances(self, cycle: str) -> Cents:
        """Section 7.9: what each participant is owed (+) or owes (-), with the returns booked in it."""
        cents: Cents = {}
        for entry in self.accepted_entries(cycle):
            added(cents, entry.receiving, entry.value)
            added(cents, entry.paying, -entry.value)
        for each in self.returns:
            if each.cycle == cycle:
                added(cents, each.entry.paying, each.value)
                added(cents, each.entry.receiving, -each.value)
        return without_zeros(cents)

    def positions(self) -> Cents:
        """Sections 7.3, 7.5, 7.6: represented positions by cycle, clearer and institution."""
        cents: Cents = {}

        def move(cycle: str, clearer: str, institution: str, value: int) -> None:
            if institution != clearer:
                added(cents, f"{cycle}/{clearer}/{institution}", value)

        for entry in self.accepted_entries():
            move(entry.cycle, entry.receiving, entry.payee, entry.value)
            move(entry.cycle, entry.paying, entry.payer, -entry.value)
        for each in self.returns:
            move(each.cycle, each.entry.receiving, each.entry.payee, -each.value)
            move(each.cycle, each.entry.paying, each.entry.payer, each.value)
        for exchange in self.exchanges:
            move(exchange.cycle, exchange.agent, exchange.payer, -exchange.value)
            move(exchange.cycle, exchange.agent, exchange.payee, exchange.value)
        return without_zeros(cents)

    def digest(self, cycle: str) -> str:
        """Section 10: the sum of the hashes of the accepted entries at their current value."""
        total = 0
        for entry in self.accepted_entries(cycle):
            event = entry.event
            text = "\n".join(
                str(part)
                for part in (
                    cycle,
                    event["id"],
                    event["made_by"],
                    event["counterparty"],
                    event["direction"],
                    entry.value,
                    entry.count,
                )
            )
            total += int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), "big")
        return f"{total % 2**256:064x}"

    # Section 7.10: cases of clearers.

    def case(self, cycle: str | None, member: str) -> Case | None:
        """The case of a cycle and a member."""
        return self.cases.get(f"{cycle}/{member}")

    def section_55(self, case: Case) -> tuple[int, int]:
        """The credits and debits of section 54 returns booked since the shortfall was reported."""
        mine = [
            each
            for each in self.returns
            if each.cycle == case.cycle
            and each.ground.startswith("SECTION_54")
            and each.position > case.reported_position
        ]
        return (
            sum(each.value for each in mine if each.entry.paying == case.member),
            sum(each.value for each in mine if each.entry.receiving == case.member),
        )

    def after_55(self, case: Case) -> int:
        """The shortfall after what was credited, returned to and returned by others."""
        credits, debits = self.section_55(case)
        return case.shortfall - case.credited - credits + debits

    def deposits(self, case: Case, *bases: str) -> Cents:
        """The deposits received for a case on some bases, by depositor."""
        cents: Cents = {}
        for fact in self.registry().of("deposit_received"):
            body = fact.body
            if (body["cycle"], body["member"]) == (case.cycle, case.member) and body["basis"] in bases:
                added(cents, body["depositor"], body["deposit_cents"])
        return cents

    def uncovered_and_excess(self, case: Case) -> tuple[int, int]:
        """What is still open of a case, and what came in beyond it."""
        if case.state == "SHORTFALL_REPORTED":
            return case.shortfall, 0
        if case.state == "ADVANCE_OBTAINED":
            return 0, 0
        received = self.deposits(case, "SECTION_56", "SECTION_57", "MANUAL")
        still_open = self.after_55(case) - sum(received.values())
        return max(0, still_open), max(0, -still_open)

    def blocks(self, case: Case) -> bool:
        """Section 7.9: whether a case blocks its cycle."""
        if case.state == "ADVANCE_OBTAINED":
            return False
        coverable = (*CURED, "AWAITING_SECTION_57", "ALLOCATION_UNDEFINED")
        return case.state not in coverable or self.uncovered_and_excess(case)[0] != 0

    def blocked_by(self, cycle: str) -> list[str]:
        """Section 10: the sorted keys of the cases that block a cycle, none once it is settled."""
        if self.is_settled(cycle):
            return []
        return sorted(key for key, case in self.cases.items() if case.cycle == cycle and self.blocks(case))

    def obligations(self, case: Case) -> Cents:
        """Section 7.10: what the institutions represented by the member owe under section 56."""
        result: Cents = {}
        for key, value in self.positions().items():
            cycle, clearer, institution = key.split("/")
            if (cycle, clearer) != (case.cycle, case.member) or value >= 0:
                continue
            balance, settled = 0, False
            for fact in self.registry().of("sub_account_reported"):
                body = fact.body
                if (body["cycle"], body["agent"], body["institution"]) == (cycle, clearer, institution):
                    balance, settled = body["balance_cents"], body["settled"]
            if not settled and -value - balance > 0:
                result[institution] = -value - balance
        return result

    def bases(self, case: Case, moment: datetime) -> Cents:
        """Section 7.11: B of every survivor, leaving out zeros."""
        registry = self.registry()
        survivors = [
            name for name in {BANK, *registry.clearers(moment)} if not registry.in_default(name, moment)
        ]
        literal = self.parameters["clearing.section_57_basis"] == "LITERAL"
        return without_zeros(
            {
                survivor: sum(
                    entry.value
                    for entry in self.accepted_entries(case.cycle)
                    if entry.event["direction"] == "DEBIT"
                    and (entry.receiving, entry.paying) == (survivor, case.member)
                    and (entry.payer == case.member or not literal)
                )
                for survivor in survivors
            }
        )

    # Section 7.12: interest.

    def rate(self, day: date) -> int:
        """The yearly rate of a day in parts per million."""
        rate = self.parameters["clearing.recovery_interest_rate_ppm"]
        if not isinstance(rate, list):
            return int(rate)
        steps = [step for step in rate if step["valid_from"] <= day.isoformat()]
        return int(max(steps, key=lambda step: str(step["valid_from"]))["value"]) if steps else 0

    def interest(self, case: Case, depositor: str, through: date) -> int:
        """Simple interest on the section 57 deposits of one depositor, rounded once, half to even."""
        total = Fraction(0)
        for fact in self.registry().of("deposit_received"):
            body = fact.body
            place = (body["cycle"], body["member"], body["depositor"], body["basis"])
            if place != (case.cycle, case.member, depositor, "SECTION_57"):
                continue
            day = date.fromisoformat(body["value_on"])
            while day < through:
                total += body["deposit_cents"] * self.rate(day)
                day += timedelta(days=1)
        year_days = int(self.parameters["clearing.interest_year_days"])
        return round(total / (year_days * 1_000_000))

    # Section 7.13: indirect cases.

    def section_60_returns(self, case: IndirectCase) -> int:
        """What the agent returned under section 60 towards an indirect case."""
        return sum(each.value for each in self.returns if each.indirect_case == case.key)

    def items_to_remit(self, case: IndirectCase) -> list[str]:
        """The entries whose items the indirect clearer in default holds itself, sorted."""
        if case.default_at is None:
            return []
        return sorted(
            entry.event["id"]
            for entry in self.accepted_entries()
            if entry.event["direction"] == "DEBIT"
            and entry.payer == entry.holder == case.indirect_clearer
            and entry.event["counterparty"] == case.agent
        )

    def stamp(self, event: dict[str, Any]) -> datetime:
        """The stamp of an event."""
        return instant(event["at"])
