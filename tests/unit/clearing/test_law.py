"""Which values does clearing decide under, on which day, and what may a case put in their place?"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from streams.domains.clearing.law import LAW
from streams.domains.clearing.law.values import ALLOWED, ClearingLaw, Values
from streams.kernel.errors import UserError
from streams.kernel.law import DatedValue, LawBook

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "cases" / "clearing" / "cases.json").read_text(encoding="utf-8")
)["cases"]
DAY_US = 86_400_000_000
ENACTED = date(2003, 10, 23)
AMENDED = date(2004, 1, 1)


def instant_us(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY_US


def amended(parameter: str, *entries: DatedValue) -> LawBook:
    former = LAW.parameters[parameter]
    changed = msgspec.structs.replace(former, value=[*former.value, *entries])
    return msgspec.structs.replace(LAW, parameters={**LAW.parameters, parameter: changed})


def entry(from_on: date, amount: object) -> DatedValue:
    return DatedValue(from_on, ["BL3/57(2)"], "as before", from_on, amount)


def overridden(**amounts: object) -> Values:
    law = LAW.with_overrides({f"clearing.{field}": amount for field, amount in amounts.items()})
    return ClearingLaw(law).on_day(ENACTED)


def fault_of(law: LawBook) -> str:
    with pytest.raises(UserError) as caught:
        ClearingLaw(law)
    return caught.value.message


# ---- the law as registered ----


def test_the_law_of_2003_has_the_defaults_of_the_contract() -> None:
    assert Values(
        section_57_basis="LITERAL",
        volume_threshold_ppm=5_000,
        section_29_conjunction="ALL",
        section_39_notice_seconds=3_600,
        section_39_notice_cutoff_time=None,
        notice_period_days=30,
        amalgamation_period_years=1,
        non_member_payers_through_on=date(2006, 12, 31),
        eligible_item_classes=None,
        section_6_2_item_classes=frozenset(),
        regional_exchange_points=None,
        identification_required=False,
        return_reasons=None,
        recovery_interest_rate_ppm=None,
        interest_year_days=365,
    ) == ClearingLaw(LAW).on_day(ENACTED)


def test_what_the_source_does_not_say_bears_no_day_of_publication() -> None:
    placeholders = {key for key, parameter in LAW.parameters.items() if parameter.value[0].published is None}
    assert {
        "clearing.section_39_notice_cutoff_time",
        "clearing.eligible_item_classes",
        "clearing.section_6_2_item_classes",
        "clearing.regional_exchange_points",
        "clearing.identification_required",
        "clearing.return_reasons",
        "clearing.recovery_interest_rate_ppm",
        "clearing.interest_year_days",
    } == placeholders


def test_every_value_has_a_sentence_that_says_what_is_allowed() -> None:
    assert set(ALLOWED) == {field.name for field in msgspec.structs.fields(Values)}


# ---- on which day does what hold ----


def test_a_law_without_amendments_is_one_and_the_same_on_all_days() -> None:
    law = ClearingLaw(LAW)
    assert law.on(0) is law.on(instant_us(AMENDED))
    assert law.on(0) is law.on_day(date(2020, 1, 1))


def test_an_amendment_holds_from_midnight_utc_of_its_first_day() -> None:
    law = ClearingLaw(amended("clearing.notice_period_days", entry(AMENDED, 10)))
    assert law.on(instant_us(AMENDED) - 1).notice_period_days == 30
    assert law.on(instant_us(AMENDED)).notice_period_days == 10


def test_days_and_instants_agree_around_an_amendment() -> None:
    law = ClearingLaw(amended("clearing.notice_period_days", entry(AMENDED, 10)))
    for days in (-100_000, -1, 0, 1):
        day = AMENDED + timedelta(days)
        assert law.on(instant_us(day)) is law.on_day(day)


def test_an_amendment_of_one_value_leaves_the_others_alone() -> None:
    law = ClearingLaw(amended("clearing.notice_period_days", entry(AMENDED, 10)))
    assert msgspec.structs.replace(law.on_day(ENACTED), notice_period_days=10) == law.on_day(AMENDED)


def test_an_override_replaces_all_entries_of_its_parameter() -> None:
    book = amended("clearing.notice_period_days", entry(AMENDED, 10))
    law = ClearingLaw(book.with_overrides({"clearing.notice_period_days": 7}))
    assert [law.on_day(day).notice_period_days for day in (ENACTED, AMENDED)] == [7, 7]


# ---- recovery interest ----


def test_a_single_rate_counts_from_the_first_day_of_the_calendar() -> None:
    assert ((date.min, 46_250),) == overridden(recovery_interest_rate_ppm=46_250).recovery_interest_rate_ppm


def test_rate_steps_are_put_in_order_of_their_days() -> None:
    steps = [{"valid_from": "2003-11-06", "value": 50_000}, {"valid_from": "2003-11-01", "value": 40_000}]
    assert (
        (date(2003, 11, 1), 40_000),
        (date(2003, 11, 6), 50_000),
    ) == overridden(recovery_interest_rate_ppm=steps).recovery_interest_rate_ppm


def test_an_amended_rate_leaves_the_days_before_it_at_the_former_rate() -> None:
    later = [{"valid_from": "2003-12-01", "value": 1}, {"valid_from": "2004-02-01", "value": 2}]
    law = ClearingLaw(
        amended("clearing.recovery_interest_rate_ppm", entry(date(2003, 11, 1), 7), entry(AMENDED, later))
    )
    assert law.on_day(ENACTED).recovery_interest_rate_ppm is None
    assert ((date(2003, 11, 1), 7),) == law.on_day(date(2003, 12, 31)).recovery_interest_rate_ppm
    assert (
        (date(2003, 11, 1), 7),
        (AMENDED, 1),
        (date(2004, 2, 1), 2),
    ) == law.on_day(AMENDED).recovery_interest_rate_ppm


def test_a_rate_is_0_between_an_amendment_and_its_first_step() -> None:
    later = [{"valid_from": "2004-02-01", "value": 2}]
    law = ClearingLaw(
        amended("clearing.recovery_interest_rate_ppm", entry(date(2003, 11, 1), 7), entry(AMENDED, later))
    )
    assert (
        (date(2003, 11, 1), 7),
        (AMENDED, 0),
        (date(2004, 2, 1), 2),
    ) == law.on_day(AMENDED).recovery_interest_rate_ppm


def test_a_rate_that_is_taken_away_is_not_set() -> None:
    law = ClearingLaw(
        amended("clearing.recovery_interest_rate_ppm", entry(date(2003, 11, 1), 7), entry(AMENDED, None))
    )
    assert law.on_day(AMENDED).recovery_interest_rate_ppm is None


# ---- what a case may put in its place ----


@pytest.mark.parametrize(
    "case", [case for case in CASES if "parameters" in case], ids=lambda case: case["case"]
)
def test_the_parameters_of_every_acceptance_case_are_allowed(case: dict[str, Any]) -> None:
    ClearingLaw(LAW.with_overrides(case["parameters"]))


GOOD: dict[str, list[object]] = {
    "section_57_basis": ["LITERAL", "ACSS_COUNTERPARTY"],
    "volume_threshold_ppm": [0, 4_999, 1_000_000],
    "section_29_conjunction": ["ALL", "ANY"],
    "section_39_notice_seconds": [0, 7_200],
    "section_39_notice_cutoff_time": [None, "00:00", "23:59"],
    "notice_period_days": [0, 31],
    "amalgamation_period_years": [0, 2],
    "non_member_payers_through_on": ["2007-01-01", date(2007, 1, 1)],
    "eligible_item_classes": [None, [], ["A", "B"]],
    "section_6_2_item_classes": [[], ["X"]],
    "regional_exchange_points": [None, ["TOR"]],
    "identification_required": [True, False],
    "return_reasons": [None, ["NSF"]],
    "recovery_interest_rate_ppm": [None, 0, 46_250, [], [{"valid_from": "2003-11-01", "value": 0}]],
    "interest_year_days": [1, 360],
}
BAD: dict[str, list[object]] = {
    "section_57_basis": ["literal", None, 1],
    "volume_threshold_ppm": [-1, 1_000_001, 5_000.0, "5000", True, None],
    "section_29_conjunction": ["BOTH", None],
    "section_39_notice_seconds": [-1, 3_600.5, None],
    "section_39_notice_cutoff_time": ["24:00", "9:00", "12:60", "12:00\n", "12:00:00", 12],
    "notice_period_days": [-1, "30", None],
    "amalgamation_period_years": [-1, 1_001, None],
    "non_member_payers_through_on": ["2007-02-30", "31.12.2006", 2006, None],
    "eligible_item_classes": ["A", [""], [1], [None]],
    "section_6_2_item_classes": [None, "X"],
    "regional_exchange_points": ["TOR", {"TOR": True}],
    "identification_required": [None, 0, "false"],
    "return_reasons": ["NSF", [7]],
    "recovery_interest_rate_ppm": [
        -1,
        0.5,
        True,
        [{"valid_from": "2003-11-01"}],
        [{"valid_from": "2003-11-01", "value": 1, "unit": "ppm"}],
        [{"valid_from": "2003-11-01", "value": 1}, {"valid_from": "2003-11-01", "value": 2}],
    ],
    "interest_year_days": [0, -365, None],
}


@pytest.mark.parametrize(("field", "amount"), [(field, amount) for field in GOOD for amount in GOOD[field]])
def test_an_allowed_value_is_taken(field: str, amount: object) -> None:
    overridden(**{field: amount})


@pytest.mark.parametrize(("field", "amount"), [(field, amount) for field in BAD for amount in BAD[field]])
def test_a_value_that_is_not_allowed_is_refused_with_what_is(field: str, amount: object) -> None:
    message = fault_of(LAW.with_overrides({f"clearing.{field}": amount}))
    assert message.startswith(f"The parameters of clearing cannot be used: clearing.{field} is ")
    assert f", allowed is {ALLOWED[field]}. Correct" in message


def test_good_and_bad_values_are_tried_for_every_parameter() -> None:
    assert set(ALLOWED) == set(GOOD) == set(BAD)


def test_all_faults_come_in_one_message() -> None:
    law = LAW.with_overrides({"clearing.notice_period_days": -1, "clearing.section_57_basis": "ALL"})
    assert fault_of(law) == (
        'The parameters of clearing cannot be used: clearing.section_57_basis is "ALL", '
        "allowed is LITERAL or ACSS_COUNTERPARTY; "
        "clearing.notice_period_days is -1, allowed is a whole number, 0 or more. "
        "Correct them and start again; nothing was decided."
    )


def test_a_bad_amendment_is_named_by_its_first_day() -> None:
    assert "clearing.notice_period_days from 2004-01-01 is left out, allowed is" in fault_of(
        amended("clearing.notice_period_days", entry(AMENDED, None))
    )


def test_a_parameter_that_is_missing_or_that_no_rule_reads_is_named() -> None:
    parameters = {**LAW.parameters, "clearing.spare": LAW.parameters["clearing.return_reasons"]}
    del parameters["clearing.return_reasons"]
    message = fault_of(msgspec.structs.replace(LAW, parameters=parameters))
    assert "clearing.return_reasons is missing; clearing.spare is read by no rule" in message


def test_the_digest_changes_with_every_value() -> None:
    digests = {LAW.digest} | {
        LAW.with_overrides({parameter: "changed"}).digest for parameter in LAW.parameters
    }
    assert len(LAW.parameters) + 1 == len(digests)
