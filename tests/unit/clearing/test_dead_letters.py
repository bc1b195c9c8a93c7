"""What becomes of bytes that are no event of the contract? (section 9)"""

import msgspec
import pytest

from schemas.clearing import Tick
from streams.domains.clearing.domain import CLEARING
from streams.kernel.output import CommitUnit, DeadLetter
from streams.kernel.pipeline import Pipeline
from tests.unit.clearing.events import EVENING
from tests.unit.clearing.situations import TWO_CLEARERS

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


ENTRY = (
    b'{"type":"entry_submitted","id":"%s","at":"2003-11-03T20:00:00Z","made_by":"A","counterparty":"B","direction":'
    b'"DEBIT","item_class":"E","regional_exchange_point":"TOR","value_cents":1,"item_count":%s}'
)


def test_counts_of_the_greatest_length_are_added_up() -> None:
    """Their sum has a digit more, which must stop no partition, and must be read again after a restart."""
    greatest = b"9" * 4_000
    facts = [msgspec.json.encode(fact) for fact in TWO_CLEARERS]
    entries = [ENTRY % (name, greatest) for name in (b"e1", b"e2")]
    pipeline, letters = folded(*facts, *entries, msgspec.json.encode(Tick(id="t", at=EVENING)))
    assert letters == []
    totals = pipeline.result()["bilateral_totals"]
    assert isinstance(totals, dict)
    assert totals["2003-11-04/A/B"]["debit_item_count"] == 2 * int(greatest)


def test_a_count_that_could_not_be_added_up_is_a_dead_letter() -> None:
    _, letters = folded(ENTRY % (b"e1", b"9" * 4_001))
    assert [(letter.reason, letter.detail) for letter in letters] == [
        ("SCHEMA", 'entry_submitted: "item_count" has too many digits')
    ]
