"""What becomes of bytes that are no event of the contract? (section 9)"""

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.kernel.output import CommitUnit, DeadLetter
from streams.kernel.pipeline import Pipeline

GOOD = b'{"type":"member_registered","id":"m1","at":"2003-10-23T13:00:00Z","member":"A"}'

BAD = {
    b"\xff": "NOT_JSON",
    b"{": "NOT_JSON",
    b"[]": "NOT_JSON",
    b"null": "NOT_JSON",
    b"{}": "UNKNOWN_TYPE",
    b'{"type":"entry_withdrawn","id":"x"}': "UNKNOWN_TYPE",
    b'{"type":5}': "UNKNOWN_TYPE",
    GOOD.replace(b'"member":"A"', b'"member":null'): "SCHEMA",
    GOOD.replace(b',"member":"A"', b""): "SCHEMA",
    GOOD.replace(b'"A"', b'"A","remark":1'): "SCHEMA",
    GOOD.replace(b"10-23T", b"02-30T"): "SCHEMA",
    GOOD.replace(b"13:00:00Z", b"24:00:00Z"): "SCHEMA",
    GOOD.replace(b'"A"', b'"A B"'): "SCHEMA",
}


def folded(*values: bytes, partitions: int = 2) -> tuple[Pipeline, list[DeadLetter]]:
    letters: list[DeadLetter] = []

    def note(_stage: str, _partition: int, unit: CommitUnit) -> None:
        letters.extend(unit.dead_letters)
        assert unit.books.difference() == 0

    pipeline = Pipeline(CLEARING, partitions, CLEARING.law)
    pipeline.on_commit = note
    for value in values:
        pipeline.write(value)
    pipeline.run()
    return pipeline, letters


@pytest.mark.parametrize("value", BAD, ids=repr)
def test_it_is_a_dead_letter_with_its_reason(value: bytes) -> None:
    _, letters = folded(value)
    assert [(letter.reason, letter.record.value) for letter in letters] == [(BAD[value], value)]


def test_the_partition_goes_on() -> None:
    pipeline, letters = folded(*BAD, GOOD, *BAD)
    assert len(letters) == 2 * len(BAD)
    assert pipeline.result()["verdicts"] == {"m1": {"verdict": "ACCEPTED", "cites": ["BL3/25"]}}


def test_it_uses_no_id() -> None:
    broken = GOOD.replace(b'"member":"A"', b'"member":""')
    pipeline, letters = folded(broken, GOOD)
    assert len(letters) == 1
    assert pipeline.result()["repeats"] == {}
