"""What is looked at when an entry is judged?"""

from datetime import date

from schemas.clearing import EntrySubmitted
from schemas.instants import date_of, instant_us
from streams.domains.clearing.law.values import Values
from streams.domains.clearing.rules.standing import Standing, standing
from streams.domains.clearing.state.calendar import Cycle
from streams.domains.clearing.state.entries import DEBIT
from streams.domains.clearing.state.registry import Registry


class EntrySituation:
    """An entry with what is asked of it again and again.

    Attributes:
        at_us: the stamp, microseconds since 1970.
        cycle: the cycle of the stamp, or None.
        payer, payee: as named, else the participant on that side.
        ultimate_payer, ultimate_payee: the same after amalgamation.
        admitted_by_rules: whether the class is admitted although 6(1) fails (6(2)).
    """

    __slots__ = (
        "_standings",
        "admitted_by_rules",
        "at_us",
        "cycle",
        "event",
        "law",
        "payee",
        "payer",
        "paying",
        "receiving",
        "registry",
        "ultimate_payee",
        "ultimate_payer",
    )

    def __init__(self, event: EntrySubmitted, registry: Registry, law: Values) -> None:
        self.event = event
        self.registry = registry
        self.law = law
        self.at_us = at_us = instant_us(event.at)
        self.cycle: Cycle | None = registry.calendar.at(at_us)
        if event.direction == DEBIT:
            self.paying, self.receiving = event.counterparty, event.made_by
        else:
            self.paying, self.receiving = event.made_by, event.counterparty
        self.payer: str = event.drawn_on or self.paying
        self.payee: str = event.payable_to or self.receiving
        self.ultimate_payer = registry.amalgamations.successor(self.payer, at_us)
        self.ultimate_payee = registry.amalgamations.successor(self.payee, at_us)
        self.admitted_by_rules = event.item_class in law.section_6_2_item_classes
        self._standings: tuple[Standing, Standing] | None = None

    @property
    def day(self) -> date:
        """The UTC date of the stamp."""
        return date_of(self.event.at[:10])

    def standings(self) -> tuple[Standing, Standing]:
        """How the paying clearer stands to the payer, and the receiving clearer to the payee."""
        if self._standings is None:
            registry, at_us = self.registry, self.at_us
            self._standings = (
                standing(registry, self.paying, self.ultimate_payer, pays=True, at_us=at_us),
                standing(registry, self.receiving, self.ultimate_payee, pays=False, at_us=at_us),
            )
        return self._standings
