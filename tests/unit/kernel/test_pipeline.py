"""Does a domain give one result in memory, whatever the number of partitions and the size of batches?"""

import json

import pytest

from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from tests.unit.kernel.tills import LAW, TILLS, counted, opened, took

TILL_NAMES = [f"till-{number}" for number in range(12)]
LOG = [
    *(opened(till) for till in TILL_NAMES[:8]),
    *(took(till, 10**place, f"t{place}") for place, till in enumerate(TILL_NAMES)),
    counted("m1"),
    *(opened(till) for till in TILL_NAMES[8:]),
    took("till-0", 3, "again"),
    counted("m2"),
]


def folded(partitions: int, batch: int = 1_000) -> dict[str, object]:
    pipeline = Pipeline(TILLS, partitions, LAW, batch=batch)
    for value in LOG:
        pipeline.write(value)
    pipeline.run()
    return dict(pipeline.result())


ONE = folded(1)


def test_every_till_is_summed_up() -> None:
    assert ONE["sums"] == {
        f"till/{till}": [10**place + (3 if place == 0 else 0), 2 if place == 0 else 1]
        for place, till in enumerate(TILL_NAMES)
    }


@pytest.mark.parametrize("partitions", [2, 3, 8, 31])
def test_the_number_of_partitions_does_not_matter(partitions: int) -> None:
    assert folded(partitions) == ONE


@pytest.mark.parametrize("batch", [1, 2, 7])
@pytest.mark.parametrize("partitions", [1, 3])
def test_the_size_of_batches_does_not_matter(partitions: int, batch: int) -> None:
    assert folded(partitions, batch) == ONE


def test_events_may_be_written_while_others_are_folded_already() -> None:
    pipeline = Pipeline(TILLS, 3, LAW)
    for value in LOG:
        pipeline.write(value)
        pipeline.run()
    assert pipeline.result() == ONE


def test_each_commit_is_told_with_its_stage_and_partition() -> None:
    told: list[tuple[str, int, int]] = []

    def note(stage: str, partition: int, unit: CommitUnit) -> None:
        told.append((stage, partition, unit.next_offset))

    pipeline = Pipeline(TILLS, 1, LAW, batch=2)
    pipeline.on_commit = note
    for value in (opened("a"), took("a", 1, "t1"), counted("m")):
        pipeline.write(value)
    pipeline.run()
    assert told == [("tills", 0, 2), ("tills", 0, 3), ("sum", 0, 1)]


def test_what_cannot_be_read_goes_where_its_domain_writes_it() -> None:
    letters: list[tuple[str, int]] = []
    pipeline = Pipeline(TILLS, 3, LAW)
    pipeline.on_commit = lambda stage, partition, unit: letters.extend(
        (stage, partition) for _ in unit.dead_letters
    )
    pipeline.write(b"no event")
    pipeline.run()
    assert len(letters) == 1
    assert json.loads(json.dumps(pipeline.result())) == {"sums": {}, "tills": {}}
