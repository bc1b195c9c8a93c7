"""When may a party rely on what its counterparty says of itself? (17CFR23.23/(a)(23)(iv), section 4.4)"""

from typing import Any

import pytest

from streams.domains.swaps.rules.representation import usable_representation
from tests.unit.swaps.events import Event, on_day, says, values

OLD = {"basis": "INTERPRETIVE_GUIDANCE_2013", "made_on": "2020-11-12"}


def value(*facts: Event, day: str = "2022-01-10") -> bool | None:
    fact = usable_representation("US_PERSON", "B", "A", on_day(*facts, day=day), values())
    return None if fact is None else fact.value


def said(**fields: Any) -> Event:
    return says("B", "US_PERSON", **{"value": True, **fields})


def test_the_one_made_to_the_party_goes_before_the_one_made_to_everyone() -> None:
    assert value(said(), said(value=False, made_to="A")) is False
    assert value(said(), said(value=False, made_to="C")) is True


def test_one_that_may_not_be_relied_on_does_not_hide_the_one_made_to_everyone() -> None:
    assert value(said(), said(value=False, made_to="A", known_inaccurate_from="2022-01-10")) is True


@pytest.mark.parametrize(("day", "expected"), [("2022-01-09", True), ("2022-01-10", None)])
def test_nobody_relies_on_it_from_the_day_it_is_known_to_be_wrong(day: str, expected: bool | None) -> None:
    assert value(said(known_inaccurate_from="2022-01-10"), day=day) is expected


def test_an_earlier_record_is_not_tried_when_the_newest_may_not_be_relied_on() -> None:
    newer = said(at="2021-06-01T00:00:00Z", known_inaccurate_from="2021-06-01")
    assert value(said(value=False), newer) is None


@pytest.mark.parametrize("basis", ["INTERPRETIVE_GUIDANCE_2013", "CROSS_BORDER_MARGIN_RULE"])
@pytest.mark.parametrize(("day", "expected"), [("2027-12-31", True), ("2028-01-01", None)])
def test_earlier_words_serve_through_2027(basis: str, day: str, expected: bool | None) -> None:
    assert value(said(**{**OLD, "basis": basis}), day=day) is expected


@pytest.mark.parametrize(("made_on", "expected"), [("2020-11-12", True), ("2020-11-13", None)])
def test_earlier_words_were_said_before_the_rule_took_effect(made_on: str, expected: bool | None) -> None:
    assert value(said(**{**OLD, "made_on": made_on})) is expected


def test_the_words_of_the_rule_serve_for_good() -> None:
    assert value(said(), day="2099-01-01") is True
