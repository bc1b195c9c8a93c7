"""Is the generated quarter the same every time, and does it hold what is to be shown?"""

from collections import Counter
from collections.abc import Mapping

import orjson
import pytest

from schemas.reading import Unreadable
from streams.demo.marketdata.calendar import MONTHS
from streams.demo.marketdata.quarter import LEAST_ACCESSES, Quarter
from streams.domains.marketdata.domain import MARKETDATA

Event = Mapping[str, str]


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    return list(Quarter(LEAST_ACCESSES).lines())


@pytest.fixture(scope="module")
def events(lines: list[bytes]) -> list[Event]:
    return [orjson.loads(one) for one in lines]


def test_the_same_size_gives_the_same_quarter(lines: list[bytes]) -> None:
    assert list(Quarter(LEAST_ACCESSES).lines()) == lines


def test_every_event_is_one_of_the_contract(lines: list[bytes]) -> None:
    assert [one for one in lines if isinstance(MARKETDATA.read(one), Unreadable)] == []


def test_the_stamps_never_go_back(events: list[Event]) -> None:
    stamps = [one["at"] for one in events]

    assert stamps == sorted(stamps)


def test_an_id_that_stands_twice_is_a_repeat_but_for_the_one_that_is_told(events: list[Event]) -> None:
    bodies = {
        (one["id"], *((name, str(one[name])) for name in sorted(one) if name != "at")) for one in events
    }
    twice = [id_ for id_, count in Counter(id_ for id_, *_ in bodies).items() if count > 1]

    assert twice == ["finch-access-2015-06-04"]


def test_the_many_have_so_many_accesses(events: list[Event]) -> None:
    ids = {one["id"] for one in events if one["type"] == "feed_accessed" and one["id"].startswith("access-")}

    assert len(ids) == LEAST_ACCESSES


def test_the_last_event_closes_the_last_month(events: list[Event]) -> None:
    closed = [one["month"] for one in events if one["type"] == "month_closed"]

    assert closed == [MONTHS[0], "2015-05", *MONTHS[1:]]
    assert (events[-1]["type"], events[-1]["month"]) == ("month_closed", MONTHS[-1])


@pytest.mark.parametrize(
    "type_",
    [
        "distributor_registered",
        "recipient_firm_registered",
        "distribution_agreement_signed",
        "license_purchased",
        "device_classified",
        "tick",
        "user_classified",
        "entitlement_granted",
        "entitlement_revoked",
    ],
)
def test_there_are_events_of_each_kind(events: list[Event], type_: str) -> None:
    assert any(one["type"] == type_ for one in events)


def test_some_accesses_are_reported_late(events: list[Event]) -> None:
    days = Counter(
        one["at"][:10] > one["accessed_at"][:10] for one in events if one["type"] == "feed_accessed"
    )

    assert 0.01 < days[True] / days.total() < 0.04


def test_a_quarter_that_is_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1000 accesses"):
        Quarter(LEAST_ACCESSES - 1)
