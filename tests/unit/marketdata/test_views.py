"""Which rows do the views show, and under which keys? (section 8.2 of the contract)"""

from streams.domains.marketdata.domain import MARKETDATA
from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from tests.unit.marketdata.events import (
    APRIL,
    APRIL_CLOSED,
    PARTIES,
    Event,
    accessed,
    as_records,
    bought,
    classified,
    granted,
    result,
    revoked,
    tick,
)


def rows(*events: Event) -> list[dict[str, bytes | None]]:
    """The rows of views that each commit of billing publishes, the event at a time."""
    units: list[CommitUnit] = []
    pipeline = Pipeline(MARKETDATA, 1, MARKETDATA.law)
    pipeline.on_commit = lambda stage, _partition, unit: units.append(unit) if stage == "billing" else None
    for value in as_records(events):
        pipeline.write(value)
        pipeline.run()
    return [{key.decode(): value for key, value in unit.views} for unit in units]


def test_rows_stand_under_the_keys_of_the_contract() -> None:
    published = rows(*PARTIES, classified(), granted(), tick(APRIL))[-1]
    assert set(published) == {
        '["month_to_date_fees","2015-04"]',
        '["month_to_date_fees","2015-04","ALPHA"]',
        '["user_counts","2015-04"]',
        '["user_counts","2015-04","D1","F1"]',
        '["license_advice","2015-04"]',
        '["license_advice","2015-04","D1","F1"]',
        '["component_feed_comparison","2015-04"]',
        '["component_feed_comparison","2015-04","PREMIUM"]',
        '["component_feed_comparison","2015-04","SUMMARY"]',
    }


def test_only_rows_that_changed_are_published() -> None:
    published = rows(*PARTIES, classified(), granted(), tick(APRIL), tick("2015-04-11T15:00:00Z"))
    assert published[-1] == {}


def test_a_row_that_shows_nothing_any_more_is_taken_out() -> None:
    ended = revoked("u", "2015-03-25T14:00:00Z")
    published = rows(*PARTIES, classified(), granted(), tick(APRIL), ended, tick("2015-04-11T15:00:00Z"))
    assert published[-1]['["user_counts","2015-04","D1","F1"]'] is None


def test_no_month_is_reported_before_a_tick_or_a_close() -> None:
    found = result(*PARTIES, classified(), granted())
    assert (found["month_to_date_fees"], found["user_counts"], found["license_advice"]) == ({}, {}, {})


def test_a_reported_month_with_nothing_to_show_stands_in_all_month_maps() -> None:
    found = result(tick("2015-01-20T12:00:00Z"))
    names = ("month_to_date_fees", "user_counts", "license_advice", "component_feed_comparison")
    assert [found[name] for name in names] == [{"2015-01": {}}] * 4


def test_the_month_so_far_is_unbilled_until_its_close() -> None:
    log = (*PARTIES, classified(), granted(), tick(APRIL))
    (before, after) = (
        result(*events)["month_to_date_fees"]["2015-04"]["ALPHA"] for events in (log, (*log, APRIL_CLOSED))
    )
    assert (before["total_cents"], before["billed_cents"], before["unbilled_cents"]) == (100_025, 0, 100_025)
    assert (after["total_cents"], after["billed_cents"], after["unbilled_cents"]) == (100_025, 100_025, 0)


def test_users_are_counted_once_whether_charged_or_covered() -> None:
    """One user is charged for Premium and covered at Summary, another only covered."""
    uses = (
        granted("v", recipient_firm="F9"),
        accessed("v", recipient_firm="F9", feed="PREMIUM"),
        granted("w", recipient_firm="F9"),
    )
    found = result(*PARTIES, bought(), *uses, APRIL_CLOSED)
    counts = found["user_counts"]["2015-04"]["D1"]["F9"]
    assert counts["professional_premium_user_count"] == 1
    assert (counts["enterprise_covered_user_count"], counts["counted_user_count"]) == (2, 2)
