"""Does the product say of comms what the literal reading of the contract says, whatever happens?"""

import pytest

from tests.models.comms_model_schema import dead_letter
from tests.properties.comms_stories import SEEDS, SOME, commits_of, folded, tell, through_ticks


@pytest.mark.parametrize("seed", SEEDS)
def test_the_product_agrees_with_the_model(seed: int) -> None:
    told = tell(seed)
    _, expected = told.by_the_model[-1]
    for view, rows in expected.items():
        assert told.result[view] == rows, view
    assert told.result == expected


@pytest.mark.parametrize("seed", SOME)
def test_the_product_agrees_with_the_model_at_every_tick(seed: int) -> None:
    told = tell(seed)
    for cut, (tick, expected) in zip(through_ticks(told), told.by_the_model, strict=True):
        assert folded(cut) == expected, tick


@pytest.mark.parametrize("seed", SOME)
def test_partitions_and_batches_do_not_matter(seed: int) -> None:
    """Invariant I6."""
    told = tell(seed)
    for partitions, batch in ((1, 1), (2, 5), (8, 1_000), (31, 17)):
        assert commits_of(told, partitions, batch)[1] == told.result


@pytest.mark.parametrize("seed", SOME)
def test_dead_letters_are_those_of_the_contract_each_with_its_reason(seed: int) -> None:
    told = tell(seed)
    expected = sorted(reason for one in told.records if (reason := dead_letter(one)))
    found = sorted(letter.reason for commit in commits_of(told)[0] for letter in commit.unit.dead_letters)
    assert found == expected
