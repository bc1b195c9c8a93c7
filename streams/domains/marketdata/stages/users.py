"""What does one partition of the input know of its users? Statements and accesses, and what they come to."""

from collections.abc import Iterable
from typing import Final, assert_never, get_args

import msgspec
from typing_extensions import TypeIs

from schemas import marketdata as events
from schemas.instants import instant_us
from schemas.reading import body_digest
from streams.domains.marketdata.rules.classification import classification
from streams.domains.marketdata.rules.refusal import Reason, Scope, access_refused
from streams.domains.marketdata.rules.uses import Classes, access_bits, intervals
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.stages.facts_seen import FactsSeen
from streams.domains.marketdata.stages.handover import BILLING, INDIVIDUALS, MARKS, FactRead, encode
from streams.domains.marketdata.stages.meter import Meter
from streams.domains.marketdata.stages.outcomes import Publisher, fact_key, user_key
from streams.domains.marketdata.stages.outgoing import Outgoing
from streams.domains.marketdata.stages.user_rows import UserRows
from streams.domains.marketdata.state.accesses import Access
from streams.domains.marketdata.state.identities import Seen, identity
from streams.domains.marketdata.state.names import path
from streams.domains.marketdata.state.users import (
    EvidenceRecord,
    Grant,
    Revocation,
    Statements,
    UserRow,
    Words,
    row_key,
)
from streams.domains.marketdata.state.words import cell_of, joined, word_in
from streams.kernel.citation import cites
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
        self._rows = UserRows(self._book, self._meter, opening.partitions)
        self._anonymous: Table[AnonymousRow] = Table("anonymous", AnonymousRow)
        self._outgoing = Outgoing("users", opening, self._meter.cells)
        self.tables = Tables(
            self._anonymous,
            *self._rows.tables,
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
        row = self._rows.get(key)
        one = identity(event.id, event_digest(event))
        known = self._rows.history.take(key, row, one)
        if known == Seen.SAME:
            return Disposition.REPEATED
        scope = Scope(event.distributor, user)
        if known == Seen.OTHER:
            if event.id not in row.conflicts:
                row.conflicts.append(event.id)
                self._rows.put(key, row, event.distributor)
                self._publish.refused(user_key(event), scope, event.id, Reason.EVENT_ID_CONFLICT)
            return Disposition.REPEATED
        self._rows.put(key, row, event.distributor)
        if isinstance(event, events.FeedAccessed):
            refused = access_refused(event, self._book.law.access_clock_tolerance_seconds)
            if refused is not None:
                self._publish.refused(user_key(event), scope, event.id, refused)
            else:
                self._take_access(key, row, event, user)
        else:
            self._state(row.said, event)
            self._rows.count(key, row, event.distributor, user)
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
        self._rows.history.add(key, row, access)
        month = self._book.months.of(access.accessed_us)
        devices = self._book.devices
        if month in self._book.admission.closes or devices.is_involved(user):
            self._rows.count(key, row, event.distributor, user)
            return
        running = intervals([said], None).get(event.recipient_firm, ())
        classes = Classes(said, None, is_device=bool(devices.statements(user)))
        bits = access_bits(access.accessed_us, access.cell, running, classes)
        course = row.words.courses.get(event.recipient_firm, [])
        if word_in(course, month) | bits == word_in(course, month):
            return
        courses = {**row.words.courses, event.recipient_firm: joined(course, month, bits)}
        self._rows.recount(key, row, event.distributor, Words(courses, row.words.left_out))

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
        limits = self._book.limits_for_the_first_time(fact)
        refused = self._book.take(fact)
        if isinstance(fact, events.DeviceClassified):
            self._rows.reconsider({fact.device, *self._book.devices.owners(fact.device)})
        elif isinstance(fact, events.LicensePurchased) and limits:
            self._rows.look_at_all(fact.distributor)
        elif isinstance(fact, events.MonthClosed) and refused is None:
            for gone, new in self._rows.changed_anomalies():
                self._outgoing.found(gone, new)
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

    def _hand_on(self, mark: events.Fact) -> None:
        """Hand on what changed, with the mark behind it."""
        if self._book.devices.are_lent:
            self._outgoing.lend(self._seen.newest, self._rows.lent())
        self._outgoing.hand_on(self._seen.newest, mark)


_KEYED: Final = frozenset(get_args(events.KeyedEvent))


def is_keyed(event: events.MarketDataRecord) -> TypeIs[events.KeyedEvent]:
    """Whether an event stands on the partition of its key; a look-up, since most events are such."""
    return type(event) in _KEYED


@cites("MARKETDATA/R29")
def event_digest(event: events.MarketDataRecord) -> bytes:
    """The digest of all fields but the stamp, which the gateway gives anew with every delivery (R29)."""
    return body_digest(msgspec.structs.replace(event, at=""))
