"""Which uses does an individual have, and as what? (sections 7.4 and 7.5 of the contract)"""

import pytest

from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    PARTIES,
    Event,
    accessed,
    classified,
    device,
    granted,
    kinds,
    result,
    revoked,
    user_lines,
)

NON = "NON_PROFESSIONAL_USER_SUMMARY"
PRO = "PROFESSIONAL_USER_SUMMARY"
APRIL_BEGINS = "2015-04-01T04:00:00Z"
MAY_BEGINS = "2015-05-01T04:00:00Z"


def april(*events: Event, **parameters: bool) -> dict[str, int]:
    """The user lines of April."""
    return dict(user_lines(result(*PARTIES, *events, APRIL_CLOSED, **parameters)))


def test_an_entitlement_alone_makes_a_user() -> None:
    assert april(classified(), granted()) == {NON: 1}


def test_an_access_alone_makes_a_user() -> None:
    assert april(classified(), accessed()) == {NON: 1}


def test_an_entitlement_that_ends_as_the_month_begins_is_no_use_of_it() -> None:
    assert april(classified(), granted(), revoked("u", APRIL_BEGINS)) == {}
    assert april(classified(), granted(), revoked("u", "2015-04-01T04:00:01Z")) == {NON: 1}


def test_an_entitlement_that_begins_as_the_month_ends_is_no_use_of_it() -> None:
    assert april(classified(), granted(effective_at=MAY_BEGINS)) == {}
    assert april(classified(), granted(effective_at="2015-05-01T03:59:59Z")) == {NON: 1}


def test_an_entitlement_revoked_at_its_own_start_is_cancelled() -> None:
    assert april(classified(), granted(), revoked("u", "2015-03-25T14:00:00Z")) == {}


def test_a_revocation_that_comes_before_its_grant_ends_it() -> None:
    assert april(classified(), revoked("u", "2015-03-28T14:00:00Z"), granted()) == {}


def test_of_several_revocations_the_one_recorded_last_holds() -> None:
    early = revoked("u", "2015-03-28T14:00:00Z", at="2015-03-28T14:00:00Z")
    mended = revoked("u", "2015-04-28T14:00:00Z", at="2015-03-29T14:00:00Z")
    assert april(classified(), granted(), mended, early) == {NON: 1}


@pytest.mark.parametrize(
    ("effective_at", "fee"),
    [
        (APRIL_BEGINS, NON),
        ("2015-04-01T04:00:01Z", PRO),
        ("2015-04-20T14:00:00Z", PRO),
    ],
)
def test_whoever_is_professional_at_any_moment_of_the_month_is_so_for_all_of_it(
    effective_at: str, fee: str
) -> None:
    professional = classified(registered_or_qualified="YES")
    assert april(professional, classified(effective_at=effective_at), granted()) == {fee: 1}


def test_a_class_outside_the_entitlement_does_not_matter() -> None:
    events = (classified(), granted(), revoked("u", "2015-04-15T14:00:00Z"))
    at_the_end = classified(effective_at="2015-04-15T14:00:00Z", registered_or_qualified="YES")
    before_it = classified(effective_at="2015-04-15T13:59:59Z", registered_or_qualified="YES")
    assert april(*events, at_the_end) == {NON: 1}
    assert april(*events, before_it) == {PRO: 1}


def test_an_access_has_the_class_of_its_instant() -> None:
    turned = classified(effective_at="2015-04-10T15:00:00Z", registered_or_qualified="YES")
    assert april(classified(), turned, accessed(accessed_at="2015-04-10T14:59:59Z")) == {NON: 1}
    assert april(classified(), turned, accessed(accessed_at="2015-04-10T15:00:00Z")) == {PRO: 1}


def test_a_dedicated_device_counts_as_its_owner_and_lifts_the_feed() -> None:
    lent = granted("d", feed="PREMIUM")
    for statement in (device("d", "u"), device("d", "u", at="2015-04-20T12:00:00Z")):
        for events in (
            (statement, classified(), granted(), lent),
            (classified(), granted(), lent, statement),
        ):
            assert april(*events) == {"NON_PROFESSIONAL_USER_PREMIUM": 1}


def test_a_free_device_is_a_professional_user_whatever_is_recorded_of_it() -> None:
    found = result(*PARTIES, classified("d"), granted("d"), device("d", None), APRIL_CLOSED)
    assert dict(user_lines(found)) == {PRO: 1}
    assert found["anomalies"] == []


def test_uses_are_lent_in_one_step_only() -> None:
    events = (device("d", "e"), device("e", "u"), granted("d"), classified())
    assert april(*events) == {PRO: 1}
    assert april(*events, granted("e"), granted("u")) == {PRO: 1, NON: 1}


def test_a_device_is_lent_at_every_distributor_apart() -> None:
    elsewhere = granted("d", distributor="D2")
    assert april(device("d", "u"), classified(), granted("d"), elsewhere) == {NON: 1}


def test_the_newest_statement_about_a_device_holds_for_all_months() -> None:
    freed = device("d", None, at="2015-04-20T12:00:00Z")
    assert april(classified(), granted(), granted("d"), freed, device("d", "u")) == {NON: 1, PRO: 1}


def test_without_netting_every_device_is_a_user_of_its_own() -> None:
    events = (device("d", "u"), classified(), granted(), granted("d"))
    assert april(*events, dedicated_devices_netted=False) == {NON: 1, PRO: 1}


def test_an_entitlement_of_a_device_excuses_the_access_of_its_owner() -> None:
    found = result(*PARTIES, classified(), accessed(), granted("d"), device("d", "u"), APRIL_CLOSED)
    assert kinds(found["anomalies"]) == []
    assert dict(user_lines(found)) == {NON: 1}
