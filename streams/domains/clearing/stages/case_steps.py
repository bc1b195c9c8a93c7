"""What happens at each step of a default, and what does it publish? (BL3/53 to BL3/57)"""

from schemas import clearing as events
from schemas.instants import date_of, instant_us
from streams.domains.clearing.law.values import Values
from streams.domains.clearing.rules.case import standing
from streams.domains.clearing.rules.default import advance_suffices, expected_shortfall_cents
from streams.domains.clearing.rules.deposits import section_56_obligations_cents
from streams.domains.clearing.rules.interest import recovery_interest_cents
from streams.domains.clearing.rules.sharing import base_cents, shares_cents
from streams.domains.clearing.rules.verdicts import Verdict
from streams.domains.clearing.stages.outcomes import Publisher
from streams.domains.clearing.state import cases as states
from streams.domains.clearing.state.cases import Accrual, Case, Deposit, SubAccount
from streams.domains.clearing.state.parties import BANK_OF_CANADA
from streams.domains.clearing.state.registry import Registry
from streams.domains.clearing.state.totals import (
    CellReader,
    clearing_balances_cents,
    represented_positions_cents,
    section_54_returns_cents,
)
from streams.kernel.table import Table


class CaseSteps:
    """Takes the accepted facts of a default and works out its figures."""

    def __init__(self, registry: Registry, cells: CellReader, publish: Publisher) -> None:
        self._registry = registry
        self._cells = cells
        self._publish = publish
        self.cases: Table[Case] = Table("cases", Case, resident=True)
        self.accounts: Table[int] = Table("accounts", int, resident=True)
        self.sub_accounts: Table[SubAccount] = Table("sub_accounts", SubAccount, resident=True)

    def of_cycle(self, cycle: str) -> list[Case]:
        """The cases of a cycle in order of their members."""
        return [case for key, case in self.cases.items() if key.startswith(f"{cycle}/")]

    def _case(self, cycle: str, member: str) -> Case:
        case = self.cases.get(f"{cycle}/{member}")
        if case is None:
            raise LookupError(f"an accepted fact names the case {cycle}/{member}, which was never opened")
        return case

    def report_account(self, fact: events.SettlementAccountReported) -> None:
        """Take what the Bank reports of a settlement account; the newest report counts."""
        self.accounts.put(f"{fact.cycle}/{fact.member}", fact.available_cents)

    def report_sub_account(self, fact: events.SubAccountReported) -> None:
        """Take what a clearer reports of the account of one it represents; the newest report counts."""
        row = SubAccount(fact.balance_cents, fact.settled)
        self.sub_accounts.put(f"{fact.cycle}/{fact.agent}/{fact.institution}", row)

    def report_shortfall(self, fact: events.ShortfallReported) -> None:
        """Open a case; the Bank's figure is used, a difference from the books is an anomaly."""
        gained, lost = section_54_returns_cents(self._cells, fact.cycle, fact.member)
        case = Case(fact.cycle, fact.member, states.SHORTFALL_REPORTED, fact.shortfall_cents, gained, lost)
        self.cases.put(case.key, case)
        available_cents = self.accounts.get(case.key)
        if available_cents is None:
            return
        balance_cents = clearing_balances_cents(self._cells, fact.cycle).get(fact.member, 0)
        expected_cents = expected_shortfall_cents(available_cents, balance_cents)
        if expected_cents != fact.shortfall_cents:
            anomaly: dict[str, object] = {
                "kind": "SHORTFALL_MISMATCH",
                "event": fact.id,
                "cycle": fact.cycle,
                "member": fact.member,
                "reported_cents": fact.shortfall_cents,
                "expected_cents": expected_cents,
            }
            self._publish.anomaly(fact, case.key, anomaly, "BL3/53(1)(a)")

    def report_advance(self, fact: events.AdvanceReported) -> Verdict:
        """Decide whether the member is in default."""
        case = self._case(fact.cycle, fact.member)
        case.advance_cents = fact.advance_cents
        fields = {"cycle": fact.cycle, "member": fact.member}
        if advance_suffices(fact.advance_cents, case.shortfall_cents):
            case.state = states.ADVANCE_OBTAINED
            self._publish.outcome(fact, case.key, "advance_obtained", ["BL3/53(1)(b)"], fields)
            verdict = Verdict("NO_DEFAULT", ("53(1)(b)",))
        else:
            case.state = states.IN_DEFAULT
            case.default_at = fact.at
            case.advance_credited_cents = fact.advance_cents if fact.credited else 0
            self._publish.outcome(fact, case.key, "default_began", ["BL3/53(1)"], fields)
            verdict = Verdict("DEFAULT", ("53(1)",))
        self.cases.put(case.key, case)
        return verdict

    def close_returns(self, fact: events.DefaultReturnsClosed) -> Verdict:
        """Decide whether the returns cure the case; else work out what those it represents owe."""
        case = self._case(fact.cycle, fact.member)
        self.cases.put(case.key, case)
        after_55_cents = standing(case, self._cells).after_55_cents
        if after_55_cents is not None and after_55_cents <= 0:
            case.state = states.CURED_BY_RETURNS
            return Verdict(case.state, ("55",))
        case.state = states.AWAITING_SECTION_56
        prefix = f"{case.key}/"
        reports = {
            key.removeprefix(prefix): row for key, row in self.sub_accounts.items() if key.startswith(prefix)
        }
        case.obligations_cents = section_56_obligations_cents(
            represented_positions_cents(self._cells, case.cycle, case.member),
            {institution: row.balance_cents for institution, row in reports.items()},
            {institution for institution, row in reports.items() if row.settled},
        )
        for institution, cents in case.obligations_cents.items():
            fields = {
                "cycle": case.cycle,
                "member": case.member,
                "institution": institution,
                "amount_cents": cents,
            }
            self._publish.outcome(
                fact, case.key, "section_56_deposit_due", ["BL3/56"], fields, (institution,)
            )
        return Verdict(case.state, ("56",))

    def receive_deposit(self, fact: events.DepositReceived) -> None:
        """Count a deposit towards cover, on whatever basis it comes."""
        case = self._case(fact.cycle, fact.member)
        case.deposits.append(Deposit(fact.depositor, fact.basis, fact.deposit_cents, fact.value_on))
        self.cases.put(case.key, case)

    def close_deposits(self, fact: events.DefaultDepositsClosed, law: Values) -> Verdict:
        """Decide whether the deposits under section 56 cure the case; else share the rest."""
        case = self._case(fact.cycle, fact.member)
        self.cases.put(case.key, case)
        after_55_cents = standing(case, self._cells).after_55_cents or 0
        case.a_cents = max(0, after_55_cents - sum(case.deposits_cents("SECTION_56").values()))
        if case.a_cents == 0:
            case.state = states.CURED_BY_DEPOSITS
            return Verdict(case.state, ("56",))
        entered = {
            key.split("/")[0]: cell
            for key, cell in self._cells.group(f"bilateral/{case.cycle}").items()
            if key.split("/")[1] == case.member
        }
        survivors = self._survivors(instant_us(fact.at))
        case.b_cents = base_cents(entered, survivors, law.section_57_basis)
        case.c_cents = sum(case.b_cents.values())
        if case.c_cents == 0:
            case.state = states.ALLOCATION_UNDEFINED
            undefined = {"cycle": case.cycle, "member": case.member, "a_cents": case.a_cents}
            self._publish.outcome(fact, case.key, "allocation_undefined", ["BL3/57(1)"], undefined)
            return Verdict(case.state, ("57(1)",))
        case.state = states.AWAITING_SECTION_57
        case.shares_cents = shares_cents(case.a_cents, case.b_cents)
        self._publish_shares(fact, case)
        return Verdict(case.state, ("57(1)",))

    def _survivors(self, at_us: int) -> set[str]:
        """The Bank of Canada and every clearer at an instant that is not in default for any cycle."""
        defaults = self._registry.defaults
        clearers = self._registry.roles.clearers(at_us)
        return {BANK_OF_CANADA, *(one for one in clearers if not defaults.is_in_default(one, at_us))}

    def _publish_shares(self, fact: events.DefaultDepositsClosed, case: Case) -> None:
        for depositor, cents in case.shares_cents.items():
            if not cents:
                continue
            fields = {
                "cycle": case.cycle,
                "member": case.member,
                "depositor": depositor,
                "amount_cents": cents,
                "a_cents": case.a_cents,
                "b_cents": case.b_cents[depositor],
                "c_cents": case.c_cents,
            }
            self._publish.outcome(
                fact, case.key, "section_57_deposit_due", ["BL3/57(1)"], fields, (depositor,)
            )

    def accrue_interest(self, fact: events.RecoveryInterestAccrued, law: Values) -> None:
        """Work out anew what the member owes each depositor under section 57, with interest."""
        case = self._case(fact.cycle, fact.member)
        for depositor, principal_cents in sorted(case.deposits_cents("SECTION_57").items()):
            deposits = [
                (deposit.cents, date_of(deposit.value_on))
                for deposit in case.deposits
                if deposit.basis == "SECTION_57" and deposit.depositor == depositor
            ]
            interest_cents = recovery_interest_cents(
                deposits,
                date_of(fact.through_on),
                law.recovery_interest_rate_ppm or (),
                law.interest_year_days,
            )
            case.accruals[depositor] = Accrual(interest_cents, fact.through_on)
            fields = {
                "cycle": case.cycle,
                "member": case.member,
                "depositor": depositor,
                "principal_cents": principal_cents,
                "interest_cents": interest_cents,
                "interest_through_on": fact.through_on,
            }
            self._publish.outcome(
                fact, case.key, "recovery_debt_due", ["BL3/57(2)", "BL3/57(3)"], fields, (depositor,)
            )
        self.cases.put(case.key, case)
