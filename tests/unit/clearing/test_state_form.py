"""Have the rows of state the form that goes with the version of their stage?

Where a line here changes, `state_version` in `domain.py` must go up: a worker refuses state of another version, and
with the version unchanged it would read rows that it does not understand.
"""

from typing import Final

import msgspec
import pytest

from streams.domains.clearing.domain import CLEARING_HOUSE, ENTRIES
from streams.domains.clearing.stages.clearing_house import HouseRow, QueuedFact
from streams.domains.clearing.stages.entries import HeldRow, PartitionRow
from streams.domains.clearing.stages.fact_log import FactRow
from streams.domains.clearing.state.cases import Accrual, Case, CycleBooks, Deposit, SubAccount
from streams.domains.clearing.state.entries import Repeats, RootEntry
from streams.kernel.cells import CellRow
from streams.kernel.folding import Position
from streams.kernel.output import Books
from tests.unit.clearing.events import entry
from tests.unit.clearing.situations import taken

A_CASE: Final = Case(
    *("2003-11-04", "D", "IN_DEFAULT", 5, 1, 2, "2003-11-04T17:30:00Z", 3, 4),
    obligations_cents={"I1": 1},
    a_cents=7,
    b_cents={"A": 2},
    c_cents=2,
    shares_cents={"A": 7},
    deposits=[Deposit("A", "MANUAL", 3, "2003-11-04")],
    accruals={"A": Accrual(1, "2003-11-05")},
)
ROWS: Final[list[tuple[object, str]]] = [
    (
        RootEntry({"e1": b"\x00"}, taken(entry("A", "B", id="e1")), False, ["1"], {"e1": Repeats(1, 2)}),
        '[{"e1":"AA=="},["e1","2003-11-04","A","B","DEBIT","B","A",false,false,null,null,100,1,"B",null,0,0,0],'
        'false,["1"],{"e1":[1,2]}]',
    ),
    (HeldRow("e1", "{}"), '["e1","{}"]'),
    (PartitionRow(1, 2, 3), "[1,2,3]"),
    (FactRow("f1", 5, b"\x00", "{}", Repeats()), '["f1",5,"AA==","{}",[0,0]]'),
    (CellRow([1, 2], 3), "[[1,2],3]"),
    (HouseRow(4), "[4]"),
    (QueuedFact(5, "{}"), '[5,"{}"]'),
    (
        A_CASE,
        '["2003-11-04","D","IN_DEFAULT",5,1,2,"2003-11-04T17:30:00Z",3,4,{"I1":1},7,{"A":2},2,{"A":7},'
        '[["A","MANUAL",3,"2003-11-04"]],{"A":[1,"2003-11-05"]}]',
    ),
    (CycleBooks({"A": 1}, None, {}), '[{"A":1},null,{}]'),
    (SubAccount(-5, True), "[-5,true]"),
    (
        Position(9, "d/s/1", Books(5, 1, 1, 1, 2), b"\x00"),
        '{"next":9,"state":"d/s/1","books":{"read":5,"decided":1,"held":1,"repeated":1,"dead_lettered":2},'
        '"chain":"AA=="}',
    ),
]


def test_these_are_the_forms_of_version_1() -> None:
    assert (ENTRIES.state_version, CLEARING_HOUSE.state_version) == (1, 1)


@pytest.mark.parametrize(("row", "text"), ROWS, ids=lambda value: type(value).__name__)
def test_a_row_has_its_form_and_is_read_again(row: object, text: str) -> None:
    assert msgspec.json.encode(row).decode() == text
    assert msgspec.json.decode(text, type=type(row)) == row
