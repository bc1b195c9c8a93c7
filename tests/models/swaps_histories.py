"""Random but lively histories of swaps: facts on two axes of time, lives of swaps, closes in any order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from .swaps_histories_circle import FOREIGN_NAMES, US_NAMES
from .swaps_histories_trades import Trades
from .swaps_model_schema import Event


@lru_cache(maxsize=64)
def history(seed: int, size: int = 12) -> tuple[list[Any], dict[str, Any]]:
    """A log about that many swaps, and the parameters it runs under; nobody alters one that was told."""
    story = History(seed)
    story.tell(size)
    return story.log, chosen_parameters(random.Random(f"swaps parameters {seed}"))


@lru_cache(maxsize=8)
def swarm(seed: int, size: int = 250) -> list[Any]:
    """A log of many swaps, each traded once, among persons about whom much is known, with one close."""
    story = History(f"swarm {seed}")
    story.tell_many(size)
    return story.log


def chosen_parameters(chance: random.Random) -> dict[str, Any]:
    """Some parameters with values other than their defaults."""
    offers: list[tuple[float, str, Sequence[Any]]] = [
        (0.3, "de_minimis_threshold_cents", [0, 100_000_000_000, 400_000_000_000, 10**17]),
        (0.3, "special_entity_threshold_cents", [0, 10_000_000_000, 10**12]),
        (0.2, "warning_levels_percent", [[50], [], [1, 99], [95, 10, 80]]),
        (0.15, "compliance_on", ["2021-08-20", "2022-03-01"]),
        (0.1, "effective_on", ["2020-11-12", "2020-11-14", "2021-02-01"]),
        (0.1, "earlier_representations_through", ["2021-12-31", "2028-02-02"]),
        (0.35, "group_membership", ["DAY_CLOSED", "DAY_CLOSED", "TRADE_DATE"]),
        (0.3, "fx_rate_usable_days", [0, 1, 30]),
        (0.1, "public_offer_overrides_principal_place", [False]),
        (0.1, "significant_parent_assets_cents", [4_999_999_999_999, 5_000_000_000_001]),
        (0.1, "significant_equity_capital_share_ppm", [49_999, 50_001]),
        (0.1, "significant_revenue_share_ppm", [99_999, 100_001]),
        (0.1, "significant_total_assets_share_ppm", [1, 100_001]),
        (0.3, "exception_cap_ppm", [0, 250_000, 500_000, 1_000_000]),
    ]
    return {
        f"swaps.{name}": chance.choice(values) for share, name, values in offers if chance.random() < share
    }


class History(Trades):
    """A story of some swaps, with closes between."""

    def tell(self, size: int) -> None:
        """Introduces everybody, then lets swaps live, facts come and days be closed."""
        self.swaps = [f"S{number}" for number in range(1, size + 1)]
        self.introduce()
        waiting: list[Event] = []
        for swap in self.swaps:
            waiting += self.chain(swap)
        if self.chance(0.7):
            self.random.shuffle(waiting)
        close_after = {self.random.randrange(len(waiting) + 1) for _ in range(4)}
        for number, event in enumerate(waiting):
            self.write(event)
            for _ in range(self.pick((0, 0, 1, 1, 2))):
                self.chance_fact()
            if self.chance(0.05):
                self.echo()
            if number in close_after:
                self.close()
        self.chance_fact()
        self.close()
        if self.chance(0.3):
            self.close()

    def close(self) -> None:
        """One or two closes, of a day of the story or far behind it, now and then twice; a tick before."""
        if self.chance(0.3):
            self.write(self.event("tick"))
        for _ in range(self.pick((1, 1, 2))):
            day = max(self.late_day(), self.late_day()) if self.chance(0.8) else self.day()
            closing = self.event("day_closed", day_on=day)
            self.write(closing)
            if self.chance(0.15):
                self.write(self.event("day_closed", day_on=day))

    def tell_many(self, size: int) -> None:
        """Introduces everybody, lets many facts come, and trades once under each name."""
        self.swaps = [f"S{number}" for number in range(1, size + 1)]
        self.names = sorted({*self.names, *US_NAMES, *FOREIGN_NAMES})
        self.introduce()
        for situation in (self.ward, self.ward, self.dealer_abroad, self.house, self.believed):
            situation()
        for _ in range(60):
            self.chance_fact()
        for swap in self.swaps:
            self.log.append(self.trade(swap))
        for _ in range(20):
            self.chance_fact()
        last = max(self.days).replace(month=12, day=31)
        self.log.append(self.event("day_closed", day_on=last.isoformat()))
