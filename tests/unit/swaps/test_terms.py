"""What are the terms of a swap, and what of them can be counted? (section 6 of the contract)"""

import random

from tests.unit.swaps.events import Event, amended, event, parts, traded, usd

TRADED = traded(notionals=usd(100))


def corrected(version: int, **fields: object) -> Event:
    return event("swap_corrected", swap="T1", version=version, **fields)


def levels(*said: Event) -> dict[str, list[int]]:
    return {part.name: [position.cents for position in part.positions] for part in parts(*said)}


def test_only_an_increase_is_a_part_and_a_decrease_uses_its_number_up() -> None:
    assert levels(TRADED, amended(2, 80), amended(3, 120, "2022-03-01")) == {"T1": [100], "T1#inc2": [40]}


def test_a_corrected_amendment_is_measured_anew_and_so_is_the_next() -> None:
    first = amended(2, 80)
    said = (TRADED, first, amended(3, 120, "2022-03-01"))
    assert levels(*said, corrected(3, amendment=first["id"], notionals=usd(110))) == {
        "T1": [100],
        "T1#inc1": [10],
        "T1#inc2": [10],
    }


def test_a_cancelled_amendment_never_was() -> None:
    first = amended(2, 80)
    gone = event("swap_cancelled", swap="T1", amendment=first["id"])
    assert levels(TRADED, first, amended(3, 120, "2022-03-01"), gone) == {"T1": [100], "T1#inc1": [20]}


def test_amendments_are_in_order_of_day_then_version_then_id() -> None:
    assert levels(TRADED, amended(9, 110, "2022-02-01"), amended(2, 130, "2022-02-02")) == {
        "T1": [100],
        "T1#inc1": [10],
        "T1#inc2": [20],
    }


def test_a_corrected_day_moves_an_amendment() -> None:
    first = amended(2, 110)
    said = (TRADED, first, amended(3, 130, "2022-03-01"))
    moved = corrected(4, amendment=first["id"], amended_on="2022-04-01")
    assert levels(*said, moved) == {"T1": [100], "T1#inc1": [30]}


def test_another_currency_or_a_new_position_counts_from_zero() -> None:
    euros = [{"currency": "EUR", "notional_cents": 90}]
    assert levels(TRADED, amended(2, 0, notionals=euros)) == {"T1": [100], "T1#inc1": [90]}
    two = [*usd(100), {"currency": "EUR", "notional_cents": 5}]
    assert levels(TRADED, amended(2, 0, notionals=two)) == {"T1": [100], "T1#inc1": [0, 5]}


def test_corrections_apply_in_order_of_version_field_by_field() -> None:
    said = (
        corrected(3, traded_on="2022-01-12"),
        TRADED,
        corrected(2, notionals=usd(70), traded_on="2022-01-11"),
    )
    (part,) = parts(*said)
    assert (part.dated_on, part.positions[0].cents) == ("2022-01-12", 70)


def test_of_two_reports_of_a_swap_the_earlier_stands() -> None:
    later = traded(notionals=usd(999), at="2021-01-01T00:00:01Z")
    assert levels(later, TRADED) == levels(TRADED, later) == {"T1": [100]}


def test_a_cancelled_swap_has_no_parts_and_neither_has_one_without_its_trade() -> None:
    assert levels(TRADED, amended(2, 120), event("swap_cancelled", swap="T1")) == {}
    assert levels(amended(2, 120)) == {}


def test_a_terminated_swap_stays_as_it_is() -> None:
    assert levels(TRADED, event("swap_terminated", swap="T1", terminated_on="2022-02-01")) == {"T1": [100]}


def test_an_increase_is_executed_as_its_amendment_says_and_not_as_the_swap_was() -> None:
    swap = traded(notionals=usd(100), facility="OTHER_FACILITY", executed_anonymously=True)
    _, increase = parts(swap, amended(2, 120, clearing="OTHER_CLEARING_HOUSE"))
    assert increase.execution == ("BILATERAL", False, "OTHER_CLEARING_HOUSE")


def test_the_order_in_which_events_come_changes_nothing() -> None:
    first = amended(2, 80)
    said = [
        TRADED,
        first,
        amended(3, 150, "2022-03-01"),
        corrected(2, product="SWAPTION"),
        corrected(4, amendment=first["id"], notionals=usd(130)),
    ]
    expected = parts(*said)
    for seed in range(20):
        random.Random(seed).shuffle(said)
        assert parts(*said) == expected
