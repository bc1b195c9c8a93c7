"""What do rows of the views say about the quarter?"""

import orjson

from streams.demo.marketdata import figures
from streams.demo.views import Views

BILL = {"billed_cents": 100, "lines": [], "total_cents": 100, "unbilled_cents": 0}
INVOICE = {"legal_entity": "GRANITE DATA", "month": "2015-04", "total_cents": 100}


def views(bill: dict[str, object], *documents: dict[str, object]) -> Views:
    """One bill, and some documents."""
    rows = {f"documents/{number:012d}".encode(): orjson.dumps(one) for number, one in enumerate(documents)}
    return Views({b'["month_to_date_fees","2015-04","GRANITE DATA"]': orjson.dumps(bill), **rows})


def test_a_month_is_billed_when_its_documents_make_up_the_bill() -> None:
    assert figures.is_billed(views(BILL, INVOICE), "2015-04")


def test_a_month_is_not_billed_before_its_documents_are_seen() -> None:
    assert not figures.is_billed(views(BILL), "2015-04")
    assert not figures.is_billed(views(BILL, INVOICE), "2015-05")


def test_a_month_with_something_left_to_bill_is_not_billed() -> None:
    assert not figures.is_billed(views({**BILL, "unbilled_cents": 1, "total_cents": 101}, INVOICE), "2015-04")


def test_a_bill_whose_parts_do_not_make_up_the_whole_is_named() -> None:
    bills = {("2015-04", "GRANITE DATA"): {**BILL, "unbilled_cents": 1}, ("2015-05", "GRANITE DATA"): BILL}

    assert list(figures.unbalanced(bills)) == ["The bill of GRANITE DATA for 2015-04 does not add up."]
