"""What do the views of records, requests and accesses show?"""

from collections.abc import Iterator
from typing import Final

from msgspec import UNSET

from schemas.comms import RecordAccessed, RecordDeleted, RegisterSearched
from schemas.instants import instant_us
from streams.domains.comms.rules.record_findings import Judged
from streams.domains.comms.rules.register import RegisterRow
from streams.domains.comms.rules.request import Standing
from streams.domains.comms.stages.board import Row
from streams.domains.comms.state.calendar import shown_at
from streams.domains.comms.state.records import Asked

_POINT_5: Final = "VPFF11/5"
_POINT_7: Final = "VPFF11/7"
_ACCESS_CITES: Final = ("VPFF11/1", _POINT_7)


def record_rows(judged: Judged, register: RegisterRow | None, *, is_due: bool) -> Iterator[Row]:
    """All rows of a filed record, save its breaches."""
    record, event = judged.of.file.record, judged.of.first.id
    retention = retention_value(judged)
    fields = {"record": record, **retention}
    yield Row("retention", record, retention, "retention_set", record, event, (_POINT_5,), fields)
    if is_due:
        yield Row(
            "deletion_due",
            record,
            record,
            "deletion_due",
            record,
            event,
            (_POINT_5, _POINT_7),
            {"record": record},
        )
    for deleted in judged.of.file.deletions:
        yield _receipt_row(deleted, judged)
    if register is not None:
        yield Row("register", record, register.shown(), None, record, event, ())
    for asked in judged.of.file.requests:
        yield _request_row(asked, judged.standings[asked.event.request])


def retention_value(judged: Judged) -> dict[str, object]:
    """How a record is kept, as the view shows it."""
    of, retention = judged.of, judged.retention
    term = "delete_by_on" if retention.is_surplus else "retain_through"
    value: dict[str, object] = {
        "class": retention.kept_as,
        "created_on": of.created_on.isoformat(),
        term: retention.through.isoformat(),
        "on_hold": retention.is_on_hold,
        "holds": list(retention.holds),
        "orders": list(retention.orders),
        "restricted": retention.is_restricted,
    }
    if of.profile is not None:
        value["communication"] = of.profile.communication
    deletion = of.file.deletion
    if deletion is not None:
        value["deleted_on"] = of.calendar.day(instant_us(deletion.deleted_at)).isoformat()
    return value


def _receipt_row(deleted: RecordDeleted, judged: Judged) -> Row:
    value: dict[str, object] = {
        "record": deleted.record,
        "deleted_at": shown_at(instant_us(deleted.deleted_at)),
        "deleted_by": deleted.deleted_by,
        "approved_by": deleted.approved_by,
        "reason": deleted.reason,
        "class": judged.deletions[deleted.id].kept_as,
    }
    for name in ("part", "data_key", "ciphertext_hash"):
        held = getattr(deleted, name)
        if held is not UNSET:
            value[name] = held
    cites = (_POINT_5, _POINT_7)
    return Row(
        "deletion_receipts", deleted.id, value, "deletion_receipted", deleted.record, deleted.id, cites
    )


def _request_row(asked: Asked, standing: Standing) -> Row:
    request = asked.event.request
    value: dict[str, object] = {
        "record": asked.event.record,
        "requester": asked.event.requester,
        "requested_on": standing.requested_on.isoformat(),
        "concerned": standing.is_concerned,
        "status": standing.status,
    }
    if standing.due_on is not None:
        value["due_on"] = standing.due_on.isoformat()
    if standing.provided_on is not None:
        value["provided_on"] = standing.provided_on.isoformat()
    fields = {"request": request, **value}
    return Row(
        "access_requests",
        request,
        value,
        "access_request_set",
        request,
        asked.event.id,
        (_POINT_7,),
        fields,
    )


def access_row(accessed: RecordAccessed, *, is_allowed: bool) -> Row:
    """Who opened a record, and whether that was authorised."""
    value: dict[str, object] = {
        "action": "ACCESS",
        "actor": accessed.actor,
        "purpose": accessed.purpose,
        "authorised": is_allowed,
        "at": shown_at(instant_us(accessed.accessed_at)),
        "record": accessed.record,
    }
    return Row(
        "access_log",
        accessed.id,
        value,
        "access_logged",
        accessed.record,
        accessed.id,
        _ACCESS_CITES,
        _as_fields(value),
    )


def search_row(searched: RegisterSearched, *, is_allowed: bool) -> Row:
    """Who searched the register, and whether that was authorised."""
    value: dict[str, object] = {
        "action": "SEARCH",
        "actor": searched.actor,
        "purpose": searched.purpose,
        "authorised": is_allowed,
        "at": shown_at(instant_us(searched.searched_at)),
    }
    return Row(
        "access_log",
        searched.id,
        value,
        "access_logged",
        searched.actor,
        searched.id,
        _ACCESS_CITES,
        _as_fields(value),
    )


def _as_fields(value: dict[str, object]) -> dict[str, object]:
    """The value as an outcome carries it, whose own `at` is that of the tick."""
    return {("accessed_at" if name == "at" else name): held for name, held in value.items()}
