"""What is admitted to a month? (section 7.9 of the contract)"""

from typing import NamedTuple, Protocol


class Recorded(Protocol):
    """Something with its place in the log and the month of its stamp.

    Attributes:
        closes_before: how many accepted closes stand before it in the log.
        recorded_in: the billing month of its stamp.
    """

    @property
    def closes_before(self) -> int: ...

    @property
    def recorded_in(self) -> int: ...


class Admission:
    """The closes of a log, and what each closed month still takes.

    Attributes:
        closes: the accepted closes before each closed month's own, by month.
    """

    def __init__(self, window_months: int | None, retention_months: int | None) -> None:
        """Begin with no month closed; None: without a limit."""
        self.closes: dict[int, int] = {}
        self._window = window_months
        self._retention = retention_months

    def close(self, month: int) -> None:
        """Take an accepted close."""
        self.closes[month] = len(self.closes)

    def admits(self, month: int, one: Recorded) -> bool:
        """Whether something counts for a month: all for an open one, what stands before its close or in its window."""
        closes = self.closes.get(month)
        if closes is None or one.closes_before <= closes or self._window is None:
            return True
        return one.recorded_in - month <= self._window

    def judges(self, month: int, one: Recorded) -> bool:
        """Whether something would count for a month if no month were ever final."""
        return (
            self._retention is None or one.recorded_in - month <= self._retention or self.admits(month, one)
        )


class Variant(NamedTuple):
    """One of the two ways to look at a month: as it is billed, or as it would be were it not final.

    Attributes:
        through: only what stands behind at most so many accepted closes counts, as when an earlier close was taken;
            None: everything that was read.
    """

    admission: Admission
    month: int
    is_judged: bool = False
    through: int | None = None

    def takes(self, one: Recorded) -> bool:
        """Whether something counts in it."""
        if self.through is not None and one.closes_before > self.through:
            return False
        if self.is_judged:
            return self.admission.judges(self.month, one)
        return self.admission.admits(self.month, one)
