"""Which events does a row of a usage or entitlement report make?"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import orjson

from streams.readers.columns import Layout, Row
from streams.readers.lacks import LacksError
from streams.readers.marketdata.given import Channel, Evidence, Given
from streams.readers.marketdata.instants import Told, instant, month, text
from streams.readers.marketdata.lacks import PassedBy, Reason, Remark, lack, needed
from streams.readers.outcome import Event, Outcome

_FEEDS: Final = ("SUMMARY", "PREMIUM")
_CHANNELS: Final = ("TELEVISION", "WEB_SITE", "MOBILE_DEVICE", "TERMINAL", "OTHER")
_PURPOSES: Final = ("INFORMATIONAL", "TRADING")
_STATUSES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("p", "pro", "prof", "professional"), "PROFESSIONAL"),
    **dict.fromkeys(("n", "np", "non", "nonpro", "nonprofessional"), "NON_PROFESSIONAL"),
}
_ADDED: Final = ("a", "add", "added", "addition", "i", "install", "new")
_DELETED: Final = ("d", "del", "delete", "deleted", "deletion", "r", "remove", "removed", "cancel")


class _Use(NamedTuple):
    """Who uses what, as a row tells it."""

    distributor: str
    firm: str
    user: str
    feed: str


class Reading:
    """Turns the rows of reports of one layout into events, one after the other."""

    def __init__(self, layout: Layout, given: Given, zone: ZoneInfo, recorded_at: str) -> None:
        """Begin with what is known beside the reports.

        Args:
            zone: in which months, days and local times are told.
            recorded_at: when the reports came in, as the events will say; UTC.
        """
        self._layout = layout
        self._given = given
        self._zone = zone
        self._recorded_at = recorded_at
        self._evidence: dict[str, list[Evidence]] = {}
        for one in given.user:
            self._evidence.setdefault(one.user, []).append(one)
        self._classified: set[tuple[str, str]] = set()

    def take(self, row: Row) -> Outcome:
        """What becomes of a row."""
        try:
            if self._layout.name == "usage":
                return self._accesses(row)
            return self._entitlements(row)
        except LacksError as fault:
            return Outcome(row, lacks=tuple(fault.lacks))

    def _accesses(self, row: Row) -> Outcome:
        """The first access that a row tells, and the last one if it is another."""
        use = self._use(row)
        shown = {"channel": self._channel(row), "purpose": self._purpose(row)}
        told = [instant(row, "first_access", self._zone)]
        if row["last_access"]:
            told.append(instant(row, "last_access", self._zone))
        if row["month"]:
            self._check_month(row, told)
        whose = {"distributor": use.distributor, "recipient_firm": use.firm, "user": use.user}
        accesses = [
            self._event("feed_accessed", {**whose, "feed": use.feed, **shown, "accessed_at": text(at)})
            for at in sorted({one.at for one in told})
        ]
        return self._outcome(row, use, accesses, told)

    def _check_month(self, row: Row, told: Sequence[Told]) -> None:
        of = month(row, self._zone)
        for element, one in zip(("first_access", "last_access"), told, strict=False):
            if not of.begins_at() <= one.at < of.ends_at():
                detail = f'"{row[element]}" is not in {row["month"]} by the clocks of {self._zone.key}'
                raise lack(Reason.OUT_OF_THE_MONTH, element, detail)

    def _entitlements(self, row: Row) -> Outcome:
        """An entitlement for the month; where activities are told, its beginning or its end."""
        use, of = self._use(row), month(row, self._zone)
        if self._quantity(row) == 0:
            return Outcome(row, passed_by=PassedBy.NO_UNITS)
        whose = {"distributor": use.distributor, "user": use.user}
        name = f"{use.firm}/{use.user}/{use.feed}"
        if not row["activity"]:
            name = f"{name}/{of.year}-{of.number:02d}"
            began, ended = Told(of.begins_at(), is_day=False), Told(of.ends_at(), is_day=False)
            events = [self._granted(row, use, name, began), self._revoked(whose, name, ended)]
            return self._outcome(row, use, events, [])
        told = instant(row, "active_on", self._zone)
        activity = row["activity"].casefold()
        if activity in _ADDED:
            return self._outcome(row, use, [self._granted(row, use, name, told)], [told])
        if activity in _DELETED:
            return self._outcome(row, use, [self._revoked(whose, name, told)], [told])
        detail = f'"{row["activity"]}" is none of A and D; tell a change as a deletion and an addition'
        raise lack(Reason.ACTIVITY_UNKNOWN, "activity", detail)

    def _granted(self, row: Row, use: _Use, name: str, told: Told) -> Event:
        fields: Event = {
            "distributor": use.distributor,
            "recipient_firm": use.firm,
            "user": use.user,
            "entitlement": name,
            "feed": use.feed,
            "effective_at": text(told.at),
        }
        if row["channel"] or self._given.channel:
            fields["channels"] = [self._channel(row)]
        if row["purpose"] or self._given.purpose:
            fields["purpose"] = self._purpose(row)
        return self._event("entitlement_granted", fields)

    def _revoked(self, whose: Mapping[str, str], name: str, told: Told) -> Event:
        return self._event(
            "entitlement_revoked", {**whose, "entitlement": name, "effective_at": text(told.at)}
        )

    def _use(self, row: Row) -> _Use:
        given = self._given
        reported = row["distributor"] or given.distributor
        if not reported:
            raise lack(Reason.DISTRIBUTOR_MISSING, "distributor", 'say distributor = "…" in the given file')
        firm = needed(row, "firm", Reason.FIRM_MISSING)
        user = needed(row, "user", Reason.USER_MISSING)
        code = row["product"]
        feed = given.products.get(code) or (code.upper() if code.upper() in _FEEDS else None)
        if feed is None:
            detail = f'"{code}" is no feed; name it under [products] in the given file'
            raise lack(Reason.PRODUCT_UNKNOWN, "product", detail)
        return _Use(given.distributors.get(reported, reported), given.firms.get(firm, firm), user, feed)

    def _channel(self, row: Row) -> Channel:
        told = row["channel"]
        channel = self._given.channels.get(told) if told else self._given.channel
        if channel is not None:
            return channel
        for known in _CHANNELS:
            if told.upper().replace(" ", "_") == known:
                return known
        what = (
            f'"{told}" is no channel; name it under [channels]' if told else 'it is empty; say channel = "…"'
        )
        raise lack(Reason.CHANNEL_UNKNOWN, "channel", f"{what} in the given file")

    def _purpose(self, row: Row) -> str:
        told = row["purpose"].upper() or self._given.purpose
        if told in _PURPOSES:
            return told
        what = f'"{row["purpose"]}" is none of {" and ".join(_PURPOSES)}' if told else "it is empty"
        raise lack(Reason.PURPOSE_UNKNOWN, "purpose", f'{what}; or say purpose = "…" in the given file')

    def _quantity(self, row: Row) -> int:
        told = row["quantity"]
        if not told.isdecimal():
            raise lack(Reason.QUANTITY_UNREADABLE, "quantity", f'"{told}" is no whole number')
        if int(told) > 1:
            raise lack(Reason.SEVERAL_UNITS, "quantity", f"{int(told):,} units; give a row for each user")
        return int(told)

    def _status(self, row: Row) -> str | None:
        if not row["status"]:
            return None
        plain = row["status"].casefold().replace("-", "").replace(" ", "").replace("_", "")
        if plain not in _STATUSES:
            detail = f'"{row["status"]}" is neither Professional nor Non-Professional'
            raise lack(Reason.STATUS_UNKNOWN, "status", detail)
        return _STATUSES[plain]

    def _outcome(self, row: Row, use: _Use, events: list[Event], told: Sequence[Told]) -> Outcome:
        """The events of a row, with the evidence about its user before them the first time."""
        status = self._status(row)
        evidence = self._evidence_of(use)
        remarks = []
        if status is not None and not evidence:
            remarks.append(Remark.CLAIM_WITHOUT_EVIDENCE)
        if any(one.is_day for one in told):
            remarks.append(Remark.DAY_WITHOUT_TIME)
        classified: list[Event] = []
        if (use.distributor, use.user) not in self._classified:
            self._classified.add((use.distributor, use.user))
            classified = [self._class(use, one, status) for one in evidence]
        return Outcome(row, (*classified, *events), remarks=tuple(remarks))

    def _evidence_of(self, use: _Use) -> list[Evidence]:
        return [
            one
            for one in self._evidence.get(use.user, ())
            if one.distributor is None or one.distributor == use.distributor
        ]

    def _class(self, use: _Use, evidence: Evidence, status: str | None) -> Event:
        fields: Event = {**msgspec.to_builtins(evidence), "distributor": use.distributor}
        if status is not None:
            fields["claimed_classification"] = status
        return self._event("user_classified", fields)

    def _event(self, kind: str, fields: Mapping[str, object]) -> Event:
        """An event whose id follows from what it says: a report that is read twice says the same once."""
        digest = blake2b(
            orjson.dumps([kind, fields], option=orjson.OPT_SORT_KEYS), digest_size=12
        ).hexdigest()
        return {"type": kind, "id": f"report/{digest}", "at": self._recorded_at, **fields}
