"""A small day that has been run once, for the tests that look at what came of it."""

from functools import cache
from typing import NamedTuple

from streams.demo.clearing import figures
from streams.demo.clearing.closing import closing as steps_of
from streams.demo.clearing.closing import last_fact
from streams.demo.clearing.day import SEED, Day
from streams.demo.refolding import Rows, newest
from streams.demo.views import Views
from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.registry import domain_named

ENTRIES = 2_000


class Done(NamedTuple):
    """A day that has been run to its end.

    Attributes:
        lines: everything before the seal.
        closing: what was published at each step, by the step's name.
        verdicts: the verdict on the last fact of each step, by the step's name.
    """

    lines: list[bytes]
    closing: dict[str, list[bytes]]
    verdicts: dict[str, str]
    rows: Rows
    views: Views
    sums_cents: set[int]


@cache
def done(entries: int = ENTRIES, seed: int = SEED, partitions: int = 3) -> Done:
    """Run a day in memory."""
    rows: Rows = {}
    views = Views(rows)
    sums_cents: set[int] = set()

    def take(_stage: str, _partition: int, unit: CommitUnit) -> None:
        newest(rows, unit.views)
        sums_cents.add(sum(figures.balances_cents(views).values()))

    domain = domain_named("clearing")
    pipeline = Pipeline(domain, partitions, domain.law, batch=100)
    pipeline.on_commit = take

    def publish(some: list[bytes]) -> None:
        for line in some:
            pipeline.write(line)
        pipeline.run()

    day = Day(entries, seed)
    lines = list(day.until_the_seal())
    publish(lines)
    closing, verdicts = {}, {}
    for step in steps_of(day):
        closing[step.name] = step.lines(views)
        publish(closing[step.name])
        verdicts[step.name] = str(figures.verdict(views, last_fact(closing[step.name]))["verdict"])
    return Done(lines, closing, verdicts, rows, views, sums_cents)
