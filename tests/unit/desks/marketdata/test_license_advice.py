"""What does each way to hold licenses cost, since when does one save, and from how many users?"""

from pathlib import Path

import pytest

from streams.desks.marketdata.advice import Comparison, comparison_of
from streams.domains.marketdata.state.months import month_of_text
from streams.kernel.errors import UserError
from tests.unit.desks.marketdata.ledgers import evidence_in, record
from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    FEBRUARY,
    MAY_CLOSED,
    PARTIES,
    Event,
    as_records,
    bought,
    distributor,
    granted,
    price,
    tick,
)

CHEAP = price("ENTERPRISE_SUMMARY", 2_500, "2015-02-03", FEBRUARY)
"""An Enterprise license for Summary at what two and a half Professionals cost."""


def compared(path: Path, *events: Event, month: str = "2015-04", firm: str | None = None) -> Comparison:
    record(path, as_records(events))
    with evidence_in(path) as evidence:
        return comparison_of(evidence, month_of_text(month), "D1", firm)


def crowd(number: int, **more: str) -> list[Event]:
    return [granted(f"u{place}", **more) for place in range(number)]


def test_every_way_is_told_with_what_it_is_made_of_the_cheapest_first(tmp_path: Path) -> None:
    (one,) = compared(tmp_path / "run.ledger", *PARTIES, CHEAP, *crowd(3), APRIL_CLOSED).firms

    assert len(one.choices) == 9
    best = one.best
    assert (best.licenses, best.cost_cents, best.saving_cents) == (["ENTERPRISE_SUMMARY"], 2_500, 500)
    assert (one.per_user.cost_cents, one.user_count) == (3_000, 3)
    for choice in one.choices:
        assert choice.license_cents + choice.user_fee_cents + choice.consolidation_cents == choice.cost_cents
        assert choice.saving_cents == one.per_user.cost_cents - choice.cost_cents


@pytest.mark.parametrize(("number", "licenses"), [(2, []), (3, ["ENTERPRISE_SUMMARY"])])
def test_the_number_of_users_from_which_a_license_saves_is_where_it_begins_to(
    number: int, licenses: list[str], tmp_path: Path
) -> None:
    (one,) = compared(tmp_path / "run.ledger", *PARTIES, CHEAP, *crowd(number), APRIL_CLOSED).firms

    assert one.best.licenses == licenses
    assert one.cheaper_from_user_count == (3 if licenses else None)


def test_what_was_advised_month_after_month_is_told_since_when(tmp_path: Path) -> None:
    told = compared(
        tmp_path / "run.ledger", *PARTIES, CHEAP, *crowd(3), APRIL_CLOSED, MAY_CLOSED, month="2015-05"
    )

    assert (told.firms[0].since, told.firms[0].saving_since_cents) == ("2015-04", 1_000)
    assert told.begins_with == "2015-06"


def test_the_advice_of_a_close_stays_what_it_was_beside_what_is_known_now(tmp_path: Path) -> None:
    late = crowd(3, at="2015-05-20T12:00:00Z")
    first = granted("first")
    told = compared(tmp_path / "run.ledger", *PARTIES, CHEAP, first, APRIL_CLOSED, *late, MAY_CLOSED)

    (one,) = told.firms
    assert one.told is not None
    assert (one.told.licenses, one.best.licenses) == ([], ["ENTERPRISE_SUMMARY"])


def test_an_open_month_is_compared_too(tmp_path: Path) -> None:
    told = compared(tmp_path / "run.ledger", *PARTIES, CHEAP, *crowd(3), tick("2015-04-20T12:00:00Z"))

    assert (told.is_closed, told.firms[0].best.saving_cents) == (False, 500)


def test_the_licenses_that_are_held_are_named_and_change_nothing(tmp_path: Path) -> None:
    log = [*PARTIES, CHEAP, bought(), *crowd(3, recipient_firm="F9"), APRIL_CLOSED]
    (one,) = compared(tmp_path / "run.ledger", *log).firms

    assert (one.held, one.per_user.cost_cents) == (["ENTERPRISE_SUMMARY"], 3_000)


def test_firms_stand_in_the_order_of_what_they_would_save(tmp_path: Path) -> None:
    log = [*PARTIES, CHEAP, *crowd(3), *crowd(4, recipient_firm="F9", entitlement="e"), APRIL_CLOSED]
    told = compared(tmp_path / "run.ledger", *log)

    assert [one.recipient_firm for one in told.firms] == ["F9", "F1"]


@pytest.mark.parametrize(
    ("events", "firm", "message"),
    [
        ([*PARTIES, APRIL_CLOSED], None, "No recipient firm had a named user at D1 in 2015-04"),
        ([*PARTIES, granted(), APRIL_CLOSED], "F7", "Those that had: F1."),
        ([distributor(kind="INTERNAL"), granted(), APRIL_CLOSED], None, "D1 is an Internal Distributor"),
    ],
)
def test_where_nothing_can_be_compared_it_is_said_why(
    events: list[Event], firm: str | None, message: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError) as caught:
        compared(tmp_path / "run.ledger", *events, firm=firm)
    assert message in caught.value.message
