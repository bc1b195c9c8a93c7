"""Who are the two persons of a swap, seen from one of them? (17CFR23.23/(b), XB2020/5)

The party itself is what the facts make it; its counterparty what it may rely on, representations first.
"""

from schemas.swaps import Party
from streams.domains.swaps.law.values import Values
from streams.domains.swaps.rules.branch import Acting, acting
from streams.domains.swaps.rules.control import is_affiliated_with_swap_dealer
from streams.domains.swaps.rules.guarantee import Guaranteed, has_financial_guarantor, us_guarantors
from streams.domains.swaps.rules.representation import Statement, usable_representation
from streams.domains.swaps.rules.significant_risk_subsidiary import is_significant_risk_subsidiary
from streams.domains.swaps.rules.us_person import is_us_person
from streams.domains.swaps.state.facts_on_day import FactsOnDay, is_set
from streams.domains.swaps.state.terms import Part
from streams.kernel.citation import cites
from streams.kernel.once import once


class Side:
    """One party of a part with its counterparty; each question is answered once, when it is first asked.

    Attributes:
        facts: about the party.
        counterparty_facts: about its counterparty; apart, so that each remembers what was looked up about whom.
    """

    def __init__(self, part: Part, place: int, facts: tuple[FactsOnDay, FactsOnDay], law: Values) -> None:
        """Look at a part from one of its parties.

        Args:
            place: of the party in the part, 0 or 1.
            facts: of the part's date, about the first party and about the second.
        """
        self.part = part
        self.party: Party = part.parties[place]
        self.counterparty: Party = part.parties[1 - place]
        self.facts = facts[place]
        self.counterparty_facts = facts[1 - place]
        self.law = law

    # The party, by facts

    @once
    def is_us(self) -> bool:
        """Whether the party is a U.S. person; who is unknown is one."""
        return is_us_person(self.party.entity, self.facts, self.law) is not False

    @once
    def is_significant_risk_subsidiary(self) -> bool:
        """Whether the party is a significant risk subsidiary."""
        return not self.is_us and is_significant_risk_subsidiary(self.party.entity, self.facts, self.law)

    @once
    def is_guaranteed(self) -> bool:
        """Whether a U.S. person guarantees the party's obligations in this swap."""
        if self.is_us:
            return False
        of = Guaranteed(self.party.entity, self.counterparty.entity, self.part.swap)
        return bool(us_guarantors(of, self.facts, self.law))

    @once
    def is_other(self) -> bool:
        """Whether the party is an other non-U.S. person."""
        return not (self.is_us or self.is_significant_risk_subsidiary or self.is_guaranteed)

    @once
    def acts(self) -> Acting:
        """Where the party acts from."""
        return acting(self.party, self.facts, is_us=self.is_us)

    # The counterparty, representations first

    def _represented(self, statement: Statement) -> bool | None:
        """What the counterparty says of itself; None where nothing may be relied on."""
        fact = usable_representation(
            statement, self.counterparty.entity, self.party.entity, self.counterparty_facts, self.law
        )
        return None if fact is None else fact.value

    @once
    def represented_us(self) -> bool | None:
        """What the counterparty represents itself to be; None where nothing may be relied on."""
        return self._represented("US_PERSON")

    @once
    def recorded_us(self) -> bool | None:
        """What the facts make of the counterparty; None where it is unknown."""
        return is_us_person(self.counterparty.entity, self.counterparty_facts, self.law)

    @once
    def counterparty_is_us(self) -> bool:
        """Whether the counterparty is a U.S. person; who is unknown is one (reading R4)."""
        represented = self.represented_us
        return self.recorded_us is not False if represented is None else represented

    @once
    def counterparty_is_guaranteed(self) -> bool:
        """Whether a U.S. person guarantees the counterparty's obligations in this swap."""
        if self.counterparty_is_us:
            return False
        represented = self._represented("GUARANTEED_BY_US_PERSON")
        return bool(self._counterparty_guarantors) if represented is None else represented

    @once
    def _counterparty_guarantors(self) -> list[str]:
        of = Guaranteed(self.counterparty.entity, self.party.entity, self.part.swap)
        return us_guarantors(of, self.counterparty_facts, self.law)

    @once
    def counterparty_has_financial_guarantor(self) -> bool:
        """Whether one of those who guarantee the counterparty's obligations is a financial entity."""
        fact = usable_representation(
            "GUARANTEED_BY_US_PERSON",
            self.counterparty.entity,
            self.party.entity,
            self.counterparty_facts,
            self.law,
        )
        if fact is not None:
            return is_set(fact.guarantor_financial_entity, default=True)
        return has_financial_guarantor(self._counterparty_guarantors, self.counterparty_facts)

    @once
    def counterparty_is_significant_risk_subsidiary(self) -> bool:
        """Whether the counterparty is a significant risk subsidiary."""
        if self.counterparty_is_us:
            return False
        represented = self._represented("SIGNIFICANT_RISK_SUBSIDIARY")
        if represented is not None:
            return represented
        return is_significant_risk_subsidiary(self.counterparty.entity, self.counterparty_facts, self.law)

    @once
    def counterparty_is_other(self) -> bool:
        """Whether the counterparty is an other non-U.S. person."""
        return not (
            self.counterparty_is_us
            or self.counterparty_is_guaranteed
            or self.counterparty_is_significant_risk_subsidiary
        )

    @once
    def counterparty_is_below_threshold(self) -> bool:
        """Whether the counterparty is represented to be below the threshold; no fact says so."""
        return self._represented("BELOW_DE_MINIMIS_THRESHOLD") is True

    @once
    def counterparty_is_affiliated_with_swap_dealer(self) -> bool:
        """Whether the counterparty is affiliated with another registered swap dealer."""
        represented = self._represented("AFFILIATED_WITH_SWAP_DEALER")
        if represented is not None:
            return represented
        return is_affiliated_with_swap_dealer(self.counterparty.entity, self.counterparty_facts)

    @once
    def counterparty_acts(self) -> Acting:
        """Where the counterparty acts from."""
        return acting(self.counterparty, self.counterparty_facts, is_us=self.counterparty_is_us)

    @once
    def counterparty_is_swap_dealer(self) -> bool:
        """Whether the counterparty is a registered swap dealer."""
        return self.counterparty_facts.is_swap_dealer(self.counterparty.entity)

    @once
    def counterparty_is_swap_entity(self) -> bool:
        """Whether the counterparty is a registered swap dealer or major swap participant."""
        return self.counterparty_facts.is_swap_entity(self.counterparty.entity)


ASSUMED_US_PERSON = "ASSUMED_US_PERSON"
REPRESENTATION_CONTRADICTED = "REPRESENTATION_CONTRADICTED"


@cites("17CFR23.23/(a)(23)(iv)", "XB2020/2")
def counterparty_flags(side: Side) -> list[str]:
    """What a reader should know of the status of the counterparty.

    Reading R16: a receiver may rely on a representation that the facts contradict, and is told.
    """
    if side.represented_us is None:
        return [ASSUMED_US_PERSON] if side.recorded_us is None else []
    if side.recorded_us is not None and side.recorded_us is not side.represented_us:
        return [REPRESENTATION_CONTRADICTED]
    return []
