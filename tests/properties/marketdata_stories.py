"""Random logs of market data, each told once a run, the ways to fold them, and what their figures are.

COUNTINGHOUSE_TEST_HISTORIES=N tells N of them instead of a few; the nightly run asks for many.
"""

import json
import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.kernel.stage import Domain
from streams.registry import domain_named
from streams.replay.cases import closing_mark
from tests.models.marketdata_histories import history
from tests.models.marketdata_model import Books, read, run
from tests.models.marketdata_model_calendar import bounds, later, printed
from tests.models.marketdata_model_parameters import DEFAULTS

Event = dict[str, Any]
Result = dict[str, Any]

ASKED: Final = os.environ.get("COUNTINGHOUSE_TEST_HISTORIES")
SEEDS: Final = range(int(ASKED or "16"))
SOME: Final = SEEDS[:60] if ASKED else SEEDS[:4]
"""Fewer, for what folds a log again and again."""

EARLY: Final = "2015-01-15T00:00:00Z"
MONTHS: Final = [later("2015-02", count) for count in range(9)]
"""Every month that a story can touch, and one more."""


class Story:
    """A log, and the law it runs under."""

    def __init__(self, seed: int, events: Iterable[Event], parameters: dict[str, Any]) -> None:
        self.seed = seed
        self.events = list(events)
        self.parameters = parameters

    def __repr__(self) -> str:
        return f"the story of seed {self.seed}"

    def with_events(self, events: Iterable[Event]) -> "Story":
        """Another log under the same law."""
        return Story(self.seed, events, self.parameters)

    def after(self, *events: Event) -> "Story":
        """The log with some events before all others."""
        return self.with_events([*events, *self.events])

    def under(self, **parameters: object) -> "Story":
        """The same log under other parameters; `...` takes one back to its default."""
        changed = {**self.parameters, **{f"marketdata.{name}": value for name, value in parameters.items()}}
        return Story(
            self.seed, self.events, {name: value for name, value in changed.items() if value is not ...}
        )

    def chance(self, purpose: str) -> random.Random:
        """Random choices that are the same in every run."""
        return random.Random(f"{purpose} {self.seed}")

    @property
    def zone(self) -> str:
        """The billing time zone."""
        return str({**DEFAULTS, **self.parameters}["marketdata.billing_time_zone"])

    @cached_property
    def books(self) -> Books:
        """The log as the literal reading of the contract has read it."""
        return read(self.events, self.parameters)

    @cached_property
    def by_the_model(self) -> Result:
        """The result document by the literal reading of the contract."""
        return plain(run(self.events, self.parameters))

    @cached_property
    def by_the_product(self) -> "Folded":
        """The log folded over two partitions."""
        return folded(self, partitions=2)

    @property
    def result(self) -> Result:
        """The result document of the product."""
        return self.by_the_product.result

    # What is left of a log without what has no effect.

    @cached_property
    def facts(self) -> list[Event]:
        """The events that were taken in, without closes and ticks."""
        return [each.event for each in self.books.readings]

    def sound(self) -> "Story":
        """The log without dead letters, repeats, refused events and ticks."""
        places = {each.place for each in self.books.readings}
        places |= {each.place for each in self.books.closes.values()}
        return self.with_events([self.events[place] for place in sorted(places)])

    def opened(self) -> "Story":
        """The sound log without a close, with every month reported."""
        return self.with_events([*self.facts, *(tick(month, self.zone) for month in MONTHS)])

    def plainly_priced(self) -> "Story":
        """The sound log under the default price book, with nothing set at run time."""
        sound = self.sound()
        events = [event for event in sound.events if event["type"] != "price_set"]
        return sound.with_events(events).under(price_book=...)


class Commit(NamedTuple):
    """A commit unit with where it came from."""

    stage: str
    partition: int
    unit: CommitUnit


class Folded(NamedTuple):
    """What a log gave, commit by commit."""

    result: Result
    commits: list[Commit]

    def outcomes(self) -> Iterator[dict[str, Any]]:
        """The outcomes, those of a partition in their order."""
        for commit in self.commits:
            for _, value in commit.unit.outcomes:
                yield json.loads(value)


@cache
def tell(seed: int) -> Story:
    """The story of a seed."""
    return Story(seed, *history(seed))


def stories(most: int = len(SOME)) -> Iterator[Story]:
    """Some stories; of what takes many folds each, two are enough in every run."""
    return (tell(seed) for seed in SOME[: None if ASKED else most])


@cache
def marketdata() -> Domain:
    """The domain under test."""
    return domain_named("marketdata")


def folded(told: Story, partitions: int = 3, batch: int = 1_000) -> Folded:
    """Fold a log in memory, with a mark after it."""
    commits: list[Commit] = []
    law = marketdata().law.with_overrides(told.parameters)
    pipeline = Pipeline(marketdata(), partitions, law, batch=batch)
    pipeline.on_commit = lambda stage, partition, unit: commits.append(Commit(stage, partition, unit))
    for value in log_of(told.events):
        pipeline.write(value)
    pipeline.run()
    return Folded(plain(pipeline.result()), commits)


def log_of(events: Sequence[Event]) -> list[bytes]:
    """The records of a log, with a mark after it."""
    log = [json.dumps(event).encode() for event in events]
    return [*log, closing_mark(marketdata(), log)]


def plain(result: object) -> Result:
    """A result document as a reader of its JSON has it."""
    parsed: Result = json.loads(json.dumps(result))
    return parsed


# ---- events ----


def tick(month: str, zone: str) -> Event:
    """The tick that has a month reported."""
    return {"type": "tick", "id": f"tick {month}", "at": printed(bounds(month, zone)[0])}


def close(month: str, at: str) -> Event:
    """A close beyond all months of a story."""
    return {"type": "month_closed", "id": f"close {month}", "at": at, "month": month}


# ---- figures ----


class Line(NamedTuple):
    """What lines are told apart by, with the month that they are for."""

    month: str
    legal_entity: str
    fee: str
    distributor: str | None
    firm: str | None
    license: str | None
    unit_price_cents: int


def _line(month: str, entity: str, line: Event) -> Line:
    return Line(
        month,
        entity,
        line["fee"],
        line["distributor"],
        line["recipient_firm"],
        line["license"],
        line["unit_price_cents"],
    )


def running(result: Result) -> Counter[Line]:
    """The lines of all reported months as known now."""
    lines: Counter[Line] = Counter()
    for month, entities in result["month_to_date_fees"].items():
        for entity, fees in entities.items():
            for line in fees["lines"]:
                lines[_line(month, entity, line)] += line["quantity"]
    return lines


def issued(documents: Iterable[Event]) -> Counter[Line]:
    """The lines of documents, added up; what adds up to nothing is left out."""
    lines: Counter[Line] = Counter()
    for document in documents:
        for line in document["lines"]:
            lines[_line(document["month"], document["legal_entity"], line)] += line["quantity"]
    return Counter({line: quantity for line, quantity in lines.items() if quantity})


def invoiced_cents(result: Result) -> Counter[tuple[str, str]]:
    """The total of each invoice, by month and legal entity."""
    return Counter(
        {
            (each["month"], each["legal_entity"]): each["total_cents"]
            for each in result["documents"]
            if each["document"] == "INVOICE"
        }
    )


def of_month(result: Result, month: str) -> Event:
    """Everything that a result document says about one month."""
    lists = ("documents", "anomalies", "open_anomalies")
    maps = ("month_to_date_fees", "user_counts", "license_advice", "component_feed_comparison")
    about: Event = {name: [one for one in result[name] if one.get("month") == month] for name in lists}
    return about | {name: result[name].get(month) for name in maps}
