"""Which arithmetic lies behind what an accepted fact did?"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from schemas import clearing as events
from schemas.instants import instant_us
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.figures_of_balances import (
    all_balances,
    balance_steps,
    balances_of,
    cycle_counts,
)
from streams.domains.clearing.explanations.figures_of_default import (
    advance_step,
    after_returns_step,
    cover_steps,
    obligation_steps,
    remainder_step,
    shortfall_steps,
)
from streams.domains.clearing.explanations.figures_of_interest import interest_steps
from streams.domains.clearing.explanations.figures_of_sharing import sharing_steps
from streams.domains.clearing.explanations.house_again import FactDecidedAgain
from streams.domains.clearing.explanations.views_asked import Row, row_of
from streams.domains.clearing.explanations.words import TIMES, money, party, whole
from streams.domains.clearing.law.values import ClearingLaw, Values
from streams.domains.clearing.rules.eligibility import has_volume
from streams.domains.clearing.state.parties import BANK_OF_CANADA
from streams.kernel.explanation import Sheet, Step
from streams.kernel.law import LawBook


class Asked(NamedTuple):
    """A fact whose figures are asked for.

    Attributes:
        focus: the outcome that is asked about, or None.
    """

    book: LawBook
    fact: events.Fact
    again: FactDecidedAgain
    focus: dict[str, Any] | None
    is_refused: bool

    @property
    def law(self) -> Values:
        """The values that hold at the fact's stamp."""
        return ClearingLaw(self.book).on(instant_us(self.fact.at))

    def case(self) -> Row:
        """The case that the fact is about, right after it."""
        key = f"{getattr(self.fact, 'cycle', '')}/{getattr(self.fact, 'member', '')}"
        return row_of(self.again, "default_cases", key)

    def asked_about(self, field: str) -> str | None:
        """A party of the outcome that is asked about, or None."""
        return None if self.focus is None else self.focus.get(field)


def figures(asked: Asked) -> Iterator[Step]:
    """The steps of the arithmetic; none where a fact was refused by the facts before it."""
    fact = asked.fact
    if asked.is_refused:
        if isinstance(fact, events.SettlementRequested):
            yield from _blocked(asked, fact)
        return
    match fact:
        case events.ApplicationCompleted():
            yield from _limbs(asked, fact)
        case events.CycleSealed() | events.SettlementRequested() | events.SettlementEffected():
            yield from _of_cycle(asked, fact)
        case events.IndirectAdvanceReported():
            yield from _indirect(asked, fact)
        case events.RecoveryInterestAccrued():
            yield from interest_steps(asked.again.facts, fact, asked.law, asked.asked_about("depositor"))
        case _:
            yield from _of_case(asked)


def _of_case(asked: Asked) -> Iterator[Step]:
    """The figures of a step of a default."""
    fact, again, case = asked.fact, asked.again, asked.case()
    match fact:
        case events.ShortfallReported():
            yield from shortfall_steps(again, again.facts, fact.cycle, fact.member, fact.shortfall_cents)
        case events.AdvanceReported():
            yield advance_step(case)
        case events.DefaultReturnsClosed():
            yield after_returns_step(case)
            if case["state"] == "AWAITING_SECTION_56":
                yield from obligation_steps(again, again.facts, case, fact.cycle, fact.member)
        case events.DepositReceived():
            yield from cover_steps(case)
        case events.DefaultDepositsClosed():
            yield after_returns_step(case)
            yield remainder_step(case)
            if case["section_57_a_cents"]:
                basis = asked.law.section_57_basis
                yield from sharing_steps(case, fact.member, basis, asked.asked_about("depositor"))


def _of_cycle(
    asked: Asked, fact: events.CycleSealed | events.SettlementRequested | events.SettlementEffected
) -> Iterator[Step]:
    """All balances, or the one that is asked about."""
    member = asked.asked_about("member")
    if member is not None:
        yield from balance_steps(asked.again, fact.cycle, member)
        return
    row = row_of(asked.again, "cycles", fact.cycle)
    if isinstance(fact, events.CycleSealed):
        yield from cycle_counts(asked.again, fact.cycle)
        balances = balances_of(row, "established_balances_cents")
        yield all_balances("The balances with which the cycle was closed; together they are zero.", balances)
    elif isinstance(fact, events.SettlementEffected):
        balances = balances_of(row, "settlement_entries_cents")
        yield all_balances("What was booked to each account; together it is zero.", balances)
    else:
        balances = balances_of(row, "clearing_balances_cents")
        yield all_balances(
            f"Each clearer's balance is to be booked to its account; {party(BANK_OF_CANADA)} has no entry of its own, "
            "its figure is what the others leave.",
            balances,
        )


def _blocked(asked: Asked, fact: events.SettlementRequested) -> Iterator[Step]:
    """What is still uncovered in each case that stands in the way."""
    row = row_of(asked.again, "cycles", fact.cycle)
    for key in row.get("blocked_by", ()):
        case = row_of(asked.again, "default_cases", key)
        uncovered = int(case["uncovered_cents"])
        state = str(case["state"]).lower().replace("_", " ")
        yield Step(
            f"The case {key} stands at: {state}. What is still uncovered in it:",
            whole(uncovered),
            money(uncovered),
        )


def _indirect(asked: Asked, fact: events.IndirectAdvanceReported) -> Iterator[Step]:
    key = f"{fact.cycle}/{fact.agent}/{fact.indirect_clearer}"
    case = row_of(asked.again, "indirect_default_cases", key)
    if not case:
        return
    advance, shortfall = fact.advance_cents, int(case["shortfall_cents"])
    below = "is below" if advance < shortfall else "is not below"
    yield Step(
        "The loan beside the shortfall: " + ("default." if advance < shortfall else "no default."),
        f"{whole(advance)} {below} {whole(shortfall)}",
        money(advance),
    )
    called_back = [body["ref"] for body in asked.again.outcomes if body["type"] == "item_remittance_due"]
    yield from residual_steps(case, fact.agent, called_back)


def residual_steps(case: Row, agent: str, called_back: Sequence[str]) -> Iterator[Step]:
    """What the default of an indirect clearer leaves to its agent, and which items are to be handed back."""
    if not case["in_default"]:
        return
    shortfall, returned = int(case["shortfall_cents"]), int(case["section_60_returns_cents"])
    yield Step(
        f"What is left to {party(agent)} as its own loss: the shortfall less what it could send back.",
        f"{whole(shortfall)} - {whole(returned)} = {whole(shortfall - returned)}",
        money(int(case["agent_residual_cents"])),
    )
    entries = ", ".join(called_back) or "none"
    yield Step(f"Entries whose items have to be handed back: {entries}.")


def _limbs(asked: Asked, fact: events.ApplicationCompleted) -> Iterator[Step]:
    """Each condition for the role, and the volume in figures."""
    verdict = next(body for body in asked.again.outcomes if body["type"] == "fact_accepted")
    provisions = asked.book.provisions
    rows = [
        [f"{cite}: {provisions[cite].says}" if cite in provisions else cite, "met" if holds else "not met"]
        for cite, holds in sorted(verdict["limbs"].items())
    ]
    if fact.role != "CLEARING_AGENT":
        items, national = fact.item_volume_count, fact.national_item_volume_count
        threshold = asked.law.volume_threshold_ppm
        reached = has_volume(items, national, threshold)
        yield Step(
            f"The volume: {words.items(items)} of {national:,} in the country, beside {threshold:,} millionths of it; "
            f"{'reached' if reached else 'not reached'}.",
            f"{whole(items)} {TIMES} 1,000,000 = {whole(items * 1_000_000)}; "
            f"{whole(threshold)} {TIMES} {whole(national)} = {whole(threshold * national)}",
        )
    if fact.role == "GROUP_CLEARER":
        joined = (
            "all of them must be met"
            if asked.law.section_29_conjunction == "ALL"
            else "one of them is enough"
        )
        yield Step(f"Of the conditions under section 29(2), {joined}.")
    yield Step("The conditions for the role.", sheet=Sheet(["Condition", "is"], rows))
