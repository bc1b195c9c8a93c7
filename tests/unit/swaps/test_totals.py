"""How near is each person to the line, and since when? (section 7 of the contract)"""

import pytest

from streams.domains.swaps.rules.registration import registration_due_on
from streams.domains.swaps.rules.threshold import level
from streams.domains.swaps.rules.window import quarter_of, quarter_span, window_first
from tests.unit.swaps.events import Event, closed, control, event, person, registered, traded, usd
from tests.unit.swaps.folding import Folding


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2024-02-29", "2023-03-01"),
        ("2023-02-28", "2022-03-01"),
        ("2024-03-31", "2023-04-01"),
        ("2025-02-28", "2024-02-29"),
    ],
)
def test_the_window_is_twelve_months_clamped_to_the_months_end(day: str, first: str) -> None:
    assert window_first(day) == first


@pytest.mark.parametrize(
    ("exceeded_on", "due_on"),
    [
        ("2022-01-15", "2022-03-31"),
        ("2022-01-31", "2022-03-31"),
        ("2021-12-01", "2022-02-28"),
        ("2023-12-31", "2024-02-29"),
    ],
)
def test_registration_is_due_at_the_end_of_the_second_month_after(exceeded_on: str, due_on: str) -> None:
    assert registration_due_on(exceeded_on) == due_on


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (79, "WITHIN"),
        (80, "WARNING_80"),
        (90, "WARNING_90"),
        (95, "WARNING_95"),
        (100, "WARNING_95"),
        (101, "EXCEEDED"),
    ],
)
def test_a_level_is_reached_at_its_share_and_the_line_itself_is_within(total: int, expected: str) -> None:
    assert level(total, 100, (80, 95, 90)) == expected


@pytest.mark.parametrize(
    ("day", "quarter", "span"),
    [
        ("2021-12-31", "2021-Q4", ("2021-10-01", "2021-12-31")),
        ("2022-01-01", "2022-Q1", ("2022-01-01", "2022-03-31")),
        ("2022-06-30", "2022-Q2", ("2022-04-01", "2022-06-30")),
        ("2022-07-01", "2022-Q3", ("2022-07-01", "2022-09-30")),
    ],
)
def test_a_quarter_is_three_calendar_months(day: str, quarter: str, span: tuple[str, str]) -> None:
    assert quarter_of(day) == quarter
    assert quarter_span(quarter) == span


FAMILY = (person("A", "US"), person("S", "US"), person("B"), control("A", "P"), control("S", "P"))


def of_s(swap: str, traded_on: str = "2022-01-10") -> dict[str, object]:
    return traded(swap, traded_on, a={"entity": "S"})


def totals(folding: Folding, close: str) -> dict[str, int]:
    return {name: row["counted_cents"] for name, row in folding.view("person_totals", close).items()}


def test_affiliates_are_added_up_for_each_of_them_and_for_who_controls_them() -> None:
    folding = Folding(*FAMILY, person("P"), traded(), of_s("T2"), closed())
    assert totals(folding, "2022-01-10") == {"A": 2 * 10**8, "S": 2 * 10**8, "P": 2 * 10**8, "B": 0}
    assert folding.view("group_totals", "2022-01-10") == {"P": 2 * 10**8, "B": 0}
    assert folding.view("entity_totals", "2022-01-10") == {"A": 10**8, "S": 10**8, "P": 0, "B": 0}


def test_affiliation_is_that_of_the_date_of_each_part() -> None:
    parted = control("S", valid_from="2022-01-10", at="2021-06-01T00:00:00Z")
    folding = Folding(*FAMILY, parted, traded(), of_s("T2"), of_s("T3", "2022-01-09"), closed())
    assert totals(folding, "2022-01-10")["A"] == 2 * 10**8
    assert totals(folding, "2022-01-10")["S"] == 2 * 10**8
    assert folding.view("group_totals", "2022-01-10") == {"P": 2 * 10**8, "S": 10**8, "B": 0}


def test_by_parameter_affiliation_is_that_of_the_closed_day() -> None:
    parted = control("S", valid_from="2022-01-10", at="2021-06-01T00:00:00Z")
    said = (*FAMILY, parted, traded(), of_s("T3", "2022-01-09"), closed("2022-01-09"), closed())
    folding = Folding(*said, group_membership="DAY_CLOSED")
    assert totals(folding, "2022-01-10")["A"] == 10**8
    assert folding.view("group_totals", "2022-01-09") == {"P": 10**8, "B": 0}
    assert folding.view("group_totals", "2022-01-10") == {"P": 10**8, "S": 10**8, "B": 0}


def test_a_registered_dealer_leaves_the_totals_with_its_past_swaps_and_keeps_its_own() -> None:
    dealer = registered("S", valid_from="2022-01-11")
    folding = Folding(*FAMILY, dealer, traded(), of_s("T2"), closed("2022-01-10"), closed("2022-01-11"))
    assert totals(folding, "2022-01-10")["A"] == 2 * 10**8
    assert totals(folding, "2022-01-11") == {"A": 10**8, "B": 0}
    assert folding.view("entity_totals", "2022-01-11")["S"] == 10**8
    assert folding.view("registration_state", "2022-01-11")["S"]["registered"] is True


def test_a_late_swap_moves_the_crossing_back_and_a_late_registration_takes_it_away() -> None:
    line = {"de_minimis_threshold_cents": 150_000_000}
    folding = Folding(
        *FAMILY, traded("T1", "2022-01-05"), of_s("T2", "2022-01-10"), closed("2022-01-20"), **line
    )
    state = folding.view("registration_state", "2022-01-20")
    assert [state[name]["threshold_exceeded_on"] for name in "AS"] == ["2022-01-10", "2022-01-10"]
    folding.tell(traded("T3", "2022-01-06"), closed("2022-01-21"))
    assert folding.view("registration_state", "2022-01-21")["A"]["threshold_exceeded_on"] == "2022-01-06"
    folding.tell(registered("A", at="2022-01-22T00:00:00Z"), closed("2022-01-22"))
    state = folding.view("registration_state", "2022-01-22")
    assert [state[name]["threshold_exceeded_on"] for name in "AS"] == [None, None]


def test_a_crossing_found_later_is_not_in_a_close_of_a_day_before_it() -> None:
    line = {"de_minimis_threshold_cents": 99_999_999}
    folding = Folding(*FAMILY, traded(), closed("2022-01-20"), closed("2022-01-09"), **line)
    assert folding.view("registration_state", "2022-01-20")["A"]["threshold_exceeded_on"] == "2022-01-10"
    assert folding.view("registration_state", "2022-01-09")["A"]["threshold_exceeded_on"] is None


def test_what_left_the_window_is_no_longer_in_the_total_but_the_crossing_stays() -> None:
    line = {"de_minimis_threshold_cents": 99_999_999}
    folding = Folding(*FAMILY, traded(), closed("2023-01-09"), closed("2023-01-10"), **line)
    assert [totals(folding, day)["A"] for day in ("2023-01-09", "2023-01-10")] == [10**8, 0]
    state = folding.view("registration_state", "2023-01-10")["A"]
    assert (state["threshold_exceeded_on"], state["registration_due_on"]) == ("2022-01-10", "2022-03-31")


def test_special_entities_have_a_line_of_their_own() -> None:
    pension = person("B", "US", special_entity=True)
    folding = Folding(person("A", "US"), pension, traded(notionals=usd(2_500_000_001)), closed())
    row = folding.view("threshold_distance", "2022-01-10")["A"]
    assert (row["level"], row["special_entity_level"]) == ("WITHIN", "EXCEEDED")
    assert row["special_entity_distance_cents"] == -1
    assert folding.view("registration_state", "2022-01-10")["A"]["threshold_exceeded_on"] == "2022-01-10"


def test_a_cancelled_swap_leaves_no_trace_in_the_totals() -> None:
    folding = Folding(*FAMILY, traded(b={"entity": "X"}), closed("2022-01-10"))
    folding.tell(event("swap_cancelled", swap="T1"), closed("2022-01-11"))
    assert "X" in folding.view("entity_totals", "2022-01-10")
    assert folding.view("entity_totals", "2022-01-11") == {"A": 0, "S": 0, "B": 0}
    assert folding.view("group_totals", "2022-01-11") == {}


def exceeded_on(folding: Folding, name: str, close: str) -> str | None:
    """The first day on which somebody's total exceeded the line, as a close said."""
    day: str | None = folding.view("registration_state", close)[name]["threshold_exceeded_on"]
    return day


BEFORE = (person("A", "US"), person("B"), person("P", "US"), person("M", "US"))
LINE = {"de_minimis_threshold_cents": 99_999_999}


@pytest.mark.parametrize("membership", ["TRADE_DATE", "DAY_CLOSED"])
@pytest.mark.parametrize(
    "records",
    [
        [control("P", "A", valid_from="2022-01-15"), control("P", "A")],
        [control("P", "M", valid_from="2022-01-15"), control("M", "A"), control("P", "M")],
    ],
    ids=["of one entity", "of a chain"],
)
def test_each_control_record_between_two_closes_counts_for_who_never_traded(
    records: list[Event], membership: str
) -> None:
    folding = Folding(*BEFORE, traded(), closed("2022-01-20"), group_membership=membership, **LINE)
    assert exceeded_on(folding, "P", "2022-01-20") is None
    folding.tell(*records, closed("2022-01-21"))
    assert exceeded_on(folding, "P", "2022-01-21") == "2022-01-10"


def test_a_crossing_of_who_never_traded_is_withdrawn_with_the_control() -> None:
    folding = Folding(*BEFORE, control("P", "A"), traded(), closed("2022-01-20"), **LINE)
    assert exceeded_on(folding, "P", "2022-01-20") == "2022-01-10"
    folding.tell(control("P", valid_from="2022-01-15"), control("P"), closed("2022-01-21"))
    assert exceeded_on(folding, "P", "2022-01-21") is None


def test_a_first_swap_counts_for_who_came_under_the_same_control_since_the_last_close() -> None:
    folding = Folding(*BEFORE, closed("2022-01-08"), **LINE)
    folding.tell(control("P", "A"), traded(), closed("2022-01-20"))
    assert exceeded_on(folding, "P", "2022-01-20") == "2022-01-10"
    folding = Folding(*BEFORE, closed("2022-01-20"), group_membership="DAY_CLOSED", **LINE)
    folding.tell(control("P", "A", valid_from="2022-01-15"), traded(), closed("2022-01-21"))
    assert exceeded_on(folding, "P", "2022-01-21") == "2022-01-15"
