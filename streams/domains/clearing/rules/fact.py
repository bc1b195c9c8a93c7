"""What is looked at when a fact is judged?"""

from datetime import date
from typing import Generic, Protocol, TypeVar

from schemas.instants import date_of, instant_text
from schemas.wire import Event
from streams.domains.clearing.law.values import Values
from streams.domains.clearing.rules.verdicts import Check, Reason
from streams.domains.clearing.state.registry import Registry, effect_us, stamp_us
from streams.kernel.citation import cites

F_co = TypeVar("F_co", bound=Event, covariant=True)


class FactSituation(Generic[F_co]):
    """A fact with the registry before it and the law of its day.

    Attributes:
        at_us: its stamp, microseconds since 1970.
        effect_us: the instant from which it has effect.
    """

    __slots__ = ("at_us", "effect_us", "fact", "law", "registry")

    def __init__(self, fact: F_co, registry: Registry, law: Values) -> None:
        self.fact = fact
        self.registry = registry
        self.law = law
        self.at_us = stamp_us(fact)
        self.effect_us = effect_us(fact)

    @property
    def effect_day(self) -> date:
        """The UTC date of the effect instant."""
        return date_of(instant_text(self.effect_us)[:10])


class _OfCycle(Protocol):
    @property
    def cycle(self) -> str: ...


class _OfCycleSituation(Protocol):
    @property
    def fact(self) -> _OfCycle: ...

    @property
    def registry(self) -> Registry: ...


@cites("BL3/1(ACSS-cycle)")
def _takes_effect_before_its_stamp(of: "FactSituation[Event]") -> bool:
    return of.effect_us < of.at_us


@cites("BL3/1(ACSS-cycle)")
def _cycle_is_unknown(of: _OfCycleSituation) -> bool:
    return of.registry.calendar.named(of.fact.cycle) is None


@cites("BL3/48")
def _cycle_is_not_sealed(of: _OfCycleSituation) -> bool:
    cycle = of.registry.calendar.named(of.fact.cycle)
    return cycle is None or not cycle.is_sealed


@cites("BL3/52")
def _cycle_is_settled(of: _OfCycleSituation) -> bool:
    cycle = of.registry.calendar.named(of.fact.cycle)
    return cycle is not None and cycle.is_settled


BACKDATED = Check(Reason.BACKDATED, _takes_effect_before_its_stamp)
UNKNOWN_CYCLE = Check(Reason.UNKNOWN_CYCLE, _cycle_is_unknown)
CYCLE_STILL_OPEN = Check(Reason.CYCLE_STILL_OPEN, _cycle_is_not_sealed, ("48",))
SETTLEMENT_FINAL = Check(Reason.SETTLEMENT_FINAL, _cycle_is_settled, ("52",))
"""Checks that many kinds of facts share."""
