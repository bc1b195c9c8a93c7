"""What does the close of a day cost, and does it grow with what changed or with all that ever was?

    .venv/bin/python bench/swaps.py --swaps 100000
    .venv/bin/python bench/swaps.py --swaps 20000 --doubling
    .venv/bin/python bench/swaps.py --swaps 20000 --profile profile.out

Swaps of two years among 200 entities are folded in memory, with 2,000 facts of which one in twenty arrives late, and
a close after each of 520 days; fewer swaps (and facts, as many fewer) give the same days. CPU time is that of this
process. With --doubling the same second year is folded behind one year of history and behind two, and the closes of
that year are compared: what they cost more is what grows with all that ever was.
"""

import argparse
import cProfile
import gc
import resource
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from passing_log import PassingRun

from streams.demo.line import line
from streams.domains.swaps.domain import SWAPS

SWAPS_IN_ALL = 1_000_000
FACTS_IN_ALL = 2_000
LATE_PERCENT = 5
ENTITIES = 200
GROUPS = 20
LAST_DAY = date(2023, 12, 29)
DAYS_A_YEAR = 260
RATES = {"EUR": 1_080_000_000, "GBP": 1_240_000_000, "JPY": 7_100_000}


class Day(NamedTuple):
    """The events of one day: what is traded and becomes known, then the close."""

    on: date
    events: list[bytes]
    close: bytes


class Cost(NamedTuple):
    """What one day cost, in CPU seconds."""

    events: int
    fold_seconds: float
    close_seconds: float


class Market:
    """A market of so many swaps over some years, the same for the same numbers."""

    def __init__(self, swaps_a_year: int, facts_a_year: int, years: int, seed: int = 7) -> None:
        self._random = Random(seed)
        self._count = 0
        self._fact_count = 0
        self._swaps_a_day = max(1, swaps_a_year // DAYS_A_YEAR)
        self._facts_a_year = facts_a_year
        self.days = _business_days(years * DAYS_A_YEAR)

    def all_days(self) -> Iterator[Day]:
        """Every day in order; the first one has the facts about everybody, too."""
        opening = list(self._opening())
        for number, day in enumerate(self.days):
            facts = (
                self._facts_a_year * (number + 1) // DAYS_A_YEAR - self._facts_a_year * number // DAYS_A_YEAR
            )
            events = [*opening, *self._rates(day), *(self._fact(day) for _ in range(facts))]
            events += [self._swap(day) for _ in range(self._swaps_a_day)]
            close = line("day_closed", f"close-{day}", f"{day}T20:00:00Z", day_on=str(day))
            yield Day(day, events, close)
            opening = []

    def _opening(self) -> Iterator[bytes]:
        at = f"{self.days[0]}T06:00:00Z"
        for number in range(ENTITIES):
            home = "US" if number % 4 == 0 else "GB"
            places = {"organized_in": home, "principal_place_of_business": home, "home_jurisdiction": home}
            yield line(
                "entity_recorded", f"e{number}", at, entity=f"E{number}", kind="LEGAL_PERSON", **places
            )
            if number >= GROUPS:
                yield line(
                    "control_recorded",
                    f"c{number}",
                    at,
                    entity=f"E{number}",
                    controllers=[f"E{number % GROUPS}"],
                )

    def _rates(self, day: date) -> Iterator[bytes]:
        for currency, ppb in RATES.items():
            yield line(
                "fx_rate_published",
                f"rate-{currency}-{day}",
                f"{day}T07:00:00Z",
                currency=currency,
                rate_on=str(day),
                usd_per_unit_ppb=ppb + self._random.randrange(ppb // 50),
            )

    def _fact(self, day: date) -> bytes:
        """A guarantee, a representation or a change of control; one in twenty holds since months ago."""
        self._fact_count += 1
        is_late = self._random.randrange(100) < LATE_PERCENT
        since = day - timedelta(days=self._random.randrange(30, 180)) if is_late else day
        at, id_ = f"{day}T07:30:00Z", f"fact-{self._fact_count}"
        entity = f"E{self._random.randrange(GROUPS, ENTITIES)}"
        kind = self._random.randrange(10)
        if kind < 4:
            guarantor = f"E{4 * self._random.randrange(ENTITIES // 4)}"
            names = {"guarantee": f"G{self._fact_count % 400}", "guarantor": guarantor, "obligor": entity}
            return line("guarantee_recorded", id_, at, **names, kind="RECOURSE", valid_from=str(since))
        if kind < 9:
            said = {
                "statement": "US_PERSON",
                "value": kind % 2 == 0,
                "basis": "FINAL_RULE",
                "made_on": str(since),
            }
            return line("representation_recorded", id_, at, made_by=entity, **said, valid_from=str(since))
        controllers = [f"E{self._random.randrange(GROUPS)}"]
        return line(
            "control_recorded", id_, at, entity=entity, controllers=controllers, valid_from=str(since)
        )

    def _swap(self, day: date) -> bytes:
        self._count += 1
        one, other = self._random.sample(range(ENTITIES), 2)
        currency = self._random.choice(("USD", "USD", "EUR", "GBP", "JPY"))
        return line(
            "swap_traded",
            f"s{self._count}",
            f"{day}T12:00:00Z",
            swap=f"S{self._count}",
            traded_on=str(day),
            product="INTEREST_RATE_SWAP",
            notionals=[{"currency": currency, "notional_cents": self._random.randrange(10**8, 10**10)}],
            parties=[
                {"entity": f"E{one}", "dealing": True},
                {"entity": f"E{other}", "dealing": self._random.random() < 0.3},
            ],
        )


def folded(market: Market, partitions: int) -> Iterator[Cost]:
    """Fold a market day by day, and tell what each day cost."""
    run = PassingRun(SWAPS, partitions, SWAPS.law, batch=5_000)
    for day in market.all_days():
        begun = time.process_time()
        for event in day.events:
            run.write(event)
        run.run()
        between = time.process_time()
        run.write(day.close)
        run.run()
        yield Cost(len(day.events), between - begun, time.process_time() - between)


def measure(swaps: int, partitions: int) -> None:
    """Fold two years and print what events and closes cost, quarter by quarter."""
    market = Market(swaps // 2, FACTS_IN_ALL * swaps // SWAPS_IN_ALL // 2 or 1, years=2)
    costs: list[Cost] = []
    for cost in folded(market, partitions):
        costs.append(cost)
        if len(costs) % (DAYS_A_YEAR // 4) == 0:
            _tell_quarter(costs[-(DAYS_A_YEAR // 4) :], len(costs))
    events = sum(one.events for one in costs)
    fold_seconds = sum(one.fold_seconds for one in costs)
    close_seconds = sum(one.close_seconds for one in costs)
    print(
        f"{events:,} events and {len(costs)} closes, {partitions} partitions: "
        f"{events / fold_seconds:,.0f} events per CPU-second without the closes, "
        f"{events / (fold_seconds + close_seconds):,.0f} with them; "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB at most"
    )


def _tell_quarter(costs: list[Cost], through: int) -> None:
    events, seconds = sum(one.events for one in costs), sum(one.fold_seconds for one in costs)
    closes = sorted(1000 * one.close_seconds for one in costs)
    median, ninth = statistics.median(closes), closes[len(closes) * 9 // 10]
    print(
        f"days through {through:>3}: {1e6 * seconds / events:7.1f} µs an event; a close: median {median:8.1f} ms, "
        f"nine of ten within {ninth:8.1f} ms",
        flush=True,
    )


def double(swaps: int, partitions: int) -> None:
    """Fold the last year behind one year of history and behind two, and compare what its days cost."""
    facts = FACTS_IN_ALL * swaps // SWAPS_IN_ALL // 2 or 1
    found = []
    for years in (2, 3):
        costs = list(folded(Market(swaps // 2, facts, years), partitions))[-DAYS_A_YEAR:]
        found.append(
            (
                statistics.median(1000 * one.close_seconds for one in costs),
                1e6 * sum(one.fold_seconds for one in costs) / sum(one.events for one in costs),
            )
        )
        print(
            f"behind {years - 1} year(s) of history: a close takes {found[-1][0]:.1f} ms (median), an event "
            f"{found[-1][1]:.1f} µs",
            flush=True,
        )
    (once, once_event), (twice, twice_event) = found
    print(
        f"twice the history: a close takes {twice / once:.2f} times as long, an event {twice_event / once_event:.2f}"
    )


def _business_days(count: int) -> list[date]:
    """So many weekdays up to the last one."""
    days: list[date] = []
    day = LAST_DAY
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day -= timedelta(days=1)
    return days[::-1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--swaps", type=int, default=SWAPS_IN_ALL)
    parser.add_argument("--partitions", type=int, default=1)
    parser.add_argument("--doubling", action="store_true")
    parser.add_argument("--profile", metavar="FILE")
    options = parser.parse_args()
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    work = double if options.doubling else measure
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(work, options.swaps, options.partitions)
        profile.dump_stats(options.profile)
    else:
        work(options.swaps, options.partitions)
