"""How did the default of a clearer, or of an indirect clearer, go from its beginning to now?"""

from collections.abc import Iterator, Sequence

from schemas import clearing as events
from schemas.instants import date_of, instant_us
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.assembled import event_shown, events_shown, said_at
from streams.domains.clearing.explanations.consulted import values_shown
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.domains.clearing.explanations.figures_of_default import (
    advance_step,
    after_returns_step,
    cover_steps,
    obligation_steps,
    remainder_step,
    shortfall_steps,
)
from streams.domains.clearing.explanations.figures_of_facts import residual_steps
from streams.domains.clearing.explanations.figures_of_sharing import sharing_steps
from streams.domains.clearing.explanations.grounds import parties_of
from streams.domains.clearing.explanations.recorded_facts import recorded_facts
from streams.domains.clearing.explanations.returns_behind import returns_behind
from streams.domains.clearing.explanations.story import story_before
from streams.domains.clearing.explanations.views_asked import Row
from streams.domains.clearing.explanations.words import money, party
from streams.domains.clearing.law.values import ClearingLaw
from streams.domains.clearing.rules import case, default, deposits, indirect_default, sharing
from streams.kernel.evidence import Evidence
from streams.kernel.explanation import Explanation, SeeAlso, Step, provisions_shown, rule_shown

STATES = {
    "SHORTFALL_REPORTED": "a shortfall was reported, and whether it can borrow enough is not known yet",
    "ADVANCE_OBTAINED": "it was lent enough, so there was no default",
    "IN_DEFAULT": "it is in default, and items can still be sent back",
    "CURED_BY_RETURNS": "the returns made good the whole shortfall",
    "AWAITING_SECTION_56": "those whom it represents are to pay first",
    "CURED_BY_DEPOSITS": "the deposits of those whom it represents made good the rest",
    "AWAITING_SECTION_57": "the survivors share the rest",
    "ALLOCATION_UNDEFINED": "the rest cannot be shared by the formula, so a person has to decide",
    "COVERED_BY_SECTION_57": "the survivors covered the rest, and the cycle is settled",
    "RESOLVED_MANUALLY": "the rest was covered by a decision taken by hand, and the cycle is settled",
}
"""Each state of a case."""

_RULES = (
    default.advance_suffices,
    default.shortfall_after_section_55_cents,
    deposits.section_56_obligations_cents,
    sharing.base_cents,
    sharing.shares_cents,
    case.standing,
)
_PROVISIONS = ("BL3/53(1)", "BL3/54", "BL3/55", "BL3/56", "BL3/57(1)", "BL3/50")


def explain_case(evidence: Evidence, identifier: str, row: Row) -> Explanation:
    """The whole case of a clearer in a cycle, as it stands."""
    cycle, member = identifier.split("/")
    facts = [one for one in recorded_facts(evidence) if getattr(one.event, "cycle", None) == cycle]
    mine = [one for one in facts if _is_of_case(one, member)]
    advances = [one.event.id for one in mine if isinstance(one.event, events.AdvanceReported)]
    returns = [one for advance in advances for one in returns_behind(evidence, advance, None, cycle, member)]
    closed = next((one.event for one in mine if isinstance(one.event, events.DefaultDepositsClosed)), None)
    shown, left_out = events_shown(evidence, None, [*mine, *returns])
    return Explanation(
        domain=evidence.law.domain,
        id=identifier,
        kind="default case",
        title=f"The default of {party(member)} in {words.cycle(cycle)}"
        if row["in_default"]
        else f"The shortfall of {party(member)} in {words.cycle(cycle)}",
        answer=f"{words.sentence(party(member))} lacked {money(row['shortfall_cents'])}: {STATES[row['state']]}.",
        story=list(story_before([*mine, *returns])),
        arithmetic=list(_steps(evidence, row, mine, closed, cycle, member)),
        events=shown,
        left_out=left_out,
        rules=[rule_shown(rule) for rule in _RULES],
        provisions=list(provisions_shown(evidence.law, _PROVISIONS)),
        values=list(
            values_shown(evidence.law, ("section_57_basis",), date_of((closed or mine[0].event).at[:10]))
        ),
        see_also=[
            *_shares_to_see(row, closed),
            SeeAlso(cycle, f"{words.cycle(cycle)} with its balances"),
        ],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def _shares_to_see(row: Row, closed: events.DefaultDepositsClosed | None) -> Iterator[SeeAlso]:
    if closed is not None:
        for survivor in row["section_57_shares_cents"]:
            yield SeeAlso(f"{closed.id}/section_57_deposit_due/{survivor}", f"the share of {party(survivor)}")


def _is_of_case(one: RecordedEvent, member: str) -> bool:
    event = one.event
    if isinstance(event, events.SubAccountReported):
        return event.agent == member
    if isinstance(event, events.CycleScheduled | events.SettlementRequested):
        return False
    return getattr(event, "member", member) == member and not hasattr(event, "indirect_clearer")


def _steps(
    evidence: Evidence,
    row: Row,
    facts: Sequence[RecordedEvent],
    closed: events.DefaultDepositsClosed | None,
    cycle: str,
    member: str,
) -> Iterator[Step]:
    """The figures from the shortfall to what is still uncovered."""
    # The balance at the report is not kept; what returns moved since is taken out of the newest one again.
    yield from shortfall_steps(
        _AtTheReport(evidence, row, member), facts, cycle, member, row["shortfall_cents"]
    )
    if row["advance_cents"] is None:
        return
    yield advance_step(row)
    if not row["in_default"]:
        return
    yield after_returns_step(row)
    if row["section_56_obligations_cents"]:
        yield from obligation_steps(evidence, facts, row, cycle, member)
    if row["section_57_a_cents"] is not None and closed is not None:
        yield remainder_step(row)
        if row["section_57_a_cents"]:
            basis = ClearingLaw(evidence.law).on(instant_us(closed.at)).section_57_basis
            yield from sharing_steps(row, member, basis, None)
    yield from cover_steps(row)


class _AtTheReport:
    """The newest rows, with the member's balance as it was before the returns that its default called for."""

    def __init__(self, evidence: Evidence, case: Row, member: str) -> None:
        self._evidence = evidence
        self._moved_cents = case["section_55_credits_cents"] - case["section_55_debits_cents"]
        self._member = member

    def row(self, view: str, key: str) -> object | None:
        found = self._evidence.row(view, key)
        if view != "cycles" or not isinstance(found, dict):
            return found
        balances = found["clearing_balances_cents"]
        before = balances.get(self._member, 0) - self._moved_cents
        return found | {"clearing_balances_cents": balances | {self._member: before}}

    def rows(self, view: str, prefix: str) -> Iterator[tuple[str, object]]:
        return self._evidence.rows(view, prefix)


def explain_indirect_case(evidence: Evidence, identifier: str, row: Row) -> Explanation:
    """The whole case of an indirect clearer towards its agent in a cycle, as it stands."""
    cycle, agent, indirect_clearer = identifier.split("/")
    mine = [
        one
        for one in recorded_facts(evidence)
        if isinstance(one.event, events.IndirectShortfallReported | events.IndirectAdvanceReported)
        and one.event.cycle == cycle
        and parties_of(one.event) == {agent, indirect_clearer}
    ]
    return Explanation(
        domain=evidence.law.domain,
        id=identifier,
        kind="default case",
        title=f"The default of {party(indirect_clearer)} towards {party(agent)} in {words.cycle(cycle)}",
        answer=f"{party(indirect_clearer)} lacked {money(row['shortfall_cents'])} towards {party(agent)}: "
        f"{STATES[row['state']]}.",
        story=[said_at(one.event) for one in mine],
        arithmetic=list(residual_steps(row, agent, row["items_to_remit"])),
        events=[event_shown(evidence, one) for one in mine],
        rules=[rule_shown(default.advance_suffices), rule_shown(indirect_default.agent_residual_cents)],
        provisions=list(provisions_shown(evidence.law, ("BL3/58", "BL3/59", "BL3/60"))),
        see_also=[SeeAlso(entry, "items to be handed back") for entry in row["items_to_remit"]],
        law=evidence.law.digest,
        replay=evidence.replay,
    )
