"""Whom does a use count for, and what do its uses come to month by month? (R8, section 7.5 of the contract)"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from streams.domains.marketdata.rules.statements import newest
from streams.domains.marketdata.rules.uses import Classes, Intervals, access_bits, entitled_words, intervals
from streams.domains.marketdata.state.accesses import Access
from streams.domains.marketdata.state.admission import Admission, Recorded, Variant
from streams.domains.marketdata.state.devices import DeviceStatement
from streams.domains.marketdata.state.months import BillingMonths
from streams.domains.marketdata.state.users import Statements, Words
from streams.domains.marketdata.state.words import Course, course_of, profile_of, word_in
from streams.kernel.citation import cites


class DeviceLookup(Protocol):
    """Finds what was stated about a device."""

    def __call__(self, name: str, /) -> Sequence[DeviceStatement]: ...


@cites("MARKETDATA/R8", "MARKETDATA/R27")
def individual_of(name: str, stated: Sequence[DeviceStatement], variant: Variant) -> str:
    """Whom the uses under a name count for: the one to whom the device is dedicated, in one step, else the name."""
    standing = newest((one for one in stated if variant.takes(one)), lambda _: name).get(name)
    return name if standing is None or standing.dedicated_to is None else standing.dedicated_to


@cites("EDGA2015/II.A.1(user)", "MARKETDATA/R8")
def is_device(stated: Sequence[DeviceStatement], variant: Variant) -> bool:
    """Whether a name is a device; its evidence is ignored then, and it is Professional."""
    return any(variant.takes(one) for one in stated)


class Measuring:
    """Works out the words of one individual from all that was stated of it and of what lends to it.

    Args:
        parts: by name; the individual's own and those of devices that were ever dedicated to it.
    """

    def __init__(
        self,
        individual: str,
        parts: Mapping[str, Statements],
        stated: DeviceLookup,
        admission: Admission,
        months: BillingMonths,
    ) -> None:
        self._individual = individual
        self._parts = parts
        self._stated = {name: found for name in {individual, *parts} if (found := stated(name))}
        self._admission = admission
        self._months = months
        self._spans: tuple[Intervals, Classes] | None = None
        self._accesses: dict[int, list[tuple[str, Access]]] = {}
        for name, said in parts.items():
            for access in said.all_accesses():
                month = months.of(access.accessed_us)
                self._accesses.setdefault(month, []).append((name, access))

    def measure(self) -> Words:
        """The words of every month."""
        starts = [self._months.of(one.effective_us) for said in self._parts.values() for one in said.grants]
        first = min([*starts, *self._accesses], default=None)
        if first is None:
            return Words()
        late = self._late_months(first)
        by_month = {month: self._words(month, month in late) for month in self._turns(first, late)}
        firms = {firm for words in by_month.values() for firm in words}
        courses = {
            firm: course_of([(month, words.get(firm, 0)) for month, words in by_month.items()])
            for firm in sorted(firms)
        }
        return Words(courses, self._left_out(late, courses))

    def _turns(self, first: int, late: Iterable[int]) -> list[int]:
        """The months from which on a word may be another one, in order."""
        instants = [one.effective_us for said in self._parts.values() for one in said.statements()]
        touched = {*map(self._months.of, instants), *self._accesses, *late}
        turns = touched | {month + 1 for month in touched}
        return sorted(month for month in turns if month >= first)

    def _late_months(self, first: int) -> set[int]:
        """The closed months for which something came too late that might touch them."""
        closes = [month for month in self._admission.closes if month >= first]
        late: set[int] = set()
        for one in self._recorded() if closes else ():
            if one.closes_before:
                late.update(month for month in closes if not self._admission.admits(month, one))
        for month, accesses in self._accesses.items():
            if any(not self._admission.admits(month, access) for _, access in accesses):
                late.add(month)
        return late

    def _recorded(self) -> Iterator[Recorded]:
        for said in self._parts.values():
            yield from said.statements()
        for stated in self._stated.values():
            yield from stated

    def _words(self, month: int, is_late: bool, *, is_judged: bool = False) -> dict[str, int]:
        """The words of a month by recipient firm."""
        variant = Variant(self._admission, month, is_judged)
        if is_late:
            running, classes = self._spans_of(variant)
        else:
            self._spans = self._spans or self._spans_of(variant)
            running, classes = self._spans
        start_us, end_us = self._months.start_us(month), self._months.start_us(month + 1)
        words = entitled_words(running, classes, start_us, end_us)
        for name, access in self._accesses.get(month, ()):
            if variant.takes(access) and self._lends(name, variant):
                firm = self._parts[name].firms[access.firm]
                bits = access_bits(access.accessed_us, access.cell, running.get(firm, ()), classes)
                words[firm] = words.get(firm, 0) | bits
        return words

    def _spans_of(self, variant: Variant) -> tuple[Intervals, Classes]:
        """The entitlements and the classes, as a variant of a month sees them."""
        lending = [said for name, said in self._parts.items() if self._lends(name, variant)]
        own = self._parts.get(self._individual)
        device = is_device(self._stated.get(self._individual, ()), variant)
        return intervals(lending, variant), Classes(own, variant, is_device=device)

    def _lends(self, name: str, variant: Variant) -> bool:
        stated = self._stated.get(name)
        lends_to = individual_of(name, stated, variant) if stated else name
        return lends_to == self._individual

    @cites("MARKETDATA/R20")
    def _left_out(
        self, late: Iterable[int], courses: Mapping[str, Course]
    ) -> dict[str, list[tuple[int, int, int]]]:
        found: dict[str, list[tuple[int, int, int]]] = {}
        for month in sorted(late):
            judged = self._words(month, True, is_judged=True)
            for firm in sorted({*courses, *judged}):
                is_, would_be = (
                    profile_of(word_in(courses.get(firm, []), month)),
                    profile_of(judged.get(firm, 0)),
                )
                if is_ != would_be:
                    found.setdefault(firm, []).append((month, is_, would_be))
        return found
