"""Is the generated year the same every time, and does it hold what is to be shown?"""

from collections import Counter

import orjson
import pytest

from schemas.reading import Unreadable
from streams.demo.swaps import circle, turns
from streams.demo.swaps.year import LEAST_SWAPS, Year
from streams.domains.swaps.domain import SWAPS


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    return list(Year(LEAST_SWAPS).lines())


@pytest.fixture(scope="module")
def events(lines: list[bytes]) -> list[dict[str, object]]:
    return [orjson.loads(one) for one in lines]


def test_the_same_size_gives_the_same_year(lines: list[bytes]) -> None:
    assert list(Year(LEAST_SWAPS).lines()) == lines


def test_every_event_is_one_of_the_contract(lines: list[bytes]) -> None:
    assert [one for one in lines if isinstance(SWAPS.read(one), Unreadable)] == []


def test_no_id_stands_twice(events: list[dict[str, object]]) -> None:
    assert [name for name, count in Counter(one["id"] for one in events).items() if count > 1] == []


def test_the_stamps_never_go_back(events: list[dict[str, object]]) -> None:
    stamps = [str(one["at"]) for one in events]

    assert stamps == sorted(stamps)


def test_so_many_swaps_are_traded_and_one_is_mistyped(events: list[dict[str, object]]) -> None:
    assert sum(one["type"] == "swap_traded" for one in events) == LEAST_SWAPS + 1


def test_every_business_day_ends_with_its_close(events: list[dict[str, object]]) -> None:
    closes = [one["day_on"] for one in events if one["type"] == "day_closed"]

    assert closes == [day.isoformat() for day in Year(LEAST_SWAPS).days]
    assert events[-1]["type"] == "day_closed"


def test_the_group_has_forty_affiliates() -> None:
    assert len(circle.AFFILIATES) == 40


@pytest.mark.parametrize(
    "type_", ["swap_amended", "swap_corrected", "swap_cancelled", "swap_terminated", "swap_novated"]
)
def test_swaps_have_sequels(events: list[dict[str, object]], type_: str) -> None:
    assert any(one["type"] == type_ for one in events)


def test_the_guarantee_is_known_months_after_it_holds(events: list[dict[str, object]]) -> None:
    (found,) = (one for one in events if one["id"] == "guarantee-found")

    assert (str(found["at"])[:10], found["valid_from"]) == (
        str(turns.GUARANTEE_FOUND_ON),
        str(turns.GUARANTEE_GIVEN_ON),
    )


def test_a_year_that_is_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1000 swaps"):
        Year(LEAST_SWAPS - 1)
