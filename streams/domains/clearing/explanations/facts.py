"""Why was a fact decided as it was, and how did its figures come about?"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from schemas import clearing as events
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.agreement import Body
from streams.domains.clearing.explanations.assembled import (
    events_shown,
    kind_of,
    said_at,
)
from streams.domains.clearing.explanations.business_events import answer_said, failure_said
from streams.domains.clearing.explanations.checks import check_shown, checks_shown
from streams.domains.clearing.explanations.consulted import looked_up, needed_for
from streams.domains.clearing.explanations.decision import Decision
from streams.domains.clearing.explanations.entries_again import EntriesAgain, RecordedEvent, root_of
from streams.domains.clearing.explanations.figures_of_facts import Asked, figures
from streams.domains.clearing.explanations.grounds import grounds_of_fact
from streams.domains.clearing.explanations.happenings import happening
from streams.domains.clearing.explanations.house_again import FactDecidedAgain, HouseAgain
from streams.domains.clearing.explanations.outcome_words import outcome_said
from streams.domains.clearing.explanations.returns_behind import returns_behind
from streams.domains.clearing.explanations.same_id import SameId
from streams.domains.clearing.explanations.story import story_before
from streams.domains.clearing.explanations.unfolded import not_folded_yet
from streams.domains.clearing.rules.case import blocks
from streams.domains.clearing.rules.facts import primary_citation
from streams.domains.clearing.rules.verdicts import Reason
from streams.domains.clearing.state.cases import CURED_BY_RETURNS
from streams.kernel.evidence import Evidence, Recorded
from streams.kernel.explanation import CheckShown, Explanation, SeeAlso

_OUTCOMES_TOLD = 8
_parsed = msgspec.json.decode


def explain_fact(
    evidence: Evidence, asked: RecordedEvent, others: SameId, focus: Body | None = None
) -> Explanation:
    """The whole story of a fact.

    Args:
        others: other records with the same id.
        focus: the outcome of the fact that is asked about, or None.
    """
    fact = asked.event
    assert isinstance(fact, events.Fact)
    house = HouseAgain(evidence, asked)
    if not house.is_folded:
        return not_folded_yet(evidence, asked)
    published = evidence.outcomes_of(fact.id)
    again = house.decide()
    again.outcomes.extend(_called_back(evidence, fact, published))
    verdict = next(body for body in again.outcomes if body["type"] in ("fact_accepted", "fact_refused"))
    checks = _checks(again, fact, verdict.get("reason"))
    decision = Decision(asked, published, again.outcomes, checks, others, list(_used(again, fact, verdict)))
    grounds = list(_grounds(evidence, again, fact))
    shown, left_out = events_shown(evidence, asked, grounds)
    title = f"{kind_of(fact)} ({fact.id}): {_verdict_said(verdict)}"
    of_figures = Asked(evidence.law, fact, again, focus, is_refused=bool(decision.failed))
    return msgspec.structs.replace(
        decision.explanation(evidence, title, _answer(fact, verdict, decision.failed)),
        story=[*story_before(grounds), *_story(asked, again, decision.failed, focus)],
        arithmetic=list(figures(of_figures)),
        checks_not_made=0 if again.walk.failed is None else len(again.walk.checks) - again.walk.failed - 1,
        events=shown,
        left_out=left_out,
        see_also=list(_see_also(evidence, again, fact)),
    )


def _used(again: FactDecidedAgain, fact: events.Fact, verdict: Body) -> Iterator[str]:
    """The values that the checks looked up, and those that the figures needed."""
    walk = again.walk
    for check in walk.checks if walk.failed is None else walk.checks[: walk.failed + 1]:
        yield from looked_up(check.fails)
    if verdict["type"] == "fact_accepted":
        yield from needed_for(fact)


def _called_back(evidence: Evidence, fact: events.Fact, published: Sequence[Recorded]) -> Iterator[Body]:
    """What each partition asked back from an indirect clearer in default, decided again entry by entry."""
    for record in published:
        body: Body = _parsed(record.value)
        if body["type"] == "item_remittance_due":
            for partition in {one.place.partition for one in evidence.events(body["ref"])}:
                root = root_of(evidence, partition, body["ref"])
                if root is not None:
                    yield from EntriesAgain(evidence, partition, body["ref"], root).follow(fact.id)


def _answer(fact: events.Fact, verdict: Body, failed: Sequence[CheckShown]) -> str:
    """The answer in a sentence; where a fact was simply accepted, it says what the fact says."""
    said = answer_said(verdict, failed)
    return f"{happening(fact)} {said}" if verdict.get("verdict") == "ACCEPTED" else said


def _verdict_said(verdict: Body) -> str:
    """A verdict in a word or two."""
    return str(verdict.get("verdict", "refused")).lower().replace("_", " ")


def _checks(again: FactDecidedAgain, fact: events.Fact, reason: str | None) -> list[CheckShown]:
    """The checks by the facts alone, then those by the figures."""
    primary = (primary_citation(fact),)
    checks = checks_shown(fact, again.walk, primary, reason)
    if again.walk.failed is not None:
        return checks
    if isinstance(fact, events.DefaultDepositsClosed):
        failed = reason == Reason.SHORTFALL_CURED
        case = again.row("default_cases", f"{fact.cycle}/{fact.member}")
        state = case["state"] if isinstance(case, dict) else ""
        looked_at = words.sentence(f"the case is {CURED_BY_RETURNS}") if state == CURED_BY_RETURNS else ""
        checks.append(
            check_shown(
                fact, Reason.SHORTFALL_CURED, blocks, failed=failed, looked_at=looked_at, cites=("57(1)",)
            )
        )
    if isinstance(fact, events.SettlementRequested):
        failed = reason == Reason.SETTLEMENT_BLOCKED
        row: Any = again.row("cycles", fact.cycle) or {}
        looked_at = f"in the way: {words.listed(row.get('blocked_by', ()))}" if failed else ""
        checks.append(
            check_shown(
                fact, Reason.SETTLEMENT_BLOCKED, blocks, failed=failed, looked_at=looked_at, cites=("50",)
            )
        )
    return checks


def _grounds(evidence: Evidence, again: FactDecidedAgain, fact: events.Fact) -> Iterator[RecordedEvent]:
    grounds = list(grounds_of_fact(again.facts, fact))
    yield from grounds
    if not isinstance(fact, events.DefaultReturnsClosed | events.DefaultDepositsClosed):
        return
    for one in grounds:
        if isinstance(one.event, events.AdvanceReported):
            yield from returns_behind(evidence, one.event.id, fact.id, fact.cycle, fact.member)


def _story(
    asked: RecordedEvent, again: FactDecidedAgain, failed: Sequence[CheckShown], focus: Body | None
) -> Iterator[str]:
    yield said_at(asked.event)
    if failed:
        yield failure_said(failed[0])
        yield "So it was refused, and it changes nothing."
        return
    yield "All checks were passed." if again.walk.checks else "Nothing is checked for such an event."
    told = [body for body in again.outcomes if body["type"] == "fact_accepted"]
    if focus is not None:
        yield from (outcome_said(body) for body in (*told, focus))
        return
    told += [body for body in again.outcomes if body["type"] not in ("fact_accepted", "notice_due")]
    yield from (outcome_said(body) for body in told[:_OUTCOMES_TOLD])
    if len(told) > _OUTCOMES_TOLD:
        yield f"And {words.counted(len(told) - _OUTCOMES_TOLD, 'more outcome')}, listed below."
    notices = sum(body["type"] == "notice_due" for body in again.outcomes)
    if notices:
        yield f"{words.counted(notices, 'notice')} had to be given because of it, listed below."


def _see_also(evidence: Evidence, again: FactDecidedAgain, fact: events.Fact) -> Iterator[SeeAlso]:
    cycle, member = getattr(fact, "cycle", None), getattr(fact, "member", None)
    if isinstance(cycle, str):
        if evidence.row("cycles", cycle) is not None:
            yield SeeAlso(cycle, f"{words.cycle(cycle)} with its balances")
        if evidence.row("default_cases", f"{cycle}/{member}") is not None:
            yield SeeAlso(f"{cycle}/{member}", f"the whole case of {words.party(str(member))} in that cycle")
    followed = [body for body in again.outcomes if body["type"] not in ("fact_accepted", "fact_refused")]
    for body in followed[:_OUTCOMES_TOLD]:
        yield SeeAlso(body["id"], outcome_said(body))
