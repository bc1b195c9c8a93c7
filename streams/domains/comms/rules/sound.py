"""How much of a stretch was taped? (points 3 and 5; section 8)"""

from collections.abc import Iterable
from typing import NamedTuple

from streams.domains.comms.law.values import Values
from streams.domains.comms.state.calendar import SECOND_US
from streams.domains.comms.state.records import Tape
from streams.kernel.citation import cites


class Sound(NamedTuple):
    """The taped part of a stretch, and the rest."""

    taped_us: int
    uncovered_us: int

    @property
    def is_taped(self) -> bool:
        """Whether something was taped."""
        return self.taped_us > 0

    @property
    def uncovered_seconds(self) -> int:
        """The rest in seconds, halves up."""
        return (self.uncovered_us + SECOND_US // 2) // SECOND_US

    def is_complete(self, law: Values) -> bool:
        """Whether something was taped and the rest may be missing."""
        return self.is_taped and not self.exceeds_tolerance(law)

    def exceeds_tolerance(self, law: Values) -> bool:
        """Whether more than the tolerance is missing."""
        return self.uncovered_us > law.coverage_tolerance_seconds * SECOND_US


@cites("VPFF11/3")
def sound(tapes: Iterable[Tape], start_us: int, end_us: int) -> Sound:
    """What the tapes hold of a stretch together; silent ones and pictures hold nothing."""
    taped_us, covered_us = 0, start_us
    stretches = sorted(
        (max(tape.start_us, start_us), min(tape.end_us, end_us)) for tape in tapes if tape.is_sound
    )
    for begins_us, ends_us in stretches:
        begins_us = max(begins_us, covered_us)
        if ends_us > begins_us:
            taped_us += ends_us - begins_us
            covered_us = ends_us
    return Sound(taped_us, end_us - start_us - taped_us)
