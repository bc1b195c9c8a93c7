"""Was there a duty to record talk in which nobody from outside takes part? (points 2, 4.5.3)"""

from collections.abc import Iterator

from streams.domains.comms.rules.situation import Situation, desk_of
from streams.domains.comms.state.profile import NONE, REQUIRED
from streams.kernel.citation import cites


@cites("VPFF11/2", "VPFF11/4.5.3")
def internal_duty(of: Situation) -> tuple[str, str, tuple[str, ...]]:
    """Duty, reason and points: only the handling of orders over a line is recorded."""
    if of.medium == "MEETING":
        return NONE, "INTERNAL_FACE_TO_FACE", ("2", "3")
    if of.coding.order_handling:
        if any(desk in ("ECM", "DCM") for desk in _desks(of)):
            return REQUIRED, "INTERNAL_ECM_DCM", ("4.5.3",)
        return REQUIRED, "INTERNAL_ORDER_HANDLING", ("2",)
    if "ANALYST" in _desks(of):
        return NONE, "INTERNAL_BROKER_ANALYST", ("2",)
    return NONE, "INTERNAL_OTHER", ("2",)


def _desks(of: Situation) -> Iterator[str | None]:
    """The desk of the segment, then those of the parties."""
    yield of.function
    for employee in of.parties.employee_ids:
        yield desk_of(employee, of.at_us, of.facts)
