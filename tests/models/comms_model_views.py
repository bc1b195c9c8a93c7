"""The views of the result document, as they stand at a tick (section 12.2)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from .comms_model_breaches import is_authorised
from .comms_model_duty import CITES
from .comms_model_records import Record, Records
from .comms_model_registers import reaches
from .comms_model_schema import Entry, Event
from .comms_model_set_aside import set_aside
from .comms_model_talks import Communication, Segment
from .comms_model_time import milliseconds, month_of, printed, shown

Rows = dict[str, Any]


def views(records: Records, now: int, conflicts: list[Entry]) -> Rows:
    """All views but `breaches` and `searches`, which remember earlier ticks."""
    today = records.registers.day_at(now)
    return {
        "as_of_at": printed(now),
        "decisions": _decisions(records),
        "attributions": _attributions(records),
        "retention": {name: _retention(records, record) for name, record in records.records.items()},
        "deletion_due": sorted(
            name for name, record in records.records.items() if records.is_due(record, today)
        ),
        "deletion_receipts": _deletion_receipts(records),
        "register": register(records),
        "access_requests": _access_requests(records, now),
        "access_log": _access_log(records),
        "coverage": _coverage(records),
        "open_communications": sorted(
            name for name, talk in records.talks.communications.items() if talk.end is None
        ),
        "set_aside": set_aside(records, conflicts),
    }


def _segments(records: Records) -> list[tuple[Communication, Segment]]:
    talks = records.talks.communications
    return [(talks[name], segment) for name in sorted(talks) for segment in talks[name].segments]


def _decisions(records: Records) -> list[Rows]:
    rows = []
    for talk, segment in _segments(records):
        decision = records.duties.current(segment)
        row = {
            "communication": talk.name,
            "segment": segment.number,
            "firm": talk.firm,
            "duty": decision.duty,
            "form": decision.form,
            "reason": decision.reason,
            "cites": [f"VPFF11/{point}" for point in CITES[decision.reason]],
            "rule_version": records.registers.parameter("rule_version"),
            "rule_version_assumed": records.registers.day_at(segment.start)
            < records.registers.parameter_day("rule_version"),
        }
        if decision.principal is not None:
            row |= {"responsible": decision.principal, "via": talk.firm}
        rows.append(row)
    return rows


def _attributions(records: Records) -> Rows:
    rows = {}
    for talk, segment in _segments(records):
        basis, employees, _ = records.talks.attribution(segment)
        rows[f"{talk.name}/{segment.number}"] = {"basis": basis, "employees": employees}
    return rows


def _retention(records: Records, record: Record) -> Rows:
    class_ = records.class_of(record)
    holds = records.open_holds(record)
    row: Rows = {
        "class": class_,
        "created_on": shown(records.created_on(record)),
        "delete_by_on" if class_ == "SURPLUS" else "retain_through": shown(records.term(record)),
        "on_hold": bool(holds),
        "holds": holds,
        "orders": sorted({order["order"] for order in records.orders(record)}),
        "restricted": records.is_restricted(record),
    }
    talk, deletion = records.talk_of(record), records.whole_deletion(record.name)
    if talk is not None:
        row["communication"] = talk.name
    if deletion is not None:
        row["deleted_on"] = shown(records.registers.day(deletion.event["deleted_at"]))
    return row


def _deletion_receipts(records: Records) -> Rows:
    rows = {}
    for deletion in records.deletions():
        event = deletion.event
        named = ("record", "part", "deleted_by", "approved_by", "reason", "data_key", "ciphertext_hash")
        rows[event["id"]] = {
            **{name: event[name] for name in named if name in event},
            "deleted_at": printed(milliseconds(event["deleted_at"])),
            "class": records.judgement(deletion).class_,
        }
    return rows


def register(records: Records) -> Rows:
    """Section 10.3: one row for each record that is matched and not deleted."""
    rows = {}
    for name, record in records.records.items():
        talk = records.talk_of(record)
        if talk is None or records.whole_deletion(name) is not None:
            continue
        row: Rows = {
            "communication": talk.name,
            "firm": talk.firm,
            "medium": talk.medium,
            "started_at": printed(talk.start),
            "ended_at": None if talk.end is None else printed(talk.end),
            "employees": sorted(records.employees(record)),
        }
        if talk.medium == "TELEPHONE":
            row |= {side: talk.opener.get(side) for side in ("from_number", "to_number")}
        else:
            row["clients"] = sorted(talk.clients) if talk.outside else ["INTERNAL"]
        rows[name] = row
    return rows


def search(records: Records, query: Event) -> Rows:
    """Section 10.4: the answer from the register of a tick."""
    grants = records.registers.grants(query["actor"], query["searched_at"])
    if not is_authorised(records, query):
        return {"authorised": False, "records": []}
    found = []
    for name, row in register(records).items():
        reaching = [grant for grant in grants if reaches(grant, row["firm"])]
        if records.is_restricted(records.records[name]):
            reaching = [grant for grant in reaching if grant["role"] in ("COMPLIANCE", "LEGAL")]
        if reaching and _answers(row, query):
            found.append((milliseconds(row["started_at"]), name))
    return {"authorised": True, "records": [name for _, name in sorted(found)]}


def _answers(row: Rows, query: Event) -> bool:
    return (
        all(query[name] == row.get(name) for name in ("firm", "from_number", "to_number") if name in query)
        and ("client" not in query or query["client"] in row.get("clients", []))
        and ("employee" not in query or query["employee"] in row["employees"])
        and (
            "during_until" not in query
            or milliseconds(row["started_at"]) < milliseconds(query["during_until"])
        )
        and (
            "during_from_at" not in query
            or row["ended_at"] is None
            or milliseconds(row["ended_at"]) >= milliseconds(query["during_from_at"])
        )
    )


def _access_requests(records: Records, now: int) -> Rows:
    rows = {}
    for name, request in records.requests.items():
        row = {
            "record": request.event["record"],
            "requester": request.event["requester"],
            "requested_on": shown(records.registers.day(request.event["requested_at"])),
            "concerned": request.is_concerned,
            "status": records.status(request, records.registers.day_at(now)),
        }
        if request.is_concerned:
            row["due_on"] = shown(records.due_on(request))
        if request.provided is not None:
            row["provided_on"] = shown(request.provided)
        rows[name] = row
    return rows


def _access_log(records: Records) -> Rows:
    rows = {}
    for event in records.registers.of("record_accessed", "register_searched"):
        is_access = event["type"] == "record_accessed"
        rows[event["id"]] = {
            "action": "ACCESS" if is_access else "SEARCH",
            "actor": event["actor"],
            "purpose": event["purpose"],
            "authorised": is_authorised(records, event),
            "at": printed(milliseconds(event["accessed_at" if is_access else "searched_at"])),
            **({"record": event["record"]} if is_access else {}),
        }
    return rows


def _coverage(records: Records) -> Rows:
    rows: dict[str, dict[str, dict[str, int]]] = defaultdict(dict)
    for talk, segment in _segments(records):
        decision = records.duties.current(segment)
        if talk.end is None or decision.form == "NA":
            continue
        if decision.form in ("AUDIO", "AUDIO_ONLY") and segment.start == segment.end:
            continue
        month = month_of(records.registers.day_at(segment.start))
        counts = rows[f"{decision.responsible_firm}/{month}"].setdefault(
            decision.duty, {"segments": 0, "captured": 0}
        )
        counts["segments"] += 1
        counts["captured"] += _is_captured(records, talk, segment, decision.form)
    return dict(rows)


def _is_captured(records: Records, talk: Communication, segment: Segment, form: str) -> bool:
    if form in ("AUDIO", "AUDIO_ONLY"):
        return records.is_complete(segment, segment.span)
    kind = "message_stored" if form == "TEXT" else "minutes_filed"
    return any(record.event["type"] == kind for record in records.of_talk(talk.name))
