"""Is what is folded next a function of what the log holds?"""

from collections.abc import Iterable, Sequence

from streams.demo.clearing.day import LEAST_ENTRIES, Day
from streams.domains.clearing.domain import CLEARING
from streams.kernel.destinations import Destinations
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord
from streams.kernel.runner import Runner
from streams.kernel.stage import INPUT, Stage

_PARTITIONS = 3
_BATCH = 200


class _Log:
    """A log that keeps everything and, like a process that is killed, stops at some commit."""

    def __init__(self) -> None:
        self.topics: dict[tuple[str, int], list[LogRecord]] = {}
        self.state: dict[tuple[str, int], dict[bytes, bytes]] = {}
        self.commits: list[tuple[str, int, int]] = []

    def append(self, source: str, partition: int, key: bytes | None, value: bytes | None) -> None:
        topic = self.topics.setdefault((source, partition), [])
        topic.append(LogRecord(len(topic), key, value))

    def end(self, source: str, partition: int) -> int:
        return len(self.topics.get((source, partition), ()))

    def read(self, source: str, partition: int, offset: int, limit: int) -> Sequence[LogRecord]:
        return self.topics[source, partition][offset : offset + limit]

    def rows(self, stage: str, partition: int) -> Iterable[tuple[bytes, bytes]]:
        rows = self.state.get((stage, partition), {})
        return sorted(rows.items(), key=lambda row: row[0] != b"position")

    def commit(self, stage: Stage, partition: int, unit: CommitUnit) -> None:
        self.commits.append((stage.name, partition, unit.next_offset))
        rows = self.state.setdefault((stage.name, partition), {})
        for key, value in unit.rows:
            if value is None:
                rows.pop(key, None)
            else:
                rows[key] = value
        destinations = Destinations(
            source=(stage.source, partition),
            state=("state", partition),
            outcomes="outcomes",
            views="views",
            deadletter="deadletter",
            attestations="attestations",
            sources={source: source for source in stage.forwards_to},
            partitions=dict.fromkeys(("outcomes", "views", "deadletter", "attestations"), _PARTITIONS),
        )
        for (topic, number), entries in destinations.published(unit).items():
            for entry_key, entry_value, _ in entries:
                self.append(topic, number, entry_key, entry_value)


def _log() -> _Log:
    log = _Log()
    for line in Day(LEAST_ENTRIES).until_the_seal():
        for partition, key in CLEARING.places(CLEARING.read(line), _PARTITIONS):
            log.append(INPUT, partition, key, line)
    return log


def _runner(log: _Log) -> Runner:
    return Runner(CLEARING, _PARTITIONS, CLEARING.law, log, batch=_BATCH)


def test_a_runner_that_begins_anew_before_each_batch_writes_what_one_writes_that_goes_on() -> None:
    steady, restarted = _log(), _log()
    _runner(steady).run()
    while _runner(restarted).run_once():
        pass

    assert restarted.commits == steady.commits
    assert restarted.topics == steady.topics
    assert restarted.state == steady.state


def test_the_partition_that_is_furthest_behind_is_folded_first() -> None:
    log = _log()
    _runner(log).run()

    assert [commit[:2] for commit in log.commits[:4]] == [
        ("entries", 0),
        ("entries", 1),
        ("entries", 2),
        ("entries", 0),
    ]
    assert log.commits[-1][0] == "clearing-house"


def test_nothing_is_committed_where_nothing_waits() -> None:
    log = _Log()

    assert not _runner(log).run_once()
    assert log.commits == []
