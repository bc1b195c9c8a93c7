"""Does the duty reach this firm, by itself or through whom it acts for? (point 2)"""

from typing import Final, NamedTuple

from streams.domains.comms.rules.situation import Situation
from streams.domains.comms.state.facts import Facts
from streams.kernel.citation import cites

IN_SCOPE: Final = frozenset(
    {
        "NORWEGIAN_FIRM",
        "NORWEGIAN_FIRM_BRANCH_ABROAD",
        "NORWEGIAN_FIRM_TIED_AGENT",
        "EEA_FIRM_BRANCH_IN_NORWAY",
        "EEA_FIRM_TIED_AGENT_IN_NORWAY",
        "NON_EEA_FIRM_BRANCH_IN_NORWAY",
    }
)


class Responsible(NamedTuple):
    """The firm whose duty it is.

    Attributes:
        via: the provider through whom it acts; None where it acts itself.
    """

    firm: str
    via: str | None = None


@cites("VPFF11/2")
def is_in_scope(firm: str, at_us: int, facts: Facts) -> bool:
    """Whether a firm is one that the recommendation names; one that nobody registered is not."""
    registered = facts.firm(firm, at_us)
    return registered is not None and registered.status in IN_SCOPE


@cites("VPFF11/2")
def responsible_firm(of: Situation) -> Responsible | None:
    """Whose duty a segment is: the firm's, or a principal's for whom it acts in these services; None: nobody's."""
    firm = of.communication.start.firm
    if is_in_scope(firm, of.at_us, of.facts):
        return Responsible(firm)
    for arrangement in of.facts.arrangements(firm, of.at_us):
        if of.serves(*arrangement.services) and is_in_scope(arrangement.principal, of.at_us, of.facts):
            return Responsible(arrangement.principal, firm)
    return None
