"""Which events do usage and entitlement reports make, and what is said of rows that make none?"""

import csv
import io
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import pytest

from schemas.marketdata import EVENT_STRUCTS
from schemas.reading import Reader
from streams.kernel.errors import UserError
from streams.readers.files import Positions, TableFile
from streams.readers.marketdata.columns import renamed
from streams.readers.marketdata.given import Given, read_given
from streams.readers.marketdata.lacks import PassedBy, Remark
from streams.readers.marketdata.reading import Reading
from streams.readers.outcome import Event, Outcome, checked

NEW_YORK = ZoneInfo("America/New_York")
RECORDED_AT = "2015-05-05T09:00:00Z"
GIVEN = """
distributor = "D1"

[[user]]
user = "anna"
user_kind = "NATURAL_PERSON"
effective_at = "2015-03-01T05:00:00Z"
registered_or_qualified = "NO"
engaged_as_investment_adviser = "NO"
performs_registrable_functions_for_exempt_organization = "NO"
"""
USAGE = {
    "Report month": "2015-04",
    "Recipient firm": "F9",
    "User ID": "anna",
    "Product code": "SUMMARY",
    "Subscriber type": "N",
    "Channel": "Terminal",
    "Purpose": "Trading",
    "First access": "2015-04-01T13:30:00Z",
    "Last access": "",
}
ENTITLED = {
    "Vendor code": "D1",
    "Reporting period": "201504",
    "Subscriber account number": "F9",
    "Access ID": "anna",
    "Service code": "SUMMARY",
    "Units": "1",
    "Action": "",
    "Install date": "",
}


def table(usual: Mapping[str, str], *rows: Mapping[str, str]) -> str:
    """A report; each row is the usual one but for what it says."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(usual))
    writer.writeheader()
    writer.writerows({**usual, **row} for row in rows)
    return text.getvalue()


def outcomes(text: str, given: str = GIVEN, positions: Positions | None = None) -> list[Outcome]:
    """What becomes of every row of a report."""
    known = read_given("given.toml", given.encode()) if given else Given()
    file = TableFile(
        "report.csv", io.StringIO(text, newline=""), renamed(known.headings), positions=positions
    )
    reading = Reading(file.layout, known, NEW_YORK, RECORDED_AT)
    return [checked(reading.take(row), Reader(EVENT_STRUCTS).read, "User ID") for row in file.rows()]


def events(text: str, given: str = GIVEN) -> list[Event]:
    """The events of a report of which no row is set aside."""
    found = outcomes(text, given)
    assert [one.lacks for one in found if one.lacks] == []
    return [event for one in found for event in one.events]


def reasons(text: str, given: str = GIVEN) -> list[str]:
    """Why rows are set aside."""
    return [lack.reason.name for one in outcomes(text, given) for lack in one.lacks]


def test_a_usage_row_is_the_first_and_the_last_access() -> None:
    _, first, last = events(table(USAGE, {"Last access": "2015-04-28T19:59:58Z"}))

    assert (first["type"], first["accessed_at"]) == ("feed_accessed", "2015-04-01T13:30:00Z")
    assert (last["type"], last["accessed_at"]) == ("feed_accessed", "2015-04-28T19:59:58Z")


def test_evidence_that_is_given_comes_once_and_with_the_claim_of_the_report() -> None:
    found = events(table(USAGE, {}, {"First access": "2015-04-02T13:30:00Z"}))

    assert [event["type"] for event in found] == ["user_classified", "feed_accessed", "feed_accessed"]
    assert found[0]["claimed_classification"] == "NON_PROFESSIONAL"


def test_a_claim_without_evidence_classifies_nobody_and_is_remarked() -> None:
    (outcome,) = outcomes(table(USAGE, {"User ID": "ben"}))

    assert [event["type"] for event in outcome.events] == ["feed_accessed"]
    assert outcome.remarks == (Remark.CLAIM_WITHOUT_EVIDENCE,)


def test_local_time_is_that_of_the_zone() -> None:
    assert events(table(USAGE, {"First access": "2015-04-02 09:31:10"}))[-1]["accessed_at"] == (
        "2015-04-02T13:31:10Z"
    )


def test_a_day_without_a_time_is_its_beginning_and_is_remarked() -> None:
    (outcome,) = outcomes(table(USAGE, {"First access": "4/3/2015"}))

    assert outcome.events[-1]["accessed_at"] == "2015-04-03T04:00:00Z"
    assert Remark.DAY_WITHOUT_TIME in outcome.remarks


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"Recipient firm": ""}, "FIRM_MISSING"),
        ({"User ID": ""}, "USER_MISSING"),
        ({"Product code": "LVL2"}, "PRODUCT_UNKNOWN"),
        ({"Channel": ""}, "CHANNEL_UNKNOWN"),
        ({"Channel": "pigeon"}, "CHANNEL_UNKNOWN"),
        ({"Purpose": ""}, "PURPOSE_UNKNOWN"),
        ({"Subscriber type": "?"}, "STATUS_UNKNOWN"),
        ({"First access": ""}, "INSTANT_UNREADABLE"),
        ({"First access": "yesterday"}, "INSTANT_UNREADABLE"),
        ({"First access": "2015-04-31"}, "INSTANT_UNREADABLE"),
        ({"Report month": "2015-11", "First access": "2015-11-01 01:30:00"}, "INSTANT_AMBIGUOUS"),
        ({"Report month": "2015-03", "First access": "2015-03-08 02:30:00"}, "INSTANT_AMBIGUOUS"),
        ({"Report month": "2015-13"}, "MONTH_UNREADABLE"),
        ({"First access": "2015-05-01T04:00:00Z"}, "OUT_OF_THE_MONTH"),
    ],
)
def test_what_a_usage_row_lacks_is_told_and_the_row_set_aside(row: dict[str, str], reason: str) -> None:
    assert reasons(table(USAGE, row)) == [reason]


def test_the_last_instant_of_a_month_is_in_it() -> None:
    assert reasons(table(USAGE, {"First access": "2015-05-01T03:59:59Z"})) == []


def test_who_distributes_must_be_told_by_somebody() -> None:
    assert reasons(table(USAGE, {}), given="") == ["DISTRIBUTOR_MISSING"]


def test_an_entitlement_row_without_activity_holds_for_its_month() -> None:
    _, granted, revoked = events(table(ENTITLED, {}))

    assert (granted["type"], granted["effective_at"]) == ("entitlement_granted", "2015-04-01T04:00:00Z")
    assert (revoked["type"], revoked["effective_at"]) == ("entitlement_revoked", "2015-05-01T04:00:00Z")
    assert granted["entitlement"] == revoked["entitlement"]


def test_activities_begin_and_end_one_entitlement() -> None:
    added = {"Action": "A", "Install date": "4/15/2015"}
    deleted = {"Action": "D", "Install date": "20150430"}
    _, granted, revoked = events(table(ENTITLED, added, deleted))

    assert (granted["entitlement"], granted["effective_at"]) == ("F9/anna/SUMMARY", "2015-04-15T04:00:00Z")
    assert (revoked["entitlement"], revoked["effective_at"]) == ("F9/anna/SUMMARY", "2015-04-30T04:00:00Z")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"Units": "25"}, "SEVERAL_UNITS"),
        ({"Units": "many"}, "QUANTITY_UNREADABLE"),
        ({"Action": "C", "Install date": "20150430"}, "ACTIVITY_UNKNOWN"),
        ({"Action": "A"}, "INSTANT_UNREADABLE"),
        ({"Reporting period": ""}, "MONTH_UNREADABLE"),
    ],
)
def test_what_an_entitlement_row_lacks_is_told_and_the_row_set_aside(
    row: dict[str, str], reason: str
) -> None:
    assert reasons(table(ENTITLED, row)) == [reason]


def test_a_quantity_of_nothing_is_passed_by() -> None:
    (outcome,) = outcomes(table(ENTITLED, {"Units": "0"}))

    assert (outcome.events, outcome.passed_by) == ((), PassedBy.NO_UNITS)


def test_a_report_that_is_read_again_says_the_same_under_the_same_ids() -> None:
    report = table(USAGE, {}, {"User ID": "ben"})

    assert events(report) == events(report)


def test_codes_and_headings_of_somebodys_own_are_given() -> None:
    given = (
        'distributor = "V7"\nheadings = {user = "Login"}\n[distributors]\nV7 = "D1"\n[firms]\n0001 = "F9"\n'
        '[products]\nBZ1 = "PREMIUM"\n[channels]\nWEB = "WEB_SITE"\n'
    )
    report = table(USAGE, {"Recipient firm": "0001", "Product code": "BZ1", "Channel": "WEB"})
    (event,) = events(report.replace("User ID", "Login"), given)

    assert [event[name] for name in ("distributor", "recipient_firm", "feed", "channel")] == [
        "D1",
        "F9",
        "PREMIUM",
        "WEB_SITE",
    ]


def test_columns_may_have_positions_instead_of_headings() -> None:
    positions = {
        "Distributor": (1, 4),
        "Report month": (5, 10),
        "Recipient firm": (11, 14),
        "User ID": (15, 20),
    }
    rest = {"Product code": (21, 28), "Quantity": (29, 30)}
    first, *_ = outcomes("D1  201504F9  anna  SUMMARY  1\n\n", "", {**positions, **rest})

    assert [event["type"] for event in first.events] == ["entitlement_granted", "entitlement_revoked"]
    assert first.row.line == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ('headings = {usr = "Login"}', "names a column usr"),
        ("positions = {user = [0, 4]}", "positions 0 to 4"),
        ("positions = {user = [5, 4]}", "positions 5 to 4"),
        ('channel = "RADIO"', "is no given file"),
        ("distributor = ", "is no given file"),
    ],
)
def test_a_given_file_that_says_what_none_says_is_refused(given: str, told: str) -> None:
    with pytest.raises(UserError, match=r"Nothing was read\.") as refused:
        read_given("given.toml", given.encode())

    assert told in refused.value.message
