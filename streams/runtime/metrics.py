"""What does Prometheus learn from a worker?"""

import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

import msgspec
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from streams.kernel.output import Books, CommitUnit
from streams.runtime.exits import ExitCode, ExitJournal

# A series for the start of each counter would double what is scraped.
disable_created_metrics()  # type: ignore[no-untyped-call]

_STAGE = ["domain", "stage"]
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_RECOVERY_SECONDS = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class Metrics:
    """The counters and histograms of one worker process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = self._counter("events", "Records read from the sources.", *_STAGE)
        self.outcomes = self._counter("outcomes", "Decisions published.", *_STAGE, "type")
        self.refusals = self._counter("refusals", "Decisions that refuse, by reason.", *_STAGE, "reason")
        self.dead_letters = self._counter(
            "dead_letters", "Records that could not be read.", *_STAGE, "reason"
        )
        self.alarms = self._counter("alarms", "What an operator must look at.", *_STAGE, "kind")
        self.gaps_repeated = self._counter("gaps_repeated", "Batches fetched again to be in order.", *_STAGE)
        self.recovery_records = self._counter("recovery_records", "Rows read from state topics.")
        self.batch_seconds = self._histogram("batch_seconds", "Time to fold what one commit holds.", _SECONDS)
        self.commit_seconds = self._histogram("commit_seconds", "Time of one Kafka transaction.", _SECONDS)
        self.recovery_seconds = Histogram(
            "countinghouse_recovery_seconds",
            "Time from an assignment to the first fetch.",
            buckets=_RECOVERY_SECONDS,
            registry=self.registry,
        )

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"countinghouse_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"countinghouse_{name}", text, _STAGE, buckets=buckets, registry=self.registry)


class LaneMetrics:
    """What one partition of a stage tells."""

    def __init__(self, metrics: Metrics, domain: str, stage: str) -> None:
        self.labels = (domain, stage)
        self.last_event_ms = 0
        self.finished_at = time.monotonic()
        self.books = Books()
        self.gauges: dict[tuple[str, str], int] = {}
        self._metrics = metrics
        self._events = metrics.events.labels(*self.labels)
        self._batch_seconds = metrics.batch_seconds.labels(*self.labels)
        self._commit_seconds = metrics.commit_seconds.labels(*self.labels)
        self.gaps_repeated = metrics.gaps_repeated.labels(*self.labels)

    def saw(self, timestamp_ms: int) -> None:
        """Note when the newest record was written."""
        self.last_event_ms = timestamp_ms

    def folded(self, records: int, seconds: float) -> None:
        """Count the records of a commit and how long they took."""
        self._events.inc(records)
        self._batch_seconds.observe(seconds)

    def committed(self, unit: CommitUnit, seconds: float) -> None:
        """Count what was published with a commit."""
        self.finished_at = time.monotonic()
        self._commit_seconds.observe(seconds)
        # A copy: the fold goes on counting, and the difference is 0 at commits only.
        self.books = msgspec.structs.replace(unit.books)
        self.gauges = unit.gauges
        families = {
            "outcome": self._metrics.outcomes,
            "refusal": self._metrics.refusals,
            "dead_letter": self._metrics.dead_letters,
            "alarm": self._metrics.alarms,
        }
        for (family, label), count in unit.tally.items():
            families[family].labels(*self.labels, label).inc(count)


class LaneReading(NamedTuple):
    """What is read of a partition when Prometheus asks.

    Attributes:
        lag: how many offsets are between the next record to be folded and the end; None while unknown.
    """

    domain: str
    stage: str
    partition: int
    lag: int | None
    rows: int
    last_event_ms: int
    books: Books
    gauges: dict[tuple[str, str], int]


class Readings(Protocol):
    """Whoever knows the partitions that this worker owns now."""

    def readings(self) -> Iterable[LaneReading]: ...


class ExitCollector(Collector):
    """How the processes of this worker ended before: `fenced` says that another worker took a partition over."""

    def __init__(self, journal: ExitJournal) -> None:
        self._journal = journal

    def collect(self) -> Iterator[Metric]:
        """The counts, read now; the ends that matter most are there from the beginning, as zero."""
        exits = CounterMetricFamily(
            "countinghouse_exits", "How the worker ended, by reason.", labels=["reason"]
        )
        counts = {code.name.lower(): 0 for code in ExitCode if code >= ExitCode.FENCED} | dict(
            self._journal.counts()
        )
        for reason, count in sorted(counts.items()):
            exits.add_metric([reason], count)
        yield exits


class PartitionCollector(Collector):
    """Gauges of the partitions owned at the moment; one that went to another worker leaves no series behind."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def collect(self) -> Iterator[Metric]:
        """The gauges, read now."""
        labels = [*_STAGE, "partition"]
        lag = GaugeMetricFamily(
            "countinghouse_lag_records", "Offsets not folded and committed yet.", labels=labels
        )
        rows = GaugeMetricFamily("countinghouse_state_rows", "Rows that a stage remembers.", labels=labels)
        seen = GaugeMetricFamily(
            "countinghouse_last_event_timestamp_seconds", "When the newest record was written.", labels=labels
        )
        books = GaugeMetricFamily(
            "countinghouse_books_records", "Where the records went.", labels=[*labels, "account"]
        )
        difference = GaugeMetricFamily(
            "countinghouse_books_difference_records", "Records unaccounted for; must be 0.", labels=labels
        )
        figures = GaugeMetricFamily(
            "countinghouse_figure", "Figures a domain watches.", labels=[*labels, "figure", "part"]
        )
        for one in self._readings.readings():
            place = [one.domain, one.stage, str(one.partition)]
            if one.lag is not None:
                lag.add_metric(place, one.lag)
            rows.add_metric(place, one.rows)
            if one.last_event_ms:
                seen.add_metric(place, one.last_event_ms / 1000)
            for account in ("read", "decided", "held", "repeated", "dead_lettered"):
                books.add_metric([*place, account], getattr(one.books, account))
            difference.add_metric(place, one.books.difference())
            for (figure, part), value in sorted(one.gauges.items()):
                figures.add_metric([*place, figure, part], value)
        yield from (lag, rows, seen, books, difference, figures)
