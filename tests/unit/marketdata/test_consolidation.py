"""Who owes the Data Consolidation Fee? (R13)"""

from typing import Any

import pytest

from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    PARTIES,
    agreement,
    bought,
    distributor,
    firm,
    result,
)

INTERNAL = (distributor("D2", "BETA", "INTERNAL"), agreement("A2", "D2"))
DIGITAL = bought(license_kind="DIGITAL_MEDIA_ENTERPRISE")


def owing(*events: dict[str, Any], **parameters: bool) -> list[str]:
    found = result(*events, APRIL_CLOSED, **parameters)
    return [
        one["legal_entity"]
        for one in found["documents"]
        for line in one["lines"]
        if line["fee"] == "DATA_CONSOLIDATION" and line["quantity"] == 1
    ]


def test_an_external_distributor_with_an_agreement_owes_it() -> None:
    assert owing(*PARTIES) == ["ALPHA"]


def test_without_an_agreement_nobody_owes_it() -> None:
    assert owing(*PARTIES[:3]) == []
    assert owing(*PARTIES[:3], agreement(last_month="2015-03")) == []


def test_the_holder_of_a_digital_media_license_owes_it() -> None:
    assert owing(*PARTIES, DIGITAL) == ["ALPHA", "GAMMA"]


def test_a_legal_entity_owes_it_once_for_whatever_it_owns() -> None:
    own = bought("L2", license_kind="DIGITAL_MEDIA_ENTERPRISE", recipient_firm="F1")
    second = (distributor("D3", "ALPHA"), agreement("A3", "D3"))
    assert owing(*PARTIES, *second, own) == ["ALPHA"]


@pytest.mark.parametrize(
    ("parameter", "events", "more"),
    [
        ("consolidation_fee_enterprise_licensee", (bought(),), ["GAMMA"]),
        ("consolidation_fee_internal_distributor", INTERNAL, ["BETA"]),
    ],
)
def test_others_owe_it_only_where_the_parameter_says_so(
    parameter: str, events: tuple[dict[str, Any], ...], more: list[str]
) -> None:
    assert owing(*PARTIES, *events) == ["ALPHA"]
    assert owing(*PARTIES, *events, **{parameter: True}) == ["ALPHA", *more]


def test_a_registration_from_a_month_on_leaves_the_fee_of_the_month_before() -> None:
    sold = distributor("D1", "OMEGA", first_month="2015-05", at="2015-04-20T12:00:00Z")
    assert owing(*PARTIES, sold, firm("F2")) == ["ALPHA"]
