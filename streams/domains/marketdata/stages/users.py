"""What does one partition of the input know of its users? Statements and accesses, and what they come to."""

from collections.abc import Iterable
from typing import Final, assert_never, get_args

import msgspec
from typing_extensions import TypeIs

from schemas import marketdata as events
from schemas.instants import instant_us
from schemas.reading import body_digest
from streams.domains.marketdata.rules.anomaly import Anomaly, Kind
from streams.domains.marketdata.rules.classification import classification
from streams.domains.marketdata.rules.findings import entitlements_not_found
from streams.domains.marketdata.rules.individual import Measuring
from streams.domains.marketdata.rules.refusal import Reason, Scope, access_refused
from streams.domains.marketdata.rules.uses import Classes, access_bits, intervals
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.stages.facts_seen import FactsSeen
from streams.domains.marketdata.stages.handover import BILLING, INDIVIDUALS, MARKS, FactRead, Lent, encode
from streams.domains.marketdata.stages.meter import Meter
from streams.domains.marketdata.stages.outcomes import Publisher, fact_key, user_key
from streams.domains.marketdata.stages.outgoing import Outgoing
from streams.domains.marketdata.state.admission import Variant
from streams.domains.marketdata.state.names import key_of, path
from streams.domains.marketdata.state.users import (
    Access,
    EvidenceRecord,
    Grant,
    Revocation,
    Seen,
    Statements,
    UserRow,
    Words,
    identity,
    names_of_row,
    row_key,
    seen,
)
from streams.domains.marketdata.state.words import cell_of, joined, word_in
from streams.kernel.citation import cites
from streams.kernel.partitioner import partition_of
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Table, Tables


class AnonymousRow(msgspec.Struct, array_like=True, gc=False):
    """An anonymous access by its id."""

    identity: bytes
    is_conflict_known: bool = False


class Users:
    """Folds one partition of the input."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._publish = Publisher(opening.output)
        self._book = FactBook(opening.law)
        self._meter = Meter(self._book)
        self._seen = FactsSeen()
        self._users: Table[UserRow] = Table("users", UserRow)
        self._anonymous: Table[AnonymousRow] = Table("anonymous", AnonymousRow)
        self._distributors: Table[bool] = Table("distributors", bool, resident=True)
        self._to_lend: Table[bool] = Table("to_lend", bool)
        self._outgoing = Outgoing("users", opening, self._meter.cells)
        self.tables = Tables(
            self._users,
            self._anonymous,
            self._distributors,
            self._to_lend,
            *self._book.tables,
            *self._meter.tables,
            *self._seen.tables,
            *self._outgoing.tables,
        )

    def resume(self) -> None:
        """Read the facts and what was handed on from the rows."""
        self._book.resume()
        self._outgoing.resume()

    def step(self, event: events.MarketDataRecord, record: Record) -> Disposition:
        """Take one event."""
        if is_keyed(event):
            if isinstance(event, events.FeedAccessed) and not event.user:
                return self._take_anonymous_access(event)
            return self._take_event(event)
        return self._take_fact(event)

    # Events about a user

    def _take_event(self, event: events.KeyedEvent) -> Disposition:
        user = event.user or ""
        key = row_key(event.distributor, user)
        row = self._users.get(key) or UserRow(b"", Statements())
        one = identity(event.id, event_digest(event))
        known = seen(row.identities, one)
        if known == Seen.SAME:
            return Disposition.REPEATED
        scope = Scope(event.distributor, user)
        if known == Seen.OTHER:
            if event.id not in row.conflicts:
                row.conflicts.append(event.id)
                self._users.put(key, row)
                self._publish.refused(user_key(event), scope, event.id, Reason.EVENT_ID_CONFLICT)
            return Disposition.REPEATED
        row.identities += one
        self._users.put(key, row)
        if event.distributor not in self._distributors:
            self._distributors.put(event.distributor, True)
        if isinstance(event, events.FeedAccessed):
            refused = access_refused(event, self._book.law.access_clock_tolerance_seconds)
            if refused is not None:
                self._publish.refused(user_key(event), scope, event.id, refused)
            else:
                self._take_access(key, row, event, user)
        else:
            self._state(row.said, event)
            self._count(key, row, event.distributor, user)
        return Disposition.DECIDED

    def _state(self, said: Statements, event: events.UserStatement) -> None:
        """Keep a statement about a user."""
        at_us, effective_us = instant_us(event.at), instant_us(event.effective_at)
        place = (self._book.closes_before, self._book.months.of(at_us))
        match event:
            case events.UserClassified():
                bits = classification(event)
                said.records.append(EvidenceRecord(effective_us, at_us, event.id, *place, bits))
            case events.EntitlementGranted():
                firm = said.firm(event.recipient_firm)
                cell = self._cell(event.feed, event.channels or ("TERMINAL",), event.purpose or "TRADING")
                grant = Grant(event.entitlement, at_us, event.id, *place, effective_us, firm, cell)
                said.grants.append(grant)
            case events.EntitlementRevoked():
                revocation = Revocation(event.entitlement, at_us, event.id, *place, effective_us)
                said.revocations.append(revocation)
            case _:
                assert_never(event)

    def _cell(self, feed: str, channels: Iterable[str], purpose: str) -> int:
        """The cell of a use: digital media only if every channel is, and the purpose is informational."""
        media = self._book.law.digital_media_channels
        is_digital = purpose == "INFORMATIONAL" and all(channel in media for channel in channels)
        return cell_of(feed, is_digital=is_digital)

    def _access(self, said: Statements, event: events.FeedAccessed) -> Access:
        return Access(
            instant_us(event.accessed_at),
            said.firm(event.recipient_firm),
            self._cell(event.feed, (event.channel,), event.purpose),
            self._book.recorded_in(event.at),
            self._book.closes_before,
        )

    def _take_access(self, key: str, row: UserRow, event: events.FeedAccessed, user: str) -> None:
        """Keep an access; in an open month it only joins its bits to the word."""
        said = row.said
        access = self._access(said, event)
        said.add_access(access)
        month = self._book.months.of(access.accessed_us)
        devices = self._book.devices
        if month in self._book.admission.closes or devices.is_involved(user):
            self._count(key, row, event.distributor, user)
            return
        running = intervals([said], None).get(event.recipient_firm, ())
        classes = Classes(said, None, is_device=bool(devices.statements(user)))
        bits = access_bits(access.accessed_us, access.cell, running, classes)
        course = row.words.courses.get(event.recipient_firm, [])
        if word_in(course, month) | bits == word_in(course, month):
            return
        courses = {**row.words.courses, event.recipient_firm: joined(course, month, bits)}
        self._recount(key, row, event.distributor, Words(courses, row.words.left_out))

    def _count(self, key: str, row: UserRow, distributor: str, user: str) -> None:
        """Work out anew what the uses of a user come to; where uses are lent, the individuals do it."""
        if self._book.devices.is_involved(user):
            if key not in self._to_lend:
                self._to_lend.put(key, True)
            self._recount(key, row, distributor, Words())
            return
        if not row.said.has_uses():
            self._flag(key, row, distributor)
            return
        stated, admission, months = self._book.devices.statements, self._book.admission, self._book.months
        measure = Measuring(user, {user: row.said}, stated, admission, months).measure()
        self._recount(key, row, distributor, measure)

    def _recount(self, key: str, row: UserRow, distributor: str, words: Words) -> None:
        self._meter.count(distributor, row.words, words)
        row.words = words
        self._users.put(key, row)
        self._flag(key, row, distributor)

    def _flag(self, key: str, row: UserRow, distributor: str) -> None:
        noticeable = self._meter.is_noticeable(distributor, row.words.courses)
        self._meter.flag(key, is_flagged=noticeable or may_lack_a_grant(row.said))

    def _take_anonymous_access(self, event: events.FeedAccessed) -> Disposition:
        key = path(event.distributor, event.id)
        one = identity(event.id, event_digest(event))
        row = self._anonymous.get(key)
        scope = Scope(event.distributor)
        if row is not None:
            if row.identity != one and not row.is_conflict_known:
                row.is_conflict_known = True
                self._anonymous.put(key, row)
                self._publish.refused(user_key(event), scope, event.id, Reason.EVENT_ID_CONFLICT)
            return Disposition.REPEATED
        self._anonymous.put(key, AnonymousRow(one))
        refused = access_refused(event, self._book.law.access_clock_tolerance_seconds)
        if refused is not None:
            self._publish.refused(user_key(event), scope, event.id, refused)
            return Disposition.DECIDED
        access = self._access(Statements(), event)
        month = self._book.months.of(access.accessed_us)
        if self._book.admission.admits(month, access):
            self._meter.count_anonymous(event.distributor, event.recipient_firm, month, access.cell)
        return Disposition.DECIDED

    # Facts

    def _take_fact(self, fact: events.Fact) -> Disposition:
        known = self._seen.take(fact, event_digest(fact))
        if known is not None:
            if known is Reason.EVENT_ID_CONFLICT and self._opening.partition == 0:
                self._publish.refused(fact_key(fact), Scope(), fact.id, known)
            return Disposition.REPEATED
        if self._opening.partition == 0:
            self._forward(fact)
        refused = self._book.take(fact)
        if isinstance(fact, events.DeviceClassified):
            self._reconsider({fact.device, *self._book.devices.owners(fact.device)})
        elif isinstance(fact, events.LicensePurchased) and fact.license_kind == "DIGITAL_MEDIA_ENTERPRISE":
            self._look_at_all(fact.distributor)
        elif isinstance(fact, events.MonthClosed) and refused is None:
            self._find()
        if isinstance(fact, MARKS):
            self._hand_on(fact)
        return Disposition.DECIDED

    def _forward(self, fact: events.Fact) -> None:
        """Hand a fact on to the stages that come after, once for all partitions of the input."""
        key = str(self._seen.newest)
        value = encode(FactRead(self._seen.newest, msgspec.Raw(encode(fact))))
        output = self._opening.output
        output.forward(BILLING, 0, key, value)
        for partition in range(self._opening.partitions):
            output.forward(INDIVIDUALS, partition, key, value)

    def _reconsider(self, names: Iterable[str]) -> None:
        """Count anew the users of a name at every Distributor."""
        for distributor in self._distributors:
            for name in sorted(names):
                key = row_key(distributor, name)
                row = self._users.get(key)
                if row is not None:
                    self._count(key, row, distributor, name)

    def _look_at_all(self, distributor: str) -> None:
        """Look at every user of a Distributor again, now that a license limits what some may do."""
        for key, row in self._users.items(row_key(distributor, "")):
            self._flag(key, row, distributor)

    def _find(self) -> None:
        """Find out at a close what became an anomaly, and what is none any more."""
        for key in self._meter.looked_at():
            row = self._users.get(key)
            if row is None:
                continue
            distributor, user = names_of_row(key)
            found = self._meter.anomalies(distributor, user, row.words.courses)
            if may_lack_a_grant(row.said):
                found |= self._entitlements_not_found(distributor, user, row.said)
            self._outgoing.found(*self._meter.hold(key, found))

    def _entitlements_not_found(self, distributor: str, user: str, said: Statements) -> set[Anomaly]:
        admission = self._book.admission
        return {
            Anomaly(Kind.ENTITLEMENT_NOT_FOUND, distributor=distributor, user=user, entitlement=entitlement)
            for month in admission.closes
            for entitlement in entitlements_not_found(said, Variant(admission, month))
        }

    def _hand_on(self, mark: events.Fact) -> None:
        """Hand on what changed, with the mark behind it."""
        lent: dict[int, list[Lent]] = {}
        for key in list(self._to_lend):
            row = self._users.get(key)
            distributor, name = names_of_row(key)
            if row is not None:
                for partition in self._partitions_of(distributor, name):
                    lent.setdefault(partition, []).append(Lent(distributor, name, row.said))
            self._to_lend.delete(key)
        self._outgoing.hand_on(self._seen.newest, mark, lent)

    def _partitions_of(self, distributor: str, name: str) -> list[int]:
        """Where a user and those to whom its uses are lent are counted."""
        individuals = {name, *self._book.devices.owners(name)}
        partitions = self._opening.partitions
        return sorted({partition_of(key_of(distributor, one).encode(), partitions) for one in individuals})


_KEYED: Final = frozenset(get_args(events.KeyedEvent))


def is_keyed(event: events.MarketDataRecord) -> TypeIs[events.KeyedEvent]:
    """Whether an event stands on the partition of its key; a look-up, since most events are such."""
    return type(event) in _KEYED


@cites("MARKETDATA/R29")
def event_digest(event: events.MarketDataRecord) -> bytes:
    """The digest of all fields but the stamp, which the gateway gives anew with every delivery (R29)."""
    return body_digest(msgspec.structs.replace(event, at=""))


def may_lack_a_grant(said: Statements) -> bool:
    """Whether a revocation may count for a month for which no grant of its entitlement does."""
    return any(
        not any(
            grant.entitlement == one.entitlement
            and grant.closes_before <= one.closes_before
            and grant.recorded_in <= one.recorded_in
            for grant in said.grants
        )
        for one in said.revocations
    )
