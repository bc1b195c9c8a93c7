"""What makes talk with an outside party a duty to record, or takes it away? (points 1 to 6; section 7)

Every candidate says what it asks for if it applies, None if it does not; `CANDIDATES` stands in the contract's order of
precedence.
"""

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from streams.domains.comms.rules.situation import SWITCHBOARD, Situation
from streams.domains.comms.state.profile import (
    DESIRABLE,
    FORBIDDEN,
    MARKET_SOUNDING,
    NONE,
    RECOMMENDED,
    REQUIRED,
)
from streams.kernel.citation import cites

_PRESUMED: Final = ("BROKER", "TRADER", "PORTFOLIO_MANAGER", "INVESTMENT_ADVISER", "ECM", "DCM")
_CORPORATE_FINANCE: Final = ("INVESTMENT_BANKING", "ECM", "DCM")
_INVESTORS: Final = ("CLIENT", "INVESTOR", "PROSPECT")


@cites("VPFF11/4.5.1")
def market_sounding(of: Situation) -> str | None:
    """A sounding is taped since the market abuse regulation is in force here."""
    return REQUIRED if of.coding.market_sounding and _is_since(of, _sounding_day(of)) else None


@cites("VPFF11/4.5", "VPFF11/fn8")
def earlier_sounding(of: Situation) -> str | None:
    """Before that, taping a sounding was good practice."""
    return RECOMMENDED if of.coding.market_sounding and not _is_since(of, _sounding_day(of)) else None


def _sounding_day(of: Situation) -> date:
    return of.law.market_abuse_regulation_effective_on


def _is_since(of: Situation, day: date) -> bool:
    return of.calendar.day(of.at_us) >= day


@cites("VPFF11/2")
def order_indication(of: Situation) -> str | None:
    """The indication of an order is taped like an order."""
    return REQUIRED if of.coding.order_indication else None


@cites("VPFF11/4.1")
def order_reception(of: Situation) -> str | None:
    """Service 1."""
    return REQUIRED if of.serves(1) else None


@cites("VPFF11/4.1")
def execution(of: Situation) -> str | None:
    """Service 2."""
    return REQUIRED if of.serves(2) else None


@cites("VPFF11/4.2")
def own_account(of: Situation) -> str | None:
    """Service 3."""
    return REQUIRED if of.serves(3) else None


@cites("VPFF11/4.3")
def portfolio_order(of: Situation) -> str | None:
    """Service 4, in connection with placing or executing orders."""
    return REQUIRED if of.serves(4) and of.coding.order_related else None


@cites("VPFF11/1", "VPFF11/4.3")
def any_portfolio_talk(of: Situation) -> str | None:
    """All of service 4, where the firm reads the Act so (R5)."""
    is_other = of.serves(4) and not of.coding.order_related
    return REQUIRED if is_other and of.law.portfolio_management_scope == "ALL" else None


@cites("VPFF11/4.3")
def portfolio_talk(of: Situation) -> str | None:
    """The rest of service 4 is outside."""
    is_other = of.serves(4) and not of.coding.order_related
    return NONE if is_other and of.law.portfolio_management_scope != "ALL" else None


@cites("VPFF11/4.4", "VPFF11/4.6")
def advice(of: Situation) -> str | None:
    """A personal recommendation, or what a non-professional client takes for one."""
    is_advice = of.serves(5) or of.coding.personal_recommendation
    return REQUIRED if is_advice or (of.coding.perceived_as_advice and _has_non_professional(of)) else None


def _has_non_professional(of: Situation) -> bool:
    registered = (of.facts.client(client, of.at_us) for client in of.parties.outside_ids)
    return any(client is not None and client.category == "NON_PROFESSIONAL" for client in registered)


@cites("VPFF11/4.5.1")
def placing(of: Situation) -> str | None:
    """Placing with an investor in the subscription period."""
    return REQUIRED if of.serves(6, 7) and of.has(*_INVESTORS) and of.coding.subscription_open else None


@cites("VPFF11/4.5.1")
def placing_before_subscription(of: Situation) -> str | None:
    """General talk with an investor before the subscription period (R3)."""
    if of.serves(6, 7) and of.has(*_INVESTORS) and not of.coding.subscription_open:
        return of.law.placing_before_subscription_duty
    return None


@cites("VPFF11/4.5.2")
def placing_with_issuer(of: Situation) -> str | None:
    """Carrying out a mandate with the issuer (R4)."""
    is_issuer_alone = of.has("ISSUER") and not of.has(*_INVESTORS)
    return RECOMMENDED if of.serves(6, 7) and is_issuer_alone and not of.coding.mandate_expected else None


@cites("VPFF11/4.1")
def order_given(of: Situation) -> str | None:
    """An order is reception of an order, whatever service is coded (R36)."""
    return REQUIRED if of.coding.order_given else None


@cites("VPFF11/4.5.2", "VPFF11/4.5.3")
def expected_mandate(of: Situation) -> str | None:
    """Talk with an issuer from which a mandate can be expected (R4)."""
    return of.law.expected_mandate_duty if of.coding.mandate_expected else None


@cites("VPFF11/1", "VPFF11/2")
def intended_to_lead(of: Situation) -> str | None:
    """Talk that is meant to lead to a service (R2)."""
    return REQUIRED if of.coding.intent == "INTENDED" else None


@cites("VPFF11/1", "VPFF11/2")
def assumed_to_lead(of: Situation) -> str | None:
    """Talk that may be assumed to lead to a service (R2)."""
    return REQUIRED if of.coding.intent == "ASSUMED" else None


@cites("VPFF11/4")
def presumed_by_function(of: Situation) -> str | None:
    """The desk presumes the duty while nobody has coded the talk (R1)."""
    return REQUIRED if of.coding.facts_missing and of.function in _PRESUMED else None


@cites("VPFF11/6")
def switchboard_transferred(of: Situation) -> str | None:
    """A call that the switchboard puts through to where services are given (R20)."""
    is_put_through = of.function == SWITCHBOARD and of.has_later_transfer and of.leads_to_duty
    return NONE if is_put_through else None


@cites("VPFF11/6")
def switchboard(of: Situation) -> str | None:
    """There is no ground to tape the switchboard."""
    is_put_through = of.has_later_transfer and of.leads_to_duty
    return FORBIDDEN if of.function == SWITCHBOARD and not is_put_through else None


@cites("VPFF11/4.6")
def analyst(of: Situation) -> str | None:
    """General analysis is outside."""
    return NONE if of.function == "ANALYST" else None


@cites("VPFF11/4.5.2")
def issuer_advice(of: Situation) -> str | None:
    """Advice of corporate finance to an issuer."""
    return RECOMMENDED if of.function in _CORPORATE_FINANCE and of.has("ISSUER") else None


@cites("VPFF11/4.5")
def corporate_finance_channel(of: Situation) -> str | None:
    """Corporate finance should talk to investors on recorded means."""
    is_investor = of.has(*_INVESTORS) and not of.has("ISSUER")
    return RECOMMENDED if of.function in _CORPORATE_FINANCE and is_investor else None


@cites("VPFF11/4.5.3")
def corporate_finance_other(of: Situation) -> str | None:
    """Talk of corporate finance with lawyers, auditors, arrangers."""
    return NONE if of.function in _CORPORATE_FINANCE and not of.has("ISSUER", *_INVESTORS) else None


@cites("VPFF11/4.7")
def settlement(of: Situation) -> str | None:
    """Taping settlement is practical."""
    return DESIRABLE if of.function == "SETTLEMENT" else None


@cites("VPFF11/4.8")
def support(of: Situation) -> str | None:
    """Support functions are outside."""
    return NONE if of.function == "SUPPORT" else None


@cites("VPFF11/1")
def ancillary(of: Situation) -> str | None:
    """Ancillary services alone are outside."""
    return NONE if of.coding.is_ancillary else None


@cites("VPFF11/1", "VPFF11/2")
def no_service_link(of: Situation) -> str | None:
    """Nothing links the talk to a service."""
    return NONE


@cites("VPFF11/4.1")
def is_paper_without_order(of: Situation) -> bool:
    """Whether it is a letter without an order (R27)."""
    return of.medium == "LETTER" and not of.coding.order_given and not of.coding.order_indication


class Candidate(NamedTuple):
    """A reason with the points that it cites, and what it asks for."""

    reason: str
    points: tuple[str, ...]
    duty: Callable[[Situation], str | None]


CANDIDATES: Final = (
    Candidate(MARKET_SOUNDING, ("4.5.1",), market_sounding),
    Candidate("SOUNDING_PRE_MAR", ("4.5", "fn8"), earlier_sounding),
    Candidate("ORDER_INDICATION", ("2",), order_indication),
    Candidate("SVC1_ORDER_RECEPTION", ("4.1",), order_reception),
    Candidate("SVC2_EXECUTION", ("4.1",), execution),
    Candidate("SVC3_OWN_ACCOUNT", ("4.2",), own_account),
    Candidate("SVC4_ORDER", ("4.3",), portfolio_order),
    Candidate("SVC4_ANY", ("1", "4.3"), any_portfolio_talk),
    Candidate("SVC4_NO_ORDER", ("4.3",), portfolio_talk),
    Candidate("SVC5_ADVICE", ("4.4", "4.6"), advice),
    Candidate("SVC6_7_PLACING", ("4.5.1",), placing),
    Candidate("PLACING_BEFORE_SUBSCRIPTION", ("4.5.1",), placing_before_subscription),
    Candidate("CF_ISSUER_ADVICE", ("4.5.2",), placing_with_issuer),
    Candidate("SVC1_ORDER_RECEPTION", ("4.1",), order_given),
    Candidate("CF_EXPECTED_MANDATE", ("4.5.2", "4.5.3"), expected_mandate),
    Candidate("INTENDED_TO_LEAD", ("1", "2"), intended_to_lead),
    Candidate("ASSUMED_TO_LEAD", ("1", "2"), assumed_to_lead),
    Candidate("PRESUMED_BY_FUNCTION", ("4",), presumed_by_function),
    Candidate("SWITCHBOARD_TRANSFERRED", ("6",), switchboard_transferred),
    Candidate("SWITCHBOARD_NO_BASIS", ("6",), switchboard),
    Candidate("ANALYST_GENERAL", ("4.6",), analyst),
    Candidate("CF_ISSUER_ADVICE", ("4.5.2",), issuer_advice),
    Candidate("IB_CHANNEL", ("4.5",), corporate_finance_channel),
    Candidate("CF_OTHER_PARTY", ("4.5.3",), corporate_finance_other),
    Candidate("SETTLEMENT_DESIRABLE", ("4.7",), settlement),
    Candidate("SUPPORT_FUNCTION", ("4.8",), support),
    Candidate("ANCILLARY_ONLY", ("1",), ancillary),
    Candidate("NO_SERVICE_LINK", ("1", "2"), no_service_link),
)
"""The contract's table for talk with outside parties."""
