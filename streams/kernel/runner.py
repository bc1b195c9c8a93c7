"""How are all stages of a domain folded in one process, whatever holds their topics?"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from streams.kernel.folding import Partition
from streams.kernel.law import LawBook
from streams.kernel.output import CommitUnit
from streams.kernel.record import Record
from streams.kernel.stage import Domain, Stage


class Log(Protocol):
    """What holds the topics of a domain, in memory or in a file, for one runner at a time."""

    def end(self, source: str, partition: int) -> int:
        """The offset after the last record of a partition of a source topic."""

    def read(self, source: str, partition: int, offset: int, limit: int) -> Sequence[Record]:
        """The records from an offset on, at most `limit`; fewer only where no more are there."""

    def rows(self, stage: str, partition: int) -> Iterable[tuple[bytes, bytes]]:
        """What a partition of a stage remembers: its position first, then its rows; nothing before its first commit."""

    def commit(self, stage: Stage, partition: int, unit: CommitUnit) -> None:
        """Write a commit unit, together or not at all."""


class _Lane(NamedTuple):
    """One partition of a stage."""

    stage: Stage
    number: int
    fold: Partition


class Runner:
    """Folds every partition of every stage of a domain.

    What is folded next is a function of what the log holds and of nothing else, so that a runner which is killed and
    started again writes what it would have written anyway, byte for byte and in the same order.
    """

    def __init__(self, domain: Domain, partitions: int, law: LawBook, log: Log, *, batch: int) -> None:
        """Open every stage where the log left it.

        Args:
            partitions: of the domain's input.
            batch: how many records go into one commit at most; no result depends on it.

        Raises:
            UserError: the log holds the state of another version of a stage.
        """
        self._log = log
        self._batch = batch
        self._stages = [
            [
                _Lane(
                    stage,
                    number,
                    Partition(
                        domain.name,
                        stage,
                        number,
                        domain.sender_count(stage, partitions),
                        law,
                        partitions=partitions,
                    ),
                )
                for number in range(domain.partitions_of(stage, partitions))
            ]
            for stage in domain.stages
        ]
        for lanes in self._stages:
            for lane in lanes:
                self._restore(lane)

    def _restore(self, lane: _Lane) -> None:
        for key, value in self._log.rows(lane.stage.name, lane.number):
            lane.fold.load(key, value)
        lane.fold.resume()

    def run(self) -> None:
        """Fold until nothing more waits."""
        while self.run_once():
            pass

    def run_once(self) -> bool:
        """Fold and commit one batch of one partition; False when nothing waits."""
        lane = self._next()
        if lane is None:
            return False
        fold, source = lane.fold, lane.stage.source
        end = self._log.end(source, lane.number)
        records = self._log.read(source, lane.number, fold.next_offset, self._batch)
        fold.process(records)
        if len(records) < self._batch:
            fold.advance(end)
        self._log.commit(lane.stage, lane.number, fold.commit_unit())
        return True

    def _next(self) -> _Lane | None:
        """The partition that is the furthest behind in the first stage for which anything waits."""
        for lanes in self._stages:
            waiting = [lane for lane in lanes if lane.fold.next_offset < self._end(lane)]
            if waiting:
                return min(waiting, key=lambda lane: (lane.fold.next_offset, lane.number))
        return None

    def _end(self, lane: _Lane) -> int:
        return self._log.end(lane.stage.source, lane.number)
