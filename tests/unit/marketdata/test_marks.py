"""When is a month closed? Never on an incomplete cut (section 10 of the contract)"""

import json
from collections.abc import Sequence

from streams.domains.marketdata.domain import MARKETDATA
from streams.domains.marketdata.stages.handover import in_pieces
from streams.kernel.folding import Partition
from streams.kernel.output import CommitUnit, Forward
from streams.kernel.record import LogRecord
from tests.unit.marketdata.events import (
    APRIL_CLOSED,
    PARTIES,
    Event,
    accessed,
    as_records,
    classified,
    device,
    tick,
)

USERS, INDIVIDUALS, BILLING = MARKETDATA.stages
PARTITIONS = 2


def a_partition(stage: object, number: int) -> Partition:
    (found,) = (one for one in MARKETDATA.stages if one is stage)
    senders = MARKETDATA.sender_count(found, PARTITIONS)
    return Partition("marketdata", found, number, senders, MARKETDATA.law, partitions=PARTITIONS)


def fold(partition: Partition, values: Sequence[bytes]) -> CommitUnit:
    first = partition.next_offset
    partition.process([LogRecord(first + place, b"", value) for place, value in enumerate(values)])
    return partition.commit_unit()


def to(source: str, number: int, forwards: Sequence[Forward]) -> list[bytes]:
    return [one.value for one in forwards if (one.source, one.partition) == (source, number)]


class Handed:
    """What both partitions of users and of individuals hand on of a log to billing."""

    def __init__(self, log: Sequence[Event]) -> None:
        values = as_records(log)
        users = [fold(a_partition(USERS, number), values).forwards for number in range(PARTITIONS)]
        self.of_users = [to("billing", 0, forwards) for forwards in users]
        self.of_individuals = []
        for number in range(PARTITIONS):
            partition = a_partition(INDIVIDUALS, number)
            handed = [value for forwards in users for value in to("individuals", number, forwards)]
            self.of_individuals.append(to("billing", 0, fold(partition, handed).forwards))

    @property
    def senders(self) -> list[list[bytes]]:
        return [*self.of_users, *self.of_individuals]


def types(unit: CommitUnit) -> set[str]:
    return {json.loads(value)["type"] for _, value in unit.outcomes}


FACTS = (*PARTIES, device("d", "u"), APRIL_CLOSED)


def test_a_month_is_not_billed_while_any_sender_is_missing() -> None:
    senders = Handed(FACTS).senders
    assert len(senders) == 2 * PARTITIONS
    for missing in range(len(senders)):
        billing = a_partition(BILLING, 0)
        unit = fold(billing, [value for place, of in enumerate(senders) if place != missing for value in of])
        assert unit.outcomes == []
        # Without the partition that hands the facts on, billing does not even know of a mark.
        assert unit.gauges == ({("marks_missing", ""): 1} if missing else {})
        assert "invoice_issued" in types(fold(billing, senders[missing]))


def test_individuals_are_not_waited_for_before_a_device_is_dedicated_to_somebody() -> None:
    handed = Handed((*PARTIES, device("d", None), APRIL_CLOSED))
    assert handed.of_individuals == [[], []]
    billing = a_partition(BILLING, 0)
    assert "invoice_issued" in types(fold(billing, [value for of in handed.of_users for value in of]))


def test_what_is_handed_on_again_changes_nothing() -> None:
    senders = Handed(FACTS).senders
    billing = a_partition(BILLING, 0)
    once = fold(billing, [value for of in senders for value in of])
    assert "invoice_issued" in types(once)
    again = fold(billing, [value for of in senders for value in of])
    assert (again.outcomes, again.views, again.books.difference()) == ([], [], 0)


def test_counts_behind_a_mark_do_not_get_into_its_cut() -> None:
    """The partition of users goes on while the other one has not closed the month yet."""
    values = as_records([*FACTS, classified("v"), accessed("v"), tick("2015-05-20T12:00:00Z")])
    ahead = fold(a_partition(USERS, 0), values).forwards
    behind = fold(a_partition(USERS, 1), as_records(FACTS)).forwards
    billing = a_partition(BILLING, 0)
    fold(billing, to("billing", 0, ahead))
    unit = fold(billing, [*to("billing", 0, behind), *(v for of in Handed(FACTS).of_individuals for v in of)])
    (invoice,) = (json.loads(value) for _, value in unit.outcomes if b"invoice_issued" in value)
    assert invoice["total_cents"] == 100_000


def test_what_is_handed_on_is_cut_into_pieces_that_fit_into_a_record() -> None:
    whole = ["x" * 100_000] * 7
    pieces = list(in_pieces(whole))
    assert [len(piece) for piece in pieces] == [2, 2, 2, 1]
    assert list(in_pieces(["x" * 1_000_000])) == [["x" * 1_000_000]]
    assert list(in_pieces([])) == []
