"""What should somebody know of the events of a row although no row says it?"""

from enum import StrEnum

from streams.readers.columns import Row


class Remark(StrEnum):
    """What holds for some events."""

    INTENT_TO_CLEAR = (
        "are to be cleared by a house that is not named: not cleared, until a correction names it"
    )
    CUT_TO_THE_CENT = "have a notional with parts of a cent, which is rounded to the nearest cent"


def remarks(row: Row) -> tuple[Remark, ...]:
    """The remarks on a row."""
    applies = {
        Remark.INTENT_TO_CLEAR: row["cleared"].upper() == "I" and not row["clearing_house"],
        Remark.CUT_TO_THE_CENT: any(_has_fraction(row[one]) for one in ("notional_1", "notional_2")),
    }
    return tuple(remark for remark, holds in applies.items() if holds)


def _has_fraction(amount: str) -> bool:
    """Whether an amount has more decimal places than a cent."""
    return len(amount.partition(".")[2].rstrip("0")) > 2
