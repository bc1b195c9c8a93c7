"""How does a fold keep every tag and treatment at what is known, and publish what changed?"""

from collections.abc import Collection
from datetime import timedelta

import msgspec

from schemas.instants import date_of
from schemas.swaps import DayClosed, Fact, FxRatePublished, Mark
from schemas.wire import Event
from streams.domains.swaps.law.values import SwapsLaw
from streams.domains.swaps.rules.tagging import tagged
from streams.domains.swaps.rules.terms import corrected_terms, parts_of, traded_terms
from streams.domains.swaps.stages.fact_log import FactLog
from streams.domains.swaps.stages.figures import Figures
from streams.domains.swaps.stages.side_outcomes import SideOutcomes
from streams.domains.swaps.stages.touched import Touched, rate_key
from streams.domains.swaps.state.facts_on_day import FactsOnDay
from streams.domains.swaps.state.registry import OPEN, Registry, Span
from streams.domains.swaps.state.tags import PartRow, SwapRow
from streams.domains.swaps.state.terms import Part, swap_of
from streams.domains.swaps.state.told import Told
from streams.kernel.stage import Opening
from streams.kernel.table import StoredTable, Table


class TaggingRow(msgspec.Struct, array_like=True, gc=False):
    """How far a fold has come.

    Attributes:
        mark: how many marks it has passed.
        close: the number of the close that comes next, from 1.
        facts: how many facts and marks it had read at the last mark.
    """

    mark: int = 0
    close: int = 1
    facts: int = 0


class Tagging:
    """The swaps of one fold with their tags, and everything that follows from them.

    Attributes:
        facts: the facts and marks read so far.
        swaps: what is remembered of each swap.
    """

    def __init__(self, opening: Opening, sender: str) -> None:
        self._law = SwapsLaw(opening.law)
        self._registry = Registry()
        self.facts = FactLog()
        self.swaps: Table[SwapRow] = Table("swaps", SwapRow)
        self._about: Table[TaggingRow] = Table("tagging", TaggingRow, resident=True)
        self._row = TaggingRow()
        self._spans: list[Span] = []
        self._touched = Touched()
        self._figures = Figures(sender, opening.output)
        self._sides = SideOutcomes(opening.output)

    @property
    def tables(self) -> list[StoredTable]:
        """Everything that is remembered."""
        figures = (self._figures.cells, self._figures.missing)
        return [
            self.facts.table,
            self.swaps,
            self._about,
            self._touched.looked_up,
            self._sides.withdrawn,
            *figures,
        ]

    def resume(self) -> None:
        """Work out the registry, the index and what changed since the last mark and close from the rows."""
        self._row = self._about.get("row") or TaggingRow()
        self.facts.resume()
        self._figures.resume(self._row.mark)
        self._touched.resume()
        self._sides.resume(self._row.close)
        for place, fact in self.facts.facts():
            spans = self._lay_down(fact)
            if place >= self._row.facts:
                self._spans += spans
        for swap, row in self.swaps.items():
            for name, part in row.parts.items():
                self._touched.add(name, part)
            self._sides.find_again(swap, row)

    def take_fact(self, fact: Fact) -> None:
        """Take a new fact; what it touches is tagged anew at the next mark."""
        self.facts.append(fact)
        self._spans += self._lay_down(fact)

    def _lay_down(self, fact: Fact) -> list[Span]:
        spans = self._registry.lay_down(fact)
        return [self._rate_span(fact)] if isinstance(fact, FxRatePublished) else spans

    def _rate_span(self, fact: FxRatePublished) -> Span:
        """The dates on which a rate may be used: its day and some after it, up to the next day with a rate."""
        usable_days = self._law.on_date(fact.rate_on).fx_rate_usable_days
        try:
            until = str(date_of(fact.rate_on) + timedelta(days=usable_days + 1))
        except OverflowError:
            until = OPEN
        next_day = self._registry.rates.next_day(fact.currency, fact.rate_on)
        return Span(rate_key(fact.currency), fact.rate_on, min(until, next_day or OPEN))

    def retag(self, cause: Event, swap: str, row: SwapRow) -> None:
        """Work out the parts of a swap and tag them, as known at the place of the event that caused it."""
        self._tag(cause, row, self._parts(swap, row), only=None)
        self.swaps.put(swap, row)

    def _parts(self, swap: str, row: SwapRow) -> dict[str, Part]:
        told = Told.of(row.said)
        base = traded_terms(told) or row.arisen
        terms = None if base is None else corrected_terms(base, told)
        return {part.name: part for part in parts_of(swap, terms, told)}

    def _tag(self, cause: Event, row: SwapRow, parts: dict[str, Part], only: Collection[str] | None) -> None:
        """Tag the parts of a swap, or only some of them."""
        for name, part in parts.items():
            if only is None or name in only:
                facts = FactsOnDay(self._registry, part.dated_on), FactsOnDay(self._registry, part.dated_on)
                tags = tagged(part, facts, self._law.on_date(part.dated_on))
                self._replace(cause, row, name, tags)
                for party, about in zip(part.parties, facts, strict=True):
                    self._touched.look_up(party.entity, about.looked_up)
        for name in [name for name in row.parts if name not in parts]:
            self._replace(cause, row, name, None)

    def _replace(self, cause: Event, row: SwapRow, name: str, tags: PartRow | None) -> None:
        """Put the new tags of a part, or none, in the place of the ones before, and publish what differs."""
        former = row.parts.get(name)
        self._sides.publish(cause, name, former, tags, self._row.close)
        self.move(name, former, tags)
        if tags is None:
            del row.parts[name]
        else:
            row.parts[name] = tags

    def move(self, name: str, former: PartRow | None, tags: PartRow | None) -> None:
        """Find a part where it is now, and count it there."""
        if former is not None:
            self._touched.remove(name, former)
        if tags is not None:
            self._touched.add(name, tags)
        self._figures.replace(name, former, tags)

    def release(self, swap: str, row: SwapRow) -> list[str]:
        """Let go of a swap; the sides of it that are gone and not shown to be gone yet, as part/entity."""
        for name, part in row.parts.items():
            self.move(name, part, None)
        row.parts = {}
        return self._sides.release(swap)

    def adopt(self, swap: str, row: SwapRow, parts: dict[str, PartRow], withdrawn: Collection[str]) -> None:
        """Take over a swap with the tags that it has."""
        row.parts.update(parts)
        for name, part in parts.items():
            self.move(name, None, part)
        self._sides.adopt(swap, row, withdrawn, self._row.close)

    def mark(self, mark: Mark) -> None:
        """Tag anew what facts have touched since the mark before, show it at a close, and hand the figures on."""
        touched: dict[str, set[str]] = {}
        for name in self._touched.parts(self._spans):
            touched.setdefault(swap_of(name), set()).add(name)
        for swap, names in touched.items():
            row = self.swaps.get(swap)
            if row is not None:
                self._tag(mark, row, self._parts(swap, row), names)
                self.swaps.put(swap, row)
        self._spans.clear()
        if isinstance(mark, DayClosed):
            self._sides.show(self.swaps, self._row.close)
            self._row.close += 1
        self._figures.hand_on(mark)
        self._row.mark += 1
        self.facts.append(mark)
        self._row.facts = len(self.facts)
        self._about.put("row", self._row)
