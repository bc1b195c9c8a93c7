"""Which months does a license have, which checks must it pass, and what does it cover? (section 7.7)"""

import re
from pathlib import Path

import pytest

from streams.domains.marketdata.rules.license import CHECKS, covered_cells
from streams.domains.marketdata.state.words import (
    PREMIUM_DIGITAL,
    PREMIUM_OTHER,
    SUMMARY_DIGITAL,
    SUMMARY_OTHER,
)
from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    MAY_CLOSED,
    PARTIES,
    bought,
    classified,
    distributor,
    ended,
    granted,
    kinds,
    result,
    totals,
)

PAGE = Path(__file__).parents[3] / "docs" / "domains" / "marketdata.md"
USER = (classified(), granted(recipient_firm="F9"))


@pytest.mark.parametrize(
    ("kind", "feed", "cells"),
    [
        ("ENTERPRISE", "PREMIUM", {SUMMARY_OTHER, SUMMARY_DIGITAL, PREMIUM_OTHER, PREMIUM_DIGITAL}),
        ("ENTERPRISE", "SUMMARY", {SUMMARY_OTHER, SUMMARY_DIGITAL}),
        ("DIGITAL_MEDIA_ENTERPRISE", "PREMIUM", {SUMMARY_DIGITAL, PREMIUM_DIGITAL}),
        ("DIGITAL_MEDIA_ENTERPRISE", "SUMMARY", {SUMMARY_DIGITAL}),
    ],
)
def test_a_license_covers_its_feed_and_below_and_digital_media_only_its_own(
    kind: str, feed: str, cells: set[int]
) -> None:
    assert covered_cells(kind, feed) == sum(1 << cell for cell in cells)


def test_the_checks_stand_in_the_order_of_the_contract() -> None:
    (line,) = re.findall(
        r"Checks of a license in a month, first that applies: (.+?)\. Then", PAGE.read_text(), re.S
    )
    assert [check.reports for check in CHECKS] == re.findall(r"[A-Z_]{5,}", line)


def test_a_license_begins_in_no_month_before_its_recording() -> None:
    late = bought(at="2015-05-03T12:00:00Z", first_month="2015-04")
    found = result(*PARTIES, *USER, APRIL_CLOSED, late, MAY_CLOSED)
    assert totals(found) == {
        "invoice/2015-04/ALPHA": 100_025,
        "invoice/2015-05/ALPHA": 100_000,
        "invoice/2015-05/GAMMA": 5_000_000,
    }
    assert kinds(found["anomalies"]) == ["LICENSE_BACKDATED"]


def test_an_end_that_is_recorded_late_takes_effect_with_the_month_of_its_recording() -> None:
    end = ended("L1", "2015-03", "2015-04-20T12:00:00Z")
    found = result(*PARTIES, *USER, bought(), end, APRIL_CLOSED, MAY_CLOSED)
    assert [name for name in totals(found) if "GAMMA" in name] == ["invoice/2015-04/GAMMA"]
    assert kinds(found["anomalies"]) == ["LICENSE_END_BACKDATED"]


def test_an_end_never_lengthens_a_license() -> None:
    end = ended("L1", "2015-12", "2015-03-20T12:00:00Z")
    found = result(*PARTIES, *USER, bought(last_month="2015-03"), end, APRIL_CLOSED)
    assert list(totals(found)) == ["invoice/2015-04/ALPHA"]


def test_a_license_is_bought_once_and_the_first_statement_stands() -> None:
    again = bought(at="2015-02-02T12:00:00Z", feed="PREMIUM")
    found = result(*PARTIES, *USER, again, bought(), APRIL_CLOSED)
    assert totals(found)["invoice/2015-04/GAMMA"] == 5_000_000


def test_an_end_without_a_purchase_is_reported_until_the_purchase_is_known() -> None:
    end = ended("L1", "2015-09", "2015-03-20T12:00:00Z")
    found = result(*PARTIES, end, APRIL_CLOSED, bought(at="2015-05-02T12:00:00Z"), MAY_CLOSED)
    assert kinds(found["anomalies"]) == ["LICENSE_BACKDATED", "LICENSE_NOT_FOUND"]
    assert kinds(found["open_anomalies"]) == ["LICENSE_BACKDATED"]


def test_two_enterprise_licenses_for_one_pair_are_both_charged_and_reported() -> None:
    found = result(*PARTIES, bought(), bought("L2", feed="PREMIUM"), APRIL_CLOSED)
    assert totals(found)["invoice/2015-04/GAMMA"] == 15_000_000
    assert found["anomalies"] == [
        {"anomaly": "REDUNDANT_LICENSE", "month": "2015-04", "distributor": "D1", "recipient_firm": "F9"}
    ]


@pytest.mark.parametrize(
    ("more", "anomaly"),
    [
        ({"distributor": "D7"}, {"anomaly": "DISTRIBUTOR_NOT_REGISTERED", "distributor": "D7"}),
        (
            {"distributor": "D7", "recipient_firm": "F7"},
            {"anomaly": "DISTRIBUTOR_NOT_REGISTERED", "distributor": "D7"},
        ),
        ({"recipient_firm": "F7"}, {"anomaly": "RECIPIENT_FIRM_NOT_REGISTERED", "recipient_firm": "F7"}),
        ({"distributor": "D2"}, {"anomaly": "LICENSE_DISTRIBUTOR_NOT_EXTERNAL", "license": "L1"}),
    ],
)
def test_a_license_that_fails_a_check_is_not_charged_and_reported_once(
    more: dict[str, str], anomaly: dict[str, str]
) -> None:
    found = result(*PARTIES, distributor("D2", "BETA", "INTERNAL"), bought(**more), APRIL_CLOSED)
    assert totals(found) == {"invoice/2015-04/ALPHA": 100_000}
    assert found["anomalies"] == [{**anomaly, "month": "2015-04"}]
