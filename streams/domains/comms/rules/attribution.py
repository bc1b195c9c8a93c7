"""Which employee carried out a segment? (point 5)"""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.comms import TelephoneAssigned
from streams.domains.comms.law.values import Values
from streams.domains.comms.state.calendar import MILLISECOND_US
from streams.domains.comms.state.communication import Segment
from streams.domains.comms.state.facts import Facts
from streams.kernel.citation import cites

EXPLICIT = "EXPLICIT"
NONE = "NONE"
AMBIGUOUS = "AMBIGUOUS"
GAP = "GAP"
REGISTER = "REGISTER"


class Attribution(NamedTuple):
    """Who carried out a segment, and what that rests on.

    Attributes:
        employees: in order of their first holding.
        has_conflict: somebody else holds the telephone of the one who is signed on.
    """

    basis: str
    employees: Sequence[str]
    has_conflict: bool = False


class _Holding(NamedTuple):
    """A stretch of the segment in which somebody holds its telephone."""

    start_us: int
    end_us: int
    employee: str


@cites("VPFF11/5")
def attribute(segment: Segment, facts: Facts, law: Values) -> Attribution:
    """Who carried out a segment: who signed on, else who holds its telephone by the register."""
    holdings = _holdings(segment, facts)
    if segment.employee is not None:
        conflict = any(one.employee != segment.employee for one in holdings)
        return Attribution(EXPLICIT, [segment.employee], conflict)
    if not holdings:
        return Attribution(NONE, [])
    employees = list(dict.fromkeys(one.employee for one in holdings))
    if _is_ambiguous(holdings):
        return Attribution(AMBIGUOUS, employees)
    if _gap_us(segment, holdings) > law.attribution_gap_milliseconds * MILLISECOND_US:
        return Attribution(GAP, employees)
    return Attribution(REGISTER, employees)


def _holdings(segment: Segment, facts: Facts) -> list[_Holding]:
    """The assignments of the telephone, cut to the segment; of an open or empty one those at its start."""
    if segment.telephone is None:
        return []
    start_us = segment.start_us
    end_us = start_us if segment.end_us is None else segment.end_us
    holdings: list[_Holding] = []
    for one in facts.all_of(f"assigned/{segment.telephone}"):
        begins_us, ends_us = max(one.from_us, start_us), min(one.until_us, end_us)
        counts = one.covers(start_us) if start_us == end_us else begins_us < ends_us
        if counts and isinstance(one.fact, TelephoneAssigned):
            holdings.append(_Holding(begins_us, ends_us, one.fact.employee))
    return sorted(holdings)


def _is_ambiguous(holdings: Sequence[_Holding]) -> bool:
    """Whether two different people hold the telephone at one instant."""
    for place, one in enumerate(holdings):
        for other in holdings[place + 1 :]:
            together = min(one.end_us, other.end_us) > max(one.start_us, other.start_us)
            is_instant = one.start_us == one.end_us == other.start_us
            if one.employee != other.employee and (together or is_instant):
                return True
    return False


def _gap_us(segment: Segment, holdings: Sequence[_Holding]) -> int:
    """How long nobody holds the telephone."""
    if segment.end_us is None:
        return 0
    gap_us, covered_us = 0, segment.start_us
    for one in holdings:
        gap_us += max(0, one.start_us - covered_us)
        covered_us = max(covered_us, one.end_us)
    return gap_us + max(0, segment.end_us - covered_us)
