"""Does each thing that the quarter tells come out as it is told?"""

import pytest

from streams.demo.marketdata import figures
from streams.demo.marketdata.calendar import MONTHS
from streams.demo.marketdata.statements import Seat
from streams.demo.marketdata.story import CORRECTED, LARK, LARKS_TABLET
from streams.domains.marketdata.state.names import key_of
from streams.kernel.partitioner import partition_of
from tests.unit.demo.marketdata.small_quarter import PARTITIONS, done

APRIL, MAY, JUNE = MONTHS


def anomalies_of(kind: str) -> list[tuple[str, str, bool]]:
    """User or firm, month, and whether it is still open, of one kind of anomaly."""
    return [
        (row.get("user") or row["recipient_firm"], row.get("month", ""), is_open)
        for row, is_open in figures.anomalies(done().views)
        if row["anomaly"] == kind
    ]


def quantities(month: str, fee: str) -> int:
    """How many users all invoices of a month charge a fee for."""
    return sum(
        line["quantity"]
        for one in figures.documents(done().views)
        if (one["document"], one["month"]) == ("INVOICE", month)
        for line in one["lines"]
        if line["fee"] == fee
    )


def test_every_month_is_billed_to_the_end() -> None:
    bills = figures.fees(done().views)

    assert {month for month, _ in bills} == set(MONTHS)
    assert [names for names, row in bills.items() if row["unbilled_cents"]] == []
    assert all(figures.is_billed(done().views, month) for month in MONTHS)
    assert list(figures.unbalanced(bills)) == []


def test_both_classes_and_both_feeds_are_billed_in_every_month() -> None:
    fees = [
        f"{kind}_USER_{feed}"
        for kind in ("PROFESSIONAL", "NON_PROFESSIONAL")
        for feed in ("SUMMARY", "PREMIUM")
    ]

    assert [(month, fee) for month in MONTHS for fee in fees if not quantities(month, fee)] == []


def test_the_tablet_is_kept_on_another_partition_than_whom_it_serves() -> None:
    def partition(seat: Seat) -> int:
        return partition_of(key_of(seat.firm.distributor, seat.user).encode(), PARTITIONS)

    assert partition(LARK) != partition(LARKS_TABLET)


def test_the_tablet_is_no_user_of_its_own() -> None:
    (april,) = (one for one in figures.documents(done().views) if one["id"] == "invoice/2015-04/GRANITE DATA")

    assert not any(line["fee"] == "PROFESSIONAL_USER_PREMIUM" for line in april["lines"])


def test_a_late_access_and_late_evidence_are_corrected_with_the_next_close() -> None:
    notes = {
        one["document"]: (one["legal_entity"], one["month"], one["issued_with_month"], one["total_cents"])
        for one in figures.documents(done().views)
        if one["document"] != "INVOICE"
    }

    assert notes == {
        "DEBIT_NOTE": ("BASALT SYSTEMS", APRIL, MAY, 1000),
        "CREDIT_NOTE": ("GRANITE DATA", APRIL, MAY, -975),
    }
    assert notes.keys() == CORRECTED.keys()


def test_the_license_is_advised_in_every_month_for_one_firm_alone() -> None:
    advised = {
        names: row["licenses"]
        for names, row in figures.advice(done().views).items()
        if row["saving_cents"] > 0
    }

    assert advised == {(month, "GRANITE", "OPAL"): ["DIGITAL_MEDIA_ENTERPRISE_SUMMARY"] for month in MONTHS}


def test_the_license_saves_in_june_what_the_advice_says() -> None:
    bills = figures.fees(done().views)
    row = figures.advice(done().views)[JUNE, "GRANITE", "OPAL"]
    licensed = bills[JUNE, "OPAL MEDIA"]["total_cents"]
    outside = sum(
        line["amount_cents"]
        for line in bills[JUNE, "GRANITE DATA"]["lines"]
        if line["recipient_firm"] == "OPAL"
    )

    assert licensed == 1_600_000
    assert licensed + outside == row["cost_cents"] == row["per_user_cost_cents"] - row["saving_cents"]


def test_the_license_is_charged_from_the_month_after_its_purchase() -> None:
    assert [month for month, entity in figures.fees(done().views) if entity == "OPAL MEDIA"] == [JUNE]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("ACCESS_WITHOUT_ENTITLEMENT", [("robin", APRIL, True)]),
        ("ANONYMOUS_ACCESS_UNBILLABLE", [("OPAL", APRIL, True), ("OPAL", MAY, True)]),
        ("ENTITLEMENT_NOT_FOUND", [("martin", "", True)]),
        ("LICENSE_SCOPE_BREACH", [("siskin", JUNE, True)]),
        ("MISCLASSIFIED_AS_NON_PROFESSIONAL", [("plover", month, True) for month in MONTHS]),
    ],
)
def test_what_is_told_as_found_is_found(kind: str, expected: list[tuple[str, str, bool]]) -> None:
    assert anomalies_of(kind) == expected


def test_evidence_that_is_supplied_mends_the_anomaly() -> None:
    found = anomalies_of("UNCLASSIFIED_USER")

    assert [one for one in found if one[0] == "linnet"] == [("linnet", APRIL, False)]
    assert all(is_open for user, _, is_open in found if user != "linnet")
    assert {month for _, month, _ in found} == {APRIL, MAY}


def test_three_events_are_refused() -> None:
    assert {row["event"]: row["reason"] for row in figures.refusals(done().views)} == {
        "close-2015-05-too-early": "MONTH_NOT_ENDED",
        "finch-access-2015-06-04": "EVENT_ID_CONFLICT",
        "martin-access-fast-clock": "ACCESS_IN_FUTURE",
    }
