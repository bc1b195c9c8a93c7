"""A small quarter that has been run once, for the tests that look at what came of it."""

from functools import cache
from typing import NamedTuple

from streams.demo.marketdata.quarter import LEAST_ACCESSES, Quarter
from streams.demo.refolding import Rows, newest
from streams.demo.views import Views
from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.registry import domain_named

PARTITIONS = 4


class Done(NamedTuple):
    """A quarter that has been run to its end."""

    lines: list[bytes]
    views: Views


@cache
def done() -> Done:
    """Run a quarter in memory."""
    rows: Rows = {}

    def take(_stage: str, _partition: int, unit: CommitUnit) -> None:
        newest(rows, unit.views)

    domain = domain_named("marketdata")
    pipeline = Pipeline(domain, PARTITIONS, domain.law)
    pipeline.on_commit = take
    lines = list(Quarter(LEAST_ACCESSES).lines())
    for line in lines:
        pipeline.write(line)
    pipeline.run()
    return Done(lines, Views(rows))
