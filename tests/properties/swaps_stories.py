"""Random logs of swaps, each told once a run, and the ways to fold them.

COUNTINGHOUSE_TEST_HISTORIES=N tells N of them instead of 16, COUNTINGHOUSE_TEST_SWAPS=N tags N random swaps
instead of 5,000; the nightly run asks for many.
"""

import json
import os
import random
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.registry import domain_named
from streams.replay.cases import closing_mark
from tests.models.swaps_histories import history
from tests.models.swaps_model import first_readings, run
from tests.models.swaps_model_schema import Event

Views = dict[str, Any]

SWAPS: Final = domain_named("swaps")
SEEDS: Final = range(int(os.environ.get("COUNTINGHOUSE_TEST_HISTORIES", "16")))
SOME: Final = SEEDS[: max(3, len(SEEDS) // 10)]
"""Fewer, for what folds a log again and again."""

SIZE: Final = 9
SWARM_SIZE: Final = 250
SWARMS: Final = range(int(os.environ.get("COUNTINGHOUSE_TEST_SWAPS", "5000")) // SWARM_SIZE)


class Folded(NamedTuple):
    """What a log gave."""

    views: Views
    units: list[CommitUnit]

    def outcomes(self) -> list[dict[str, Any]]:
        """The outcomes, those of a partition in their order."""
        return [json.loads(value) for unit in self.units for _, value in unit.outcomes]


def log_of(records: Sequence[Any]) -> list[bytes]:
    """The bytes of a log, with a mark after it."""
    log = [json.dumps(record).encode() for record in records]
    return [*log, closing_mark(SWAPS, log)]


def folded(
    records: Sequence[Any],
    parameters: dict[str, Any] | None = None,
    partitions: int = 3,
    batch: int = 1_000,
) -> Folded:
    """Fold a log in memory, with a mark after it."""
    units: list[CommitUnit] = []
    pipeline = Pipeline(SWAPS, partitions, SWAPS.law.with_overrides(parameters or {}), batch=batch)
    pipeline.on_commit = lambda stage, partition, unit: units.append(unit)
    for value in log_of(records):
        pipeline.write(value)
    pipeline.run()
    views: Views = json.loads(json.dumps(pipeline.result()))
    return Folded(views, units)


class Story:
    """A log, and the parameters it runs under."""

    def __init__(self, records: Sequence[Any], parameters: dict[str, Any]) -> None:
        self.records = list(records)
        self.parameters = parameters

    @cached_property
    def events(self) -> list[Event]:
        """The log without dead letters, repeats and conflicts."""
        return first_readings(self.records)

    @cached_property
    def by_the_model(self) -> Views:
        """The views by the literal reading of the contract."""
        views: Views = json.loads(json.dumps(run(self.records, self.parameters)))
        return views

    @cached_property
    def by_the_product(self) -> Folded:
        """The log folded over three partitions, one record a commit."""
        return folded(self.records, self.parameters, 3, batch=1)

    @property
    def views(self) -> Views:
        """The views of the product."""
        return self.by_the_product.views

    def views_of(self, records: Sequence[Any], **changed: Any) -> Views:
        """The views of another log under the same parameters, or some of them changed."""
        return folded(records, {**self.parameters, **changed}).views

    def chance(self, purpose: str) -> random.Random:
        """Random choices that are the same in every run."""
        return random.Random(f"{purpose} {len(self.records)} {self.events[-1]['id']}")


def tell(seed: int) -> Story:
    """The story of a seed."""
    return Story(*history(seed, SIZE))


def closed_at_the_end(events: Sequence[Event], *closings: Event) -> list[Event]:
    """A log without its closes, and with some behind all else."""
    return [*(event for event in events if event["type"] != "day_closed"), *closings]


def close(day: str, identifier: str = "the close") -> Event:
    """A close of a day."""
    return {"type": "day_closed", "id": identifier, "at": "2029-01-01T00:00:00Z", "day_on": day}


def new_fact(kind: str, identifier: str, /, **fields: Any) -> Event:
    """A fact that always holds, and that was laid down after all others."""
    return {"type": kind, "id": identifier, "at": "2099-01-01T00:00:00Z", **fields}
