"""What is coded about a segment?"""

from collections.abc import Collection
from typing import Final

import msgspec
from msgspec import UNSET

from schemas.comms import Coded, SegmentRecoded

_ANCILLARY: Final = frozenset(
    {
        "SAFEKEEPING",
        "CREDIT",
        "CAPITAL_STRUCTURE",
        "MERGERS_AND_ACQUISITIONS",
        "CURRENCY",
        "ANALYSIS",
        "UNDERWRITING_SUPPORT",
        "UNDERLYING",
        "LISTING",
        "LOAN_TERMS",
    }
)


class Coding(msgspec.Struct, frozen=True, gc=False):
    """The coded facts about a segment, with no and none in the place of what was left out.

    Attributes:
        intent: INTENDED, ASSUMED or NONE.
        is_ancillary: its topic is an ancillary service.
        is_approved: it may lower what is kept: the first coding, or one that a second person approved.
    """

    services: Collection[int]
    order_given: bool
    order_indication: bool
    order_related: bool
    personal_recommendation: bool
    perceived_as_advice: bool
    intent: str
    order_handling: bool
    market_sounding: bool
    subscription_open: bool
    mandate_expected: bool
    is_ancillary: bool
    private: bool
    facts_missing: bool
    is_approved: bool


def coding_of(event: Coded) -> Coding:
    """The coding that an event carries, whole."""
    return Coding(
        () if event.services is UNSET else event.services,
        event.order_given is True,
        event.order_indication is True,
        event.order_related is True,
        event.personal_recommendation is True,
        event.perceived_as_advice is True,
        "NONE" if event.intent is UNSET else event.intent,
        event.order_handling is True,
        event.market_sounding is True,
        event.subscription_open is True,
        event.mandate_expected is True,
        event.topic in _ANCILLARY,
        event.private is True,
        event.facts_missing is True,
        not isinstance(event, SegmentRecoded) or event.approved_by is not UNSET,
    )
