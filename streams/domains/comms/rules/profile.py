"""What follows from a communication's events and the facts, before any evidence is looked at?"""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import UNSET

from schemas.comms import MessageSent
from streams.domains.comms.law.values import Values
from streams.domains.comms.rules.attribution import Attribution, attribute
from streams.domains.comms.rules.channel import channel_fault, is_shared, is_unconnected
from streams.domains.comms.rules.duty import Duty, duty_of, form_of
from streams.domains.comms.rules.grace import deadline_us
from streams.domains.comms.rules.notice import has_standing_notice, without_criteria, without_language
from streams.domains.comms.rules.situation import Situation, function_of, parties_of
from streams.domains.comms.state.calendar import Calendar
from streams.domains.comms.state.coding import Coding
from streams.domains.comms.state.communication import TRANSFER, Communication
from streams.domains.comms.state.facts import Facts
from streams.domains.comms.state.profile import REQUIRED, STRICTNESS, Profile, SegmentProfile
from streams.kernel.citation import cites


class Decided(NamedTuple):
    """A segment with its duty and its attribution.

    Attributes:
        keeping: the keeping duty: what an unapproved correction cannot lower.
    """

    situation: Situation
    attribution: Attribution
    duty: Duty
    form: str
    keeping: str

    @property
    def responsible(self) -> str:
        """The responsible firm."""
        responsible = self.duty.responsible
        return self.situation.communication.start.firm if responsible is None else responsible.firm


def decide(communication: Communication, facts: Facts, law: Values, calendar: Calendar) -> list[Decided]:
    """Decide every segment, the last one first, because a switchboard's depends on what it leads to."""
    parties = parties_of(communication.start.parties)
    decided: list[Decided] = []
    has_later_transfer = leads_to_duty = is_later_duty = False
    for segment in reversed(communication.segments):
        attribution = attribute(segment, facts, law)
        first = attribution.employees[0] if attribution.employees else None
        situation = Situation(
            communication,
            segment,
            segment.coding,
            parties,
            function_of(segment, first, facts),
            has_later_transfer,
            leads_to_duty,
            facts,
            law,
            calendar,
        )
        duty = duty_of(situation)
        form = form_of(duty, situation)
        decided.append(Decided(situation, attribution, duty, form, _keeping(situation, duty)))
        is_later_duty = is_later_duty or duty.duty == REQUIRED
        if segment.opened_by == TRANSFER:
            has_later_transfer, leads_to_duty = True, is_later_duty
    decided.reverse()
    return decided


@cites("VPFF11/5")
def _keeping(situation: Situation, current: Duty) -> str:
    """The strictest duty over the codings from the last approved one to the current one."""
    keeping = current.duty
    for coding in reversed(counting(situation.segment.codings)[:-1]):
        duty = duty_of(situation._replace(coding=coding)).duty
        keeping = max(keeping, duty, key=STRICTNESS.__getitem__)
    return keeping


def counting(codings: Sequence[Coding]) -> Sequence[Coding]:
    """The codings from the last one that was approved."""
    last = max(place for place, coding in enumerate(codings) if coding.is_approved)
    return codings[last:]


def profile_of(communication: Communication, decided: Sequence[Decided], facts: Facts) -> Profile:
    """What the partition of a communication hands on about it."""
    start = communication.start
    from_number = UNSET if isinstance(start, MessageSent) else start.from_number
    to_number = UNSET if isinstance(start, MessageSent) else start.to_number
    is_owed = any(one.duty.duty == REQUIRED for one in decided)
    return Profile(
        start.communication,
        start.id,
        start.firm,
        start.medium,
        start.direction,
        communication.started_us,
        communication.ended_us,
        [(one.kind, None if one.party is UNSET else one.party) for one in start.parties],
        None if from_number is UNSET else from_number,
        None if to_number is UNSET else to_number,
        list(communication.told_us),
        is_owed and has_standing_notice(communication, facts),
        communication.consent,
        [_segment_profile(one) for one in decided],
    )


def _segment_profile(one: Decided) -> SegmentProfile:
    of, segment = one.situation, one.situation.segment
    is_owed = one.duty.duty == REQUIRED
    policy = of.facts.policy(one.responsible, of.at_us) if is_owed else None
    return SegmentProfile(
        segment.number,
        segment.opener.id,
        segment.opened_by,
        segment.start_us,
        segment.end_us,
        segment.telephone,
        one.attribution.basis,
        list(one.attribution.employees),
        one.attribution.has_conflict,
        one.duty.duty,
        one.form,
        one.duty.reason,
        one.keeping,
        one.responsible,
        of.coding.order_given,
        of.coding.facts_missing,
        deadline_us(one.form, of.communication.ended_us, policy, of.law) if is_owed else None,
        policy is not None,
        is_owed and is_unconnected(of),
        is_owed and is_shared(of),
        channel_fault(of, one.responsible) if is_owed else "",
        list(without_language(of)) if is_owed else [],
        list(without_criteria(of)) if is_owed else [],
    )
