"""Does the product say what the literal reading of the contract says, whatever happens?"""

import pytest

from tests.properties.stories import SOME, Story, folded


def test_the_product_agrees_with_the_model(told: Story) -> None:
    assert told.result == told.by_the_model


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_partitions_and_batches_do_not_matter(told: Story) -> None:
    """Invariant 6: one result and one digest, whoever folds which entry, and however records are grouped."""
    expected = told.result
    chance = told.chance("batches")
    for partitions in (1, 2, 8, 31):
        assert folded(told, partitions, batch=chance.choice((2, 5, 17, 1_000))).result == expected


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_outcomes_do_not_depend_on_partitions_but_in_their_order(told: Story) -> None:
    one, three = (sorted(folded(told, partitions).outcomes(), key=str) for partitions in (1, 3))
    assert one == three


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_the_cadence_of_ticks_does_not_matter(told: Story) -> None:
    """Invariant 6: running figures may be asked for anywhere in the log."""
    chance = told.chance("ticks")
    events = list(told.events)
    for number in range(12):
        place = chance.randrange(len(events))
        events.insert(place, {"type": "tick", "id": f"tick {number}", "at": "2003-11-04T00:00:00Z"})
    assert folded(told.with_events(events)).result == told.result


def test_every_record_is_accounted_for_and_no_figure_lost(told: Story) -> None:
    found = told.by_the_product
    written = len(told.events) + 1
    for commit in found.commits:
        assert commit.unit.books.difference() == 0
        assert commit.unit.gauges.get(("conservation_error_cents", ""), 0) == 0
        assert commit.unit.books.read <= max(written, commit.unit.next_offset)


def test_the_writers_keep_their_promises_so_nobody_is_alarmed(told: Story) -> None:
    assert [alarm for commit in told.by_the_product.commits for alarm in commit.unit.alarms] == []
