"""What is found at a close, and what of it is open? (section 6.2 of the contract)"""

import re
from pathlib import Path

import pytest

from streams.domains.marketdata.rules.anomaly import CITES, Anomaly, Kind
from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    MAY_CLOSED,
    PARTIES,
    Event,
    accessed,
    agreement,
    bought,
    classified,
    closed,
    device,
    distributor,
    granted,
    kinds,
    outcomes,
    result,
    revoked,
)

PAGE = Path(__file__).parents[3] / "docs" / "domains" / "marketdata.md"
DIGITAL = {"channel": "WEB_SITE", "purpose": "INFORMATIONAL", "recipient_firm": "F9"}
DIGITAL_LICENSE = bought("L2", license_kind="DIGITAL_MEDIA_ENTERPRISE")


def found(*events: Event) -> list[str]:
    return kinds(result(*PARTIES, *events, APRIL_CLOSED)["anomalies"])


def test_the_kinds_and_their_citations_are_those_of_the_contract_in_its_order() -> None:
    section = PAGE.read_text().split("### 6.2")[1].split("`user` in month anomalies")[0]
    rows = re.findall(r"^\| `([A-Z_]+)` \|.*\| ([^|]+) \|$", section, re.MULTILINE)
    for kind, cell in rows:
        named = re.findall(r"`([^`]+)`", cell)
        cites = [cite if "/" in cite else f"EDGA2015/{cite}" for cite in named]
        assert list(CITES[Kind(kind)]) == cites, kind
    assert [kind for kind, _ in rows] == [str(kind) for kind in Kind] == sorted(Kind)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([classified(), granted()], []),
        ([granted()], ["UNCLASSIFIED_USER"]),
        ([classified(), accessed()], ["ACCESS_WITHOUT_ENTITLEMENT"]),
        ([classified(), granted(), accessed(feed="PREMIUM")], ["ACCESS_BEYOND_ENTITLED_FEED"]),
        ([classified(), granted(feed="PREMIUM"), accessed(feed="SUMMARY")], []),
        (
            [classified(user_kind="ENTITY", claimed_classification="NON_PROFESSIONAL"), granted()],
            ["MISCLASSIFIED_AS_NON_PROFESSIONAL"],
        ),
        ([classified(), granted(recipient_firm="F7")], ["RECIPIENT_FIRM_NOT_REGISTERED"]),
        ([classified(distributor="D7"), granted(distributor="D7")], ["DISTRIBUTOR_NOT_REGISTERED"]),
        ([accessed(None, distributor="D7")], ["DISTRIBUTOR_NOT_REGISTERED"]),
        ([agreement("A7", "D7")], ["DISTRIBUTOR_NOT_REGISTERED"]),
        ([accessed(None)], ["ANONYMOUS_ACCESS_UNBILLABLE"]),
        (
            [accessed(None, recipient_firm="F7")],
            ["ANONYMOUS_ACCESS_UNBILLABLE", "RECIPIENT_FIRM_NOT_REGISTERED"],
        ),
        ([revoked("u", "2015-04-10T15:00:00Z")], ["ENTITLEMENT_NOT_FOUND"]),
        (
            [distributor("D2", "BETA"), classified(distributor="D2"), granted(distributor="D2")],
            ["DISTRIBUTOR_WITHOUT_AGREEMENT"],
        ),
        (
            [
                distributor("D2", "BETA", "INTERNAL"),
                granted(distributor="D2"),
                accessed(None, distributor="D2"),
            ],
            [],
        ),
    ],
)
def test_what_is_found_of_one_thing(events: list[Event], expected: list[str]) -> None:
    assert found(*events) == expected


def test_an_enterprise_license_excuses_classes_and_no_access() -> None:
    uses = (granted(recipient_firm="F9"), accessed("v", recipient_firm="F9"))
    assert found(bought(), *uses) == ["ACCESS_WITHOUT_ENTITLEMENT"]


def test_a_digital_media_license_excuses_what_it_covers() -> None:
    assert found(DIGITAL_LICENSE, accessed("v", **DIGITAL), accessed(None, **DIGITAL)) == []


def test_a_use_outside_a_digital_media_license_breaches_its_scope() -> None:
    outside = accessed("v", recipient_firm="F9")
    for events in ((DIGITAL_LICENSE, classified("v"), outside), (classified("v"), outside, DIGITAL_LICENSE)):
        assert found(*events) == ["ACCESS_WITHOUT_ENTITLEMENT", "LICENSE_SCOPE_BREACH"]


def test_a_digital_use_above_the_feed_of_the_license_is_charged_and_no_breach() -> None:
    above = granted("v", recipient_firm="F9", feed="PREMIUM", channels=["WEB_SITE"], purpose="INFORMATIONAL")
    assert found(DIGITAL_LICENSE, classified("v"), above) == []


def test_what_is_mended_is_cleared_and_what_comes_again_is_reopened() -> None:
    mended = classified("v", at="2015-05-20T12:00:00Z")
    undone = classified("v", at="2015-06-20T12:00:00Z", user_kind="ENTITY")
    again = classified("v", at="2015-07-20T12:00:00Z", engaged_as_investment_adviser="UNKNOWN")
    closes = [closed("2015-06", "2015-07-16T12:00:00Z"), closed("2015-07", "2015-08-16T12:00:00Z")]
    events = [*PARTIES, granted("v"), revoked("v", "2015-04-20T12:00:00Z"), APRIL_CLOSED, mended, MAY_CLOSED]
    log = [*events, undone, closes[0], again, closes[1]]
    published = [(body["type"], body["id"]) for _, body in outcomes(*log) if "UNCLASSIFIED" in body["id"]]
    name = "UNCLASSIFIED_USER/2015-04/D1/v"
    assert published == [
        ("anomaly_reported", f"anomaly/{name}"),
        ("anomaly_cleared", f"anomaly_cleared/{name}/2015-05"),
        ("anomaly_reopened", f"anomaly_reopened/{name}/2015-07"),
    ]


@pytest.mark.parametrize("partitions", [1, 2, 7])
def test_an_anomaly_of_a_user_to_whom_a_device_is_dedicated_meanwhile_stays_the_same(partitions: int) -> None:
    linked = device("d", "v", at="2015-05-20T12:00:00Z")
    log = (*PARTIES, granted("v"), granted("d"), APRIL_CLOSED, linked, MAY_CLOSED)
    published = [body["id"] for _, body in outcomes(*log, partitions=partitions) if "anomaly" in body["type"]]
    assert published == [
        "anomaly/UNCLASSIFIED_USER/2015-04/D1/d",
        "anomaly/UNCLASSIFIED_USER/2015-04/D1/v",
        "anomaly/UNCLASSIFIED_USER/2015-05/D1/v",
        "anomaly_cleared/UNCLASSIFIED_USER/2015-04/D1/d/2015-05",
    ]


@pytest.mark.parametrize(
    ("anomaly", "path", "key"),
    [
        (Anomaly("A", "2015-04", "D/1", "F1", "u%"), "A/2015-04/D%2F1/F1/u%25", "D/1"),
        (Anomaly("A", "2015-04", license="L1", fee="X"), "A/2015-04/L1/X", "L1"),
        (Anomaly("A", "2015-04", recipient_firm="F1"), "A/2015-04/F1", "2015-04"),
        (Anomaly("A", fee="X", valid_from="2015-04-01"), "A/X/2015-04-01", "X"),
    ],
)
def test_an_anomaly_is_named_by_its_fields_in_order(anomaly: Anomaly, path: str, key: str) -> None:
    assert (anomaly.path, anomaly.key) == (path, key)
