"""Which running figures does a mark show? (section 8.2 of the contract)"""

from collections.abc import Iterator, Mapping

import msgspec

from streams.domains.marketdata.rules.advice import Advice, advised
from streams.domains.marketdata.rules.bill import Line, Pair, lines, user_counts
from streams.domains.marketdata.rules.comparison import WAYS, comparison
from streams.domains.marketdata.rules.document import total_cents
from streams.domains.marketdata.rules.findings import MonthOfUses
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.stages.documents import Documents
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.stages.month_counts import FIRST, MonthCounts
from streams.domains.marketdata.state.months import month_text
from streams.domains.marketdata.state.names import key_of
from streams.kernel.canonical import canonical_json
from streams.kernel.output import Output
from streams.kernel.table import StoredTable, Table
from streams.kernel.view_keys import Path

MONTH_TO_DATE_FEES = "month_to_date_fees"
USER_COUNTS = "user_counts"
LICENSE_ADVICE = "license_advice"
COMPONENT_FEED_COMPARISON = "component_feed_comparison"

MONTH_MAPS = (MONTH_TO_DATE_FEES, USER_COUNTS, LICENSE_ADVICE, COMPONENT_FEED_COMPARISON)

Row = tuple[str, Path, object]
"""A view, the path of a row in it, and its value."""

_path = msgspec.json.Decoder(Path).decode


class AdviceRow(msgspec.Struct, array_like=True, gc=False):
    """The advice that was given for a pair at the close of a month."""

    distributor: str
    recipient_firm: str
    advice: Advice


class Figures:
    """The month maps, which show the months that are reported; only rows that changed are published."""

    def __init__(self, book: FactBook, counts: MonthCounts, documents: Documents, output: Output) -> None:
        self._book = book
        self._counts = counts
        self._documents = documents
        self._output = output
        self._is_stale = True
        self._reported: Table[int] = Table("reported", int, resident=True)
        self._advised: Table[list[AdviceRow]] = Table("advised", list[AdviceRow])
        self._shown: Table[dict[str, str]] = Table("shown", dict[str, str])
        self.tables: tuple[StoredTable, ...] = (self._reported, self._advised, self._shown)

    def report(self, month: int) -> None:
        """Show a month from now on."""
        self._reported.put(month_text(month), month)

    def fix_advice(self, month: int, advices: Mapping[Pair, Advice]) -> None:
        """Keep the advice of a closed month for good."""
        rows = [AdviceRow(*pair, advice) for pair, advice in advices.items()]
        self._advised.put(month_text(month), rows)

    def show(self) -> None:
        """Publish the rows that changed, and take out those that are none any more."""
        first = FIRST if self._is_stale else self._counts.changed_from
        for text, month in self._reported.items():
            if text in self._shown and (first is None or month < first):
                continue
            rows = {
                f"{view}/{key_of(text, *where)}": canonical_json(value).decode()
                for view, where, value in self._rows(month)
            }
            before = self._shown.get(text) or {}
            if rows == before:
                continue
            for key in sorted(before.keys() - rows.keys()):
                self._put(key, None)
            for key, value in rows.items():
                if before.get(key) != value:
                    self._put(key, value)
            self._shown.put(text, rows)
        self._is_stale = False
        self._counts.settle()

    def forget(self) -> None:
        """Say that a fact or a close may have changed any row."""
        self._is_stale = True

    def _put(self, key: str, value: str | None) -> None:
        view, _, row = key.partition("/")
        path = _path(row)
        if value is None:
            self._output.view(view, path, None)
        else:
            self._output.view_bytes(view, path, value.encode())

    def _rows(self, month: int) -> Iterator[Row]:
        """Every row of a month; each view has one for the month itself, under which the others stand."""
        standing, uses = self._book.standing(month), self._counts.of(month)
        for view in MONTH_MAPS:
            yield view, (), {}
        for entity, row in self._fees(month, lines(standing, uses.counts)):
            yield MONTH_TO_DATE_FEES, (entity,), row
        for pair, profiles in uses.counts.items():
            if standing.is_counted(pair[0]):
                counts = user_counts(profiles, standing, pair)
                if counts.counted_user_count:
                    yield USER_COUNTS, pair, counts._asdict()
        for pair, one in self._advice(month, standing, uses):
            yield LICENSE_ADVICE, pair, msgspec.structs.asdict(one)
        for feed in WAYS:
            compared = comparison(standing, feed)
            if compared is not None:
                yield COMPONENT_FEED_COMPARISON, (feed,), compared

    def _fees(self, month: int, now: Mapping[str, list[Line]]) -> Iterator[tuple[str, object]]:
        for entity in sorted({*now, *self._documents.entities(month)}):
            owed = now.get(entity, [])
            total = total_cents(owed)
            billed = total_cents(self._documents.billed(month, entity) or ())
            shown = [line.shown() for line in owed]
            yield (
                entity,
                {
                    "lines": shown,
                    "total_cents": total,
                    "billed_cents": billed,
                    "unbilled_cents": total - billed,
                },
            )

    def _advice(self, month: int, standing: Standing, uses: MonthOfUses) -> Iterator[tuple[Pair, Advice]]:
        """The advice of a month: of a closed one as it was given, of an open one as known now."""
        fixed = self._advised.get(month_text(month))
        if fixed is None:
            yield from advised(standing, uses.counts).items()
        else:
            yield from (((row.distributor, row.recipient_firm), row.advice) for row in fixed)
