"""Which uses does an individual have in a month, and as what? (EDGA2015/II.A.1(user), sections 7.4 and 7.5)"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from streams.domains.marketdata.rules.classification import DEVICE, NO_RECORD
from streams.domains.marketdata.rules.statements import newest
from streams.domains.marketdata.state.admission import Variant
from streams.domains.marketdata.state.users import Statements
from streams.domains.marketdata.state.words import (
    BEYOND_FEED,
    USED,
    WITHOUT_ENTITLEMENT,
    in_cell,
    is_premium,
)
from streams.kernel.citation import cites

_about_entitlement = attrgetter("entitlement")
_about_effect = attrgetter("effective_us")


class Interval(NamedTuple):
    """An entitlement that runs, end exclusive; None: without an end."""

    start_us: int
    end_us: int | None
    cell: int


class Classes:
    """The classes of a user over time; a device is Professional throughout."""

    def __init__(self, said: Statements | None, variant: Variant | None, *, is_device: bool) -> None:
        records = [] if said is None or is_device else said.records
        taken = records if variant is None else [record for record in records if variant.takes(record)]
        by_effect = newest(taken, _about_effect)
        self._starts = sorted(by_effect)
        self._bits = [by_effect[start].bits for start in self._starts]
        self._before = DEVICE if is_device else NO_RECORD

    @cites("MARKETDATA/R3", "MARKETDATA/R5")
    def at(self, at_us: int) -> int:
        """The class in force at an instant, as bits; no record yet is a class, too."""
        place = bisect_right(self._starts, at_us)
        return self._bits[place - 1] if place else self._before

    @cites("MARKETDATA/R3", "MARKETDATA/R5")
    def during(self, start_us: int, end_us: int) -> int:
        """The classes in force at a start and of every record that begins strictly before the end, joined."""
        bits = self.at(start_us)
        for place in range(bisect_right(self._starts, start_us), bisect_left(self._starts, end_us)):
            bits |= self._bits[place]
        return bits


Intervals = dict[str, list[Interval]]
"""The entitlements of an individual by recipient firm."""


@cites("EDGA2015/II.A.1(user)", "MARKETDATA/R10")
def intervals(parts: Sequence[Statements], variant: Variant | None) -> Intervals:
    """The entitlements that run at some time; one that is revoked at or before its own start is cancelled.

    Args:
        parts: what was stated of the individual and of the devices that are dedicated to it.
        variant: which statements count; None: all.
    """
    found: Intervals = {}
    for said in parts:
        grants, revocations = said.grants, said.revocations
        if variant is not None:
            grants = [one for one in grants if variant.takes(one)]
            revocations = [one for one in revocations if variant.takes(one)]
        ends = newest(revocations, _about_entitlement)
        for entitlement, grant in newest(grants, _about_entitlement).items():
            end = ends.get(entitlement)
            end_us = None if end is None else end.effective_us
            if end_us is None or grant.effective_us < end_us:
                interval = Interval(grant.effective_us, end_us, grant.cell)
                found.setdefault(said.firms[grant.firm], []).append(interval)
    return found


@cites("EDGA2015/II.A.1(count)", "EDGA2015/II.A.1(user)")
def access_bits(accessed_us: int, cell: int, running: Sequence[Interval], classes: Classes) -> int:
    """What an access adds to a word: its use, the class at the instant, and whether an entitlement ran.

    Args:
        running: the entitlements of the individual at the firm, at any time.
    """
    at_the_time = [
        one
        for one in running
        if one.start_us <= accessed_us and (one.end_us is None or accessed_us < one.end_us)
    ]
    bits = USED | classes.at(accessed_us)
    if not at_the_time:
        bits |= WITHOUT_ENTITLEMENT
    elif is_premium(cell) and not any(is_premium(one.cell) for one in at_the_time):
        bits |= BEYOND_FEED
    return in_cell(cell, bits)


@cites("EDGA2015/II.A.1(user)", "MARKETDATA/R2", "MARKETDATA/R4", "MARKETDATA/R9")
def entitled_words(found: Intervals, classes: Classes, start_us: int, end_us: int) -> dict[str, int]:
    """What the entitlements that meet a month come to, by recipient firm; each is clipped to the month."""
    words: dict[str, int] = {}
    for firm, running in found.items():
        for one in running:
            clipped_us = max(one.start_us, start_us)
            until_us = end_us if one.end_us is None else min(one.end_us, end_us)
            if clipped_us < until_us:
                bits = in_cell(one.cell, USED | classes.during(clipped_us, until_us))
                words[firm] = words.get(firm, 0) | bits
    return words
