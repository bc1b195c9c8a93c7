"""For which reasons does a row become no event?"""

from enum import StrEnum

from streams.readers.lacks import Lack, LacksError
from streams.readers.swaps.elements import ELEMENTS


class Reason(StrEnum):
    """What a row lacks; it is set aside until somebody gives it."""

    ACTION_UNKNOWN = "the action is none of the technical specification"
    IDENTIFIER_MISSING = "nothing names the swap"
    TIMESTAMP_UNREADABLE = "an instant is missing, or is none"
    NOTIONAL_MISSING = "the notional is not told"
    NOTIONAL_CAPPED = "the public sees only that the notional is above a cap"
    NOTIONAL_UNREADABLE = "the notional is no number"
    CURRENCY_MISSING = "the currency of a notional is not told"
    PRODUCT_UNKNOWN = "it is not told whether the product is one that the law calls a swap"
    PARTIES_UNKNOWN = "the parties are not told"
    PARTIES_DIFFER = "the parties given are others than those of the row"
    PARTIES_ALIKE = "both parties are the same entity"
    DEALING_UNKNOWN = "it is not told whether a party deals"
    FACILITY_UNKNOWN = "it is not told what kind of facility the platform is"
    CLEARING_HOUSE_UNKNOWN = "it is not told whether the clearing house is registered, exempt or neither"
    FIRST_ROW_SET_ASIDE = "the swap is not known, because its first row was set aside"
    BEGINNING_NOT_READ = "a correction changes what earlier rows said, and those are not in the files"
    REVIVED = "a swap was reported as an error and is revived, which no event can say"


class PassedBy(StrEnum):
    """Why a row needs no event."""

    END_OF_DAY = "valuations and collateral change no count"
    TRANSFERRED_OUT = "that a swap is reported to another repository changes no count"
    PRE_ALLOCATION = "the swaps into which it is allocated are counted, each once"
    NOTHING_CHANGED = "nothing of what is counted was corrected"
    REVIVED_AFTER_TERMINATION = "a termination changes no count, nor does its being taken back"


def lack(reason: Reason, element: str, detail: str) -> LacksError:
    """Say that a row lacks one thing.

    Args:
        element: the name of the element that should tell it.
    """
    return LacksError([Lack(reason, str(ELEMENTS[element]), detail)])
