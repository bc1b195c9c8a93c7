"""Which parts does a fact touch, so that it costs what it changes?

A part is found by each of its parties and by its date. What was ever looked up about a party is remembered, and a fact
touches the parts of the parties about whom its key was looked up, as far as their dates lie in its validity. A rate
touches the parts of its currency that may use it.
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
        self._parties_of: dict[str, dict[str, None]] = {}
        self._parts_of: dict[str, dict[str, dict[str, str]]] = {}

    def resume(self) -> None:
        """Find again what was looked up about whom, from the rows; parts are added one by one."""
        self._parts_of.clear()
        self._parties_of.clear()
        self._keys_of.clear()
        for party, keys in self.looked_up.items():
            self._keys_of[party] = set(keys)
            for key in keys:
                self._parties_of.setdefault(key, {})[party] = None

    def look_up(self, party: str, keys: set[str]) -> None:
        """Remember what was looked up about a party."""
        known = self._keys_of.setdefault(party, set())
        if keys <= known:
            return
        for key in keys - known:
            self._parties_of.setdefault(key, {})[party] = None
        known |= keys
        self.looked_up.put(party, sorted(known))

    def add(self, name: str, row: PartRow) -> None:
        """Find a part from now on."""
        for subject, counterparty in _subjects(row):
            self._parts_of.setdefault(subject, {}).setdefault(row.dated_on, {})[name] = counterparty

    def remove(self, name: str, row: PartRow) -> None:
        """Find a part no longer."""
        for subject, _ in _subjects(row):
            days = self._parts_of[subject]
            del days[row.dated_on][name]
            if not days[row.dated_on]:
                del days[row.dated_on]

    def parts(self, spans: Iterable[Span]) -> list[str]:
        """Every part that one of the facts touches, in order of the names."""
        found: dict[str, None] = {}
        for span in spans:
            for subject in self._parties_of.get(span.key, (span.key,)):
                found.update(dict.fromkeys(self._within(subject, span)))
        return sorted(found)

    def _within(self, subject: str, span: Span) -> Iterator[str]:
        days = self._parts_of.get(subject, {})
        for day in _between(days, span.valid_from, span.valid_until):
            for name, counterparty in days[day].items():
                if span.made_to is None or span.made_to == counterparty:
                    yield name


def _between(days: dict[str, dict[str, str]], first: str, until: str) -> list[str]:
    """The days from the first on and before `until`."""
    in_order = sorted(days)
    return in_order[bisect_left(in_order, first) : bisect_left(in_order, until)]


def _subjects(row: PartRow) -> Iterator[tuple[str, str]]:
    """Under what a part is found, and who stands on the other side: each party, and each currency of the part."""
    one, other = row.sides
    yield one.entity, other.entity
    yield other.entity, one.entity
    for currency in row.currencies:
        yield rate_key(currency), ""


def rate_key(currency: str) -> str:
    """The subject under which the parts of a currency are found."""
    return f"rate/{currency}"
