"""Who takes part: which Distributors and recipient firms, who owns them, and what is agreed?"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from streams.demo.line import line
from streams.demo.marketdata.calendar import REGISTERED_AT


class Distributor(NamedTuple):
    """An External Distributor, and who is billed for it."""

    name: str
    legal_entity: str


class Firm(NamedTuple):
    """A recipient firm, the Distributor from which it receives the feed, and who is billed for its licenses."""

    name: str
    distributor: str
    legal_entity: str


GRANITE: Final = Distributor("GRANITE", "GRANITE DATA")
BASALT: Final = Distributor("BASALT", "BASALT SYSTEMS")
DISTRIBUTORS: Final = (GRANITE, BASALT)

AMBER: Final = Firm("AMBER", "GRANITE", "AMBER BROKERS")
"""A broker of private customers."""
OPAL: Final = Firm("OPAL", "GRANITE", "OPAL MEDIA")
"""A web site that the trade reads; it finds out which license is cheaper."""
TOPAZ: Final = Firm("TOPAZ", "BASALT", "TOPAZ SECURITIES")
"""A broker of private and professional customers."""
JADE: Final = Firm("JADE", "BASALT", "JADE BANK")
"""A bank with a trading floor."""
FIRMS: Final = (AMBER, OPAL, TOPAZ, JADE)


def known_from_the_beginning() -> Iterator[bytes]:
    """The facts about everybody, before the first user."""
    for distributor in DISTRIBUTORS:
        name = distributor.name
        yield line(
            "distributor_registered",
            f"{name}-registered",
            REGISTERED_AT,
            distributor=name,
            legal_entity=distributor.legal_entity,
            distributor_kind="EXTERNAL",
        )
        yield line(
            "distribution_agreement_signed",
            f"{name}-agreement",
            REGISTERED_AT,
            agreement=f"{name}-agreement",
            distributor=name,
            first_month="2015-03",
        )
    for firm in FIRMS:
        yield line(
            "recipient_firm_registered",
            f"{firm.name}-registered",
            REGISTERED_AT,
            recipient_firm=firm.name,
            legal_entity=firm.legal_entity,
        )
