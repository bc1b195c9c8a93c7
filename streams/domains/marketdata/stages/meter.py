"""How are individuals counted, and which anomalies do they have?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from typing import Final

from streams.domains.marketdata.rules.anomaly import Anomaly
from streams.domains.marketdata.rules.findings import user_anomalies
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.state.names import path
from streams.domains.marketdata.state.users import Words
from streams.domains.marketdata.state.words import (
    OTHER_CELLS,
    USED,
    Course,
    cells_with,
    has_flags,
    steps,
    word_in,
)
from streams.kernel.cells import CellRow, SentCells
from streams.kernel.table import StoredTable, Table

USERS: Final = "users"
"""Cells of individuals who enter a profile with a month, less those who leave it: their sum up to a month counts."""
LEFT_OUT: Final = "left_out"
"""Cells of individuals who would have a profile in a final month, less those who would not."""
ANONYMOUS: Final = "anonymous"
"""Cells of anonymous accesses in a month."""


class Meter:
    """Counts individuals in cells, and finds out at a close what of theirs became an anomaly or is none any more."""

    def __init__(self, book: FactBook) -> None:
        self._book = book
        cells: Table[CellRow] = Table("cells", CellRow)
        self.cells = SentCells(cells, 1)
        self._flagged: Table[bool] = Table("flagged", bool)
        self._held: Table[list[list[str]]] = Table("held", list[list[str]])
        self.tables: tuple[StoredTable, ...] = (cells, self._flagged, self._held)

    def count(self, distributor: str, before: Words, after: Words) -> None:
        """Move an individual from what its uses came to, to what they come to now."""
        if before == after:
            return
        moves: Counter[tuple[str, str, int, int]] = Counter()
        for sign, words in ((-1, before), (1, after)):
            for firm, course in words.courses.items():
                for month, left, entered in steps(course):
                    moves[firm, USERS, month, entered] += sign
                    moves[firm, USERS, month, left] -= sign
            for firm, months in words.left_out.items():
                for month, is_, would_be in months:
                    moves[firm, LEFT_OUT, month, would_be] += sign
                    moves[firm, LEFT_OUT, month, is_] -= sign
        for (firm, kind, month, profile), number in moves.items():
            if number and profile:
                self.cells.add(f"{path(distributor, firm)}/{kind}/{month}/{profile}", number)

    def count_anonymous(self, distributor: str, firm: str, month: int, cell: int) -> None:
        """Count an anonymous access."""
        self.cells.add(f"{path(distributor, firm)}/{ANONYMOUS}/{month}/{cell}", 1)

    def flag(self, key: str, *, is_flagged: bool) -> None:
        """Say whether an anomaly may follow from what is known of a user; only such are looked at at a close."""
        if is_flagged:
            if key not in self._flagged:
                self._flagged.put(key, True)
        else:
            self._flagged.delete(key)

    def is_noticeable(self, distributor: str, courses: Mapping[str, Course]) -> bool:
        """Whether an anomaly may follow from words: they have a flag, or a use outside a Digital Media license."""
        limited = self._book.digital_media_firms(distributor)
        return any(
            has_flags(word) or (firm in limited and cells_with(word, USED) & OTHER_CELLS)
            for firm, course in courses.items()
            for word in course[1::2]
        )

    def looked_at(self) -> Iterator[str]:
        """The users that are looked at at a close, in order of their keys; never all of them in memory."""
        return (key for key, _ in groupby(merge(self._flagged, self._held)))

    def anomalies(self, distributor: str, user: str, courses: Mapping[str, Course]) -> set[Anomaly]:
        """What is found of an individual in all months that are closed."""
        return {
            anomaly
            for month in self._book.admission.closes
            for standing in [self._book.standing(month)]
            for firm, course in courses.items()
            for anomaly in user_anomalies(standing, (distributor, firm), user, word_in(course, month))
        }

    def hold(self, key: str, found: Iterable[Anomaly]) -> tuple[Sequence[Anomaly], Sequence[Anomaly]]:
        """Keep what is found of a user now; what is gone since the close before, and what is new."""
        now = set(found)
        before = {Anomaly(*fields) for fields in self._held.get(key) or ()}
        if now == before:
            return (), ()
        if now:
            self._held.put(key, [list(anomaly) for anomaly in sorted(now)])
        else:
            self._held.delete(key)
        return sorted(before - now), sorted(now - before)
