"""Does a domain say where its events go and who sends marks to whom?"""

from schemas.reading import Unreadable
from streams.kernel.partitioner import partition_of
from streams.kernel.stage import Address, Width
from tests.unit.kernel.tills import SUM_STAGE, TILLS, TILLS_STAGE, Counted, Taken


def test_the_input_has_as_many_partitions_as_asked_for_and_a_single_stage_one() -> None:
    assert TILLS.partitions_of(TILLS_STAGE, 8) == 8
    assert TILLS.partitions_of(SUM_STAGE, 8) == 1
    assert SUM_STAGE.width is Width.SINGLE


def test_every_partition_of_an_earlier_stage_sends_marks() -> None:
    assert TILLS.sender_count(SUM_STAGE, 8) == 8
    assert TILLS.sender_count(TILLS_STAGE, 8) == 0


def test_senders_of_several_stages_are_added_up() -> None:
    third = SUM_STAGE._replace(name="third", source="thirds")
    both = TILLS._replace(
        stages=(
            TILLS_STAGE._replace(forwards_to=["sums", "thirds"]),
            SUM_STAGE._replace(forwards_to=["thirds"]),
            third,
        )
    )
    assert both.sender_count(third, 8) == 9


def test_readers_of_a_topic_are_found() -> None:
    assert list(TILLS.readers_of("sums")) == [SUM_STAGE]
    assert list(TILLS.readers_of("nothing")) == []


def test_an_event_stands_on_the_partition_of_its_key() -> None:
    assert list(TILLS.places(Taken("t", "till-1", 5), 8)) == [(partition_of(b"till-1", 8), b"till-1")]


def test_a_mark_stands_on_every_partition() -> None:
    assert list(TILLS.places(Counted("m"), 3)) == [(0, b"count"), (1, b"count"), (2, b"count")]


def test_what_cannot_be_read_has_the_empty_key() -> None:
    assert TILLS.addresses_or_first(Unreadable("NOT_JSON", "")) == (Address("", every_partition=False),)
