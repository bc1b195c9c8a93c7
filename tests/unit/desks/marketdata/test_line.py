"""Whom does a line count, and do those come to its quantity?"""

import tracemalloc
from pathlib import Path

import pytest

from streams.desks.marketdata.invoice import invoice_of
from streams.desks.marketdata.line import Counted, Owing, counted, line_named
from streams.domains.marketdata.domain import MARKETDATA
from streams.domains.marketdata.state.months import month_of_text
from streams.kernel.errors import UserError
from streams.replay.cases import Case
from streams.replay.evidence import LedgerEvidence
from streams.replay.explain_memory import remade
from tests.unit.clearing.explanations.recorded import archive
from tests.unit.desks.marketdata.ledgers import NAMES, SMALL, case_named, evidence_in, record, record_case
from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    MAY_CLOSED,
    PARTIES,
    accessed,
    as_records,
    bought,
    classified,
    distributor,
    granted,
    tick,
)

MANY = 4_000
MOST_BYTES = 400_000


def lines_of(evidence: LedgerEvidence) -> list[str]:
    """The names of all lines of all documents."""
    documents = [row for _, row in evidence.rows("documents", "")]
    asked = {(row["month"], row["legal_entity"]): None for row in documents if isinstance(row, dict)}
    told = (invoice_of(evidence, month_of_text(month), entity=entity) for month, entity in asked)
    return [line.line for one in told for document in one.documents for line in document.lines]


def users(path: Path, line: str) -> list[Counted]:
    with evidence_in(path) as evidence:
        return [one for one in counted(evidence, line_named(evidence, line)) if isinstance(one, Counted)]


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.case)
def test_the_users_of_every_line_come_to_its_quantity(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.ledger"
    law = record_case(path, case)
    with evidence_in(path, law=law) as evidence:
        for name in lines_of(evidence):
            line = line_named(evidence, name)
            found = list(counted(evidence, line))
            if line.is_of_users:
                assert sum(one.change for one in found) == line.quantity
                fees = {f"{one.classification}_USER_{one.feed}" for one in found if isinstance(one, Counted)}
                assert fees == {line.fee}
            else:
                # Anonymous viewers alone may use a license.
                assert found or line.license


def test_nobody_is_told_twice_and_the_order_is_that_of_the_names_whatever_the_partitions(
    tmp_path: Path,
) -> None:
    names = [f"u{number:02d}" for number in range(20)]
    log = as_records([*PARTIES, *(granted(name) for name in reversed(names)), APRIL_CLOSED])
    for partitions in (1, 3):
        path = record(tmp_path / f"{partitions}.ledger", log, partitions=partitions)
        assert [one.user for one in users(path, "invoice/2015-04/ALPHA#2")] == names


def test_a_user_is_told_with_evidence_entitlement_and_number_of_uses(tmp_path: Path) -> None:
    seen = accessed("u", "2015-04-12T15:00:00Z")
    path = record(
        tmp_path / "run.ledger", as_records([*PARTIES, classified(), granted(), seen, APRIL_CLOSED])
    )

    (one,) = users(path, "invoice/2015-04/ALPHA#2")

    assert (one.classification, one.classified_since) == ("NON_PROFESSIONAL", "2015-03-01T05:00:00Z")
    assert (one.use, one.entitlement, one.since) == ("ENTITLEMENT", "u-1", "2015-03-25T14:00:00Z")
    assert (one.use_count, one.device, one.license) == (2, "", "")


def test_whom_only_an_access_makes_count_is_told_with_its_instant(tmp_path: Path) -> None:
    path = record(tmp_path / "run.ledger", as_records([*PARTIES, accessed("v"), APRIL_CLOSED]))

    (one,) = users(path, "invoice/2015-04/ALPHA#2")

    assert (one.use, one.since, one.entitlement) == ("ACCESS", "2015-04-10T15:00:00Z", "")
    assert (one.classification, one.classified_since, one.evidence) == ("PROFESSIONAL", None, "")


def test_what_came_after_the_close_is_no_part_of_the_invoice_but_of_the_note(tmp_path: Path) -> None:
    late = accessed("v", "2015-04-12T15:00:00Z", at="2015-05-20T12:00:00Z")
    log = as_records([*PARTIES, classified("u"), granted(), classified("v"), APRIL_CLOSED, late, MAY_CLOSED])
    path = record(tmp_path / "run.ledger", log)

    assert [one.user for one in users(path, "invoice/2015-04/ALPHA#2")] == ["u"]
    assert [(one.user, one.change) for one in users(path, "debit_note/2015-04/ALPHA/2015-05#1")] == [("v", 1)]


def test_a_correction_of_a_class_takes_the_user_from_one_line_to_the_other(tmp_path: Path) -> None:
    record_case(tmp_path / "case.ledger", case_named("W24"))
    note = "credit_note/2015-04/ALPHA/2015-05"

    assert [one.change for one in users(tmp_path / "case.ledger", f"{note}#1")] == [1]
    assert [one.change for one in users(tmp_path / "case.ledger", f"{note}#2")] == [-1]


def test_uses_of_a_dedicated_device_count_for_its_owner_who_is_told_of_it(tmp_path: Path) -> None:
    record_case(tmp_path / "case.ledger", case_named("W51"))

    (one,) = users(tmp_path / "case.ledger", "invoice/2015-04/ALPHA#2")

    assert (one.user, one.device, one.entitlement) == ("n", "dev1", "dev1-premium")


def test_a_license_is_told_with_those_whom_it_covers(tmp_path: Path) -> None:
    log = [*PARTIES, bought(), granted("s", recipient_firm="F9")]
    log += [granted("p", recipient_firm="F9", feed="PREMIUM"), APRIL_CLOSED]
    path = record(tmp_path / "run.ledger", as_records(log))

    assert [(one.user, one.license) for one in users(path, "invoice/2015-04/GAMMA#1")] == [("s", "L1")]


def test_the_consolidation_fee_is_told_with_what_makes_it_due(tmp_path: Path) -> None:
    path = record(tmp_path / "run.ledger", as_records([*PARTIES, APRIL_CLOSED]))
    with evidence_in(path) as evidence:
        found = list(counted(evidence, line_named(evidence, "invoice/2015-04/ALPHA#1")))

    assert found == [Owing(1, "AGREEMENT", "D1")]


def test_an_archive_counts_the_same_users(tmp_path: Path) -> None:
    run, held = tmp_path / "run.ledger", tmp_path / "archive.ledger"
    law = record_case(run, case_named("W51"))
    archive(run, held)
    with (
        evidence_in(run) as whole,
        evidence_in(held) as published,
        remade(published.ledger, MARKETDATA, NAMES, law, tmp_path / "memory.ledger") as memory,
    ):
        again = published._replace(memory=memory)
        for name in lines_of(whole):
            line = line_named(whole, name)
            assert list(counted(again, line)) == list(counted(whole, line))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("invoice/2015-04/ALPHA", "names no line"),
        ("invoice/2015-04/ALPHA#3", "has the lines 1 to 2, and no line 3"),
        ("invoice/2015-04/ALPHA#two", "has the lines 1 to 2, and no line two"),
        ("invoice/2015-05/ALPHA#1", "invoice/2015-04/ALPHA."),
    ],
)
def test_a_line_that_is_none_is_one_message(name: str, message: str, tmp_path: Path) -> None:
    path = record(tmp_path / "run.ledger", as_records([*PARTIES, granted(), APRIL_CLOSED]))
    with evidence_in(path) as evidence, pytest.raises(UserError) as caught:
        line_named(evidence, name)
    assert message in caught.value.message


def test_users_pass_by_and_are_never_all_in_memory(tmp_path: Path) -> None:
    log = as_records([*PARTIES, *(granted(f"u{number}") for number in range(MANY)), APRIL_CLOSED])
    path = record(tmp_path / "run.ledger", log)
    with evidence_in(path) as evidence:
        line = line_named(evidence, "invoice/2015-04/ALPHA#2")
        tracemalloc.start()
        try:
            number = sum(one.change for one in counted(evidence, line))
            _, peak_bytes = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert number == MANY
    assert peak_bytes < MOST_BYTES


def test_a_sale_takes_the_users_from_the_old_owner_to_the_new_one(tmp_path: Path) -> None:
    sale = distributor("D1", "GAMMA", first_month="2015-04", at="2015-05-20T12:00:00Z")
    path = record(tmp_path / "run.ledger", as_records([*PARTIES, granted(), APRIL_CLOSED, sale, MAY_CLOSED]))

    assert [one.change for one in users(path, "credit_note/2015-04/ALPHA/2015-05#2")] == [-1]
    assert [one.change for one in users(path, "debit_note/2015-04/GAMMA/2015-05#2")] == [1]


def test_uses_inside_a_license_are_set_apart_from_those_that_are_charged(tmp_path: Path) -> None:
    premium = accessed("u", recipient_firm="F9", feed="PREMIUM")
    log = as_records([*PARTIES, bought(), granted(recipient_firm="F9"), premium, APRIL_CLOSED])
    path = record(tmp_path / "run.ledger", log)

    (one,) = users(path, "invoice/2015-04/ALPHA#2")

    assert (one.feed, one.use, one.use_count, one.covered_use_count) == ("PREMIUM", "ACCESS", 1, 1)


def test_a_line_of_a_draft_counts_whom_it_counts_by_now(tmp_path: Path) -> None:
    path = record(tmp_path / "run.ledger", as_records([*PARTIES, granted(), tick("2015-04-20T12:00:00Z")]))

    assert [one.user for one in users(path, "draft/2015-04/ALPHA#2")] == ["u"]
    with pytest.raises(UserError):
        users(path, "draft/2015-13/ALPHA#2")
