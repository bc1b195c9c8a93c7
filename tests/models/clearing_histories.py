"""Random but lively histories of clearing, with defaults that often run their whole course (section 16)."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from .clearing_history_circle import Circle
from .clearing_history_writer import SECOND, Event
from .clearing_model_registry import BANK, GENERAL_MANAGER
from .clearing_model_schema import printed


@lru_cache(maxsize=64)
def history(seed: int, size: int = 60) -> tuple[list[Event], dict[str, Any]]:
    """A log with about as many chance events as the size says, and the parameters it runs under.

    To tell one takes longer than to fold it; nobody alters one that was told.
    """
    story = History(seed)
    story.tell(size)
    return story.log, story.parameters


def chosen_parameters(chance: random.Random) -> dict[str, Any]:
    """Some parameters of section 12 with values other than their defaults."""
    steps = [{"valid_from": "2003-11-05", "value": 50_001}, {"valid_from": "2003-11-01", "value": 40_000}]
    offers: list[tuple[float, str, list[Any]]] = [
        (0.5, "clearing.section_57_basis", ["LITERAL", "ACSS_COUNTERPARTY"]),
        (0.8, "clearing.recovery_interest_rate_ppm", [46_250, 36_500, 0, steps, steps[:1]]),
        (0.2, "clearing.interest_year_days", [360, 366]),
        (0.3, "clearing.section_6_2_item_classes", [["X"], ["X", "E"]]),
        (0.2, "clearing.eligible_item_classes", [["C", "E"], ["C", "E", "N"]]),
        (0.1, "clearing.regional_exchange_points", [["TOR", "WPG"]]),
        (0.05, "clearing.identification_required", [True]),
        (0.2, "clearing.return_reasons", [["NSF"], ["NSF", "STOP"]]),
        (0.2, "clearing.section_39_notice_seconds", [0, 1, 7200]),
        (0.2, "clearing.section_39_notice_cutoff_time", ["00:00", "12:00", "23:59"]),
        (0.2, "clearing.notice_period_days", [0, 1, 31]),
        (0.2, "clearing.amalgamation_period_years", [0, 2]),
        (0.3, "clearing.non_member_payers_through_on", ["2003-11-03", "2003-11-04"]),
        (0.3, "clearing.section_29_conjunction", ["ALL", "ANY"]),
        (0.2, "clearing.volume_threshold_ppm", [0, 4_999, 1_000_000]),
    ]
    return {name: chance.choice(values) for share, name, values in offers if chance.random() < share}


class History(Circle):
    """A story of two or three cycles."""

    def __init__(self, seed: int) -> None:
        """Starts before anything has happened."""
        super().__init__(seed, chosen_parameters(random.Random(f"parameters {seed}")))

    def tell(self, size: int) -> None:
        """Registers everybody, then lets each cycle run, close, fail and settle."""
        self.found()
        failing = self.random.choice((1, 1, 1, 2))
        for index in range(failing + 1):
            self.exchange(index, 3 * size // (2 * failing + 3))
            if index < failing or self.chance(0.2):
                self.close(index, size // (3 * (failing + 1)))
        self.stray(3)

    def exchange(self, index: int, count: int) -> None:
        """Chance events until the end of a cycle."""
        cycle = self.cycles[index]
        self.pass_to(cycle.begins_after + SECOND)
        span = max(1, int((cycle.final_adjustment - self.now) / SECOND))
        for _ in range(count):
            self.chance_event()
            if self.now + timedelta(seconds=2 * span // (count + 1)) < cycle.final_adjustment:
                self.pass_time(2 * span // (count + 1))
        if self.chance(0.5):
            self.entry(at=cycle.final_adjustment)
            self.correction(at=cycle.final_adjustment - self.random.choice((0, 1)) * SECOND)
        self.flush()
        self.pass_to(cycle.final_adjustment)

    def close(self, index: int, count: int) -> None:
        """Seals a cycle, works through its defaults and settles it."""
        cycle = self.cycles[index]
        if self.chance(0.1):
            self.fact("settlement_requested", cycle=cycle.name)
            self.fact("shortfall_reported", cycle=cycle.name, member=self.somebody(), shortfall_cents=5)
        self.pass_time(2700)
        self.fact("cycle_sealed", cycle=cycle.name)
        self.floor = max(self.floor, cycle.final_adjustment)
        if self.chance(0.2):
            self.entry(at=cycle.final_adjustment - self.random.choice((0, 1, 3600)) * SECOND)
        balances = self.state()["cycles"][cycle.name]["clearing_balances_cents"]
        owing = sorted(name for name, value in balances.items() if value < 0 and name != BANK)
        failing = self.random.sample(owing, min(len(owing), self.random.choice((0, 1, 1, 1, 2))))
        if failing:
            self.defaults(cycle.name, failing, count)
        if self.chance(0.9):
            self.settle(cycle.name)
        for member in failing:
            self.aftermath(cycle.name, member)

    # Sections 7.10 to 7.12: a default and its course.

    def defaults(self, cycle: str, failing: list[str], count: int) -> None:
        """The course of one or two defaults, with chance events in between."""
        for member in failing:
            self.shortfall(cycle, member)
        for member in failing:
            self.advance(cycle, member)
        for _ in range(count):
            if self.chance(0.5):
                self.section_54_return(cycle, self.random.choice(failing))
            else:
                self.chance_event()
            self.pass_time(120)
        for member in failing:
            if not self.chance(0.95):
                continue
            self.fact("default_returns_closed", cycle=cycle, member=member)
            self.section_56_deposits(cycle, member)
            if self.chance(0.3):
                self.section_54_return(cycle, self.random.choice(failing))
        self.stray(2)
        for member in failing:
            for _ in range(self.random.choices((0, 1, 2), weights=(1, 18, 1))[0]):
                self.fact("default_deposits_closed", cycle=cycle, member=member)
        if self.chance(0.3):
            self.fact("settlement_requested", cycle=cycle)
            self.fact("settlement_reversal_requested", cycle=cycle)
        if self.chance(0.1):
            self.fact("default_ended", member=self.random.choice(failing))
        for member in failing:
            self.section_57_deposits(cycle, member)

    def shortfall(self, cycle: str, member: str) -> None:
        """Reports of accounts and of a shortfall, which sometimes contradict each other."""
        balance = -self.state()["cycles"][cycle]["clearing_balances_cents"].get(member, 0)
        missing = max(1, self.random.choice((1, balance // 3, balance // 2, balance, balance + 7)))
        if self.chance(0.85):
            self.fact(
                "settlement_account_reported", cycle=cycle, member=member, available_cents=balance - missing
            )
        for institution in self.circle.get(member, []):
            if self.chance(0.6):
                self.fact(
                    "sub_account_reported",
                    cycle=cycle,
                    agent=member,
                    institution=institution,
                    balance_cents=self.random.choice((-self.value(), 0, self.value())),
                    settled=self.chance(0.2),
                )
        self.pass_time(300)
        reported = missing if self.chance(0.85) else missing + self.random.randint(1, 99)
        self.fact("shortfall_reported", cycle=cycle, member=member, shortfall_cents=reported)
        if self.chance(0.1):
            self.fact("shortfall_reported", cycle=cycle, member=member, shortfall_cents=reported)
            self.fact("default_deposits_closed", cycle=cycle, member=member)

    def advance(self, cycle: str, member: str) -> None:
        """The outcome of a request for an advance, mostly too small."""
        cases = self.state()["default_cases"]
        missing = cases.get(f"{cycle}/{member}", {"shortfall_cents": 1})["shortfall_cents"]
        amount = self.random.choice((0, 0, 0, missing // 4, missing - 1, missing))
        credited = self.chance(0.5)
        self.pass_time(300)
        for _ in range(1 if self.chance(0.95) else 2):
            self.fact("advance_reported", cycle=cycle, member=member, advance_cents=amount, credited=credited)
        beginning = self.now
        for moment in (beginning - SECOND, beginning, beginning + SECOND):
            if self.chance(0.3):
                self.entry(at=moment, maker=member)
        if self.chance(0.1):
            self.fact("default_deposits_closed", cycle=cycle, member=member)

    def section_56_deposits(self, cycle: str, member: str) -> None:
        """Deposits of those the member represents, whole, in part or too much."""
        case = self.state()["default_cases"].get(f"{cycle}/{member}", {})
        for institution, owed in case.get("section_56_obligations_cents", {}).items():
            if self.chance(0.7):
                amount = self.random.choice((owed, owed, max(1, owed // 2), owed + 5))
                self.deposit(cycle, member, institution, "SECTION_56", amount)

    def section_57_deposits(self, cycle: str, member: str) -> None:
        """Deposits of the survivors, whole or in part, or one by hand."""
        case = self.state()["default_cases"].get(f"{cycle}/{member}", {})
        for survivor, share in case.get("section_57_shares_cents", {}).items():
            if self.chance(0.85):
                parts = (share,) if share < 2 or self.chance(0.7) else (share // 2, share - share // 2)
                for part in parts:
                    self.deposit(cycle, member, survivor, "SECTION_57", part)
                    if self.chance(0.1):
                        self.accrue(cycle, member)
        uncovered = self.state()["default_cases"].get(f"{cycle}/{member}", {}).get("uncovered_cents", 0)
        if uncovered and self.chance(0.6):
            self.deposit(cycle, member, self.random.choice((BANK, self.somebody())), "MANUAL", uncovered)

    def deposit(self, cycle: str, member: str, depositor: str, basis: str, amount: int) -> None:
        """One deposit with a value date on a day near by."""
        day = self.now.date() + timedelta(days=self.random.choice((-1, 0, 0, 0, 1)))
        self.fact(
            "deposit_received",
            cycle=cycle,
            member=member,
            depositor=depositor,
            basis=basis,
            deposit_cents=amount,
            value_on=day.isoformat(),
        )

    def settle(self, cycle: str) -> None:
        """Settlement, mostly after an instruction."""
        self.pass_time(600)
        if self.chance(0.9):
            self.fact("settlement_requested", cycle=cycle)
        if self.chance(0.1):
            self.stray(2)
        self.pass_time(600)
        for _ in range(1 if self.chance(0.95) else 2):
            self.fact("settlement_effected", cycle=cycle)
        if self.chance(0.2):
            self.fact("settlement_reversal_requested", cycle=cycle)
        if self.chance(0.3):
            self.stray(3)

    def aftermath(self, cycle: str, member: str) -> None:
        """Interest, the end of the default, and steps that come too late."""
        for _ in range(self.random.choice((0, 1, 2, 2))):
            self.accrue(cycle, member)
        if self.chance(0.5):
            later = self.now + timedelta(seconds=self.random.choice((0, 1, 600)))
            self.fact("default_ended", member=member, effective_at=self.random.choice((None, later)))
            self.entry(maker=member)
        if self.chance(0.1):
            kind = self.random.choice(("default_returns_closed", "default_deposits_closed"))
            self.fact(kind, cycle=cycle, member=member)
            self.deposit(cycle, member, self.somebody(), "SECTION_57", 5)

    def accrue(self, cycle: str, member: str) -> None:
        """An accrual of interest through a day near by."""
        through = self.now.date() + timedelta(days=self.random.choice((-1, 1, 4, 30, 400)))
        self.fact("recovery_interest_accrued", cycle=cycle, member=member, through_on=through.isoformat())

    # Chance.

    def stray(self, count: int) -> None:
        """A few chance events."""
        for _ in range(count):
            self.chance_event()

    def chance_event(self) -> None:
        """One event of any kind, entries most often."""
        kinds: dict[Callable[[], None], int] = {
            self.entry: 50,
            self.correction: 9,
            self.early_correction: 3,
            self.rules_return: 6,
            self.any_return: 3,
            self.outside_exchange: 7,
            self.forward: 4,
            self.remit: 2,
            self.claim: 3,
            self.indirect_default: 2,
            self.registry_fact: 14,
            self.calendar_fact: 6,
            self.misplaced_fact: 2,
        }
        self.random.choices(list(kinds), weights=list(kinds.values()))[0]()
        if self.waiting and self.chance(0.4):
            self.flush()

    def registry_fact(self) -> None:
        """A fact about roles or representations, which may well be refused."""
        institution, agent = self.random.choice(self.indirect), self.somebody()
        effect = self.random.choice(
            (None, self.now + timedelta(seconds=self.random.choice((-1, 0, 1, 60, 3600))))
        )
        given = date(2003, 11, 4) - timedelta(days=self.random.choice((0, 1, 29, 30, 31, 40)))
        notice: Event = {
            "given_on": given.isoformat(),
            "effective_on": (given + timedelta(days=self.random.choice((0, 29, 30, 31)))).isoformat(),
            "waived_by": self.random.choice((None, [], [GENERAL_MANAGER], [GENERAL_MANAGER, institution])),
        }
        pair = {"agent": agent, "indirect_clearer": institution}
        role = self.random.choice(("DIRECT_CLEARER", "GROUP_CLEARER", "CLEARING_AGENT"))
        group = {"group_clearer": agent, "entity": self.random.choice(self.entities)}
        replacement = (given + timedelta(days=self.random.choice((20, 31, 33)))).isoformat()
        match self.random.randrange(14):
            case 0:
                self.fact("role_revoked", member=agent, role=role, effective_at=effect)
            case 1:
                self.fact("role_appointed", member=self.anybody(), role=role, effective_at=effect)
            case 2 | 3:
                account, loan = (self.random.choice((None, None, None, True, False)) for _ in range(2))
                self.fact(
                    "agent_designated",
                    **pair,
                    effective_at=effect,
                    settlement_account_with_agent=account,
                    loan_facility_with_agent=loan,
                )
            case 4:
                self.cease_at_once(self.acting_pair(pair))
            case 5 | 6:
                self.fact(
                    "agent_cease_notice_given",
                    **self.acting_pair(pair),
                    **notice,
                    replacement_starts_on=self.random.choice((None, None, replacement)),
                )
            case 7:
                self.fact("agent_ceased", **self.acting_pair(pair), effective_at=effect)
            case 8:
                replaces = self.random.choice((None, True, False))
                self.fact("agent_act_notice_given", **pair, **notice, replaces_former_agent=replaces)
            case 9:
                self.fact("group_joined", **group, effective_at=effect)
            case 10:
                kind = self.random.choice(("CLEARER_CEASES", "ENTITY_WITHDRAWS"))
                self.fact("group_leave_notice_given", **group, **notice, kind=kind)
                self.fact("group_left", **group, effective_at=effect)
            case 11:
                self.amalgamate()
            case 12:
                self.apply(role)
            case _:
                self.fact("member_registered", member=self.random.choice((self.anybody(), self.fresh("Z"))))

    def cease_at_once(self, pair: dict[str, str]) -> None:
        """An immediate ceasing, and claims for an entry made before it."""
        agent, institution = pair["agent"], pair["indirect_clearer"]
        counterparty = self.random.choice([name for name in (*self.clearers, BANK) if name != agent])
        self.entry(None, agent, counterparty=counterparty, direction="DEBIT", payable_to=institution)
        presented = self.entries[-1]
        later = self.now + timedelta(seconds=self.random.choice((0, 0, 60, 3600)))
        given_at = later - timedelta(seconds=self.random.choice((0, 3599, 3600, 7200)))
        self.fact(
            "agent_ceased_immediately",
            **pair,
            ground=self.random.choice(("RISK", "BREACH", "BREACH", "CONVENIENCE")),
            notice_given_at=printed(given_at),
            effective_at=later,
            waived_by=self.random.choice((None, [], sorted(self.clearers))),
        )
        self.claim(presented)
        self.claim(presented, later)
        for clearer, names in self.circle.items():
            if clearer == agent and institution in names and self.chance(0.5):
                names.remove(institution)

    def calendar_fact(self) -> None:
        """A suspension, a dispute, a national failure, a tick or a second calendar."""
        match self.random.randrange(6):
            case 0:
                point, kind = self.random.choice(("TOR", "WPG")), self.random.choice((None, "E", "N"))
                self.fact("exchange_suspended", regional_exchange_point=point, item_class=kind)
            case 1:
                self.fact("item_disputed", item=self.random.choice(self.items))
            case 2:
                self.fact("item_dispute_resolved", item=self.random.choice(self.items))
            case 3 if self.chance(0.3):
                for _ in range(1 if self.chance(0.8) else 2):
                    self.fact("national_failure_declared")
                self.entry()
                self.entry()
                self.fact("national_failure_ended")
            case 4:
                hours = timedelta(hours=1)
                moment = (
                    self.random.choice(self.cycles).final_adjustment
                    + self.random.choice((-24, -1, 0)) * hours
                )
                name = self.random.choice(("2003-11-04", "2003-11-08", "2003-11-09"))
                self.schedule(name, moment, moment + self.random.choice((0, 1, 2)) * hours)
            case _:
                self.fact("tick")

    def misplaced_fact(self) -> None:
        """A fact of the settlement of a cycle where it has no place."""
        cycle = self.random.choice(("2003-11-04", "2003-11-05", "2003-12-24"))
        member = self.anybody()
        match self.random.randrange(5):
            case 0:
                self.fact("advance_reported", cycle=cycle, member=member, advance_cents=0, credited=False)
            case 1:
                self.fact("settlement_effected", cycle="2003-12-24")
            case 2:
                self.fact("cycle_sealed", cycle=self.cycles[2].name)
            case 3:
                self.fact("default_ended", member=member)
            case _:
                self.fact("default_returns_closed", cycle=cycle, member=member)
