"""How does each reason of a decision read?"""

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "NOT_ANSWERED": "nobody answered, so nothing was said",
    "OUT_OF_SCOPE_FIRM": "the firm is none that the recommendation reaches, and acts for none in these services",
    "PRIVATE": "it was private talk",
    "PAPER_NO_ORDER": "it was a letter without an order",
    "INTERNAL_FACE_TO_FACE": "colleagues met face to face",
    "INTERNAL_ECM_DCM": "colleagues handled orders, one of them at the ECM or DCM desk",
    "INTERNAL_ORDER_HANDLING": "colleagues handled orders",
    "INTERNAL_BROKER_ANALYST": "colleagues talked with an analyst",
    "INTERNAL_OTHER": "colleagues talked of something else than orders",
    "MARKET_SOUNDING": "it was a market sounding",
    "SOUNDING_PRE_MAR": "it was a market sounding before the market abuse regulation was in force here",
    "ORDER_INDICATION": "an order was indicated",
    "SVC1_ORDER_RECEPTION": "an order was received and transmitted (service 1)",
    "SVC2_EXECUTION": "an order was executed for the client (service 2)",
    "SVC3_OWN_ACCOUNT": "the firm dealt on own account (service 3)",
    "SVC4_ORDER": "portfolio management concerned an order (service 4)",
    "SVC4_ANY": "it was portfolio management, all of which this firm records (service 4)",
    "SVC4_NO_ORDER": "it was portfolio management without an order (service 4)",
    "SVC5_ADVICE": "it was investment advice, or a non-professional client took it for that (service 5)",
    "SVC6_7_PLACING": "instruments were placed in the subscription period (services 6 and 7)",
    "PLACING_BEFORE_SUBSCRIPTION": "a placing was talked about before the subscription period",
    "CF_ISSUER_ADVICE": "an issuer was advised",
    "CF_EXPECTED_MANDATE": "a mandate could be expected from the talk",
    "INTENDED_TO_LEAD": "the talk was meant to lead to a service",
    "ASSUMED_TO_LEAD": "the talk might be assumed to lead to a service",
    "PRESUMED_BY_FUNCTION": "nobody has coded the talk, and the desk presumes a service",
    "SWITCHBOARD_TRANSFERRED": "the switchboard put the call through to where services were given",
    "SWITCHBOARD_NO_BASIS": "it was the switchboard, for whose taping there is no ground",
    "ANALYST_GENERAL": "an analyst gave a general view",
    "IB_CHANNEL": "corporate finance talked to an investor",
    "CF_OTHER_PARTY": "corporate finance talked to somebody who is neither issuer nor investor",
    "SETTLEMENT_DESIRABLE": "it was the settlement desk",
    "SUPPORT_FUNCTION": "it was a support function",
    "ANCILLARY_ONLY": "it was about an ancillary service alone",
    "NO_SERVICE_LINK": "nothing links it to an investment service",
}
"""What is the case where a reason is given, as a clause."""

DUTIES: Final[Mapping[str, str]] = {
    "REQUIRED": "had to be recorded",
    "RECOMMENDED": "should have been recorded",
    "DESIRABLE": "was practical to record",
    "FORBIDDEN": "must not have been taped",
    "NONE": "need not have been recorded",
}

FORMS: Final[Mapping[str, str]] = {
    "AUDIO": "as sound",
    "AUDIO_ONLY": "as sound without the picture",
    "TEXT": "by storing the text",
    "MINUTES": "by minutes",
    "NA": "",
}


def duty_said(segment: int, duty: str, form: str, reason: str) -> str:
    """A decision in a sentence."""
    how = f" {FORMS[form]}" if FORMS[form] else ""
    return f"Segment {segment} {DUTIES[duty]}{how}, because {REASONS[reason]} ({reason})."
