"""Which events do the rows of a public Part 43 file become?"""

import pytest

from streams.readers.swaps.lacks import PassedBy
from tests.unit.readers.trade_files import PUBLIC_PARTIES, events, outcomes, public, reasons

FIRST = "5564974020000000101"
SECOND = "5564974020000000102"
EXACT = '\nnotionals = [{currency = "USD", notional_cents = 47_012_345_678}]\n'


def test_a_new_trade_becomes_a_swap_traded() -> None:
    assert events(public({}), PUBLIC_PARTIES) == [
        {
            "type": "swap_traded",
            "id": f"part43/{FIRST}",
            "at": "2024-03-05T15:04:05Z",
            "swap": FIRST,
            "traded_on": "2024-03-05",
            "product": "INTEREST_RATE_SWAP",
            "notionals": [{"currency": "USD", "notional_cents": 5_000_000_000}],
            "parties": [{"entity": "BANK", "dealing": True}, {"entity": "FUND", "dealing": False}],
        }
    ]


def test_without_parties_a_public_row_is_set_aside() -> None:
    assert reasons(public({})) == [["PARTIES_UNKNOWN"]]


def test_a_capped_notional_is_not_taken_for_the_amount() -> None:
    assert reasons(public({"Notional amount-Leg 1": "250,000,000+"}), PUBLIC_PARTIES) == [["NOTIONAL_CAPPED"]]


def test_an_exact_notional_that_is_given_completes_a_capped_one() -> None:
    (event,) = events(public({"Notional amount-Leg 1": "250,000,000+"}), PUBLIC_PARTIES + EXACT)

    assert event["notionals"] == [{"currency": "USD", "notional_cents": 47_012_345_678}]


def test_everything_that_a_row_lacks_is_told_at_once() -> None:
    row = {"Notional amount-Leg 1": "", "Platform identifier": "BGCD", "Asset Class": "XX", "Cleared": "Y"}

    assert reasons(public(row)) == [
        [
            "PRODUCT_UNKNOWN",
            "NOTIONAL_MISSING",
            "PARTIES_UNKNOWN",
            "FACILITY_UNKNOWN",
            "CLEARING_HOUSE_UNKNOWN",
        ]
    ]


def test_a_chain_of_identifiers_is_one_swap_under_its_first_identifier() -> None:
    amended = {
        "Dissemination Identifier": SECOND,
        "Original Dissemination Identifier": FIRST,
        "Action type": "MODI",
        "Amendment indicator": "TRUE",
        "Event timestamp": "2024-03-06T10:00:00Z",
        "Notional amount-Leg 1": "60,000,000",
    }
    ended = {
        "Dissemination Identifier": "5564974020000000103",
        "Original Dissemination Identifier": SECOND,
        "Action type": "TERM",
        "Event type": "ETRM",
        "Event timestamp": "2024-03-07T10:00:00Z",
    }
    _, amendment, end = events(public({}, amended, ended), PUBLIC_PARTIES)

    assert amendment == {
        "type": "swap_amended",
        "id": f"part43/{SECOND}",
        "at": "2024-03-06T10:00:00Z",
        "swap": FIRST,
        "version": 1_709_719_200,
        "amended_on": "2024-03-06",
        "notionals": [{"currency": "USD", "notional_cents": 6_000_000_000}],
    }
    assert (end["swap"], end["terminated_on"]) == (FIRST, "2024-03-07")


def test_a_later_row_of_a_swap_that_was_set_aside_is_set_aside_too() -> None:
    ended = {
        "Original Dissemination Identifier": FIRST,
        "Dissemination Identifier": SECOND,
        "Action type": "TERM",
    }

    assert reasons(public({}, ended)) == [["PARTIES_UNKNOWN"], ["FIRST_ROW_SET_ASIDE"]]


def test_a_later_row_of_somebody_elses_swap_is_set_aside() -> None:
    ended = {
        "Original Dissemination Identifier": FIRST,
        "Dissemination Identifier": SECOND,
        "Action type": "EROR",
    }

    assert reasons(public(ended)) == [["PARTIES_UNKNOWN"]]


def test_a_schedule_of_notionals_is_carried() -> None:
    steps = {
        "Notional amount in effect on associated effective date-Leg 1": "50,000,000; 80,000,000;20,000,000"
    }
    (event,) = events(public(steps), PUBLIC_PARTIES)

    assert event["notionals"] == [
        {
            "currency": "USD",
            "notional_cents": 5_000_000_000,
            "scheduled_notionals_cents": [5_000_000_000, 8_000_000_000, 2_000_000_000],
        }
    ]


@pytest.mark.parametrize(
    ("asset_class", "short_name", "underlier", "product"),
    [
        ("IR", "NA/Swap Fxd Flt EUR", "EUR-EURIBOR", "INTEREST_RATE_SWAP"),
        ("IR", "NA/O Call Epn OIS USD", "NA/Swap OIS USD", "SWAPTION"),
        ("IR", "NA/O P Epn Fxd Flt USD", "USD-SOFR-OIS Compound", "SWAPTION"),
        ("IR", "NA/O Call Epn USD", "USD-SOFR CME Term", "OTHER_SWAP"),
        ("CR", "NA/Swap CDS Idx", "CDX NA IG", "CREDIT_DEFAULT_SWAP"),
        ("EQ", "NA/Swap Px Idx USD", "S&P 500", "EQUITY_SWAP"),
        ("EQ", "NA/O Call Epn USD", "S&P 500", "OTHER_SWAP"),
        ("CO", "NA/Swap Oil USD", "WTI", "COMMODITY_SWAP"),
        ("FX", "NA/O Call EUR USD", "EUR USD", "FOREIGN_EXCHANGE_OPTION"),
        ("FX", "NA/Fwd NDF BRL USD", "BRL USD", "NON_DELIVERABLE_FORWARD"),
    ],
)
def test_the_asset_class_and_the_short_name_tell_the_product(
    asset_class: str, short_name: str, underlier: str, product: str
) -> None:
    row = {"Asset Class": asset_class, "UPI FISN": short_name, "UPI Underlier Name": underlier}
    (event,) = events(public(row), PUBLIC_PARTIES)

    assert event["product"] == product


def test_two_currencies_make_a_cross_currency_swap_with_two_notionals() -> None:
    row = {"Notional amount-Leg 2": "45,000,000", "Notional currency-Leg 2": "EUR"}
    (event,) = events(public(row), PUBLIC_PARTIES)

    assert event["product"] == "CROSS_CURRENCY_SWAP"
    assert event["notionals"] == [
        {"currency": "USD", "notional_cents": 5_000_000_000},
        {"currency": "EUR", "notional_cents": 4_500_000_000},
    ]


def test_a_foreign_exchange_forward_that_may_be_deliverable_is_set_aside() -> None:
    row = {"Asset Class": "FX", "UPI FISN": "NA/Fwd EUR USD"}

    assert reasons(public(row), PUBLIC_PARTIES) == [["PRODUCT_UNKNOWN"]]


def test_a_product_that_is_given_completes_the_row() -> None:
    row = {"Asset Class": "FX", "UPI FISN": "NA/Fwd EUR USD", "Unique Product Identifier": "QZ0000000001"}
    products = '[products]\nQZ0000000001 = "FOREIGN_EXCHANGE_FORWARD"\n'
    (event,) = events(public(row), products + PUBLIC_PARTIES)

    assert event["product"] == "FOREIGN_EXCHANGE_FORWARD"


def test_what_is_given_wrongly_sets_the_row_aside() -> None:
    given = PUBLIC_PARTIES + '\nproduct = "SOMETHING_ELSE"\n'

    assert reasons(public({}), given) == [["NOT_IN_THE_CONTRACT"]]


def test_a_swap_revived_after_its_termination_needs_no_event() -> None:
    ended = {
        "Original Dissemination Identifier": FIRST,
        "Dissemination Identifier": SECOND,
        "Action type": "TERM",
    }
    revived = {**ended, "Action type": "REVI", "Event type": ""}

    assert (
        outcomes(public({}, ended, revived), PUBLIC_PARTIES)[-1].passed_by
        is PassedBy.REVIVED_AFTER_TERMINATION
    )


def test_a_swap_revived_after_an_error_is_set_aside() -> None:
    error = {
        "Original Dissemination Identifier": FIRST,
        "Dissemination Identifier": SECOND,
        "Action type": "EROR",
    }
    revived = {**error, "Action type": "REVI", "Event type": ""}

    assert reasons(public({}, error, revived), PUBLIC_PARTIES) == [[], [], ["REVIVED"]]
