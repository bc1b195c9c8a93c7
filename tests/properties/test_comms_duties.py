"""Do decisions and attributions keep the invariants of the contract? (section 17)"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models.comms_model_schema import Event
from tests.properties.comms_calls import Call
from tests.properties.comms_stories import EXAMPLES, SEEDS, SOME, Result, Story, folded, tell

STRICTNESS = ("REQUIRED", "RECOMMENDED", "DESIRABLE", "FORBIDDEN", "NONE")
STOPS = ("NOT_ANSWERED", "OUT_OF_SCOPE_FIRM", "PRIVATE", "PAPER_NO_ORDER")
FORMS = {"TELEPHONE": "AUDIO", "VIDEO": "AUDIO_ONLY", "APP_VOICE": "AUDIO_ONLY", "MEETING": "MINUTES"}
ADDITIONS: tuple[dict[str, Any], ...] = (
    {"services": [1]},
    {"services": [2]},
    {"services": [3]},
    {"order_given": True},
    {"order_indication": True},
    {"intent": "INTENDED"},
)
FUNCTIONS = ("BROKER", "INVESTMENT_BANKING", "ECM", "ANALYST", "SETTLEMENT", "SUPPORT", "SWITCHBOARD")


def openers(told: Story) -> dict[str, Event]:
    """The start event or message of each communication that counts."""
    found: dict[str, Event] = {}
    for event in told.of("communication_started", "message_sent"):
        found.setdefault(event["communication"], event)
    return found


def by_segment(result: Result) -> dict[tuple[str, int], Result]:
    """The decisions by communication and segment."""
    return {(row["communication"], row["segment"]): row for row in result["decisions"]}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_segment_has_one_decision_with_a_reason_and_a_citation(seed: int) -> None:
    """Invariant I8."""
    told = tell(seed)
    rows = told.result["decisions"]
    names = [(row["communication"], row["segment"]) for row in rows]
    assert len(set(names)) == len(names)
    assert {f"{name}/{number}" for name, number in names} == told.result["attributions"].keys()
    assert {name for name, _ in names} == openers(told).keys()
    assert all(number == 0 or (name, number - 1) in names for name, number in names)
    assert all(row["reason"] and row["cites"] for row in rows)


@pytest.mark.parametrize("addition", ADDITIONS, ids=str)
@pytest.mark.parametrize("seed", SOME)
def test_a_service_an_order_or_an_intent_more_never_weakens_a_duty_nor_takes_its_tape_away(
    seed: int, addition: dict[str, Any]
) -> None:
    """Invariant I9."""
    told = tell(seed)
    starts = [event for event in openers(told).values() if event["medium"] != "LETTER"]
    starts = [event for event in starts if any(party["kind"] != "EMPLOYEE" for party in event["parties"])]

    def added(event: Event) -> Event:
        if event not in starts:
            return event
        services = sorted({*event.get("services", []), *addition.get("services", [])})
        return {**event, **addition, **({"services": services} if "services" in addition else {})}

    before, after = by_segment(told.result), by_segment(folded(told.changed(added)))
    for event in starts:
        one, other = before[event["communication"], 0], after[event["communication"], 0]
        if one["reason"] not in STOPS:
            assert STRICTNESS.index(other["duty"]) <= STRICTNESS.index(one["duty"])
            assert one["form"] not in ("AUDIO", "AUDIO_ONLY") or other["form"] == one["form"]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("seed", SOME)
def test_the_function_alone_never_changes_a_duty_that_a_service_fact_makes_required(
    seed: int, function: str
) -> None:
    """Invariant I10."""
    told = tell(seed)

    def changed(event: Event) -> Event:
        return {**event, "function": function} if event["type"] == "employee_registered" else event

    after = by_segment(folded(told.changed(changed)))
    for segment, row in by_segment(told.result).items():
        if row["duty"] == "REQUIRED" and row["reason"] != "PRESUMED_BY_FUNCTION":
            assert after[segment]["duty"] == "REQUIRED"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_form_follows_the_medium_save_where_taping_was_refused(seed: int) -> None:
    """Invariant I11."""
    told = tell(seed)
    starts = openers(told)
    refused = {event["communication"] for event in told.of("consent_answered") if not event["given"]}
    for row in told.result["decisions"]:
        by_medium = FORMS.get(starts[row["communication"]]["medium"], "TEXT")
        if row["duty"] in ("NONE", "FORBIDDEN"):
            assert row["form"] == "NA"
        elif row["form"] != by_medium:
            assert by_medium in ("AUDIO", "AUDIO_ONLY")
            assert (row["form"], row["reason"]) == ("MINUTES", "MARKET_SOUNDING")
            assert row["communication"] in refused


@pytest.mark.parametrize("seed", SEEDS)
def test_talk_among_colleagues_is_required_only_where_it_handles_orders_and_in_no_meeting(seed: int) -> None:
    """Invariant I12."""
    told = tell(seed)
    handling = {event["communication"] for event in told.events if event.get("order_handling")}
    for name, event in openers(told).items():
        is_internal = all(party["kind"] == "EMPLOYEE" for party in event["parties"])
        if is_internal and (event["medium"] == "MEETING" or name not in handling):
            duties = [row["duty"] for row in told.result["decisions"] if row["communication"] == name]
            assert "REQUIRED" not in duties


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40), st.sampled_from("ABC")), max_size=6),
    st.integers(0, 60),
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_assignments_that_do_not_overlap_are_never_ambiguous(
    stretches: list[tuple[int, int, str]], minutes: int
) -> None:
    """Invariant I16."""
    call, minute = Call(minutes=minutes), -20
    for pause, length, holder in stretches:
        call.assigned(f"E_{holder}", minute + pause, minute + pause + length)
        minute += pause + length
    result = call.folded()
    assert result["attributions"]["K/0"]["basis"] != "AMBIGUOUS"
