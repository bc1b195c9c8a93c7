"""Random logs of clearing, each told once a run, and the ways to fold them.

COUNTINGHOUSE_TEST_HISTORIES=N tells N of them instead of 60; the nightly run asks for many.
"""

import json
import os
import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from streams.domains.clearing.domain import CLEARING
from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.replay.cases import closing_mark
from tests.models.clearing_histories import history
from tests.models.clearing_model import run
from tests.models.clearing_model_business import BUSINESS_TYPES, ENTRY_TYPES
from tests.models.clearing_model_schema import as_event

Event = dict[str, Any]
Result = dict[str, Any]

SIZE: Final = 40
SEEDS: Final = range(int(os.environ.get("COUNTINGHOUSE_TEST_HISTORIES", "60")))
SOME: Final = SEEDS if "COUNTINGHOUSE_TEST_HISTORIES" in os.environ else SEEDS[:12]
"""Fewer, for what folds a log again and again."""


class Story:
    """A log, and the law it runs under."""

    def __init__(self, events: Sequence[Event], parameters: dict[str, Any]) -> None:
        self.events = list(events)
        self.parameters = parameters
        self.law = CLEARING.law.with_overrides(parameters)

    def with_events(self, events: Sequence[Event]) -> "Story":
        """Another log under the same law."""
        return Story(events, self.parameters)

    def chance(self, purpose: str) -> random.Random:
        """Random choices that are the same in every run."""
        return random.Random(f"{purpose} {len(self.events)} {self.events[-1]['id']}")

    @cached_property
    def by_the_model(self) -> Result:
        """The result document by the literal reading of the contract."""
        return plain(run(self.events, self.parameters))

    @cached_property
    def by_the_product(self) -> "Folded":
        """The log folded over three partitions, one record a commit."""
        return folded(self, partitions=3, batch=1)

    @property
    def result(self) -> Result:
        """The result document of the product."""
        return self.by_the_product.result


class Commit(NamedTuple):
    """A commit unit with where it came from."""

    stage: str
    partition: int
    unit: CommitUnit


class Folded(NamedTuple):
    """What a log gave, commit by commit."""

    result: Result
    commits: list[Commit]

    def rows(self, view: str) -> Iterator[tuple[str, Any]]:
        """The rows of a view in the order in which they were published."""
        prefix = f"{view}/".encode()
        for commit in self.commits:
            for key, value in commit.unit.views:
                if key.startswith(prefix) and value is not None:
                    yield key.removeprefix(prefix).decode(), json.loads(value)

    def outcomes(self) -> Iterator[dict[str, Any]]:
        """The outcomes, those of a partition in their order."""
        for commit in self.commits:
            for _, value in commit.unit.outcomes:
                yield json.loads(value)


def tell(seed: int) -> Story:
    """The story of a seed."""
    return Story(*history(seed, SIZE))


def folded(told: Story, partitions: int = 3, batch: int = 1_000) -> Folded:
    """Fold a log in memory, with a mark after it."""
    commits: list[Commit] = []
    pipeline = Pipeline(CLEARING, partitions, told.law, batch=batch)
    pipeline.on_commit = lambda stage, partition, unit: commits.append(Commit(stage, partition, unit))
    for value in log_of(told.events):
        pipeline.write(value)
    pipeline.run()
    return Folded(plain(pipeline.result()), commits)


def log_of(events: Sequence[Event]) -> list[bytes]:
    """The records of a log, with a mark after it."""
    log = [json.dumps(event).encode() for event in events]
    return [*log, closing_mark(CLEARING, log)]


def plain(result: object) -> Result:
    """A result document as a reader of its JSON has it."""
    parsed: Result = json.loads(json.dumps(result))
    return parsed


# ---- what stands between two facts ----


def is_business(event: Event) -> bool:
    """Whether it is judged by one partition alone."""
    return event["type"] in BUSINESS_TYPES and as_event(event) is not None


def root_of(event: Event) -> str:
    """The root entry id of a business event."""
    return str(event["id"] if event["type"] in ENTRY_TYPES else event["ref"])


def stretches(events: Iterable[Event]) -> Iterator[list[Event]]:
    """The log cut at its facts: each stretch of business events, and each other record alone."""
    stretch: list[Event] = []
    for event in events:
        if is_business(event):
            stretch.append(event)
            continue
        if stretch:
            yield stretch
        yield [event]
        stretch = []
    if stretch:
        yield stretch


def first_readings(events: Iterable[Event]) -> Iterator[Event]:
    """The events without dead letters, repeats and conflicts."""
    seen: set[tuple[str, str]] = set()
    for event in events:
        if as_event(event) is None:
            continue
        place = (root_of(event) if is_business(event) else "", str(event["id"]))
        if place not in seen:
            seen.add(place)
            yield event
