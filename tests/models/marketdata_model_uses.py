"""Who used which feed in a month, on which evidence (sections 7.4 to 7.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .marketdata_model_calendar import END_OF_TIME, bounds, instant
from .marketdata_model_statements import Reading, Statements, entitlement_of

Event = dict[str, Any]

ANSWERS = (
    "registered_or_qualified",
    "engaged_as_investment_adviser",
    "performs_registrable_functions_for_exempt_organization",
)
PROFESSIONAL, NON_PROFESSIONAL = "PROFESSIONAL", "NON_PROFESSIONAL"
UNCLASSIFIED, MISCLASSIFIED = "UNCLASSIFIED_USER", "MISCLASSIFIED_AS_NON_PROFESSIONAL"


@dataclass(frozen=True)
class Entitlement:
    """An entitlement by its newest grant and its newest revocation."""

    individual: str
    grant: Event
    start: datetime
    end: datetime

    def runs(self, moment: datetime) -> bool:
        """Section 6.2: whether it runs at an instant."""
        return self.start <= moment < self.end


@dataclass(frozen=True)
class Use:
    """A use of a month: of an individual, or of nobody known.

    Attributes:
        digital_media: the flag of section 7.4.
        records: the evidence in force during it, None where there is none yet.
        access: whether data was provided, else an entitlement ran.
        running: the feeds of the entitlements that ran at the instant of an access.
    """

    distributor: str
    firm: str
    individual: str | None
    feed: str
    digital_media: bool
    records: tuple[Event | None, ...] = ()
    access: bool = False
    running: tuple[str, ...] = ()


def classification(record: Event | None) -> str:
    """Section 7.6: Non-Professional only with a record of a natural person and three answers NO."""
    if record is None or record["user_kind"] != "NATURAL_PERSON":
        return PROFESSIONAL
    return NON_PROFESSIONAL if all(record.get(each) == "NO" for each in ANSWERS) else PROFESSIONAL


def flag(record: Event | None) -> str | None:
    """Sections 6.2 and 7.6: the anomaly that one record is, the first of the two that applies."""
    if classification(record) == NON_PROFESSIONAL:
        return None
    if record is None:
        return UNCLASSIFIED
    answers = [record.get(each, "UNKNOWN") for each in ANSWERS]
    if record["user_kind"] == "NATURAL_PERSON" and "YES" not in answers:
        return UNCLASSIFIED
    return MISCLASSIFIED if record.get("claimed_classification") == NON_PROFESSIONAL else None


class Usage:
    """The uses that admitted events make, whatever licenses and prices say."""

    def __init__(self, statements: Statements) -> None:
        """Puts entitlements and evidence together."""
        self.statements = statements
        self.channels = set(statements.parameters["marketdata.digital_media_channels"])
        self.records = self._records()
        self.entitlements = self._entitlements()

    def individual(self, user: str) -> str:
        """Section 7.5: the person whom a dedicated device serves; one step, no chains."""
        if not self.statements.parameters["marketdata.dedicated_devices_netted"]:
            return user
        return self.statements.devices.get(user) or user

    def is_device(self, name: str) -> bool:
        """Whether there is a statement that the name is a device."""
        return name in self.statements.devices

    def _records(self) -> dict[tuple[str, str], list[tuple[datetime, Event]]]:
        """Section 7.2: the newest record of each (distributor, user, effective_at), in order of effect."""
        newest = self.statements.newest(
            "user_classified",
            lambda event: (event["distributor"], event["user"], instant(event["effective_at"])),
        )
        result: dict[tuple[str, str], list[tuple[datetime, Event]]] = {}
        for (distributor, user, effect), each in sorted(newest.items(), key=lambda item: item[0]):
            result.setdefault((distributor, user), []).append((effect, each.event))
        return result

    def _entitlements(self) -> dict[tuple[str, str, str], list[Entitlement]]:
        """Section 7.4: every entitlement with a non-empty interval, by distributor, firm and individual."""
        ends = self.statements.newest("entitlement_revoked", entitlement_of)
        result: dict[tuple[str, str, str], list[Entitlement]] = {}
        for name, granted in self.statements.newest("entitlement_granted", entitlement_of).items():
            grant = granted.event
            start = instant(grant["effective_at"])
            end = instant(ends[name].event["effective_at"]) if name in ends else END_OF_TIME
            if start < end:
                person = self.individual(grant["user"])
                place = (grant["distributor"], grant["recipient_firm"], person)
                result.setdefault(place, []).append(Entitlement(person, grant, start, end))
        return result

    def evidence(
        self, distributor: str, individual: str, start: datetime, end: datetime | None = None
    ) -> tuple[Event | None, ...]:
        """Section 7.4: the record in force at the start, and every record that starts strictly inside.

        An individual that is a device has none: its records are ignored.
        """
        records = [] if self.is_device(individual) else self.records.get((distributor, individual), [])
        in_force: Event | None = None
        inside: list[Event | None] = []
        for effect, record in records:
            if effect <= start:
                in_force = record
            elif end is not None and effect < end:
                inside.append(record)
        return (in_force, *inside)

    def uses(self, month: str) -> list[Use]:
        """Section 7.4: all uses of a month."""
        lo, hi = bounds(month, self.statements.zone)
        result = []
        for (distributor, firm, person), entitlements in self.entitlements.items():
            for each in entitlements:
                start, end = max(each.start, lo), min(each.end, hi)
                if start < end:
                    channels = each.grant.get("channels", ["TERMINAL"])
                    informational = each.grant.get("purpose", "TRADING") == "INFORMATIONAL"
                    records = self.evidence(distributor, person, start, end)
                    result.append(
                        Use(
                            distributor,
                            firm,
                            person,
                            each.grant["feed"],
                            informational and set(channels) <= self.channels,
                            records,
                        )
                    )
        for reading in self.statements.by_type.get("feed_accessed", []):
            if lo <= instant(reading.event["accessed_at"]) < hi:
                result.append(self._access(reading))
        return result

    def _access(self, reading: Reading) -> Use:
        """The use that one access is."""
        event, moment = reading.event, instant(reading.event["accessed_at"])
        distributor, firm = event["distributor"], event["recipient_firm"]
        digital_media = event["purpose"] == "INFORMATIONAL" and event["channel"] in self.channels
        if "user" not in event:
            return Use(distributor, firm, None, event["feed"], digital_media, access=True)
        person = self.individual(event["user"])
        running = tuple(
            each.grant["feed"]
            for each in self.entitlements.get((distributor, firm, person), [])
            if each.runs(moment)
        )
        records = self.evidence(distributor, person, moment)
        return Use(distributor, firm, person, event["feed"], digital_media, records, True, running)
