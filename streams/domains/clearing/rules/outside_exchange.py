"""Is an exchange inside one clearer's circle taken? (BL3/3(1)(b), BL3/54(1)(b))"""

from schemas.clearing import OutsideExchangeReported
from schemas.instants import instant_us
from streams.domains.clearing.law.values import Values
from streams.domains.clearing.rules.entry import names_closed_cycle, names_cycle_not_open
from streams.domains.clearing.rules.standing import Standing, standing
from streams.domains.clearing.rules.verdicts import Check, Reason, Verdict, refusal
from streams.domains.clearing.state.calendar import Cycle
from streams.domains.clearing.state.defaults import DefaultCase
from streams.domains.clearing.state.registry import Registry
from streams.kernel.citation import cites


class OutsideSituation:
    """An exchange outside the ACSS with what is asked of it.

    Attributes:
        stamp_cycle: the cycle of the stamp, or None.
        cycle_name: the cycle named, else that of the stamp, else None.
        handed_back: whether items are handed back in the agent's default (54(1)(b)).
        ultimate_payer, ultimate_payee: after amalgamation.
    """

    def __init__(self, event: OutsideExchangeReported, registry: Registry, law: Values) -> None:
        self.event = event
        self.registry = registry
        self.law = law
        self.at_us = instant_us(event.at)
        self.stamp_cycle: Cycle | None = registry.calendar.at(self.at_us)
        self.cycle_name = event.cycle or (self.stamp_cycle.name if self.stamp_cycle else None)
        self.handed_back = event.ground == "SECTION_54_1_B"
        self.ultimate_payer = registry.amalgamations.successor(event.payer, self.at_us)
        self.ultimate_payee = registry.amalgamations.successor(event.payee, self.at_us)

    @property
    def case(self) -> DefaultCase | None:
        """The agent's case of the cycle, with a default at or before the stamp."""
        case = self.registry.defaults.case(self.cycle_name, self.event.agent) if self.cycle_name else None
        return case if case is not None and case.has_begun(self.at_us) else None

    def standings(self) -> tuple[Standing, Standing]:
        """How the agent stands to the payer and to the payee."""
        agent, at_us = self.event.agent, self.at_us
        return (
            standing(self.registry, agent, self.ultimate_payer, pays=True, at_us=at_us),
            standing(self.registry, agent, self.ultimate_payee, pays=False, at_us=at_us),
        )


@cites("BL3/6(1)(b)(iii)")
def _value_is_not_positive(of: OutsideSituation) -> bool:
    return of.event.value_cents <= 0 or of.event.item_count <= 0


@cites("BL3/3(1)")
def _payer_is_payee(of: OutsideSituation) -> bool:
    return of.event.payer == of.event.payee


@cites("BL3/3(1)(b)")
def _agent_is_unknown(of: OutsideSituation) -> bool:
    return not of.registry.parties.is_member(of.event.agent, of.at_us)


@cites("BL3/52")
def _cycle_is_settled(of: OutsideSituation) -> bool:
    cycle = of.registry.calendar.named(of.cycle_name) if of.cycle_name else None
    return cycle is not None and cycle.is_settled


@cites("BL3/54(1)(b)", "BL3/53(1)")
def _agent_is_not_in_default(of: OutsideSituation) -> bool:
    return of.handed_back and of.case is None


@cites("BL3/54(1)(b)", "BL3/55")
def _returns_are_closed(of: OutsideSituation) -> bool:
    return of.handed_back and of.case is not None and of.case.returns_closed


@cites("BL3/1(ACSS-cycle)")
def _no_cycle_is_open(of: OutsideSituation) -> bool:
    return not of.handed_back and of.stamp_cycle is None


@cites("BL3/1(ACSS-cycle)")
def _another_cycle_is_meant(of: OutsideSituation) -> bool:
    return not of.handed_back and names_cycle_not_open(
        of.registry, of.event.cycle or None, of.stamp_cycle, of.at_us
    )


@cites("BL3/1(ACSS-cycle)", "BL3/48")
def _cycle_is_closed(of: OutsideSituation) -> bool:
    return not of.handed_back and names_closed_cycle(of.event.cycle or None, of.stamp_cycle)


@cites("BL3/6(1)(a)")
def _institution_is_unknown(of: OutsideSituation) -> bool:
    parties = of.registry.parties
    return not (parties.is_known(of.event.payer, of.at_us) and parties.is_known(of.event.payee, of.at_us))


@cites("BL3/36(1)", "BL3/36(2)")
def _amalgamation_period_is_over(of: OutsideSituation) -> bool:
    amalgamations, years = of.registry.amalgamations, of.law.amalgamation_period_years
    return any(amalgamations.has_expired(name, of.at_us, years) for name in (of.event.payer, of.event.payee))


@cites("BL3/35")
def _never_represented(of: OutsideSituation) -> bool:
    return Standing.NEVER in of.standings()


@cites("BL3/40", "BL3/44")
def _representation_ended(of: OutsideSituation) -> bool:
    return Standing.ENDED in of.standings()


CHECKS: tuple[Check[OutsideSituation], ...] = (
    Check(Reason.BAD_VALUE, _value_is_not_positive, ("6(1)(b)(iii)",)),
    Check(Reason.SELF_ENTRY, _payer_is_payee, ("3(1)",)),
    Check(Reason.UNKNOWN_MEMBER, _agent_is_unknown),
    Check(Reason.SETTLEMENT_FINAL, _cycle_is_settled, ("52",)),
    Check(Reason.NOT_IN_DEFAULT, _agent_is_not_in_default, ("53(1)",)),
    Check(Reason.RETURNS_CLOSED, _returns_are_closed, ("55",)),
    Check(Reason.NO_OPEN_CYCLE, _no_cycle_is_open, ("1(ACSS-cycle)",)),
    Check(Reason.CYCLE_NOT_OPEN, _another_cycle_is_meant, ("1(ACSS-cycle)",)),
    Check(Reason.CYCLE_CLOSED, _cycle_is_closed, ("1(ACSS-cycle)",)),
    Check(Reason.UNKNOWN_INSTITUTION, _institution_is_unknown, ("6(1)(a)",)),
    Check(Reason.AMALGAMATION_PERIOD_EXPIRED, _amalgamation_period_is_over, ("36(1)",)),
    Check(Reason.NOT_REPRESENTED, _never_represented, ("35",)),
    Check(Reason.REPRESENTATION_ENDED, _representation_ended, ("40", "44")),
)
"""The checks on an exchange outside the ACSS, in order of precedence."""


@cites("BL3/3(1)(b)", "BL3/54(1)(b)")
def decide_outside_exchange(
    event: OutsideExchangeReported, registry: Registry, law: Values
) -> tuple[Verdict, OutsideSituation]:
    """Whether the exchange moves represented positions, and the situation with its cycle and parties."""
    of = OutsideSituation(event, registry, law)
    refused = refusal(CHECKS, of, ("3(1)(b)",))
    return refused or Verdict("ACCEPTED", ("54(1)(b)",) if of.handed_back else ("3(1)(b)",)), of
