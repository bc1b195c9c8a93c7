"""For which reasons does a row of a report become no event?"""

from enum import StrEnum

from streams.readers.columns import Row
from streams.readers.lacks import Lack, LacksError
from streams.readers.marketdata.columns import REPORTS


class Reason(StrEnum):
    """What a row lacks; it is set aside until somebody gives it."""

    DISTRIBUTOR_MISSING = "nothing tells who distributes"
    FIRM_MISSING = "nothing tells to which firm the data went"
    USER_MISSING = "nobody is named, and a count of nobody in particular can be counted once or twice"
    PRODUCT_UNKNOWN = "the product code stands for no feed"
    MONTH_UNREADABLE = "the month is missing, or is none"
    INSTANT_UNREADABLE = "a day or an instant is missing, or is none"
    INSTANT_AMBIGUOUS = "the clock showed that time twice, or not at all"
    OUT_OF_THE_MONTH = "the instant is not in the month of the report"
    SEVERAL_UNITS = "the row counts several units and names one"
    QUANTITY_UNREADABLE = "the quantity is no whole number"
    CHANNEL_UNKNOWN = "it is not told over which channel the data was shown"
    PURPOSE_UNKNOWN = "it is not told for what purpose the data was shown"
    ACTIVITY_UNKNOWN = "the activity is neither an addition nor a deletion"
    STATUS_UNKNOWN = "the subscriber type is none that is known"


class PassedBy(StrEnum):
    """Why a row needs no event."""

    NO_UNITS = "a quantity of nothing entitles nobody"


class Remark(StrEnum):
    """What holds for some events although no row says it."""

    CLAIM_WITHOUT_EVIDENCE = (
        "tell a class that is a claim: without evidence of the user the claim is not taken over, and the user counts "
        "as Professional"
    )
    DAY_WITHOUT_TIME = "tell a day without a time of day: the day is taken from its beginning on"


def lack(reason: Reason, element: str, detail: str) -> LacksError:
    """Say that a row lacks one thing.

    Args:
        element: the name of the column that should tell it.
    """
    return LacksError([Lack(reason, str(REPORTS.elements[element]), detail)])


def needed(row: Row, element: str, reason: Reason) -> str:
    """What a row tells in a column.

    Raises:
        LacksError: it is empty.
    """
    if not row[element]:
        raise lack(reason, element, "it is empty")
    return row[element]
