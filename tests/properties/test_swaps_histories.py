"""Does the product say of swaps what the literal reading of the contract says, whatever happens?"""

import pytest

from tests.models.swaps_histories import swarm
from tests.models.swaps_model import decisions
from tests.models.swaps_model_tables import log_of, table
from tests.properties.swaps_stories import SOME, SWARMS, Story, folded


def test_the_product_agrees_with_the_model_of_swaps(story: Story) -> None:
    assert story.views == story.by_the_model


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_swaps_are_the_same_on_any_number_of_partitions_and_in_any_batches(story: Story) -> None:
    chance = story.chance("batches")
    for partitions in (1, 2, 31):
        batch = chance.choice((2, 5, 17, 1_000))
        assert folded(story.records, story.parameters, partitions, batch).views == story.views


@pytest.mark.parametrize("seed", SWARMS)
def test_each_of_many_random_swaps_is_tagged_and_treated_as_the_tables_say(seed: int) -> None:
    log = swarm(seed)
    found, expected = folded(log, partitions=(1, 3)[seed % 2]).views, decisions(log)
    assert {view: found[view] for view in expected} == expected


@pytest.mark.parametrize("name", ["counting", "treatment"])
def test_every_row_of_a_decision_table_is_decided_as_the_model_decides_it(name: str) -> None:
    log = log_of(table(name))
    found, expected = folded(log).views, decisions(log)
    assert {view: found[view] for view in expected} == expected
