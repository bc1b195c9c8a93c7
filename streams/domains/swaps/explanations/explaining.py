"""What does a name of swaps stand for, and why was it decided so?"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from schemas import swaps as events
from schemas.instants import date_of
from schemas.reading import Unreadable
from streams.domains.swaps.explanations.sides import Again, branch_taken, tagged_again, what_would_change
from streams.domains.swaps.explanations.swap_asked import Asked, known_facts, swap_asked
from streams.domains.swaps.explanations.words import (
    REASONS_IN_WORDS,
    fact_words,
    part_words,
    usd_text,
)
from streams.domains.swaps.law.values import SwapsLaw
from streams.domains.swaps.rules.conversion import usd_cents
from streams.domains.swaps.rules.tagging import REASON_OF
from streams.domains.swaps.stages.fact_log import READER
from streams.domains.swaps.state.tags import FX_RATE_MISSING, PartRow, SideRow
from streams.domains.swaps.state.terms import USD, Part, swap_of
from streams.kernel.consequence import consequence_id
from streams.kernel.evidence import Evidence, Recorded
from streams.kernel.explanation import (
    EventShown,
    Explainer,
    Explanation,
    OutcomeShown,
    SeeAlso,
    Step,
    provisions_shown,
    value_shown,
)

_MARK: Final = "It brings the figures of all partitions together."
_PARAMETERS: Final = ("swaps.compliance_on", "swaps.fx_rate_usable_days")


def explain(evidence: Evidence, identifier: str) -> Explanation | None:
    """Explain a swap, a part of it, or an event or outcome about one; None for what is none of them."""
    asked = swap_asked(evidence, swap_of(identifier))
    if asked is not None:
        return _explain_part(evidence, asked, identifier)
    recorded = evidence.events(identifier)
    if recorded:
        return _explain_event(evidence, identifier, recorded)
    published = evidence.outcome(identifier)
    return _explain_outcome(evidence, identifier, published[0]) if published else None


def _explain_outcome(evidence: Evidence, identifier: str, published: Recorded) -> Explanation | None:
    """An outcome about a part stands for the part; any other is told with the event that it follows from."""
    body: dict[str, Any] = msgspec.json.decode(published.value)
    asked = swap_asked(evidence, swap_of(body["part"])) if "part" in body else None
    if asked is not None:
        return _explain_part(evidence, asked, body["part"])
    apart = ("type", "id", "event", "at", "cites", "law")
    told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in body.items() if name not in apart)
    kind = str(body["type"])
    answer = f"{kind.replace('_', ' ').capitalize()}: {told}."
    return Explanation(
        domain="swaps",
        id=identifier,
        kind="outcome",
        title=f"{kind} of {body['event']}",
        answer=answer,
        outcomes=[OutcomeShown(identifier, kind, answer, published.place, body)],
        provisions=list(provisions_shown(evidence.law, body["cites"])),
        see_also=[SeeAlso(body["event"], "the event from which it follows")],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def _explain_part(evidence: Evidence, asked: Asked, name: str) -> Explanation | None:
    """Why a part counts for each of its parties."""
    part = next((one for one in asked.parts if one.name == name), None)
    if part is None:
        return _without_part(evidence, asked) if name == asked.swap else None
    law = SwapsLaw(evidence.law).on_date(part.dated_on)
    again = tagged_again(part, asked.facts, law)
    remembered = asked.row.parts.get(name)
    differs = remembered is None or _tags(remembered) != _tags(again.tags)
    cites = [cite for side in again.tags.sides for cite in REASON_OF[side.tag.reason].cites]
    treated = [cite for side in again.tags.sides if side.treatment for cite in side.treatment.cites]
    changing = [
        line for place in (0, 1) for line in what_would_change(part, place, asked.facts, again.used, law)
    ]
    return Explanation(
        domain="swaps",
        id=name,
        kind="swap",
        title=f"{name}, dated {part.dated_on}",
        answer=" ".join(_answer(side) for side in again.tags.sides),
        differs=differs,
        warnings=_warnings(again.tags, is_behind=differs),
        story=[part_words(part), *map(_treatment_words, again.tags.sides), *changing],
        arithmetic=list(_conversion(part, again)),
        checks=[one for place in (0, 1) for one in branch_taken(part, place, asked.facts, law)],
        outcomes=list(_outcomes(evidence, name, remembered)),
        events=[*_said(evidence, asked), *(_fact_shown(evidence, fact) for fact in again.used)],
        provisions=list(provisions_shown(evidence.law, cites, treated)),
        values=[value_shown(evidence.law, one, date_of(part.dated_on)) for one in _PARAMETERS],
        see_also=[SeeAlso(one.name, "another part of the swap") for one in asked.parts if one is not part],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def _tags(row: PartRow) -> list[tuple[str, object, object]]:
    return [(side.entity, side.tag, side.treatment) for side in row.sides]


def _answer(side: SideRow) -> str:
    tag = side.tag
    verb = "counts" if tag.counts else "does not count"
    amount = f" with {usd_text(tag.counted_cents)}" if tag.counts else ""
    return f"For {side.entity} it {verb}{amount} because {REASONS_IN_WORDS[tag.reason]} ({tag.reason})."


def _warnings(tags: PartRow, *, is_behind: bool) -> list[str]:
    found = [
        f"The counterparty of {side.entity}: {flag.lower().replace('_', ' ')}."
        for side in tags.sides
        for flag in side.tag.flags
        if flag != FX_RATE_MISSING
    ]
    if tags.missing:
        found.append(f"A rate of {', '.join(tags.missing)} is missing, so that the part has no amount yet.")
    if is_behind:
        found.insert(
            0,
            "What is remembered says otherwise: a fact has come since the last mark, or the record was changed.",
        )
    return found


def _treatment_words(side: SideRow) -> str:
    treatment = side.treatment
    if treatment is None:
        return f"{side.entity} is no swap entity on that day, or the product is no swap: no treatment."
    available = ", ".join(treatment.exceptions_available) or "none"
    values = ", ".join(dict.fromkeys(treatment.group_b))
    return (
        f"{side.entity} is a swap entity. Exceptions open to it: {available}. Group B: {values}. "
        f"Group C: {treatment.group_c}."
    )


def _conversion(part: Part, again: Again) -> Iterator[Step]:
    rates = {fact.currency: fact for fact in again.used if isinstance(fact, events.FxRatePublished)}
    for currency, cents in part.positions:
        if currency == USD:
            yield Step("The notional is in U.S. dollars.", result=usd_text(cents))
        elif currency in rates:
            rate = rates[currency]
            formula = f"floor((2 x {cents} x {rate.usd_per_unit_ppb} + 1000000000) / 2000000000)"
            words = f"{currency} at the rate of {rate.rate_on}, half a cent up."
            yield Step(words, formula, usd_text(usd_cents(cents, rate.usd_per_unit_ppb)))
    if len(part.positions) > 1 and not again.tags.missing:
        yield Step("The larger of the two counts once.", result=usd_text(again.tags.cents))


def _outcomes(evidence: Evidence, name: str, remembered: PartRow | None) -> Iterator[OutcomeShown]:
    """The outcomes that made the tags and treatments what they are."""
    for side in () if remembered is None else remembered.sides:
        for kind, event in (("swap_tagged", side.tagged_by), ("treatment_determined", side.treated_by)):
            if event:
                identifier = consequence_id(event, kind, name, side.entity)
                published = evidence.outcome(identifier)
                place = published[0].place if published else None
                body = msgspec.json.decode(published[0].value) if published else {}
                words = f"The {kind.replace('_', ' ')} of {side.entity}, published for {event}."
                yield OutcomeShown(identifier, kind, words, place, body)


def _said(evidence: Evidence, asked: Asked) -> Iterator[EventShown]:
    for event in asked.row.said:
        words = f"{str(event.__struct_config__.tag).replace('_', ' ').capitalize()} {asked.swap}."
        yield _event_shown(evidence, event.id, words, event)


def _fact_shown(evidence: Evidence, fact: events.Fact) -> EventShown:
    return _event_shown(evidence, fact.id, fact_words(fact), fact)


def _event_shown(evidence: Evidence, identifier: str, words: str, event: events.SwapsEvent) -> EventShown:
    body = msgspec.to_builtins(event)
    kind = str(event.__struct_config__.tag)
    return EventShown(
        identifier, kind, event.at, words, [one.place for one in evidence.events(identifier)], body
    )


def _without_part(evidence: Evidence, asked: Asked) -> Explanation:
    """Why there is nothing to count of a swap."""
    is_cancelled = any(isinstance(one, events.SwapCancelled) for one in asked.row.said)
    why = "it was cancelled" if is_cancelled else "its trade was not reported, and no novation gave it terms"
    return Explanation(
        domain="swaps",
        id=asked.swap,
        kind="swap",
        title=asked.swap,
        answer=f"Nothing of {asked.swap} counts, because {why}.",
        events=list(_said(evidence, asked)),
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def _explain_event(evidence: Evidence, identifier: str, recorded: Sequence[Recorded]) -> Explanation | None:
    """An event about a swap stands for the swap; a fact or mark is told as it was recorded."""
    event = READER.read(recorded[0].value)
    if isinstance(event, Unreadable):
        return None
    if isinstance(event, events.SwapEvent):
        asked = swap_asked(evidence, event.swap)
        return None if asked is None else _explain_part(evidence, asked, event.swap)
    answer = _MARK if isinstance(event, events.Mark) else fact_words(event)
    shown = _event_shown(evidence, identifier, answer, event)
    return Explanation(
        domain="swaps",
        id=identifier,
        kind="event",
        title=f"{shown.type} {identifier}",
        answer=answer,
        events=[shown],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def names(evidence: Evidence) -> Iterable[str]:
    """The ids of all facts."""
    return [fact.id for fact in known_facts(evidence)]


EXPLAINER: Final = Explainer(
    explain,
    names,
    amounts="Formulas are in cents, rates in billionths of a dollar; results are in dollars and cents.",
)
"""How swaps explains itself."""
