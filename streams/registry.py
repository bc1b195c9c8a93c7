"""Which domains are there?"""

from typing import Final

from streams.domains.clearing.domain import CLEARING
from streams.domains.comms.domain import COMMS
from streams.domains.marketdata.domain import MARKETDATA
from streams.domains.swaps.domain import SWAPS
from streams.kernel.errors import UserError
from streams.kernel.stage import Domain

DOMAINS: Final[tuple[Domain, ...]] = (CLEARING, SWAPS, COMMS, MARKETDATA)


def domain_named(name: str) -> Domain:
    """The domain of a name.

    Raises:
        UserError: there is none; the message names those there are.
    """
    for domain in DOMAINS:
        if domain.name == name:
            return domain
    raise UserError(f"There is no domain {name}. There are: {', '.join(one.name for one in DOMAINS)}.")
