"""How does a cycle stand, and how does a balance in it come about?"""

from collections.abc import Iterator

from schemas import clearing as events
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.assembled import event_shown, said_at
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.domains.clearing.explanations.figures_of_balances import (
    all_balances,
    balance_steps,
    balances_of,
    cycle_counts,
)
from streams.domains.clearing.explanations.recorded_facts import recorded_facts
from streams.domains.clearing.explanations.views_asked import Row, rows_of
from streams.domains.clearing.explanations.words import money, party
from streams.domains.clearing.rules import case, settlement
from streams.domains.clearing.state.totals import clearing_balances_cents
from streams.kernel.evidence import Evidence
from streams.kernel.explanation import Explanation, SeeAlso, Step, provisions_shown, rule_shown

_STATES = {
    "OPEN": "is open: entries are still taken",
    "ESTABLISHED": "is closed and its balances are fixed; it is not settled yet",
    "SETTLED": "is settled",
}
_BALANCES = (
    ("established_balances_cents", "The balances with which the cycle was closed; together they are zero."),
    (
        "clearing_balances_cents",
        "The balances as they stand, with every return booked; together they are zero.",
    ),
    ("settlement_entries_cents", "What was booked to each account at settlement; together it is zero."),
)
_CASE_FACTS = (
    events.CycleScheduled,
    events.CycleSealed,
    events.ShortfallReported,
    events.AdvanceReported,
    events.DefaultReturnsClosed,
    events.DefaultDepositsClosed,
    events.SettlementRequested,
    events.SettlementEffected,
)


def explain_cycle(evidence: Evidence, cycle: str, row: Row) -> Explanation:
    """A cycle as it stands: its state, its balances and the cases in it."""
    facts = [one for one in recorded_facts(evidence) if _moves(one, cycle)]
    cases = [parts[0] for parts, _ in rows_of(evidence, "default_cases", f"{cycle}/")]
    blocked = f" In the way of settlement: {words.listed(row['blocked_by'])}." if row["blocked_by"] else ""
    members = sorted(row["clearing_balances_cents"])
    return Explanation(
        domain=evidence.law.domain,
        id=cycle,
        kind="cycle",
        title=words.sentence(words.cycle(cycle)),
        answer=f"{words.sentence(words.cycle(cycle))} {_STATES[row['state']]}.{blocked}",
        story=[said_at(one.event) for one in facts],
        arithmetic=[*cycle_counts(evidence, cycle), *_balances(row)],
        events=[event_shown(evidence, one) for one in facts],
        rules=[rule_shown(rule) for rule in (clearing_balances_cents, case.blocks, settlement.instructions)],
        provisions=list(provisions_shown(evidence.law, ("BL3/1(ACSS-cycle)", "BL3/48", "BL3/50"))),
        see_also=[
            *(SeeAlso(f"{cycle}/{member}", f"the default of {party(member)}") for member in cases),
            *(
                SeeAlso(f"{cycle}/{member}", f"how the balance of {party(member)} comes about")
                for member in members
                if member not in cases
            ),
        ],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def _moves(one: RecordedEvent, cycle: str) -> bool:
    return isinstance(one.event, _CASE_FACTS) and one.event.cycle == cycle


def _balances(row: Row) -> Iterator[Step]:
    shown: list[dict[str, int]] = []
    for name, caption in _BALANCES:
        balances = balances_of(row, name)
        if row[name] is not None and balances not in shown:
            shown.append(balances)
            yield all_balances(caption, balances)


def explain_balance(evidence: Evidence, cycle: str, member: str, cents: int) -> Explanation:
    """The balance of a participant in a cycle, as it stands."""
    facts = [one for one in recorded_facts(evidence) if _moves(one, cycle)]
    outcome = "is to receive" if cents >= 0 else "has to pay"
    return Explanation(
        domain=evidence.law.domain,
        id=f"{cycle}/{member}",
        kind="balance",
        title=f"The balance of {party(member)} in {words.cycle(cycle)}",
        answer=f"{words.sentence(party(member))} {outcome} {money(abs(cents))} in {words.cycle(cycle)}.",
        story=[
            "Every entry counts once for the one who is paid and once against the one who pays. What each participant "
            "is owed by and owes to each other one is added up; returns move the value back.",
        ],
        arithmetic=list(balance_steps(evidence, cycle, member)),
        events=[event_shown(evidence, one) for one in facts],
        rules=[rule_shown(clearing_balances_cents)],
        provisions=list(provisions_shown(evidence.law, ("BL3/47(1)", "BL3/48"))),
        see_also=[SeeAlso(cycle, f"{words.cycle(cycle)} with all balances")],
        law=evidence.law.digest,
        replay=evidence.replay,
    )
