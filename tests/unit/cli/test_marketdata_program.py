"""What do the users cost whose course is told, and what is said of all of it?"""

import asyncio
import re
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from rich.console import Console

from streams.cli.demo.evidence import evidence_of
from streams.cli.marketdata.courses import Costs, about_them, costs_cents
from streams.cli.marketdata.program import MarketDataProgram
from streams.demo.marketdata import figures
from streams.demo.marketdata.calendar import MONTHS
from streams.demo.marketdata.quarter import LEAST_ACCESSES
from streams.demo.marketdata.story import TOLD
from streams.demo.views import Views
from streams.domains.marketdata.domain import MARKETDATA
from streams.kernel.errors import UserError
from streams.kernel.plain_words import money
from tests.unit.demo.marketdata.small_quarter import done

COSTS_CENTS = {
    "wren": (25, 1500, 1500),
    "finch": (50, 50, 50),
    "heron": (25, 1000, 1000),
    "lark": (50, 50, 50),
    "linnet": (25, 25, 25),
    "plover": (1000, 1000, 1000),
    "robin": (1000, 1000, 1000),
    "martin": (1000, 1000, 1000),
    "floor-screen": (1500, 1500, 1500),
    "siskin": (None, None, 1000),
}


@pytest.fixture(scope="module")
def costs() -> Iterator[Costs]:
    with evidence_of(MARKETDATA, about_them(done().lines), MARKETDATA.law) as evidence:
        yield costs_cents(evidence)


@pytest.fixture(scope="module")
def program() -> MarketDataProgram:
    return asyncio.run(MarketDataProgram.prepare(LEAST_ACCESSES, MARKETDATA.law))


def written(tell: Callable[[Views, Console], None], width: int = 120) -> str:
    """What is told, its words in a row."""
    told = StringIO()
    tell(done().views, Console(file=told, width=width))
    return " ".join(told.getvalue().split())


@pytest.mark.parametrize("user", COSTS_CENTS)
def test_a_user_costs_what_its_course_says(costs: Costs, user: str) -> None:
    assert tuple(costs.get((user, month)) for month in MONTHS) == COSTS_CENTS[user]


def test_everybody_is_tried_whose_course_is_told() -> None:
    assert [told.seat.user for told in TOLD] == list(COSTS_CENTS)


def test_the_invoices_and_the_notes_that_correct_them_are_told(program: MarketDataProgram) -> None:
    said = written(program.tell_opening)

    for entity in ("BASALT SYSTEMS", "GRANITE DATA", "OPAL MEDIA"):
        assert f"Invoices to {entity}" in said
    assert "Credit note of 16 June 2015 to GRANITE DATA: April" in said
    assert (
        "Non-Professional, Summary AMBER +1 $0.25 $0.25 Professional, Summary AMBER -1 $10.00 -$10.00" in said
    )
    assert "Debit note of 16 June 2015 to BASALT SYSTEMS: April" in said
    assert "robin was served on 28 April" in said


@pytest.mark.parametrize("width", [80, 120])
def test_every_amount_of_an_invoice_is_told_on_every_screen(program: MarketDataProgram, width: int) -> None:
    said = written(program.tell_opening, width)
    documents = figures.documents(done().views)

    assert "…" not in said
    for document in documents:
        for line in document["lines"]:
            assert money(line["amount_cents"]) in said
        assert money(document["total_cents"]) in said


def test_a_charge_is_explained_and_the_license_that_saves_is_told(program: MarketDataProgram) -> None:
    said = written(program.tell_closing)
    saving_cents = program.facts(done().views)["savings_cents"]["2015-06/GRANITE/OPAL"]

    assert "Why does wren cost $15.00 in May, after $0.25 in April?" in said
    assert "In 2015-05 at AMBER: Summary; Premium; a Professional User of Premium, $15.00." in said
    assert "For the other firms user fees alone cost the least." in said
    assert f"{money(saving_cents)} less." in said
    assert re.search(r"linnet and \d+ more is charged as Professional for want of evidence April, May", said)
    assert "close-2015-05-too-early its month had not ended yet" in said


def test_a_glance_says_what_is_owed_for_the_newest_month(program: MarketDataProgram) -> None:
    assert program.glance(Views({})).picture is None
    assert program.glance(done().views).sentence.startswith("June so far: BASALT SYSTEMS $")
    assert program.faults() == []


def test_a_bill_that_does_not_add_up_is_a_fault() -> None:
    program = asyncio.run(MarketDataProgram.prepare(LEAST_ACCESSES, MARKETDATA.law))
    bill = b'{"billed_cents":1,"lines":[],"total_cents":3,"unbilled_cents":1}'
    program.glance(Views({b'["month_to_date_fees","2015-04","GRANITE DATA"]': bill}))

    assert program.faults() == ["The bill of GRANITE DATA for 2015-04 does not add up."]


def test_a_quarter_that_is_too_small_is_refused() -> None:
    with pytest.raises(UserError, match="at least 1000 accesses, not 999"):
        asyncio.run(MarketDataProgram.prepare(LEAST_ACCESSES - 1, MARKETDATA.law))
