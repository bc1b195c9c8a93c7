"""How are the facts read so far kept, and how do they stand in each month?"""

from collections.abc import Iterable, Set
from typing import Final

import msgspec

from schemas import marketdata as events
from schemas.instants import instant_us
from schemas.reading import Reader
from streams.domains.marketdata.law.values import Values, market_data_values
from streams.domains.marketdata.rules.license import DIGITAL_MEDIA_ENTERPRISE
from streams.domains.marketdata.rules.refusal import Reason, close_refused
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.state.admission import Admission, Variant
from streams.domains.marketdata.state.devices import Devices, DeviceStatement
from streams.domains.marketdata.state.facts import FactStatement, PartyFact
from streams.domains.marketdata.state.months import BillingMonths, month_of_text
from streams.kernel.law import LawBook
from streams.kernel.table import StoredTable, Table
from streams.kernel.time_zone import time_zone

READER: Final = Reader(events.EVENT_STRUCTS)


class FactRow(msgspec.Struct, array_like=True, gc=False):
    """A fact that stands, in the order of the log; a close only if it was accepted."""

    body: str
    closes_before: int


class FactBook:
    """The facts of one fold.

    Attributes:
        law: the values in use.
        months: the billing months.
        admission: the closes, and what each closed month takes.
        devices: what was stated of devices.
    """

    def __init__(self, law: LawBook) -> None:
        self.law: Values = market_data_values(law)
        self.months = BillingMonths(time_zone(self.law.billing_time_zone))
        self.admission = Admission(self.law.correction_window_months, self.law.fact_retention_months)
        self.devices = Devices(is_netted=self.law.dedicated_devices_netted)
        self._facts: Table[FactRow] = Table("facts", FactRow)
        self._statements: list[FactStatement] = []
        self._count = 0
        self._standings: dict[tuple[int, bool], Standing] = {}
        self._digital_media: dict[str, set[str]] = {}

    @property
    def tables(self) -> Iterable[StoredTable]:
        """Where all of it is stored."""
        return self._facts, self.devices.stated, self.devices.dedicated

    def resume(self) -> None:
        """Read the facts again from the rows."""
        self.devices.resume()
        for _, row in self._facts.items():
            fact = READER.read(row.body.encode())
            if isinstance(fact, events.MonthClosed):
                self.admission.close(month_of_text(fact.month))
            elif isinstance(fact, PartyFact):
                self._state(fact, row.closes_before)
            else:
                raise LookupError(f"a stored fact cannot be read: {row.body}")
            self._count += 1

    @property
    def closes_before(self) -> int:
        """How many accepted closes stand before the place that was reached in the log."""
        return len(self.admission.closes)

    def recorded_in(self, at: str) -> int:
        """The billing month of a stamp."""
        return self.months.of(instant_us(at))

    def take(self, fact: events.Fact) -> Reason | None:
        """Take a fact that was not read before; why it has no effect, or None."""
        if isinstance(fact, events.MonthClosed):
            refused = close_refused(fact, self.admission.closes, self.months)
            if refused is None:
                self.admission.close(month_of_text(fact.month))
                self._store(fact)
            return refused
        if isinstance(fact, events.DeviceClassified):
            self._state_device(fact)
        elif isinstance(fact, PartyFact):
            self._state(fact, self.closes_before)
            self._store(fact)
        return None

    def _state_device(self, fact: events.DeviceClassified) -> None:
        at_us, owner = instant_us(fact.at), fact.dedicated_to or None
        statement = DeviceStatement(at_us, fact.id, self.closes_before, self.months.of(at_us), owner)
        self.devices.take(fact.device, statement)

    def limits_for_the_first_time(self, fact: events.Fact) -> bool:
        """Whether a fact, not taken yet, is the first Digital Media Enterprise license of a firm at a Distributor."""
        return (
            isinstance(fact, events.LicensePurchased)
            and fact.license_kind == DIGITAL_MEDIA_ENTERPRISE
            and fact.recipient_firm not in self.digital_media_firms(fact.distributor)
        )

    def has_late_facts(self, month: int) -> bool:
        """Whether any fact is judged for a month that is not admitted to it."""
        return len(self.standing(month).statements) != len(self.standing(month, is_judged=True).statements)

    def _state(self, fact: PartyFact, closes_before: int) -> None:
        at_us = instant_us(fact.at)
        statement = FactStatement(fact, at_us, fact.id, closes_before, self.months.of(at_us))
        self._statements.append(statement)
        if isinstance(fact, events.LicensePurchased) and fact.license_kind == DIGITAL_MEDIA_ENTERPRISE:
            self._digital_media.setdefault(fact.distributor, set()).add(fact.recipient_firm)
        self._standings.clear()

    def _store(self, fact: PartyFact | events.MonthClosed) -> None:
        row = FactRow(msgspec.json.encode(fact).decode(), self.closes_before)
        self._facts.put(f"{self._count:012d}", row)
        self._count += 1
        self._standings.clear()

    def digital_media_firms(self, distributor: str) -> Set[str]:
        """The recipient firms for which a Digital Media Enterprise license was ever bought at a Distributor."""
        return self._digital_media.get(distributor, frozenset())

    def standing(self, month: int, *, is_judged: bool = False) -> Standing:
        """How all stands in a month, by what is admitted to it, or would be were it not final."""
        standing = self._standings.get((month, is_judged))
        if standing is None:
            standing = self.standing_in(Variant(self.admission, month, is_judged))
            self._standings[month, is_judged] = standing
        return standing

    def standing_in(self, variant: Variant) -> Standing:
        """How all stands in the month of a variant, by what it takes."""
        return Standing(variant.month, self.law, [one for one in self._statements if variant.takes(one)])
