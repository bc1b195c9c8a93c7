"""Is the generated month the same every time, and is everything found in it that is to be shown?"""

from collections import Counter
from functools import cache
from typing import Any

import orjson
import pytest

from schemas.reading import Unreadable
from streams.demo.comms.circle import FIRM, PEOPLE
from streams.demo.comms.month import LEAST_COMMUNICATIONS, Month
from streams.demo.comms.story import TALES, Tale
from streams.domains.comms.domain import COMMS
from streams.kernel.pipeline import Pipeline


@cache
def lines() -> list[bytes]:
    return list(Month(LEAST_COMMUNICATIONS).lines())


@cache
def result() -> dict[str, Any]:
    pipeline = Pipeline(COMMS, 2, COMMS.law)
    for line in lines():
        pipeline.write(line)
    pipeline.run()
    return dict(pipeline.result())


def test_the_same_size_gives_the_same_month() -> None:
    assert list(Month(LEAST_COMMUNICATIONS).lines()) == lines()


def test_every_event_is_one_of_the_contract() -> None:
    assert [one for one in lines() if isinstance(COMMS.read(one), Unreadable)] == []


def test_no_id_stands_twice() -> None:
    counts = Counter(orjson.loads(one)["id"] for one in lines())

    assert [name for name, count in counts.items() if count > 1] == []


def test_nothing_is_set_aside() -> None:
    assert result()["set_aside"] == []


def test_so_many_people_are_recorded_as_is_said() -> None:
    events = [orjson.loads(one) for one in lines()]
    recorded = {
        one["telephone"]
        for one in events
        if one["type"] == "telephone_registered" and one["connected_to_recorder"]
    }
    holders = {
        one["employee"]
        for one in events
        if one["type"] == "telephone_assigned" and one["telephone"] in recorded
    }

    assert len(holders) == PEOPLE


@pytest.mark.parametrize("tale", TALES, ids=lambda tale: tale.name)
def test_what_happens_is_found_as_it_is_told(tale: Tale) -> None:
    found = {(one["code"], one["status"]) for one in result()["breaches"] if one["object"] == tale.name}

    assert found == set(tale.codes)


def test_a_request_is_answered_in_time_and_another_is_overdue() -> None:
    requests = result()["access_requests"]

    assert (requests["REQUEST-1"]["status"], requests["REQUEST-2"]["status"]) == ("PROVIDED", "OVERDUE")


def test_a_deletion_leaves_a_receipt() -> None:
    assert result()["deletion_receipts"]["deleted-R-EXPIRED"]["reason"] == "RETENTION_ENDED"


def test_nearly_everything_was_captured() -> None:
    required = result()["coverage"][f"{FIRM}/2024-06"]["REQUIRED"]

    assert 0 < required["segments"] - required["captured"] < 5


def test_a_month_that_is_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        Month(LEAST_COMMUNICATIONS - 1)
