"""Is an entry taken into the ACSS? (BL3/3, BL3/6, BL3/25, BL3/35, BL3/46, BL3/47)"""

from collections.abc import Sequence

from schemas.clearing import EntrySubmitted
from schemas.instants import instant_us
from streams.domains.clearing.law.values import Values
from streams.domains.clearing.rules.entry_situation import EntrySituation
from streams.domains.clearing.rules.standing import Standing
from streams.domains.clearing.rules.verdicts import Check, Reason, Verdict, refusal
from streams.domains.clearing.state.calendar import Cycle
from streams.domains.clearing.state.entries import DEBIT, Entry
from streams.domains.clearing.state.registry import Registry
from streams.domains.clearing.state.representations import AGENT, GROUP
from streams.kernel.citation import cites


@cites("BL3/6(1)(b)(iii)")
def _value_is_not_positive(of: EntrySituation) -> bool:
    return of.event.value_cents <= 0 or of.event.item_count <= 0


@cites("BL3/3(1)")
def _maker_is_counterparty(of: EntrySituation) -> bool:
    return of.event.made_by == of.event.counterparty


@cites("BL3/25")
def _member_is_unknown(of: EntrySituation) -> bool:
    parties = of.registry.parties
    return not (
        parties.is_member(of.event.made_by, of.at_us) and parties.is_member(of.event.counterparty, of.at_us)
    )


@cites("BL3/25")
def _maker_is_no_participant(of: EntrySituation) -> bool:
    return not of.registry.roles.is_participant(of.event.made_by, of.at_us)


@cites("BL3/62")
def _maker_is_in_default(of: EntrySituation) -> bool:
    return of.registry.defaults.is_in_default(of.event.made_by, of.at_us)


@cites("BL3/25", "BL3/40", "BL3/44")
def _counterparty_is_no_participant(of: EntrySituation) -> bool:
    """A counterparty that lost its status still takes DEBIT items drawn on an institution in run-off with it."""
    if of.registry.roles.is_participant(of.event.counterparty, of.at_us):
        return False
    return not (of.event.direction == DEBIT and of.standings()[0] is Standing.RUN_OFF)


@cites("BL3/1(ACSS-cycle)")
def _no_cycle_is_open(of: EntrySituation) -> bool:
    return of.cycle is None


@cites("BL3/1(ACSS-cycle)")
def _another_cycle_is_meant(of: EntrySituation) -> bool:
    return names_cycle_not_open(of.registry, of.event.cycle or None, of.cycle, of.at_us)


@cites("BL3/1(ACSS-cycle)", "BL3/48")
def _cycle_is_closed(of: EntrySituation) -> bool:
    return names_closed_cycle(of.event.cycle or None, of.cycle)


@cites("BL3/1(ACSS-cycle)")
def names_cycle_not_open(registry: Registry, named: str | None, of_stamp: Cycle | None, at_us: int) -> bool:
    """Whether another cycle is named than that of the stamp, unknown or not yet ended at the stamp."""
    if named is None or of_stamp is None or named == of_stamp.name:
        return False
    cycle = registry.calendar.named(named)
    return cycle is None or cycle.scheduled_us > at_us or cycle.final_adjustment_us >= at_us


@cites("BL3/1(ACSS-cycle)", "BL3/48")
def names_closed_cycle(named: str | None, of_stamp: Cycle | None) -> bool:
    """Whether the cycle of the stamp is sealed, or another is named, which then has ended."""
    if of_stamp is None:
        return False
    return of_stamp.is_sealed or (named is not None and named != of_stamp.name)


@cites("BL3/47(2)", "BL3/23")
def _national_failure_and_not_manual(of: EntrySituation) -> bool:
    failure = of.registry.interruptions.national_failure
    return failure.covers(of.at_us) and not of.event.manual_clearing


@cites("BL3/47(2)")
def _manual_without_national_failure(of: EntrySituation) -> bool:
    return bool(of.event.manual_clearing) and not of.registry.interruptions.national_failure.covers(of.at_us)


@cites("BL3/1(regional-exchange-point)")
def _exchange_point_is_unknown(of: EntrySituation) -> bool:
    points = of.law.regional_exchange_points
    return points is not None and of.event.regional_exchange_point not in points


@cites("BL3/6(1)", "BL3/6(2)", "BL3/7", "BL3/8")
def _class_is_not_eligible(of: EntrySituation) -> bool:
    classes = of.law.eligible_item_classes
    return classes is not None and of.event.item_class not in classes and not of.admitted_by_rules


@cites("BL3/6(1)(b)(i)")
def _not_payable_on_demand(of: EntrySituation) -> bool:
    return of.event.payable_on_demand is False and not of.admitted_by_rules


@cites("BL3/10")
def _identification_is_missing(of: EntrySituation) -> bool:
    return of.law.identification_required and not of.event.identification


@cites("BL3/9")
def _item_is_in_dispute(of: EntrySituation) -> bool:
    item = of.event.item
    return isinstance(item, str) and of.registry.interruptions.is_disputed(item, of.at_us)


@cites("BL3/46(1)")
def _exchange_is_suspended(of: EntrySituation) -> bool:
    event = of.event
    return of.cycle is not None and of.registry.interruptions.is_suspended(
        event.regional_exchange_point, event.item_class, of.cycle.name, of.at_us
    )


@cites("BL3/6(1)(a)")
def _institution_is_unknown(of: EntrySituation) -> bool:
    parties = of.registry.parties
    return not (parties.is_known(of.payer, of.at_us) and parties.is_known(of.payee, of.at_us))


@cites("BL3/6(1)(a)(iii)")
def _payer_is_not_eligible(of: EntrySituation) -> bool:
    kind = of.registry.parties.entity_kind(of.payer)
    return (
        kind == "DEPOSIT_TAKING_ENTITY"
        and not of.admitted_by_rules
        and of.day > of.law.non_member_payers_through_on
    )


@cites("BL3/36(1)", "BL3/36(2)")
def _amalgamation_period_is_over(of: EntrySituation) -> bool:
    amalgamations, years = of.registry.amalgamations, of.law.amalgamation_period_years
    return amalgamations.has_expired(of.payer, of.at_us, years) or amalgamations.has_expired(
        of.payee, of.at_us, years
    )


@cites("BL3/35")
def _never_represented(of: EntrySituation) -> bool:
    return Standing.NEVER in of.standings()


@cites("BL3/40", "BL3/44")
def _representation_ended(of: EntrySituation) -> bool:
    return Standing.ENDED in of.standings()


def _any_default(registry: Registry, _law: Values) -> bool:
    return registry.defaults.any()


def _failure_ever_began(registry: Registry, _law: Values) -> bool:
    return registry.interruptions.national_failure.ever_began()


def _points_are_listed(_registry: Registry, law: Values) -> bool:
    return law.regional_exchange_points is not None


def _classes_are_listed(_registry: Registry, law: Values) -> bool:
    return law.eligible_item_classes is not None


def _identification_is_required(_registry: Registry, law: Values) -> bool:
    return law.identification_required


def _any_dispute(registry: Registry, _law: Values) -> bool:
    return registry.interruptions.any_dispute()


def _any_suspension(registry: Registry, _law: Values) -> bool:
    return registry.interruptions.any_suspension()


def _any_entity(registry: Registry, _law: Values) -> bool:
    return registry.parties.any_entity()


def _any_amalgamation(registry: Registry, _law: Values) -> bool:
    return registry.amalgamations.any()


CHECKS: tuple[Check[EntrySituation], ...] = (
    Check(Reason.BAD_VALUE, _value_is_not_positive, ("6(1)(b)(iii)",)),
    Check(Reason.SELF_ENTRY, _maker_is_counterparty, ("3(1)",)),
    Check(Reason.UNKNOWN_MEMBER, _member_is_unknown, ("25",)),
    Check(Reason.NOT_A_PARTICIPANT, _maker_is_no_participant, ("25",)),
    Check(Reason.DEFAULTER_PROHIBITED, _maker_is_in_default, ("62",), _any_default),
    Check(Reason.COUNTERPARTY_NOT_PARTICIPANT, _counterparty_is_no_participant, ("25",)),
    Check(Reason.NO_OPEN_CYCLE, _no_cycle_is_open, ("1(ACSS-cycle)",)),
    Check(Reason.CYCLE_NOT_OPEN, _another_cycle_is_meant, ("1(ACSS-cycle)",)),
    Check(Reason.CYCLE_CLOSED, _cycle_is_closed, ("1(ACSS-cycle)",)),
    Check(Reason.NATIONAL_FAILURE, _national_failure_and_not_manual, ("47(2)",), _failure_ever_began),
    Check(Reason.NOT_IN_NATIONAL_FAILURE, _manual_without_national_failure, ("47(2)",)),
    Check(
        Reason.UNKNOWN_REGIONAL_EXCHANGE_POINT,
        _exchange_point_is_unknown,
        ("1(regional-exchange-point)",),
        _points_are_listed,
    ),
    Check(Reason.ITEM_CLASS_NOT_ELIGIBLE, _class_is_not_eligible, ("6(1)",), _classes_are_listed),
    Check(Reason.NOT_PAYABLE_ON_DEMAND, _not_payable_on_demand, ("6(1)(b)(i)",)),
    Check(Reason.IDENTIFICATION_MISSING, _identification_is_missing, ("10",), _identification_is_required),
    Check(Reason.ITEM_IN_DISPUTE, _item_is_in_dispute, ("9",), _any_dispute),
    Check(Reason.EXCHANGE_SUSPENDED, _exchange_is_suspended, ("46(1)",), _any_suspension),
    Check(Reason.UNKNOWN_INSTITUTION, _institution_is_unknown, ("6(1)(a)",)),
    Check(Reason.PAYER_NOT_ELIGIBLE, _payer_is_not_eligible, ("6(1)(a)(iii)",), _any_entity),
    Check(Reason.AMALGAMATION_PERIOD_EXPIRED, _amalgamation_period_is_over, ("36(1)",), _any_amalgamation),
    Check(Reason.NOT_REPRESENTED, _never_represented, ("35",)),
    Check(Reason.REPRESENTATION_ENDED, _representation_ended, ("40", "44")),
)
"""The checks on an entry in order of precedence."""


@cites("BL3/3(1)", "BL3/11", "BL3/14", "BL3/15", "BL3/28", "BL3/31", "BL3/47(1)")
def decide_entry(
    event: EntrySubmitted, registry: Registry, law: Values, checks: Sequence[Check[EntrySituation]] = CHECKS
) -> tuple[Verdict, Entry | None]:
    """Whether an entry is taken, and the entry as it is booked, or None where it is refused.

    Args:
        checks: those that can fail as the registry and the law stand, in order of precedence.
    """
    of = EntrySituation(event, registry, law)
    refused = refusal(checks, of, primary_citation(of.admitted_by_rules))
    if refused is not None or of.cycle is None:
        return refused or Verdict("REFUSED", ("1(ACSS-cycle)",), Reason.NO_OPEN_CYCLE), None
    irrevocable, returnable = event.irrevocable_at, event.returnable_through_at
    entry = Entry(
        id=event.id,
        cycle=of.cycle.name,
        made_by=event.made_by,
        counterparty=event.counterparty,
        direction=event.direction,
        payer=of.ultimate_payer,
        payee=of.ultimate_payee,
        payer_in_group=registry.representations.is_in_force(of.ultimate_payer, of.paying, GROUP, of.at_us),
        made_as_agent=of.receiving == event.made_by
        and registry.representations.is_in_force(of.ultimate_payee, event.made_by, AGENT, of.at_us),
        irrevocable_us=instant_us(irrevocable) if isinstance(irrevocable, str) else None,
        returnable_through_us=instant_us(returnable) if isinstance(returnable, str) else None,
        value_cents=event.value_cents,
        item_count=event.item_count,
        holder=event.counterparty,
    )
    return Verdict("ACCEPTED", primary_citation(of.admitted_by_rules)), entry


def primary_citation(admitted_by_rules: bool) -> tuple[str, ...]:
    """The provision under which an entry is taken, with 6(2) where only the rules admit its class."""
    return ("47(1)", "6(2)") if admitted_by_rules else ("47(1)",)
