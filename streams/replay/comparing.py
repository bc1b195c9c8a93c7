"""What is published when a record is folded again, and what of it is recorded otherwise?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from streams.kernel.evidence import Place
from streams.kernel.many_keys import partitions_of
from streams.kernel.view_keys import shown, view_and_row
from streams.ledger.reading import LedgerReader
from streams.replay import pairing
from streams.replay.attested import Attestations, attestation
from streams.replay.findings import ALTERED, MISSING, UNEXPECTED, Difference, Stopped, Stretch
from streams.replay.matching import Content, Matching
from streams.replay.refolding import Folded, FoldStoppedError, Refolding
from streams.replay.rows import RowDifference, Rows
from streams.replay.window import Window
from streams.runtime.deployment import Deployment
from streams.runtime.disk_rows import DiskRows

VIEW: Final = "view"

OnProgress = Callable[[int], None]
"""Is told how many more records were folded."""


class Comparison:
    """One folding of a record, beside everything that the record says came of it.

    Attributes:
        records: of the input that were folded.
        stopped: where the fold could not go on.
        is_cut_short: whether so much differs that the comparison was given up.
    """

    def __init__(self, deployment: Deployment, ledger: LedgerReader, disk: DiskRows, batch: int) -> None:
        self.records = 0
        self.stopped: Stopped | None = None
        self.is_cut_short = False
        self._names = names = deployment.names
        self._views = deployment.domain.views
        self._partitions = range(deployment.partitions)
        self._ledger = ledger
        self._refolding = Refolding(deployment, ledger, disk, batch=batch)
        self._attestations = Attestations(deployment, ledger)
        self._topics = {
            names.outcomes: pairing.OUTCOME,
            names.deadletter: pairing.DEAD_LETTER,
            names.attestations: pairing.ATTESTATION,
        }
        self._matchings = {
            (name, partition): Matching(ledger, (name, partition))
            for name in self._topics
            for partition in range(ledger.topic(name).partitions)
        }
        view_partitions = ledger.topic(names.views).partitions
        self._rows = [Rows(ledger, (names.views, partition)) for partition in range(view_partitions)]
        self._topics_and_rows: list[Matching | Rows] = [*self._matchings.values(), *self._rows]

    def run(self, on_progress: OnProgress) -> None:
        """Fold everything, and pair it with what is recorded."""
        events = self._names.events
        ends = [self._ledger.span(events, partition).end for partition in self._partitions]
        settled = [
            min(end, self._ledger.settled(events, partition))
            for partition, end in zip(self._partitions, ends, strict=True)
        ]
        try:
            self._fold(settled, on_progress)
            for one in self._topics_and_rows:
                one.settle()
            self._fold(ends, on_progress)
        except FoldStoppedError as fault:
            self.stopped = Stopped(Place(*fault.place), str(fault))
        if not self.is_cut_short:
            for one in self._topics_and_rows:
                one.finish()

    def _fold(self, through: Sequence[int], on_progress: OnProgress) -> None:
        """Fold up to these offsets, unless too much differs."""
        if self.is_cut_short:
            return
        for folded in self._refolding.run(through):
            self._compare(folded)
            self.records += folded.records
            on_progress(folded.records)
            if any(one.is_hopeless for one in self._matchings.values()):
                self.is_cut_short = True
                return

    @property
    def pending_count(self) -> int:
        """How many outcomes, dead letters and chains may still be on their way into the record."""
        return sum(one.pending_count for one in self._matchings.values())

    def _compare(self, folded: Folded) -> None:
        lane = (folded.stage, folded.partition)
        for target, entries in folded.published.items():
            self._matchings[target].fold(lane, entries)
        partitions = partitions_of([key.encode() for key, _ in folded.views], len(self._rows))
        for partition, (key, value) in zip(partitions, folded.views, strict=True):
            self._rows[partition].fold(key, value)
        for one in self._topics_and_rows:
            one.catch_up()

    def compared(self) -> dict[str, int]:
        """How many recorded records agree, by kind."""
        counts = dict.fromkeys((*self._topics.values(), VIEW), 0)
        for (name, _), one in self._matchings.items():
            counts[self._topics[name]] += one.matched
        counts[VIEW] = sum(one.matched for one in self._rows)
        return counts

    def stretches(self) -> dict[int, Stretch]:
        """The partitions of the input that are not what was folded then, each with its stretch."""
        of_chains = self._matchings_of(self._names.attestations)
        unmet = {(one.target[1], met.offset) for one in of_chains for met in one.unexpected()}
        missing = [attestation(due.content[1]) for one in of_chains for due in one.missing()]
        found = {}
        for partition in self._partitions:
            own = {one.mark: one for one in missing if one is not None and one.partition == partition}
            stretch = self._attestations.stretch(partition, unmet, own)
            if stretch is not None:
                found[partition] = stretch
        return found

    def _matchings_of(self, topic: str) -> list[Matching]:
        return [one for (name, _), one in self._matchings.items() if name == topic]

    def differences(self, window: Window, stretches: Mapping[int, Stretch]) -> Iterator[Difference]:
        """What was published and is not folded again, or the other way round; what the stretches say is left out."""

        def is_of_window(content: Content) -> bool:
            return window.holds_record(content[1])

        def is_unexplained(content: Content) -> bool:
            """Whether an attestation differs for another reason than a stretch of the input."""
            attested = attestation(content[1])
            stretch = stretches.get(attested.partition) if attested else None
            return attested is None or stretch is None or attested.offset < stretch.through

        wanted_of = {pairing.OUTCOME: is_of_window, pairing.ATTESTATION: is_unexplained}
        for name, what in self._topics.items():
            wanted = wanted_of.get(what, _always)
            yield from pairing.differences(what, self._matchings_of(name), wanted)
        for rows in self._rows:
            newest = {row: self._recorded_value(row) for row in rows.owed}
            for row in rows.differences(newest):
                if window.holds_row(self._views, row.row):
                    yield self._of_row(rows.target[1], row, newest.get(row.row))

    def _recorded_value(self, row: str) -> bytes | None:
        found = next(self._ledger.newest(self._names.views, row), None)
        return found[1] if found is not None and found[0] == row else None

    def _of_row(self, partition: int, row: RowDifference, newest: bytes | None) -> Difference:
        found = self._recorded_value(row.row) if row.offset is not None else newest
        if row.offset is not None and (not row.is_known or found == row.expected):
            # The newest one is as it must be, or nothing is: then it is the one at this offset that is not.
            found = self._ledger.read_range(self._names.views, partition, row.offset, 1)[0].value
        kind = UNEXPECTED if not row.is_known else MISSING if row.offset is None else ALTERED
        return Difference(
            kind=kind,
            what=VIEW,
            id=row.row,
            topic=self._names.views,
            partition=partition,
            offset=row.offset,
            event=shown(view_and_row(row.row)[1]),
            expected=_text(row.expected),
            found=_text(found),
        )


def _always(content: Content) -> bool:
    return True


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode(errors="backslashreplace")
