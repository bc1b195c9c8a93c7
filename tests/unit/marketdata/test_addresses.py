"""Under which key does an event stand, and on which partitions? (section 5.1 of the contract)"""

import json

import pytest

from streams.domains.marketdata.domain import MARKETDATA
from tests.unit.marketdata.events import APRIL, PARTIES, Event, accessed, device, granted, result, tick


def addresses(event: Event) -> list[tuple[str, bool]]:
    read = MARKETDATA.read(json.dumps(event).encode())
    return [(one.key, one.every_partition) for one in MARKETDATA.addresses_or_first(read)]


@pytest.mark.parametrize(
    ("event", "key", "every_partition"),
    [
        (granted("p,1"), '["D1","p,1"]', False),
        (accessed("é"), '["D1","é"]', False),
        (accessed(None, id="a1"), '["D1","a1"]', False),
        (device("d", "u"), '["fact","device_classified","dev-d-u-2015-03-25T14:00:00Z"]', True),
        (tick(APRIL), f'["fact","tick","tick-{APRIL}"]', True),
    ],
)
def test_an_event_about_a_user_has_its_key_and_a_fact_stands_everywhere(
    event: Event, key: str, every_partition: bool
) -> None:
    assert addresses(event) == [(key, every_partition)]


def test_the_event_that_brings_figures_up_to_date_changes_no_view() -> None:
    events = (*PARTIES, granted(), tick(APRIL))
    assert MARKETDATA.mark is not None
    mark = dict(MARKETDATA.mark("up-to-date", APRIL))
    assert result(*events, mark, {**mark, "id": "again"}) == result(*events)
    assert "2015-04" in result(*events)["user_counts"]
