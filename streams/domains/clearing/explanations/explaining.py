"""What does an id name, and why was it decided so?"""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from schemas import clearing as events
from schemas.reading import Unreadable
from streams.domains.clearing.explanations.agreement import Body
from streams.domains.clearing.explanations.business_events import explain_business_event
from streams.domains.clearing.explanations.cases import explain_case, explain_indirect_case
from streams.domains.clearing.explanations.cycles import explain_balance, explain_cycle
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.domains.clearing.explanations.facts import explain_fact
from streams.domains.clearing.explanations.outcome_words import outcome_said, outcome_title
from streams.domains.clearing.explanations.recorded_facts import known_facts
from streams.domains.clearing.explanations.same_id import same_id
from streams.domains.clearing.explanations.unfolded import time_passed, unreadable
from streams.domains.clearing.explanations.views_asked import Row, row_of
from streams.domains.clearing.stages.fact_log import READER
from streams.kernel.evidence import Evidence, Recorded
from streams.kernel.explanation import Explainer, Explanation, SeeAlso

_parsed = msgspec.json.decode


def explain(evidence: Evidence, identifier: str) -> Explanation | None:
    """Explain an event, an outcome, a case of default, a cycle or a balance; None for what is none of them."""
    recorded = evidence.events(identifier)
    if recorded:
        return _explain_event(evidence, identifier, recorded, None)
    published = evidence.outcome(identifier)
    if published:
        return _explain_outcome(evidence, identifier, _parsed(published[0].value))
    return _explain_name(evidence, identifier)


def _explain_event(
    evidence: Evidence, identifier: str, recorded: Sequence[Recorded], focus: Body | None
) -> Explanation:
    record = recorded[0]
    event = READER.read(record.value)
    if isinstance(event, Unreadable):
        return unreadable(evidence, identifier, record, event)
    asked = RecordedEvent(event, record)
    if isinstance(event, events.Tick):
        return time_passed(evidence, asked)
    if isinstance(event, events.BusinessEvent):
        return explain_business_event(evidence, asked, same_id(asked, recorded))
    return explain_fact(evidence, asked, same_id(asked, recorded), focus)


def _explain_outcome(evidence: Evidence, identifier: str, body: Body) -> Explanation | None:
    """The event behind an outcome, told with the outcome in the middle."""
    recorded = evidence.events(body["event"])
    if not recorded:
        return None
    whole = _explain_event(evidence, body["event"], recorded, body)
    mine = [one for one in whole.outcomes if one.id == identifier]
    cites = [one for one in whole.provisions if one.id in body["cites"]]
    return msgspec.structs.replace(
        whole,
        id=identifier,
        kind="outcome",
        title=outcome_title(body),
        answer=outcome_said(body),
        outcomes=mine or whole.outcomes,
        provisions=cites + [one for one in whole.provisions if one not in cites],
        see_also=[
            SeeAlso(body["event"], "the event from which it follows"),
            *(one for one in whole.see_also if one.id != identifier),
        ],
    )


def _explain_name(evidence: Evidence, identifier: str) -> Explanation | None:
    """A case of default by cycle/member, of an indirect clearer by cycle/agent/member, a cycle, or a balance."""
    cycle = row_of(evidence, "cycles", identifier)
    if cycle:
        return explain_cycle(evidence, identifier, cycle)
    parts = identifier.split("/")
    if len(parts) == 3:
        indirect = row_of(evidence, "indirect_default_cases", identifier)
        return explain_indirect_case(evidence, identifier, indirect) if indirect else None
    if len(parts) != 2:
        return None
    case: Row = row_of(evidence, "default_cases", identifier)
    if case:
        return explain_case(evidence, identifier, case)
    balances = row_of(evidence, "cycles", parts[0]).get("clearing_balances_cents", {})
    return explain_balance(evidence, parts[0], parts[1], balances[parts[1]]) if parts[1] in balances else None


def names(evidence: Evidence) -> Iterable[str]:
    """Every cycle, balance and case, and the ids of all facts."""
    for cycle, row in evidence.rows("cycles", ""):
        yield cycle
        if isinstance(row, dict):
            yield from (f"{cycle}/{member}" for member in row["clearing_balances_cents"])
    for view in ("default_cases", "indirect_default_cases"):
        yield from (key for key, _ in evidence.rows(view, ""))
    yield from known_facts(evidence)


EXPLAINER: Final = Explainer(
    explain,
    names,
    amounts="Formulas and tables are in cents; brackets are amounts below zero. Results are in dollars and cents.",
)
"""How clearing explains itself."""
