"""Every breach as a condition over a stretch of the log (section 8)."""

from __future__ import annotations

from collections.abc import Iterator

from .comms_model_records import Record, Records
from .comms_model_registers import reaches
from .comms_model_schema import Event
from .comms_model_segment_breaches import Breach, Key, breaches_of_segments
from .comms_model_time import HOUR, day, milliseconds, plus_days, plus_years

SEVERITIES_AND_CITES: dict[str, tuple[str, list[str]]] = {
    "POLICY_MISSING": ("LAW", ["VPFF11/1", "DR2017-565/76(1)"]),
    "UNRECORDED_DEVICE": ("LAW", ["VPFF11/3"]),
    "UNAPPROVED_CHANNEL": ("LAW", ["VPFF11/3"]),
    "INBOUND_OFF_CHANNEL": ("FINDING", ["VPFF11/3"]),
    "NO_CHANNEL_SWITCH": ("LAW", ["VPFF11/3"]),
    "NOT_RECORDED": ("LAW", ["VPFF11/3", "VPFF11/4"]),
    "RECORDING_INCOMPLETE": ("LAW", ["VPFF11/3"]),
    "NOT_STORED": ("LAW", ["VPFF11/3", "VPFF11/4"]),
    "NO_MINUTES": ("LAW", ["VPFF11/3", "DR2017-565/76(9)"]),
    "MINUTES_INCOMPLETE": ("LAW", ["VPFF11/3", "DR2017-565/76(9)"]),
    "LATE_EVIDENCE": ("FINDING", ["VPFF11/5"]),
    "RECORDING_DEGRADED": ("FINDING", ["VPFF11/5"]),
    "SOUNDING_NO_CONSENT": ("LAW", ["VPFF11/4.5.1"]),
    "SOUNDING_UNRECORDED": ("RECOMMENDATION", ["VPFF11/4.5.1"]),
    "SOUNDING_WITH_SERVICE": ("FINDING", ["VPFF11/4.5.1"]),
    "SWITCHBOARD_RECORDED": ("LAW", ["VPFF11/6"]),
    "NO_CLIENT_NOTICE": ("LAW", ["VPFF11/6"]),
    "MIDCALL_NO_NOTICE": ("LAW", ["VPFF11/6"]),
    "NOTICE_LANGUAGE": ("LAW", ["VPFF11/6", "DR2017-565/76(8)"]),
    "NO_CRITERIA_NOTICE": ("LAW", ["VPFF11/6"]),
    "SHARED_PHONE_UNATTRIBUTED": ("LAW", ["VPFF11/5"]),
    "SHARED_PHONE_AMBIGUOUS": ("LAW", ["VPFF11/5"]),
    "NOT_SEARCHABLE": ("LAW", ["VPFF11/5"]),
    "ATTRIBUTION_CONFLICT": ("FINDING", ["VPFF11/5"]),
    "CLI_WITHHELD": ("FINDING", ["VPFF11/5"]),
    "FACTS_MISSING": ("FINDING", ["VPFF11/4"]),
    "UNLOGGED_RECORDING": ("FINDING", ["VPFF11/5"]),
    "RECORD_ALTERED": ("LAW", ["VPFF11/5", "DR2017-565/76(10)"]),
    "IMAGE_STORED": ("RECOMMENDATION", ["VPFF11/3"]),
    "SURPLUS_RECORDING": ("FINDING", ["VPFF11/1", "VPFF11/7"]),
    "SURPLUS_SEGMENT": ("FINDING", ["VPFF11/7"]),
    "SURPLUS_OVERDUE": ("RECOMMENDATION", ["VPFF11/7"]),
    "EARLY_DELETION": ("LAW", ["VPFF11/5"]),
    "DELETION_OVERDUE": ("FINDING", ["VPFF11/7"]),
    "ORDER_BEYOND_7Y": ("FINDING", ["VPFF11/5", "DR2017-565/76(8)"]),
    "ACCESS_OVERDUE": ("LAW", ["VPFF11/7"]),
    "ACCESS_WRONG_PARTY": ("LAW", ["VPFF11/7"]),
    "ACCESS_UNAUTHORISED": ("RECOMMENDATION", ["VPFF11/1", "VPFF11/7"]),
}


def breaches(records: Records, now: int) -> dict[Key, Breach]:
    """All conditions of section 8 that hold at a tick."""
    found = [
        *breaches_of_segments(records, now),
        *_of_records(records, now),
        *_of_requests(records, now),
        *_of_access(records),
    ]
    return {breach.key: breach for breach in found}


def _of_records(records: Records, now: int) -> Iterator[Breach]:
    hours = records.registers.parameter("unlogged_hours")
    for name, record in records.records.items():
        talk = records.talk_of(record)
        if talk is None and now >= milliseconds(record.event["created_at"]) + hours * HOUR:
            yield Breach("UNLOGGED_RECORDING", name)
        if _is_altered(records, record):
            yield Breach("RECORD_ALTERED", name)
        if record.is_recording:
            yield from _of_recording(records, record)
        yield from _of_term(records, record, now)
    for deletion in records.deletions():
        causes = records.judgement(deletion).causes
        if "part" not in deletion.event and causes:
            yield Breach("EARLY_DELETION", deletion.event["record"], None, {"causes": causes})


def _is_altered(records: Records, record: Record) -> bool:
    kept = record.event.get("content_hash")
    return kept is not None and any(
        check["record"] == record.name and check["content_hash"] != kept
        for check in records.registers.of("hash_checked")
    )


def _of_recording(records: Records, record: Record) -> Iterator[Breach]:
    if "VIDEO" in record.event["media"] and not any(
        deletion.event["record"] == record.name for deletion in records.deletions()
    ):
        yield Breach("IMAGE_STORED", record.name)
    if records.whole_deletion(record.name):
        return
    keeping = {records.duties.keeping(segment) for segment in records.under(record)}
    class_ = records.class_of(record)
    if class_ == "SURPLUS" and "FORBIDDEN" not in keeping:
        yield Breach("SURPLUS_RECORDING", record.name)
    if class_ == "DUTY" and keeping & {"NONE", "FORBIDDEN"}:
        yield Breach("SURPLUS_SEGMENT", record.name)


def _of_term(records: Records, record: Record, now: int) -> Iterator[Breach]:
    registers = records.registers
    today = registers.day_at(now)
    if records.is_due(record, today):
        base = records.base_day(record)
        if records.class_of(record) == "SURPLUS":
            if today > base:
                yield Breach("SURPLUS_OVERDUE", record.name)
        elif today > plus_days(base, registers.parameter("deletion_grace_days")):
            yield Breach("DELETION_OVERDUE", record.name)
    cap = plus_years(records.created_on(record), registers.parameter("order_cap_years"))
    if any(day(order["retain_through"]) > cap for order in records.orders(record)):
        yield Breach("ORDER_BEYOND_7Y", record.name)


def _of_requests(records: Records, now: int) -> Iterator[Breach]:
    today = records.registers.day_at(now)
    for name, request in records.requests.items():
        status = records.status(request, today)
        if status in ("OVERDUE", "PROVIDED_LATE"):
            yield Breach("ACCESS_OVERDUE", name)
        if status == "PROVIDED_TO_WRONG_PARTY":
            yield Breach("ACCESS_WRONG_PARTY", name)


def is_authorised(records: Records, event: Event) -> bool:
    """Section 10.2: whether a grant was in force for an access or a search."""
    if event["type"] == "register_searched":
        grants = records.registers.grants(event["actor"], event["searched_at"])
        return any("firm" not in event or reaches(grant, event["firm"]) for grant in grants)
    record = records.records.get(event["record"])
    talk = None if record is None else records.talk_of(record)
    grants = records.registers.grants(event["actor"], event["accessed_at"])
    return any(reaches(grant, None if talk is None else talk.firm) for grant in grants)


def _of_access(records: Records) -> Iterator[Breach]:
    for event in records.registers.of("record_accessed", "register_searched"):
        if not is_authorised(records, event):
            subject = event.get("record", "REGISTER")
            yield Breach("ACCESS_UNAUTHORISED", f"{subject}:{event['actor']}")


def severity(records: Records, code: str) -> str:
    """Section 8: law, recommendation or finding; one of them is a parameter."""
    if code == "SOUNDING_UNRECORDED":
        return str(records.registers.parameter("unrecorded_sounding_severity"))
    return SEVERITIES_AND_CITES[code][0]
