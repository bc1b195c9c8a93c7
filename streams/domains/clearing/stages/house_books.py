"""What does the clearing house fix for a cycle, and which rows does it show? (BL3/48, BL3/50, BL3/51, BL3/58)"""

from collections.abc import Iterable

from schemas import clearing as events
from schemas.instants import instant_text
from streams.domains.clearing.rules.case import blocks, standing, state_after_settlement
from streams.domains.clearing.rules.default import advance_suffices
from streams.domains.clearing.rules.settlement import instructions
from streams.domains.clearing.rules.verdicts import Verdict
from streams.domains.clearing.stages import house_views
from streams.domains.clearing.stages.case_steps import CaseSteps
from streams.domains.clearing.stages.outcomes import Publisher
from streams.domains.clearing.state.cases import CycleBooks
from streams.domains.clearing.state.facts import RegistryFact
from streams.domains.clearing.state.parties import NEVER
from streams.domains.clearing.state.registry import Registry
from streams.domains.clearing.state.representations import GROUP, Representation
from streams.domains.clearing.state.totals import CellReader, clearing_balances_cents, digest_text
from streams.kernel.table import Table
from streams.kernel.watched import Watched


class HouseBooks:
    """The books of the cycles, and the views that follow from them."""

    def __init__(
        self, registry: Registry, cells: CellReader, steps: CaseSteps, publish: Publisher, watched: Watched
    ) -> None:
        self._registry = registry
        self._cells = cells
        self._steps = steps
        self._publish = publish
        self._watched = watched
        self.cycles: Table[CycleBooks] = Table("cycles", CycleBooks, resident=True)
        self._touched: set[str] = set()
        self._ends_before: dict[tuple[str, str, int], int] = {}

    def _of(self, cycle: str) -> CycleBooks:
        return self.cycles.get(cycle) or CycleBooks()

    def blocked_by(self, cycle: str) -> list[str]:
        """The cases that keep a cycle from being settled, in order."""
        return sorted(case.key for case in self._steps.of_cycle(cycle) if blocks(case, self._cells))

    def establish(self, fact: events.CycleSealed) -> None:
        """Fix the balances with which the cycle is sealed."""
        books = self._of(fact.cycle)
        books.established = clearing_balances_cents(self._cells, fact.cycle)
        self.cycles.put(fact.cycle, books)
        digest = digest_text((self._cells.get(f"cycle/{fact.cycle}") or [0, 0, 0])[2])
        for member, cents in sorted(books.established.items()):
            fields = {
                "cycle": fact.cycle,
                "member": member,
                "balance_cents": cents,
                "entries_digest": digest,
            }
            self._publish.outcome(
                fact, fact.cycle, "clearing_balances_established", ["BL3/48"], fields, (member,)
            )

    def instruct(self, fact: events.SettlementRequested) -> Verdict:
        """Instruct the entries into the settlement accounts."""
        books = self._of(fact.cycle)
        books.instructed = clearing_balances_cents(self._cells, fact.cycle)
        self.cycles.put(fact.cycle, books)
        for member, entry, cents in instructions(books.instructed):
            fields = {"cycle": fact.cycle, "member": member, "entry": entry, "amount_cents": cents}
            self._publish.outcome(fact, fact.cycle, "settlement_instructed", ["BL3/50"], fields, (member,))
        return Verdict("INSTRUCTED", ("50",))

    def settle(self, fact: events.SettlementEffected) -> Verdict:
        """Take the Bank's statement as it is (52); report where it contradicts the books; end the cases."""
        books = self._of(fact.cycle)
        blocked_by = self.blocked_by(fact.cycle)
        books.posted = clearing_balances_cents(self._cells, fact.cycle)
        self.cycles.put(fact.cycle, books)
        anomaly: dict[str, object] = {"event": fact.id, "cycle": fact.cycle}
        if blocked_by:
            anomaly |= {"kind": "SETTLED_WHILE_BLOCKED", "blocked_by": blocked_by}
            self._publish.anomaly(fact, fact.cycle, anomaly, "BL3/52")
        elif books.instructed != books.posted:
            anomaly |= {"kind": "SETTLED_WITHOUT_INSTRUCTION"}
            self._publish.anomaly(fact, fact.cycle, anomaly, "BL3/52")
        self._publish.outcome(fact, fact.cycle, "settlement_completed", ["BL3/50"], {"cycle": fact.cycle})
        self._end_cases(fact)
        return Verdict("SETTLED", ("50",))

    def _end_cases(self, fact: events.SettlementEffected) -> None:
        for case in self._steps.of_cycle(fact.cycle):
            if not case.in_default:
                continue
            figures = standing(case, self._cells)
            case.state = state_after_settlement(case, self._cells)
            self._steps.cases.put(case.key, case)
            if figures.uncovered_cents == 0:
                fields = {
                    "cycle": case.cycle,
                    "member": case.member,
                    "state": case.state,
                    "excess_cents": figures.excess_cents,
                }
                self._publish.outcome(
                    fact, case.key, "default_case_ended", ["BL3/50"], fields, (case.member,)
                )

    def report_indirect_advance(self, fact: events.IndirectAdvanceReported) -> Verdict:
        """Decide whether an indirect clearer is in default towards its agent."""
        case = self._registry.defaults.indirect_case(fact.cycle, fact.agent, fact.indirect_clearer)
        if case is None or advance_suffices(fact.advance_cents, case.shortfall_cents):
            return Verdict("NO_DEFAULT", ("58(b)",))
        fields = {"cycle": fact.cycle, "agent": fact.agent, "indirect_clearer": fact.indirect_clearer}
        self._publish.outcome(fact, case.key, "indirect_default_began", ["BL3/58"], fields)
        return Verdict("DEFAULT", ("58",))

    def note_ends_before(self, fact: events.Fact) -> None:
        """Remember the ends of a clearer's representations before a fact that may move them."""
        clearer = clearer_of(fact)
        self._ends_before = {} if clearer is None else self._ends_of(clearer)

    def _ends_of(self, clearer: str) -> dict[tuple[str, str, int], int]:
        return {_name_of(one): one.ends_us for one in self._registry.representations.by(clearer)}

    def touch(self, fact: events.Fact) -> None:
        """Show the rows of the registry that a fact changed; remember the cycle whose rows it changed."""
        if isinstance(fact, RegistryFact):
            self._show_clearer(fact)
        elif isinstance(fact, events.CycleScheduled):
            for one in self._registry.representations.newest():
                if one.ends_us != NEVER:
                    self._show_representation(one.institution, one.clearer)
        cycle = getattr(fact, "cycle", None)
        if isinstance(cycle, str):
            self._touched.add(cycle)

    def _show_clearer(self, fact: RegistryFact) -> None:
        clearer = clearer_of(fact)
        if clearer is None:
            return
        for role, appointment in self._registry.roles.of(clearer).items():
            self._publish.row("roles", f"{clearer}/{role}", house_views.role_row(appointment))
        for one in self._registry.representations.by(clearer):
            self._show_representation(one.institution, clearer)
            if one.ends_us != self._ends_before.get(_name_of(one), NEVER):
                self._begin_run_off(fact, one)

    def _show_representation(self, institution: str, clearer: str) -> None:
        newest = self._registry.representations.of_pair(institution, clearer)[-1]
        row = house_views.representation_row(newest, self._registry.calendar)
        self._publish.row("representations", f"{institution}/{clearer}", row)

    def _begin_run_off(self, fact: RegistryFact, ended: Representation) -> None:
        end_us = house_views.run_off_end_us(ended, self._registry.calendar)
        if end_us is None:
            return
        fields = {
            "institution": ended.institution,
            "clearer": ended.clearer,
            "run_off_through_at": instant_text(end_us),
        }
        cites = ["BL3/44"] if ended.kind == GROUP else ["BL3/40"]
        key = f"{ended.institution}/{ended.clearer}"
        self._publish.outcome(fact, key, "run_off_began", cites, fields, (ended.institution, ended.kind))

    def show_cells(self, changed: Iterable[str]) -> None:
        """Show the rows of changed cells; remember the cycles whose figures they move."""
        for key in sorted(changed):
            figures = self._cells.get(key) or []
            kind, group, rest = (*key.split("/", 2), "")[:3]
            if kind == "bilateral":
                self._publish.row("bilateral_totals", f"{group}/{rest}", house_views.bilateral_row(figures))
            elif kind == "returned":
                self._publish.row("returned_totals", f"{group}/{rest}", house_views.returned_row(figures))
            elif kind == "position":
                self._publish.row("represented_positions_cents", f"{group}/{rest}", figures[0] or None)
            self._touched.update(self._cycles_of(kind, group))

    def _cycles_of(self, kind: str, group: str) -> Iterable[str]:
        """The cycles whose rows a cell moves; items handed on matter to every case of their agent."""
        if kind != "forwarded":
            return (group,)
        return (case.cycle for case in self._registry.defaults.indirect_cases() if case.agent == group)

    def show_touched(self) -> None:
        """Show the rows of every cycle that was touched, its cases included."""
        for name in sorted(self._touched):
            cycle = self._registry.calendar.named(name)
            if cycle is None:
                continue
            cases = self._steps.of_cycle(name)
            row = house_views.cycle_row(cycle, self._of(name), cases, self._cells)
            self._publish.row("cycles", name, row)
            balances = clearing_balances_cents(self._cells, name)
            self._watched.set("conservation_error_cents", abs(sum(balances.values())))
            for case in cases:
                self._publish.row("default_cases", case.key, house_views.case_row(case, self._cells))
        for indirect in self._registry.defaults.indirect_cases():
            if indirect.cycle in self._touched:
                shown = house_views.indirect_case_row(indirect, self._cells)
                self._publish.row("indirect_default_cases", indirect.key, shown)
        if self._touched:
            self._watched.set("settlements_blocked", len(self._blocked_cycles()))
        self._touched.clear()

    def _blocked_cycles(self) -> set[str]:
        """The cycles that are not settled and cannot be."""
        return {
            case.cycle
            for _, case in self._steps.cases.items()
            if self._of(case.cycle).posted is None and blocks(case, self._cells)
        }


def _name_of(representation: Representation) -> tuple[str, str, int]:
    """What tells a clearer's representations apart."""
    return representation.institution, representation.kind, representation.from_us


def clearer_of(fact: events.Fact) -> str | None:
    """The member whose roles and representations a fact may change, or None."""
    match fact:
        case events.RoleAppointed() | events.RoleRevoked():
            return fact.member
        case events.GroupJoined() | events.GroupLeft():
            return fact.group_clearer
        case events.AgentDesignated() | events.AgentCeased() | events.AgentCeasedImmediately():
            return fact.agent
        case events.NonMemberEntityRegistered():
            return fact.responsible_member
        case _:
            return None
