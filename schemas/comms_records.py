"""Which events tell of the evidence: made, checked, asked for, opened, deleted, searched?"""

from typing import ClassVar

from msgspec import UNSET, UnsetType

from schemas import comms_choices as choice
from schemas import comms_fields as field
from schemas.comms_facts import CommsEventBase
from schemas.wire import require_any


class RecordingMade(CommsEventBase, frozen=True, kw_only=True, tag="recording_made"):
    """A recorder made a recording, of a communication or on a telephone (VPFF11/3, VPFF11/5)."""

    ANY_OF: ClassVar = ("communication", "telephone")

    record: field.Record
    communication: field.Communication | UnsetType = UNSET
    telephone: field.Telephone | UnsetType = UNSET
    started_at: field.StartedAt
    ended_at: field.EndedAt
    media: choice.Media
    quality: choice.Quality
    created_at: field.CreatedAt
    content_hash: field.ContentHash | UnsetType = UNSET
    data_key: field.DataKey | UnsetType = UNSET
    sealed: field.Sealed | UnsetType = UNSET

    def __post_init__(self) -> None:
        require_any(self, self.ANY_OF)


class MessageStored(CommsEventBase, frozen=True, kw_only=True, tag="message_stored"):
    """A written message was stored (VPFF11/3)."""

    record: field.Record
    communication: field.Communication
    created_at: field.CreatedAt
    content_hash: field.ContentHash | UnsetType = UNSET
    data_key: field.DataKey | UnsetType = UNSET
    sealed: field.Sealed | UnsetType = UNSET


class MinutesFiled(CommsEventBase, frozen=True, kw_only=True, tag="minutes_filed"):
    """Minutes of a meeting were filed on a durable medium (VPFF11/3)."""

    record: field.Record
    communication: field.Communication
    created_at: field.CreatedAt
    items_present: choice.ItemsPresent
    content_hash: field.ContentHash | UnsetType = UNSET
    data_key: field.DataKey | UnsetType = UNSET
    sealed: field.Sealed | UnsetType = UNSET


class AboutRecord(CommsEventBase, frozen=True, kw_only=True):
    """An event about a record, with the reference that the record's first event had."""

    record: field.Record
    communication: field.Communication | UnsetType = UNSET
    telephone: field.Telephone | UnsetType = UNSET


class HashChecked(AboutRecord, frozen=True, kw_only=True, tag="hash_checked"):
    """The stored bytes were hashed again (DR2017-565/76(10))."""

    content_hash: field.ContentHash
    checked_at: field.CheckedAt


class AccessRequested(AboutRecord, frozen=True, kw_only=True, tag="access_requested"):
    """Somebody asks for a record to be handed over (VPFF11/7)."""

    request: field.Request
    requester: field.Requester
    requested_at: field.RequestedAt


class AccessProvided(AboutRecord, frozen=True, kw_only=True, tag="access_provided"):
    """A record was handed over (VPFF11/7)."""

    request: field.Request
    provided_at: field.ProvidedAt


class RecordAccessed(AboutRecord, frozen=True, kw_only=True, tag="record_accessed"):
    """Somebody opened a record (VPFF11/7)."""

    actor: field.Actor
    purpose: choice.Purpose
    accessed_at: field.AccessedAt


class RecordDeleted(AboutRecord, frozen=True, kw_only=True, tag="record_deleted"):
    """The vault destroyed a record, or its picture track, and writes the receipt (VPFF11/5, VPFF11/7)."""

    part: choice.Part | UnsetType = UNSET
    deleted_at: field.DeletedAt
    deleted_by: field.DeletedBy
    approved_by: field.ApprovedBy
    reason: choice.DeletionReason
    data_key: field.DataKey | UnsetType = UNSET
    ciphertext_hash: field.CiphertextHash | UnsetType = UNSET


class RegisterSearched(CommsEventBase, frozen=True, kw_only=True, tag="register_searched"):
    """Somebody searches the register; it is written before it is answered (VPFF11/5, VPFF11/7)."""

    ANY_OF: ClassVar = ("from_number", "to_number", "client", "employee", "during_from_at", "during_until")

    actor: field.Actor
    purpose: choice.Purpose
    searched_at: field.SearchedAt
    firm: field.Firm | UnsetType = UNSET
    from_number: field.FromNumber | UnsetType = UNSET
    to_number: field.ToNumber | UnsetType = UNSET
    client: field.Client | UnsetType = UNSET
    employee: field.Employee | UnsetType = UNSET
    during_from_at: field.DuringFromAt | UnsetType = UNSET
    during_until: field.DuringUntil | UnsetType = UNSET

    def __post_init__(self) -> None:
        require_any(self, self.ANY_OF)
