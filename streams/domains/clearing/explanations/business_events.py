"""Why was a business event decided as it was?"""

from collections.abc import Iterator, Sequence

import msgspec

from schemas import clearing as events
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.agreement import Body
from streams.domains.clearing.explanations.assembled import (
    events_shown,
    kind_of,
    said_at,
)
from streams.domains.clearing.explanations.checks import checks_shown
from streams.domains.clearing.explanations.consulted import looked_up
from streams.domains.clearing.explanations.decision import Decision
from streams.domains.clearing.explanations.entries_again import (
    DecidedAgain,
    EntriesAgain,
    RecordedEvent,
    root_of,
)
from streams.domains.clearing.explanations.figures_of_entries import moved
from streams.domains.clearing.explanations.grounds import CAUSES, grounds_of_business_event
from streams.domains.clearing.explanations.happenings import happening
from streams.domains.clearing.explanations.outcome_words import outcome_said
from streams.domains.clearing.explanations.same_id import SameId
from streams.domains.clearing.explanations.unfolded import not_folded_yet
from streams.domains.clearing.rules import entry
from streams.domains.clearing.rules.reference import ReferringSituation
from streams.domains.clearing.rules.unknown_entry import primary_citation
from streams.domains.clearing.rules.verdicts import Walk
from streams.domains.clearing.stages.entries import root_entry_id
from streams.kernel.evidence import Evidence
from streams.kernel.explanation import CheckShown, Explanation, SeeAlso


def explain_business_event(evidence: Evidence, asked: RecordedEvent, others: SameId) -> Explanation:
    """The whole story of a business event.

    Args:
        others: other records with the same id.
    """
    event = asked.event
    assert isinstance(event, events.BusinessEvent)
    partition, root_id = asked.record.place.partition, root_entry_id(event)
    root = root_of(evidence, partition, root_id)
    if root is None or event.id not in root.bodies:
        return not_folded_yet(evidence, asked)
    again = EntriesAgain(evidence, partition, root_id, root).decide(event.id)
    verdict = again.outcomes[-1] if again.decided_by is None else _verdict(again)
    checks = checks_shown(event, again.walk, _primary(event), verdict.get("reason"))
    used = [] if again.walk is None else list(_used(again.walk))
    decision = Decision(asked, evidence.outcomes_of(event.id), again.outcomes, checks, others, used)
    facts = list(_grounds(again, event, verdict))
    shown, left_out = events_shown(evidence, asked, [*again.related, *facts])
    title = f"{kind_of(event)} ({event.id}): {verdict_said(verdict)}"
    return msgspec.structs.replace(
        decision.explanation(evidence, title, answer_said(verdict, decision.failed)),
        story=[*_causes(facts, verdict), *_story(asked, again, verdict, decision.failed)],
        arithmetic=[] if again.walk is None or decision.failed else moved(again.walk.situation, verdict),
        checks_not_made=0 if again.walk is None else len(again.walk.checks) - _made(again.walk),
        events=shown,
        left_out=left_out,
        see_also=list(_see_also(again, event)),
    )


def verdict_said(verdict: Body) -> str:
    """A verdict in a word or two."""
    kind = str(verdict["type"])
    if kind == "event_held":
        return "waits for its entry"
    return (
        "refused"
        if kind.endswith("_refused")
        else "superseded"
        if kind.endswith("_superseded")
        else "accepted"
    )


def answer_said(verdict: Body, failed: Sequence[CheckShown]) -> str:
    """The answer in a sentence."""
    if not failed:
        return outcome_said(verdict)
    return f"It was refused. {failed[0].words}"


def failure_said(failed: CheckShown) -> str:
    """What a check found that failed, with what it looked at."""
    looked_at = f": {failed.looked_at}." if failed.looked_at else "."
    return failed.words.removesuffix(".") + looked_at


def _verdict(again: DecidedAgain) -> Body:
    """The outcome that is the verdict; a credit under section 55 may follow it."""
    return next(body for body in reversed(again.outcomes) if body["type"] != "section_55_credit_due")


def _primary(event: events.BusinessEvent) -> tuple[str, ...]:
    match event:
        case events.EntrySubmitted():
            return entry.primary_citation(admitted_by_rules=False)
        case events.OutsideExchangeReported():
            return ("3(1)(b)",)
        case _:
            return (primary_citation(event),)


def _made(walk: Walk) -> int:
    return len(walk.checks) if walk.failed is None else walk.failed + 1


def _used(walk: Walk) -> Iterator[str]:
    for check in walk.checks[: _made(walk)]:
        yield from looked_up(check.fails)


def _grounds(again: DecidedAgain, event: events.BusinessEvent, verdict: Body) -> Iterator[RecordedEvent]:
    situation = None if again.walk is None else again.walk.situation
    of_entry = situation.entry if isinstance(situation, ReferringSituation) else None
    cycles = [
        getattr(situation, "cycle", None),
        getattr(situation, "stamp_cycle", None),
        getattr(situation, "entry_cycle", None),
    ]
    names = {cycle.name for cycle in cycles if cycle is not None}
    if isinstance(named := getattr(event, "cycle", None), str):
        names.add(named)
    return grounds_of_business_event(again.facts, event, of_entry, names, verdict.get("reason"))


def _causes(facts: Sequence[RecordedEvent], verdict: Body) -> Iterator[str]:
    """What had happened that led to a refusal."""
    causes = CAUSES.get(str(verdict.get("reason")), ())
    return (said_at(one.event) for one in facts if isinstance(one.event, causes))


def _story(
    asked: RecordedEvent, again: DecidedAgain, verdict: Body, failed: Sequence[CheckShown]
) -> Iterator[str]:
    yield said_at(asked.event)
    root_id = root_entry_id(asked.event) if isinstance(asked.event, events.BusinessEvent) else ""
    for one in again.related:
        if one.event.id == root_id and one.event.id != asked.event.id:
            yield f"Entry {root_id}, which it names: {happening(one.event)}"
    place = asked.record.place.offset
    decided_by = again.decided_by
    if decided_by is None:
        yield f"Entry {root_id} had not come, so it waits. It is decided when the entry comes or its cycle is closed."
        return
    if decided_by.record.place.offset > place:
        yield (
            f"It was read before its entry and had to wait; it was decided when {decided_by.event.id} was read: "
            f"{happening(decided_by.event)}"
        )
    yield failure_said(failed[0]) if failed else "All checks were passed."
    for body in again.outcomes:
        if body["type"] != "event_held":
            yield outcome_said(body) if not failed else "So it was refused, and it changes nothing."


def _see_also(again: DecidedAgain, event: events.BusinessEvent) -> Iterator[SeeAlso]:
    root_id = root_entry_id(event)
    if root_id != event.id:
        yield SeeAlso(root_id, "the entry that it names")
    for one in again.related:
        if one.event.id not in (event.id, root_id):
            yield SeeAlso(one.event.id, f"read before: {happening(one.event)}")
    cycle = next(
        (body[name] for body in again.outcomes for name in ("cycle", "booked_in_cycle") if name in body), None
    )
    if isinstance(cycle, str):
        yield SeeAlso(cycle, f"{words.cycle(cycle)} with its balances")
