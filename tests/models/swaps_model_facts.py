"""How facts are looked up, and the parameters (section 3 and EVENTS of the contract)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from .swaps_model_schema import Event, instant

DEFAULT_PARAMETERS: dict[str, Any] = {
    "swaps.de_minimis_threshold_cents": 800_000_000_000,
    "swaps.special_entity_threshold_cents": 2_500_000_000,
    "swaps.warning_levels_percent": [80, 90, 95],
    "swaps.compliance_on": "2021-09-14",
    "swaps.effective_on": "2020-11-13",
    "swaps.earlier_representations_through": "2027-12-31",
    "swaps.group_membership": "TRADE_DATE",
    "swaps.fx_rate_usable_days": 5,
    "swaps.public_offer_overrides_principal_place": True,
    "swaps.significant_parent_assets_cents": 5_000_000_000_000,
    "swaps.significant_equity_capital_share_ppm": 50_000,
    "swaps.significant_revenue_share_ppm": 100_000,
    "swaps.significant_total_assets_share_ppm": 100_000,
    "swaps.exception_cap_ppm": 50_000,
}

FACT_KEYS = {
    "entity_recorded": ("entity",),
    "control_recorded": ("entity",),
    "majority_ownership_recorded": ("entity",),
    "branch_recorded": ("branch",),
    "registration_recorded": ("entity", "category"),
    "significant_subsidiary_recorded": ("entity",),
    "guarantee_recorded": ("guarantee",),
    "representation_recorded": ("made_by", "made_to", "statement"),
    "comparability_determined": ("jurisdiction", "requirement"),
    "fx_rate_published": ("currency", "rate_on"),
}

SWAP_EVENTS = (
    "swap_traded",
    "swap_corrected",
    "swap_amended",
    "swap_cancelled",
    "swap_terminated",
    "swap_novated",
)

Record = tuple[tuple[Any, int], Event]


class Facts:
    """Everything that a close knows: the records before it, each under its key."""

    def __init__(self, events: Iterable[Event], parameters: dict[str, Any]) -> None:
        """Lays facts down in order of (`at` as an instant, place in the log)."""
        self.parameters = parameters
        self.laid_down: dict[tuple[str, tuple[str, ...]], list[Record]] = {}
        self.memory: dict[Any, Any] = {}
        for place, event in enumerate(events):
            if event["type"] in FACT_KEYS:
                key = tuple(event.get(field, "") for field in FACT_KEYS[event["type"]])
                record = ((instant(event["at"]), place), event)
                self.laid_down.setdefault((event["type"], key), []).append(record)
        for records in self.laid_down.values():
            records.sort(key=lambda record: record[0])

    def parameter(self, name: str) -> Any:
        """What a parameter is worth."""
        return self.parameters[f"swaps.{name}"]

    def fact(self, kind: str, day: str, *key: str) -> Event | None:
        """Section 3: the last record whose validity holds the day."""
        for _, record in reversed(self.laid_down.get((kind, key), [])):
            if record.get("valid_from", "") <= day and (
                "valid_until" not in record or record["valid_until"] > day
            ):
                return record
        return None

    def all(self, kind: str) -> list[Event]:
        """Every record of a type, whatever its validity."""
        return [record for (each, _), rows in self.laid_down.items() if each == kind for _, record in rows]

    def keys(self, kind: str) -> list[tuple[str, ...]]:
        """Every key under which something of a type was recorded."""
        if kind not in self.memory:
            self.memory[kind] = [key for each, key in self.laid_down if each == kind]
        keys: list[tuple[str, ...]] = self.memory[kind]
        return keys

    def rate_ppb(self, currency: str, day: str) -> int | None:
        """Section 5.3: the rate of the day, else of the nearest day before that is near enough."""
        if currency == "USD":
            return 1_000_000_000
        at = date.fromisoformat(day)
        for back in range(min(self.parameter("fx_rate_usable_days"), at.toordinal() - 1) + 1):
            rate_on = (at - timedelta(days=back)).isoformat()
            records = self.laid_down.get(("fx_rate_published", (currency, rate_on)))
            if records:
                rate: int = records[-1][1]["usd_per_unit_ppb"]
                return rate
        return None
