"""Which documents correct and bill months? (section 7.9 of the contract)"""

import pytest

from streams.domains.marketdata.rules.bill import Line
from streams.domains.marketdata.rules.document import Issue, difference, invoice, net_lines, note_kind
from streams.domains.marketdata.stages.documents import Documents
from streams.domains.marketdata.stages.outcomes import Publisher
from streams.kernel.output import Output
from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    MAY_CLOSED,
    PARTIES,
    accessed,
    classified,
    closed,
    granted,
    outcomes,
    result,
    totals,
)

MAY = Issue("2015-05", "2015-06-16T12:00:00Z")


def line(fee: str, quantity: int, cents: int = 10) -> Line:
    return Line(fee, "D1", "F1", "", cents, quantity)


def test_a_difference_has_every_line_that_changed_and_no_other() -> None:
    now = [line("A", 3), line("B", 1), line("C", 2)]
    billed = [line("A", 3), line("C", 5), line("D", 1)]
    assert [(one.fee, one.quantity) for one in difference(now, billed)] == [("B", 1), ("C", -3), ("D", -1)]


def test_a_line_at_another_price_is_another_line() -> None:
    assert difference([line("A", 1, 12)], [line("A", 1, 10)]) == [line("A", -1, 10), line("A", 1, 12)]


def test_what_was_billed_and_its_note_add_up_to_what_is_now() -> None:
    now, billed = [line("A", 3), line("B", 1)], [line("A", 1), line("C", 5)]
    assert net_lines(billed, difference(now, billed)) == now


@pytest.mark.parametrize(("total", "kind"), [(1, "DEBIT_NOTE"), (-1, "CREDIT_NOTE"), (0, "ADJUSTMENT_NOTE")])
def test_the_total_gives_a_note_its_kind(total: int, kind: str) -> None:
    assert note_kind(total) == kind


def test_a_late_access_is_billed_by_a_note_for_its_own_month() -> None:
    late = accessed("v", "2015-04-12T15:00:00Z", at="2015-05-20T12:00:00Z")
    found = result(*PARTIES, classified("v"), APRIL_CLOSED, late, MAY_CLOSED)
    assert totals(found) == {
        "invoice/2015-04/ALPHA": 100_000,
        "debit_note/2015-04/ALPHA/2015-05": 25,
        "invoice/2015-05/ALPHA": 100_000,
    }


def test_an_access_outside_the_window_changes_nothing_and_is_reported() -> None:
    late = accessed("v", "2015-04-12T15:00:00Z", at="2015-08-20T12:00:00Z")
    august = closed("2015-08", "2015-09-16T12:00:00Z")
    found = result(*PARTIES, classified("v"), APRIL_CLOSED, late, august)
    assert [name for name in totals(found) if "note" in name] == []
    assert found["anomalies"] == [{"anomaly": "CORRECTION_AFTER_MONTH_FINAL", "month": "2015-04"}]


def test_an_access_in_the_last_month_of_the_window_is_billed() -> None:
    late = accessed("v", "2015-04-12T15:00:00Z", at="2015-07-31T12:00:00Z")
    july = closed("2015-07", "2015-08-16T12:00:00Z")
    found = result(*PARTIES, classified("v"), APRIL_CLOSED, late, july)
    assert totals(found)["debit_note/2015-04/ALPHA/2015-07"] == 25


def test_notes_come_before_invoices_and_both_in_order_of_their_entities() -> None:
    second = granted("w", recipient_firm="F9", at="2015-05-20T12:00:00Z")
    found = result(*PARTIES, APRIL_CLOSED, classified("w"), second, MAY_CLOSED)
    assert [one["document"] for one in found["documents"]] == ["INVOICE", "DEBIT_NOTE", "INVOICE"]


def test_a_document_is_published_with_what_sets_its_prices() -> None:
    found = {body["id"]: (key, body) for key, body in outcomes(*PARTIES, granted(), APRIL_CLOSED)}
    key, body = found["invoice/2015-04/ALPHA"]
    assert key == '["ALPHA"]'
    assert body["type"] == "invoice_issued"
    assert body["event"] == "close-2015-04"
    assert body["cites"] == ["EDGA2015/II.A.1(consolidation-fee)", "EDGA2015/II.A.1(user-fees)"]


def test_a_document_that_is_met_again_with_other_bytes_is_not_published_and_raises_an_alarm() -> None:
    output = Output("law")
    documents = Documents(Publisher(output), output)
    for quantity in (1, 1, 2):
        lines = [line("A", quantity)]
        documents.issue(invoice("ALPHA", lines, MAY), lines, "c")
    assert len(output.outcomes) == 1
    assert len(output.alarms) == 1
    assert "invoice/2015-05/ALPHA was issued before with other bytes" in output.alarms[0]
    assert documents.billed(2015 * 12 + 4, "ALPHA") == [line("A", 1)]
