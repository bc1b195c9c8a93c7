"""What was said of one swap? The terms follow from the set of its events, whatever order they came in."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from msgspec import UNSET

from schemas import swaps as events


class Told(NamedTuple):
    """The events of one swap by their kind, novations left out.

    Attributes:
        is_cancelled: whether the swap itself never was.
        cancelled_amendments: the ids of amendments that never were.
    """

    traded: list[events.SwapTraded]
    corrected: list[events.SwapCorrected]
    amended: list[events.SwapAmended]
    cancelled_amendments: set[str]
    is_cancelled: bool

    @classmethod
    def of(cls, said: Iterable[events.SwapEvent]) -> Self:
        """Sort the events of a swap by their kind."""
        traded: list[events.SwapTraded] = []
        corrected: list[events.SwapCorrected] = []
        amended: list[events.SwapAmended] = []
        cancelled: set[str] = set()
        is_cancelled = False
        for event in said:
            match event:
                case events.SwapTraded():
                    traded.append(event)
                case events.SwapCorrected():
                    corrected.append(event)
                case events.SwapAmended():
                    amended.append(event)
                case events.SwapCancelled() if event.amendment is not UNSET:
                    cancelled.add(event.amendment)
                case events.SwapCancelled():
                    is_cancelled = True
                case events.SwapTerminated() | events.SwapNovated():
                    pass
        return cls(traded, corrected, amended, cancelled, is_cancelled)
