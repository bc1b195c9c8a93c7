"""Which events do the rows of an own Part 45 report become?"""

import pytest

from streams.readers.swaps.lacks import PassedBy
from tests.unit.readers.trade_files import OWN_PARTIES, events, outcomes, own, reasons

BANK = {"entity": "BANK", "dealing": True}
FUND = {"entity": "FUND", "dealing": False}
SEF = '[facilities]\nBGCD = "REGISTERED_SWAP_EXECUTION_FACILITY"\n'
HOUSE = '[clearing_houses]\nLEI-OF-THE-HOUSE = "REGISTERED_DERIVATIVES_CLEARING_ORGANIZATION"\n'
LATER = {"Event timestamp": "2024-04-01T09:00:00Z", "Reporting timestamp": "2024-04-01T09:30:00Z"}


def test_a_new_trade_becomes_a_swap_traded_that_was_known_when_it_was_reported() -> None:
    assert events(own({}), OWN_PARTIES) == [
        {
            "type": "swap_traded",
            "id": "part45/BANK0001/NEWT-TRAD/2024-03-05T15:04:05Z",
            "at": "2024-03-05T15:20:00Z",
            "swap": "BANK0001",
            "traded_on": "2024-03-05",
            "product": "INTEREST_RATE_SWAP",
            "notionals": [{"currency": "EUR", "notional_cents": 1_000_000_000}],
            "parties": [BANK, FUND],
        }
    ]


def test_a_row_says_the_same_whichever_other_rows_are_read_with_it() -> None:
    alone = events(own({}), OWN_PARTIES)
    twice = events(own({}, {}), OWN_PARTIES)

    assert twice == alone * 2


def test_whether_a_party_deals_is_not_guessed() -> None:
    assert reasons(own({})) == [["DEALING_UNKNOWN"]]


def test_parties_given_for_the_swap_stand_whole() -> None:
    given = OWN_PARTIES + (
        '[[swap]]\nidentifier = "BANK0001"\nparties = [{entity = "BANK", dealing = true, branch = "BANK-LONDON", '
        'booked_in_branch = true}, {entity = "FUND", dealing = false}]\n'
    )
    (event,) = events(own({}), given)

    assert event["parties"] == [{**BANK, "branch": "BANK-LONDON", "booked_in_branch": True}, FUND]


def test_parties_given_that_are_not_those_reported_set_the_row_aside() -> None:
    given = OWN_PARTIES + (
        '[[swap]]\nidentifier = "BANK0001"\n'
        'parties = [{entity = "BANK", dealing = true}, {entity = "HEIR", dealing = false}]\n'
    )

    assert reasons(own({}), given) == [["PARTIES_DIFFER"]]


def test_a_platform_is_the_kind_of_facility_that_is_given() -> None:
    (event,) = events(own({"Platform identifier": "BGCD"}), SEF + OWN_PARTIES)

    assert event["facility"] == "REGISTERED_SWAP_EXECUTION_FACILITY"


def test_a_platform_of_which_nothing_is_known_sets_the_row_aside() -> None:
    assert reasons(own({"Platform identifier": "BGCD"}), OWN_PARTIES) == [["FACILITY_UNKNOWN"]]


def test_a_cleared_swap_is_cleared_by_the_kind_of_house_that_is_given() -> None:
    row = {"Cleared": "Y", "Central counterparty": "LEI-OF-THE-HOUSE", "Platform identifier": ""}
    (event,) = events(own(row), HOUSE + OWN_PARTIES)

    assert event["clearing"] == "REGISTERED_DERIVATIVES_CLEARING_ORGANIZATION"


def test_a_swap_to_be_cleared_by_a_house_not_named_is_not_cleared_yet() -> None:
    (event,) = events(own({"Cleared": "I"}), OWN_PARTIES)

    assert "clearing" not in event


@pytest.mark.parametrize(
    ("event_type", "exclusions"), [("CLRG", ["CLEARING"]), ("CLAL", ["CLEARING"]), ("EXER", ["EXERCISE"])]
)
def test_a_swap_that_arises_from_clearing_or_exercise_is_excluded_from_counting(
    event_type: str, exclusions: list[str]
) -> None:
    (event,) = events(own({"Event type": event_type}), OWN_PARTIES)

    assert event["parties"] == [{**BANK, "exclusions": exclusions}, {**FUND, "exclusions": exclusions}]


def test_an_agreed_change_is_an_amendment() -> None:
    row = {**LATER, "Action type": "MODI", "Amendment indicator": "True", "Notional amount-Leg 1": "12000000"}
    _, amended = events(own({}, row), OWN_PARTIES)

    assert (amended["type"], amended["amended_on"]) == ("swap_amended", "2024-04-01")
    assert amended["notionals"] == [{"currency": "EUR", "notional_cents": 1_200_000_000}]


def test_a_partial_exercise_lowers_the_level_against_which_the_next_amendment_is_taken() -> None:
    row = {**LATER, "Action type": "MODI", "Event type": "EXER", "Amendment indicator": "False"}
    _, lowered = events(own({}, {**row, "Notional amount-Leg 1": "4000000"}), OWN_PARTIES)

    assert lowered["type"] == "swap_amended"


def test_what_was_missing_before_is_a_correction() -> None:
    row = {
        **LATER,
        "Action type": "MODI",
        "Amendment indicator": "False",
        "Notional amount-Leg 1": "11000000",
    }
    _, corrected = events(own({}, row), OWN_PARTIES)

    assert corrected["type"] == "swap_corrected"
    assert corrected["notionals"] == [{"currency": "EUR", "notional_cents": 1_100_000_000}]


def test_a_correction_says_only_what_is_otherwise_than_before() -> None:
    row = {**LATER, "Action type": "CORR", "Event type": "", "Execution timestamp": "2024-03-04T15:04:05Z"}
    _, corrected = events(own({}, row), OWN_PARTIES)

    assert corrected == {
        "type": "swap_corrected",
        "id": "part45/BANK0001/CORR/2024-04-01T09:00:00Z",
        "at": "2024-04-01T09:30:00Z",
        "swap": "BANK0001",
        "version": 1_711_963_800,
        "traded_on": "2024-03-04",
    }


def test_a_correction_after_an_amendment_corrects_the_notionals_of_the_amendment() -> None:
    changed = {"Action type": "MODI", "Amendment indicator": "True", "Notional amount-Leg 1": "12000000"}
    corrected = {
        **LATER,
        "Action type": "CORR",
        "Event type": "",
        "Notional amount-Leg 1": "13000000",
        "Counterparty 2": "LEI-OF-THE-HEIR",
    }
    _, amendment, of_amendment, of_swap = events(own({}, changed, corrected), OWN_PARTIES)

    assert of_amendment["amendment"] == amendment["id"]
    assert of_amendment["notionals"] == [{"currency": "EUR", "notional_cents": 1_300_000_000}]
    assert "amendment" not in of_swap
    assert of_swap["parties"] == [BANK, {"entity": "HEIR", "dealing": True}]


def test_a_correction_can_take_a_facility_back() -> None:
    on_platform = {"Platform identifier": "BGCD"}
    corrected = {**LATER, "Action type": "CORR", "Event type": "", "Platform identifier": "XXXX"}
    _, correction = events(own(on_platform, corrected), SEF + OWN_PARTIES)

    assert correction["facility"] == "BILATERAL"


def test_a_correction_of_what_is_not_counted_needs_no_event() -> None:
    row = {**LATER, "Action type": "CORR", "Event type": "", "Expiration date": "2030-01-01"}

    assert outcomes(own({}, row), OWN_PARTIES)[1].passed_by is PassedBy.NOTHING_CHANGED


def test_a_correction_without_the_rows_before_it_is_set_aside() -> None:
    assert reasons(own({"Action type": "CORR"}), OWN_PARTIES) == [["BEGINNING_NOT_READ"]]


def test_an_error_cancels_the_swap() -> None:
    row = {**LATER, "Action type": "EROR", "Event type": ""}
    _, cancelled = events(own({}, row), OWN_PARTIES)

    assert cancelled == {
        "type": "swap_cancelled",
        "id": "part45/BANK0001/EROR/2024-04-01T09:00:00Z",
        "at": "2024-04-01T09:30:00Z",
        "swap": "BANK0001",
    }


def test_a_novation_names_who_steps_out_who_steps_in_and_who_remains() -> None:
    new = {
        **LATER,
        "Event type": "NOVA",
        "Execution timestamp": "2024-04-01T09:00:00Z",
        "Counterparty 2": "LEI-OF-THE-HEIR",
        "Unique transaction identifier (UTI)": "BANK0002",
        "Prior UTI (for one-to-one and one-to-many relations between transactions)": "BANK0001",
    }
    ended = {**LATER, "Action type": "TERM", "Event type": "NOVA"}
    _, novated, terminated = events(own({}, new, ended), OWN_PARTIES)

    assert novated == {
        "type": "swap_novated",
        "id": "part45/BANK0002/NEWT-NOVA/2024-04-01T09:00:00Z",
        "at": "2024-04-01T09:30:00Z",
        "swap": "BANK0001",
        "new_swap": "BANK0002",
        "novated_on": "2024-04-01",
        "transferor": "FUND",
        "transferee": {"entity": "HEIR", "dealing": True},
        "remaining_party_dealing": True,
        "notionals": [{"currency": "EUR", "notional_cents": 1_000_000_000}],
    }
    assert (terminated["type"], terminated["terminated_on"]) == ("swap_terminated", "2024-04-01")


def test_a_novation_of_a_swap_that_was_not_read_is_a_new_swap() -> None:
    row = {
        "Event type": "NOVA",
        "Prior UTI (for one-to-one and one-to-many relations between transactions)": "ELSEWHERE1",
    }
    (event,) = events(own(row), OWN_PARTIES)

    assert (event["type"], event["swap"]) == ("swap_traded", "BANK0001")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"Action type": "VALU"}, PassedBy.END_OF_DAY),
        ({"Action type": "MARU"}, PassedBy.END_OF_DAY),
        ({"Action type": "PRTO"}, PassedBy.TRANSFERRED_OUT),
        ({"Allocation indicator": "PREA"}, PassedBy.PRE_ALLOCATION),
    ],
)
def test_what_changes_no_count_is_passed_by(row: dict[str, str], why: PassedBy) -> None:
    (outcome,) = outcomes(own(row), OWN_PARTIES)

    assert outcome.passed_by is why


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"Action type": "WHAT"}, "ACTION_UNKNOWN"),
        ({"Unique transaction identifier (UTI)": ""}, "IDENTIFIER_MISSING"),
        ({"Execution timestamp": "5 March"}, "TIMESTAMP_UNREADABLE"),
        ({"Notional amount-Leg 1": "99999999999999999999.99999"}, "NOTIONAL_MISSING"),
        ({"Notional amount-Leg 1": "ten"}, "NOTIONAL_UNREADABLE"),
        ({"Notional amount-Leg 1": "-5"}, "NOTIONAL_UNREADABLE"),
        ({"Notional currency-Leg 1": ""}, "CURRENCY_MISSING"),
        ({"Counterparty 2": ""}, "PARTIES_UNKNOWN"),
        ({"Counterparty 2": "LEI-OF-THE-BANK"}, "PARTIES_ALIKE"),
        ({"Cleared": "Y", "Central counterparty": "LEI-OF-A-STRANGER"}, "CLEARING_HOUSE_UNKNOWN"),
        ({"Unique transaction identifier (UTI)": "BANK#1"}, "NOT_IN_THE_CONTRACT"),
    ],
)
def test_a_row_that_lacks_something_is_set_aside_with_the_reason(row: dict[str, str], reason: str) -> None:
    assert reasons(own(row), OWN_PARTIES) == [[reason]]


def test_a_security_based_swap_is_reported_as_such() -> None:
    (event,) = events(own({"Jurisdiction": "SECH"}), OWN_PARTIES)

    assert event["product"] == "SECURITY_BASED_SWAP"
