"""Is what was recorded kept as long as it must be, and no longer? (invariants I17 to I21)"""

import json
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.models.comms_model_schema import Event
from tests.models.comms_model_time import HOUR, milliseconds, printed
from tests.properties.comms_calls import Call, breach
from tests.properties.comms_stories import (
    EXAMPLES,
    SEEDS,
    SOME,
    Result,
    Story,
    commits_of,
    folded,
    tell,
    through_ticks,
)

OSLO: Final = ZoneInfo("Europe/Oslo")
ENDS_BY_DELETION: Final = (
    "IMAGE_STORED",
    "SURPLUS_RECORDING",
    "SURPLUS_SEGMENT",
    "SURPLUS_OVERDUE",
    "DELETION_OVERDUE",
)
FIRST_EVENTS: Final = ("recording_made", "message_stored", "minutes_filed")
RECEIPT: Final = {
    "record",
    "part",
    "deleted_at",
    "deleted_by",
    "approved_by",
    "reason",
    "class",
    "data_key",
    "ciphertext_hash",
}


def years_after(day: date, years: int) -> date:
    """The day a number of years later; 1 March for 29 February in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def today(told: Story, result: Result) -> date:
    """The day of a result."""
    zone = ZoneInfo(told.parameters.get("comms.time_zone", "Europe/Oslo"))
    return datetime.fromisoformat(result["as_of_at"]).astimezone(zone).date()


def firsts(told: Story) -> dict[str, Event]:
    """The first event of each record."""
    found: dict[str, Event] = {}
    for event in told.of(*FIRST_EVENTS):
        found.setdefault(event["record"], event)
    return found


def reference(first: Event) -> dict[str, str]:
    """What every event about a record repeats."""
    return {name: first[name] for name in ("record", "communication", "telephone") if name in first}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_record_of_a_duty_or_a_provisional_one_is_kept_five_years_or_longer(seed: int) -> None:
    """Invariant I17."""
    told = tell(seed)
    years = told.parameters.get("comms.retention_years", 5)
    for row in told.result["retention"].values():
        if row["class"] in ("DUTY", "PROVISIONAL"):
            at_least = years_after(date.fromisoformat(row["created_on"]), years)
            assert date.fromisoformat(row["retain_through"]) >= at_least


@pytest.mark.parametrize("seed", SOME)
def test_a_term_never_falls_while_the_class_stands_and_the_same_orders_fit(seed: int) -> None:
    """Invariant I17."""
    former: dict[str, Any] = {}
    for cut in through_ticks(tell(seed)):
        rows = folded(cut)["retention"]
        for name, row in rows.items():
            before = former.get(name)
            if before and (before["class"], before["orders"]) == (row["class"], row["orders"]):
                assert row.get("retain_through", "") >= before.get("retain_through", "")
        former = rows


@pytest.mark.parametrize("seed", SOME)
def test_orders_and_holds_never_bring_a_due_date_forward(seed: int) -> None:
    """Invariant I17."""
    told = tell(seed)
    without = folded(told.without("retention_extended", "hold_placed", "hold_released"))
    assert set(told.result["deletion_due"]) <= set(without["deletion_due"])


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_due_has_no_open_hold_no_order_running_and_no_open_request(seed: int) -> None:
    """Invariant I18."""
    told = tell(seed)
    result = told.result
    asked = {
        row["record"] for row in result["access_requests"].values() if row["status"] in ("OPEN", "OVERDUE")
    }
    for name in result["deletion_due"]:
        row = result["retention"][name]
        assert not row["on_hold"] and row["holds"] == [] and "deleted_on" not in row
        assert name not in asked
        if row["class"] != "SURPLUS":
            assert today(told, result) > date.fromisoformat(row["retain_through"])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_deletion_is_early_for_what_the_log_held_before_it_and_for_nothing_else(seed: int) -> None:
    """Invariant I19, for the records that name their communication and were known before."""
    told = tell(seed)
    causes = {
        row["object"]: row["causes"] for row in told.result["breaches"] if row["code"] == "EARLY_DELETION"
    }
    zone = ZoneInfo(told.parameters.get("comms.time_zone", "Europe/Oslo"))
    judged: set[str] = set()
    for event in told.of("record_deleted"):
        first = firsts(told).get(event["record"])
        if event["record"] in judged or first is None or "communication" not in first or "part" in event:
            continue
        judged.add(event["record"])
        place = told.records.index(event)
        if told.records.index(first) > place:
            continue
        before = folded(told.with_records([*told.records[:place], _fresh_tick(event)]))
        row = before["retention"][event["record"]]
        deleted_on = datetime.fromisoformat(event["deleted_at"]).astimezone(zone).date().isoformat()
        asked = [
            one["status"] in ("OPEN", "OVERDUE")
            for one in before["access_requests"].values()
            if one["record"] == event["record"]
        ]
        expected = {
            "RETENTION": row["class"] != "SURPLUS" and deleted_on <= row["retain_through"],
            "HOLD": row["on_hold"],
            "ACCESS_REQUEST": any(asked),
        }
        assert causes.get(event["record"], []) == [cause for cause, holds in expected.items() if holds]


def _fresh_tick(event: Event) -> Event:
    return {"type": "tick", "id": "fresh", "at": event["at"]}


BOUNDARIES: Final = ("2028-02-29", "2027-12-31", "2028-01-01", "2026-03-29", "2026-10-25", "2027-06-30")


@given(
    st.sampled_from(BOUNDARIES),
    st.integers(0, 24 * 60 - 1),
    st.sampled_from([-86_400_000, -1, 0, 1, 3_600_000]),
)
@example("2028-02-29", 0, 0)
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_first_permitted_day_is_the_day_after_the_last_of_the_term_on_the_clocks_of_oslo(
    day: str, minute: int, beside_ms: int
) -> None:
    """Invariant I19, around leap days, ends of years and changes of the clock."""
    created_at = milliseconds(f"{day}T00:00:00Z") + minute * 60_000
    call = Call(started_at=created_at - HOUR)
    record = call.taped(0, 600_000, created_at=printed(created_at))
    created = datetime.fromisoformat(printed(created_at)).astimezone(OSLO).date()
    permitted = datetime.combine(years_after(created, 5) + timedelta(days=1), datetime.min.time(), OSLO)
    deleted_at = (
        milliseconds(permitted.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")) + beside_ms
    )
    call.add(
        "record_deleted",
        deleted_at,
        record=record,
        communication="K",
        deleted_at=printed(deleted_at),
        deleted_by="VAULT",
        approved_by="OFFICER",
        reason="RETENTION_ENDED",
    )
    call.tick(deleted_at)
    found = breach(call.folded(), "EARLY_DELETION")
    assert (found["causes"] if found else []) == (["RETENTION"] if beside_ms < 0 else [])


@pytest.mark.parametrize("seed", SOME)
def test_content_that_can_no_longer_be_read_changes_nothing_on_replay(seed: int) -> None:
    """Invariant I20."""
    told = tell(seed)

    def destroyed(event: Event) -> Event:
        return {**event, "sealed": "bm90aGluZw"} if "sealed" in event else event

    assert folded(told.changed(destroyed)) == told.result


@pytest.mark.parametrize("seed", SOME)
def test_deleting_what_is_due_changes_no_decision_and_no_breach_of_capture(seed: int) -> None:
    """Invariant I20."""
    told = tell(seed)
    before = told.result
    deletions = [
        {
            "type": "record_deleted",
            "id": f"deletion-of-{name}",
            "at": before["as_of_at"],
            **reference(firsts(told)[name]),
            "deleted_at": before["as_of_at"],
            "deleted_by": "VAULT",
            "approved_by": "OFFICER",
            "reason": "RETENTION_ENDED",
        }
        for name in before["deletion_due"]
    ]
    last = {"type": "tick", "id": "one-more", "at": before["as_of_at"]}
    after = folded(told.with_records([*told.records, *deletions, last]))
    assert after["decisions"] == before["decisions"]
    assert after["attributions"] == before["attributions"]
    assert after["coverage"] == before["coverage"]
    assert after["deletion_due"] == []
    kept = [
        [row for row in one["breaches"] if row["code"] not in ENDS_BY_DELETION] for one in (before, after)
    ]
    assert kept[0] == kept[1]


@pytest.mark.parametrize("seed", SOME)
def test_no_store_holds_content_and_receipts_hold_no_party(seed: int) -> None:
    """Invariant I21."""
    told = tell(seed)
    sealed = {event["sealed"].encode() for event in told.events if "sealed" in event}
    for _, _, unit in commits_of(told)[0]:
        stored = [value for _, value in (*unit.rows, *unit.views, *unit.outcomes) if value is not None]
        assert not [text for text in sealed for value in stored if text in value]
    receipts = told.result["deletion_receipts"]
    assert all(row.keys() <= RECEIPT for row in receipts.values())
    people = {event["party"] for one in told.events for event in one.get("parties", []) if "party" in event}
    assert not [name for name in people if json.dumps(name) in json.dumps(receipts)]
