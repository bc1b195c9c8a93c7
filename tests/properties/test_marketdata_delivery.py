"""Does a log of market data give the same whatever is delivered again, late or out of turn, and whoever is killed?"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator

from streams.kernel.folding import Partition
from streams.kernel.output import CommitUnit, Forward
from streams.kernel.record import LogRecord
from streams.kernel.result import result_document
from streams.kernel.stage import INPUT, Stage
from tests.properties.marketdata_stories import Result, Story, log_of, marketdata, plain, stories

PARTITIONS = 3

Lane = tuple[int, int]
"""The number of a stage, and of its partition."""


class Delivery:
    """Folds lanes in any order of turns; kills them before commits, and delivers what stages hand on a second time.

    What one lane hands to another arrives first in its order, and each record once more at any time after.
    """

    def __init__(self, told: Story, chance: random.Random, *, kills: float = 0, repeats: float = 0) -> None:
        self._domain = marketdata()
        self._law = self._domain.law.with_overrides(told.parameters)
        self._chance, self._kills, self._repeats = chance, kills, repeats
        self._topics: dict[tuple[str, int], list[LogRecord]] = defaultdict(list)
        self._rows: dict[Lane, dict[bytes, bytes]] = defaultdict(dict)
        self._again: list[Forward] = []
        self.killed_count = self.repeated_count = 0
        self.views: dict[str, bytes] = {}
        self.outcomes: list[tuple[bytes, bytes]] = []
        for value in log_of(told.events):
            for partition, key in self._domain.places(self._domain.read(value), PARTITIONS):
                self._append(INPUT, partition, key, value)
        self._folds = {lane: self._opened(lane) for lane in self._lanes()}
        self._run()

    def _lanes(self) -> Iterator[Lane]:
        for number, stage in enumerate(self._domain.stages):
            for partition in range(self._domain.partitions_of(stage, PARTITIONS)):
                yield number, partition

    def _stage(self, lane: Lane) -> Stage:
        return self._domain.stages[lane[0]]

    def _append(self, source: str, partition: int, key: bytes, value: bytes) -> None:
        topic = self._topics[source, partition]
        topic.append(LogRecord(len(topic), key, value))

    def _topic(self, lane: Lane) -> list[LogRecord]:
        return self._topics[self._stage(lane).source, lane[1]]

    def _opened(self, lane: Lane) -> Partition:
        """A lane with nothing but the rows that were committed."""
        stage = self._stage(lane)
        senders = self._domain.sender_count(stage, PARTITIONS)
        fold = Partition(self._domain.name, stage, lane[1], senders, self._law, partitions=PARTITIONS)
        for key, value in self._rows[lane].items():
            fold.load(key, value)
        fold.resume()
        return fold

    def _run(self) -> None:
        """Folds until nothing waits and nothing is left to be delivered again."""
        while True:
            waiting = [
                lane for lane, fold in self._folds.items() if fold.next_offset < len(self._topic(lane))
            ]
            if self._again and (not waiting or self._chance.random() < 0.2):
                late = self._again.pop(self._chance.randrange(len(self._again)))
                self._append(*late)
            elif waiting:
                self._take_a_turn(self._chance.choice(waiting))
            else:
                return

    def _take_a_turn(self, lane: Lane) -> None:
        """Folds a few records of a lane and commits them, unless it is killed before."""
        fold = self._folds[lane]
        offset = fold.next_offset
        fold.process(self._topic(lane)[offset : offset + self._chance.choice((1, 2, 7, 40))])
        if self._chance.random() < self._kills:
            self._folds[lane] = self._opened(lane)
            self.killed_count += 1
            return
        self._commit(lane, fold.commit_unit())

    def _commit(self, lane: Lane, unit: CommitUnit) -> None:
        rows = self._rows[lane]
        for key, value in unit.rows:
            if value is None:
                rows.pop(key, None)
            else:
                rows[key] = value
        for forward in unit.forwards:
            self._append(*forward)
            if self._chance.random() < self._repeats:
                self._again.append(forward)
                self.repeated_count += 1
        for row, shown in unit.views:
            if shown is None:
                self.views.pop(row.decode(), None)
            else:
                self.views[row.decode()] = shown
        self.outcomes += unit.outcomes

    def result(self) -> Result:
        return plain(result_document(self._domain, self.views))


def names(outcomes: list[tuple[bytes, bytes]]) -> set[tuple[bytes, str]]:
    """Outcomes without their order; writing one again with the same bytes is harmless."""
    return {(key, json.dumps(json.loads(value), sort_keys=True)) for key, value in outcomes}


def test_turns_and_crashes_change_no_figure_and_no_outcome() -> None:
    """Invariant 10: split at any point with a restart."""
    for told in stories():
        expected = [one for commit in told.by_the_product.commits for one in commit.unit.outcomes]
        crashed = Delivery(told, told.chance("crashes"), kills=0.15)
        assert crashed.killed_count > 5
        assert crashed.result() == told.result, told
        assert names(crashed.outcomes) == names(expected), told


def test_what_stages_hand_on_may_arrive_again_after_newer_figures() -> None:
    """Invariant 26: no sum changes, and no document comes twice with other bytes."""
    for told in stories():
        expected = [one for commit in told.by_the_product.commits for one in commit.unit.outcomes]
        resent = Delivery(told, told.chance("repeats"), repeats=0.2)
        assert resent.repeated_count > 5
        assert resent.result() == told.result, told
        assert names(resent.outcomes) == names(expected), told
