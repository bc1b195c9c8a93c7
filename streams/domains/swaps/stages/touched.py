"""Which parts does a fact touch, so that it costs what it changes?

A part is found by its two parties and its date: parts of the same pair ask the same questions of the facts. What a pair
ever looked up is remembered, and a fact touches the parts of the pairs that looked its key up, as far as their dates
lie in its validity. A rate touches the parts of its currency that may use it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from streams.domains.swaps.state.registry import Span
from streams.domains.swaps.state.tags import PartRow
from streams.kernel.table import Table


class Touched:
    """An index from the keys of facts to parts."""

    def __init__(self) -> None:
        self.looked_up: Table[list[str]] = Table("looked_up", list[str])
        self._keys_of: dict[str, set[str]] = {}
        self._pairs_of: dict[str, dict[str, None]] = {}
        self._parts_of: dict[str, dict[str, dict[str, None]]] = {}

    def resume(self) -> None:
        """Find again who looked up what, from the rows; parts are added one by one."""
        self._parts_of.clear()
        self._pairs_of.clear()
        self._keys_of.clear()
        for pair, keys in self.looked_up.items():
            self._keys_of[pair] = set(keys)
            for key in keys:
                self._pairs_of.setdefault(key, {})[pair] = None

    def look_up(self, row: PartRow, keys: set[str]) -> None:
        """Remember what a part looked up."""
        pair = pair_of(row)
        known = self._keys_of.setdefault(pair, set())
        if keys <= known:
            return
        for key in keys - known:
            self._pairs_of.setdefault(key, {})[pair] = None
        known |= keys
        self.looked_up.put(pair, sorted(known))

    def add(self, name: str, row: PartRow) -> None:
        """Find a part from now on."""
        for subject in _subjects(row):
            self._parts_of.setdefault(subject, {}).setdefault(row.dated_on, {})[name] = None

    def remove(self, name: str, row: PartRow) -> None:
        """Find a part no longer."""
        for subject in _subjects(row):
            days = self._parts_of[subject]
            del days[row.dated_on][name]
            if not days[row.dated_on]:
                del days[row.dated_on]

    def parts(self, spans: Iterable[Span]) -> list[str]:
        """Every part that one of the facts touches, in order of the names."""
        found: dict[str, None] = {}
        for span in spans:
            for subject in self._pairs_of.get(span.key, (span.key,)):
                found.update(dict.fromkeys(self._within(subject, span)))
        return sorted(found)

    def _within(self, subject: str, span: Span) -> Iterator[str]:
        days = self._parts_of.get(subject)
        if days:
            for day in _between(days, span.valid_from, span.valid_until):
                yield from days[day]


def _between(days: dict[str, dict[str, None]], first: str, until: str) -> list[str]:
    """The days from the first on and before `until`."""
    in_order = sorted(days)
    return in_order[bisect_left(in_order, first) : bisect_left(in_order, until)]


def pair_of(row: PartRow) -> str:
    """The two parties of a part."""
    return f"{row.sides[0].entity}/{row.sides[1].entity}"


def _subjects(row: PartRow) -> list[str]:
    """Under what a part is found: its pair, and each currency that it depends on."""
    return [pair_of(row), *map(rate_key, row.currencies)]


def rate_key(currency: str) -> str:
    """The subject under which the parts of a currency are found."""
    return f"rate/{currency}"
