"""What the statements admitted to a month say: parties, agreements, licenses, prices, devices (5.3, 7.2, 7.3, 7.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .marketdata_model_calendar import days
from .marketdata_model_parameters import Parameters

Event = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """An event that was neither a dead letter nor a repeat nor refused, at its place in the log."""

    place: int
    event: Event
    at: datetime
    recorded: str

    @property
    def rank(self) -> tuple[datetime, str]:
        """Section 7.2: of two statements the one with the greater (`at`, `id`) is the newer."""
        return self.at, self.event["id"]


@dataclass(frozen=True)
class License:
    """A license as it was bought first and ended last."""

    name: str
    purchase: Event
    first: str
    last: str

    @property
    def pair(self) -> tuple[str, str]:
        """The distributor and the recipient firm."""
        return self.purchase["distributor"], self.purchase["recipient_firm"]

    @property
    def fee(self) -> str:
        """The fee of the license."""
        return f"{self.purchase['license_kind']}_{self.purchase['feed']}"


@dataclass(frozen=True)
class Price:
    """A price version with the reason to charge it."""

    cents: int
    valid_from: date
    until: date
    cites: list[str]


class Statements:
    """The facts admitted to a month, by the thing that they are about."""

    def __init__(self, readings: Iterable[Reading], parameters: Parameters) -> None:
        """Keeps all facts; which holds is asked for later."""
        self.parameters = parameters
        self.zone: str = parameters["marketdata.billing_time_zone"]
        self.by_type: dict[str, list[Reading]] = {}
        for reading in readings:
            self.by_type.setdefault(reading.event["type"], []).append(reading)
        devices = self.newest("device_classified", lambda event: event["device"])
        self.devices: dict[str, str | None] = {
            name: each.event.get("dedicated_to") for name, each in devices.items()
        }

    def newest(self, kind: str, name: Callable[[Event], Any], earliest: bool = False) -> dict[Any, Reading]:
        """Section 7.2: of each thing the newest statement of a type, or the earliest."""
        holding: dict[Any, Reading] = {}
        for reading in sorted(self.by_type.get(kind, []), key=lambda each: each.rank, reverse=earliest):
            holding[name(reading.event)] = reading
        return holding

    # Section 5.3: parties and agreements.

    def _registered(self, kind: str, field: str, month: str) -> dict[str, Event]:
        """In a month the newest statement with `first_month` absent or not after it holds."""
        holding = {}
        for reading in sorted(self.by_type.get(kind, []), key=lambda each: each.rank):
            if reading.event.get("first_month", month) <= month:
                holding[reading.event[field]] = reading.event
        return holding

    def distributors(self, month: str) -> dict[str, Event]:
        """The registration of each distributor that holds in a month."""
        return self._registered("distributor_registered", "distributor", month)

    def firms(self, month: str) -> dict[str, Event]:
        """The registration of each recipient firm that holds in a month."""
        return self._registered("recipient_firm_registered", "recipient_firm", month)

    def with_agreement(self, month: str) -> set[str]:
        """The distributors with an active agreement in a month."""
        agreements = self.newest("distribution_agreement_signed", lambda event: event["agreement"])
        return {
            each.event["distributor"]
            for each in agreements.values()
            if each.event["first_month"] <= month <= each.event.get("last_month", month)
        }

    # Sections 5.3 and 7.7: licenses.

    def purchases(self) -> dict[str, Reading]:
        """A license is bought once: the earliest statement stands."""
        return self.newest("license_purchased", lambda event: event["license"], earliest=True)

    def ends(self) -> dict[str, Reading]:
        """The end of each license, known or not."""
        return self.newest("license_ended", lambda event: event["license"])

    def licenses(self, month: str) -> list[License]:
        """The licenses of a month: their license months include it, whether or not they pass the checks."""
        result, ends = [], self.ends()
        for name, bought in sorted(self.purchases().items()):
            first = max(bought.event["first_month"], bought.recorded)
            lasts = [bought.event.get("last_month", month)]
            if name in ends:
                lasts.append(max(ends[name].event["last_month"], ends[name].recorded))
            if first <= month <= min(lasts):
                result.append(License(name, bought.event, first, min(lasts)))
        return result

    # Section 7.3: prices.

    def prices_set(self) -> dict[tuple[str, str], Reading]:
        """The newest run-time price of each (fee, valid_from)."""
        return self.newest("price_set", lambda event: (event["fee"], event["valid_from"]))

    def price(self, fee: str, month: str) -> Price | None:
        """Section 7.3: the earliest version that meets the month, or None when the fee is not in force."""
        versions = {
            each["valid_from"]: each
            for each in self.parameters["marketdata.price_book"]
            if each["fee"] == fee
        }
        for (named, valid_from), each in self.prices_set().items():
            if named == fee:
                versions[valid_from] = each.event
        begins = sorted(date.fromisoformat(valid_from) for valid_from in versions)
        first, following = days(month)
        for place, begin in enumerate(begins):
            version = versions[begin.isoformat()]
            given = version.get("valid_until")
            until = min([*begins[place + 1 : place + 2], date.fromisoformat(given) if given else date.max])
            if begin < until and begin < following and until > first:
                given = version.get("cites") or version["citation"]
                cites = [given] if isinstance(given, str) else given
                return Price(version["price_cents"], begin, until, cites)
        return None

    # Section 6.2: what hangs on statements alone.

    def anomalies(self) -> set[tuple[tuple[str, str], ...]]:
        """The anomalies without a month that these statements show."""
        found: list[Event] = []
        purchases = self.purchases()
        for name, each in purchases.items():
            if each.event["first_month"] < each.recorded:
                found.append({"anomaly": "LICENSE_BACKDATED", "license": name})
        for name, each in self.ends().items():
            if name not in purchases:
                found.append({"anomaly": "LICENSE_NOT_FOUND", "license": name})
            if each.event["last_month"] < each.recorded:
                found.append({"anomaly": "LICENSE_END_BACKDATED", "license": name})
        for (fee, valid_from), each in self.prices_set().items():
            if valid_from[:7] < each.recorded:
                found.append({"anomaly": "PRICE_BACKDATED", "fee": fee, "valid_from": valid_from})
        granted = {entitlement_of(each.event) for each in self.by_type.get("entitlement_granted", [])}
        for reading in self.by_type.get("entitlement_revoked", []):
            distributor, user, name = entitlement_of(reading.event)
            if (distributor, user, name) not in granted:
                found.append(
                    {
                        "anomaly": "ENTITLEMENT_NOT_FOUND",
                        "distributor": distributor,
                        "user": user,
                        "entitlement": name,
                    }
                )
        return {frozen(each) for each in found}


def entitlement_of(event: Event) -> tuple[str, str, str]:
    """Section 5.4: the name of an entitlement is unique per (distributor, user)."""
    return event["distributor"], event["user"], event["entitlement"]


def frozen(anomaly: Event) -> tuple[tuple[str, str], ...]:
    """An anomaly as a member of a set."""
    return tuple(sorted(anomaly.items()))
