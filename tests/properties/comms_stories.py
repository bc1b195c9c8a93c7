"""Random logs of comms, each told once a run, and the ways to fold them.

COUNTINGHOUSE_TEST_HISTORIES=N tells N of them instead of 12; the nightly run asks for many.
"""

import json
import os
import random
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.kernel.stage import Domain
from streams.registry import domain_named
from streams.replay.cases import run_in_memory
from tests.models.comms_histories import history
from tests.models.comms_model import ticks
from tests.models.comms_model_schema import Event, as_event

Result = dict[str, Any]

COMMS: Final[Domain] = domain_named("comms")
IS_NIGHTLY: Final = "COUNTINGHOUSE_TEST_HISTORIES" in os.environ
SEEDS: Final = range(int(os.environ.get("COUNTINGHOUSE_TEST_HISTORIES", "12")))
SOME: Final = SEEDS[: max(2, len(SEEDS) // 20)]
"""Fewer, for what folds a log again and again."""
EXAMPLES: Final = 100 if IS_NIGHTLY else 10
"""How many small logs a property is held against."""


class Story:
    """A log that ends with a tick, and the law it runs under."""

    def __init__(self, records: Sequence[Any], parameters: dict[str, Any]) -> None:
        self.records = list(records)
        self.parameters = parameters
        self.law = COMMS.law.with_overrides(parameters)

    def with_records(self, records: Sequence[Any]) -> "Story":
        """Another log under the same law."""
        return Story(records, self.parameters)

    def changed(self, change: Callable[[Event], Event]) -> "Story":
        """The same log with its events changed one by one; dead letters stay."""
        return self.with_records([change(one) if is_event(one) else one for one in self.records])

    def without(self, *types: str) -> "Story":
        """The same log without the events of some types."""
        return self.with_records(
            [one for one in self.records if not is_event(one) or one["type"] not in types]
        )

    def chance(self, purpose: str) -> random.Random:
        """Random choices that are the same in every run."""
        return random.Random(f"{purpose} {len(self.records)} {self.records[-1]['id']}")

    @cached_property
    def events(self) -> list[Event]:
        """The events that stand: no dead letters, no repeats, no conflicts."""
        seen: set[str] = set()
        found = []
        for one in self.records:
            if is_event(one) and one["id"] not in seen:
                seen.add(one["id"])
                found.append(one)
        return found

    def of(self, *types: str) -> list[Event]:
        """The events of some types that stand."""
        return [event for event in self.events if event["type"] in types]

    @cached_property
    def by_the_model(self) -> list[tuple[str, Result]]:
        """The result document at each tick by the literal reading of the contract."""
        return [(tick, plain(document)) for tick, document in ticks(self.records, self.parameters)]

    @cached_property
    def result(self) -> Result:
        """The result document of the product over three partitions."""
        return folded(self)


class Commit(NamedTuple):
    """A commit unit with where it came from."""

    stage: str
    partition: int
    unit: CommitUnit


@lru_cache(maxsize=64)
def tell(seed: int) -> Story:
    """The story of a seed."""
    return Story(*history(seed))


def folded(told: Story, partitions: int = 3) -> Result:
    """The result document of a log, folded in memory as `countinghouse cases` folds it."""
    return plain(run_in_memory(COMMS, told.law, log_of(told.records), partitions))


def commits_of(told: Story, partitions: int = 3, batch: int = 1_000) -> tuple[list[Commit], Result]:
    """What a log gave, commit by commit, and its result document."""
    commits: list[Commit] = []
    pipeline = Pipeline(COMMS, partitions, told.law, batch=batch)
    pipeline.on_commit = lambda stage, partition, unit: commits.append(Commit(stage, partition, unit))
    for value in log_of(told.records):
        pipeline.write(value)
    pipeline.run()
    return commits, plain(pipeline.result())


def through_ticks(told: Story) -> Iterator[Story]:
    """The log cut behind each of its ticks."""
    ids = {event["id"] for event in told.of("tick")}
    for place, one in enumerate(told.records):
        if is_event(one) and one["id"] in ids:
            ids.remove(one["id"])
            yield told.with_records(told.records[: place + 1])


def is_event(record: Any) -> bool:
    """Whether a record is no dead letter."""
    return as_event(record) is not None


def log_of(records: Sequence[Any]) -> list[bytes]:
    """The records of a log as bytes."""
    return [one if isinstance(one, bytes) else json.dumps(one).encode() for one in records]


def plain(result: object) -> Result:
    """A result document as a reader of its JSON has it."""
    parsed: Result = json.loads(json.dumps(result))
    return parsed
